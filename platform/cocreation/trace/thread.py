"""The thread of an idea: the stations it passed, the one where it stands, and what comes next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cocreation.clustering.models import Group
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles.models import Phase
from cocreation.evaluation.standing import STATIONS as CHOICES
from cocreation.proposals.models import STATES

# What each station is called. The keys are those of the open data and never change.
STATIONS: dict[str, str] = {
    "received": N_("Received"),
    "corrected": N_("Sent again, corrected"),
    "checked": N_("Checked"),
    "published": N_("Published"),
    "correction": N_("Sent back to its author"),
    "restored": N_("Back where it stood: a decision was undone"),
    "refused": STATES["refused"],
    "other_channel": STATES["other_channel"],
    "out_of_scope": STATES["out_of_scope"],
    "duplicate": STATES["duplicate"],
    "withdrawn": STATES["withdrawn"],
    "new_text": N_("New text, version %(number)s"),
    "moved": N_("Moved to the theme «%(theme)s»"),
    "theme_merged": N_("Its theme was merged into «%(theme)s»"),
    "repeated": N_("%(reference)s proposes the same"),
    "grouped": N_("Grouped with the ideas that resemble it"),
    "regrouped": N_("Moved from group %(before)s to group %(number)s"),
    "apart": N_("Listed apart: no similar idea was found"),
    "in_report": N_("In the synthesis report, version %(number)s"),
    "sifted": N_("First sift: %(answer)s"),
    "listed": N_("On the list of a workshop"),
    "scored": N_("Scored in the workshop"),
    "decided": N_("Decision of the workshop: %(answer)s"),
    "answered": N_("Reasoned answer published"),
    "project": N_("Project of commitment %(number)s"),
    "candidate": N_("A holder is sought again"),
    "consulted": N_("Bodies asked to hold it"),
    "confirmed": N_("Holder confirmed"),
    "none": N_("No holder found"),
}
# What may come next.
AHEAD: dict[str, str] = {
    "checked": N_("Checked by a moderator, who says why if it is not published"),
    "checked_again": N_("Checked again, once its author has sent the corrected text"),
    "grouped": N_("Grouped with the ideas that resemble it"),
    "sifted": N_("First sift"),
    "scored": N_("Scored in the prioritisation workshop"),
    "decided": N_("Decided, with a reason"),
    "returns": N_("Comes back to a workshop, reworded"),
    "answered": N_("Reasoned answer"),
    "holder": N_("A body is sought to hold it"),
    "sheet": N_("Commitment sheet"),
}
# Where it stands when nothing more is decided of it, and what ended it without being kept.
LEFT_OUT = frozenset({
    "refused", "out_of_scope", "other_channel", "duplicate", "withdrawn", "not_linked", "not_retained", "none",
})  # fmt: skip
ENDED = LEFT_OUT | {"already_done"}
# Every word for where an idea stands: of its checking until it is published, of the choices from there on.
STANDINGS: dict[str, str] = {**STATES, **CHOICES}


@dataclass(frozen=True)
class Station:
    """One thing that happened to an idea.

    Attributes:
        code: a key of STATIONS. at: process time.
        standing: a key of STANDINGS: where the idea stands from here on; empty where it stands as before.
        role: in which role it was decided; elsewhere: by another platform, before the import.
        sequence: the journal line that proves it; None where there is none, which is a fault.
        values: what its words name. reason: a message or an official text.
        title: of what it leads to; a group is named when it is shown, from the ideas that are public then.
        path: its page, without language. link: an address outside the platform.
    """

    code: str
    at: datetime
    standing: str = ""
    role: str = ""
    elsewhere: bool = False
    sequence: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str | OfficialText | None = None
    title: OfficialText | Group | None = None
    path: str = ""
    link: str = ""


@dataclass(frozen=True)
class Coming:
    """What comes next: a key of AHEAD, the phase it comes in or its day, and the last moment known for it."""

    code: str
    phase: Phase | None = None
    day: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True)
class Thread:
    """An idea from its receipt to today.

    Attributes:
        stations: what lies behind, in order of dates; the last one is where it stands.
        coming: what lies ahead; empty at an end.
        news_due: when its author hears more; None at an end.
        faults: what the tables and the journal say differently, as (code of the station, what is missing).
    """

    proposal_id: int
    reference: str
    stations: tuple[Station, ...]
    standing: str
    coming: tuple[Coming, ...] = ()
    news_due: datetime | None = None
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def now(self) -> Station:
        """Where it stands."""
        return self.stations[-1]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come."""
        return not self.coming
