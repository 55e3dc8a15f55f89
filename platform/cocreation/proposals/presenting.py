"""What pages show of proposals: items of lists, the thread of an idea, what is said of a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from cocreation.accounts.presenting import is_administration, name_shown, region_shown, voice_shown
from cocreation.comments.presenting import reason_shown
from cocreation.core.access import current_actor
from cocreation.core.i18n import here
from cocreation.core.places import places
from cocreation.cycles.models import Cycle
from cocreation.cycles.presenting import when_collected
from cocreation.proposals.models import CONCERNED, PUBLIC_STATES, STATES, DraftCommitment, Proposal
from cocreation.proposals.policies import can_read_text
from cocreation.themes.models import Theme

EXCERPT = 220
# The decision of the moderators' closed list behind each state, by which reasons are named.
DECISION_OF = {
    "refused": "refuse",
    "correction": "correction",
    "other_channel": "other_channel",
    "out_of_scope": "out_of_scope",
    "duplicate": "duplicate",
}


@dataclass(frozen=True)
class Told:
    """What lists say of an idea: where it stands, how many of eight stations lie behind it, when news is due.

    `behind` is None where it came to an end; `tone` is then that of its badge.
    """

    words: str
    behind: int | None
    tone: str
    due: str = ""


def excerpt(text: str, size: int = EXCERPT) -> str:
    """The beginning of a text in one line, cut between two words."""
    line = " ".join(text.split())
    if len(line) <= size:
        return line
    return line[:size].rsplit(" ", 1)[0].rstrip(",;:،؛") + " …"


def language_of(code: str) -> str | None:
    """The `lang` of a text, or nothing where it is not known."""
    return None if code in {"und", ""} else code


def state_shown(state: str) -> str:
    """Where a proposal stands, in words."""
    return here().gettext(STATES[state])


def item(
    proposal: Proposal, *, current: Mapping[int, Theme], cycle_slug: str, said: Mapping[int, Told], readable: bool
) -> dict[str, Any]:
    """A proposal as the component of lists takes it.

    Args:
        current: for each theme the one it stands for today. said: what upper rooms say of it.
        readable: whether its text may be shown; else its reference stands in place of the title.
    """
    text, theme = proposal.current, current.get(proposal.theme_id or 0)
    words = here()
    return {
        "title": text.title if readable else words.gettext("Proposal %(reference)s", reference=proposal.reference),
        "href": url_for("proposals.show", reference=proposal.reference),
        "excerpt": excerpt(text.problem or text.body) if readable else "",
        "lang": language_of(text.language) if readable else None,
        "reference": proposal.reference,
        "date_text": words.day(proposal.received_at),
        "datetime": proposal.received_at.isoformat() if proposal.received_at else None,
        "theme": theme.title.marked() if theme else None,
        "theme_href": url_for("proposals.index", cycle=cycle_slug, theme=theme.slug) if theme else None,
        "voice": signature(proposal) if readable else None,
        "admin": is_administration(proposal.contributor),
        "region": region_shown(proposal.region),
        "comments": proposal.thread.visible_count if proposal.thread and readable else None,
        **_standing(said.get(proposal.id)),
    }


def _standing(told: Told | None) -> dict[str, Any]:
    return {"station": told.words, "tone": told.tone, "done": told.behind} if told is not None else {}


def signature(proposal: Proposal) -> str:
    """Name and voice: «Salma · Citizen», or the organisation alone."""
    name, voice = name_shown(proposal.contributor), voice_shown(proposal.contributor)
    return f"{name} · {voice}"


def concerned_shown(proposal: Proposal) -> str:
    """Whom the idea concerns most, as far as its author said."""
    words = here()
    return words.items([words.gettext(CONCERNED[code]) for code in proposal.concerned if code in CONCERNED])


def said_of(proposals: Sequence[Proposal]) -> dict[int, Told]:
    """What upper rooms say of each proposal of a list."""
    found: dict[int, Told] = {}
    for words in places().values("proposal.state", proposals=proposals):
        found.update(words)
    return found


def reason_of(proposal: Proposal) -> dict[str, Any]:
    """Why a proposal stands where it does: words of the closed list, where to go, and the moderator's own.

    What a moderator wrote to the author may quote the text: it is read by those alone who may read that text.
    """
    decision = DECISION_OF.get(proposal.state, "")
    found = places().values("reason.words", decision=decision, code=proposal.reason_code)
    return {
        "words": reason_shown(decision, proposal.reason_code),
        "href": found[0].get("href") if found else None,
        "note": (proposal.reason_note or "") if can_read_text(current_actor(), proposal) else "",
    }


def reason_of_draft(draft: DraftCommitment) -> dict[str, Any]:
    """Why a draft commitment was sent back or refused."""
    decision = DECISION_OF.get(draft.state, "")
    return {"words": reason_shown(decision, draft.reason_code), "note": draft.reason_note or ""}


def is_public(proposal: Proposal) -> bool:
    """Whether everyone reads its text."""
    return proposal.state in PUBLIC_STATES


def door_words(cycle: Cycle | None, at: datetime) -> str:
    """What the page of a closed door says."""
    if cycle is None:
        return here().gettext("No plan is being prepared at the moment.")
    return when_collected(next(phase for phase in cycle.phases if phase.code == "collection"), at)
