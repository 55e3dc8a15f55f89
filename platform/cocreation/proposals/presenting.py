"""What pages show of proposals: items of lists, the thread of an idea, what is said of a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup, escape

from cocreation.accounts.lists import ROLES
from cocreation.accounts.presenting import is_administration, name_shown, region_shown, voice_shown
from cocreation.comments.presenting import reason_shown
from cocreation.core.access import current_actor
from cocreation.core.i18n import N_, here
from cocreation.core.places import places
from cocreation.cycles.models import Cycle
from cocreation.cycles.presenting import dates_of, when_collected
from cocreation.journal.models import JournalLine
from cocreation.proposals.models import CHANNELS, CONCERNED, PUBLIC_STATES, STATES, DraftCommitment, Proposal
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
TONES = {"published": "done", "submitted": "wait", "correction": "wait", "draft": "plain"}
# Stations behind an idea of eight, for the small thread of lists.
BEHIND = {"submitted": 0, "correction": 1, "published": 2}


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
    proposal: Proposal, *, current: Mapping[int, Theme], cycle_slug: str, said: Mapping[int, str], readable: bool
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
        **_standing(proposal, said),
    }


def _standing(proposal: Proposal, said: Mapping[int, str]) -> dict[str, Any]:
    if proposal.id in said:
        return {"station": said[proposal.id], "done": BEHIND["published"] + 1}
    shown = {"station": state_shown(proposal.state), "tone": TONES.get(proposal.state, "refused")}
    behind = BEHIND.get(proposal.state)
    return shown if behind is None else {**shown, "done": behind}


def signature(proposal: Proposal) -> str:
    """Name and voice: «Salma · Citizen», or the organisation alone."""
    name, voice = name_shown(proposal.contributor), voice_shown(proposal.contributor)
    return f"{name} · {voice}"


def concerned_shown(proposal: Proposal) -> str:
    """Whom the idea concerns most, as far as its author said."""
    words = here()
    return words.items([words.gettext(CONCERNED[code]) for code in proposal.concerned if code in CONCERNED])


def said_of(proposals: Sequence[Proposal]) -> dict[int, str]:
    """What upper rooms say of each published proposal of a list; of any other its own state says where it stands."""
    found: dict[int, str] = {}
    standing = [proposal for proposal in proposals if proposal.state == "published"]
    for words in places().values("proposal.state", proposals=standing):
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


def _station(label: str, state: str, at: datetime | None = None, **more: Any) -> dict[str, Any]:
    words = here()
    dated = {"date_text": words.day(at), "datetime": at.isoformat()} if at else {}
    return {"label": words.gettext(label), "state": state, **dated, **more}


def stations(proposal: Proposal, *, lines: Sequence[JournalLine], cycle: Cycle, at: datetime) -> list[dict[str, Any]]:
    """The thread of an idea: received, checked, what became of it, and an end that says what comes next and when.

    Args:
        lines: its journal, oldest first. at: process time.
    """
    found = [_received(proposal)]
    decided = next((line for line in reversed(lines) if _is_decision(line, proposal.state)), None)
    if proposal.state == "submitted":
        return [*found, _waiting(cycle, at)]
    if proposal.state == "published":
        return _reached([*found, *_published(proposal, decided), *_onwards(proposal, cycle)])
    if proposal.state == "withdrawn":
        when = decided.process_at if decided else None
        return [
            *found,
            _station(N_("Withdrawn by its author"), "refused", when, detail=here().gettext("It ends here.")),
        ]
    return [*found, *_outcome(proposal, decided)]


def _reached(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same stations: all that were reached lie behind, and the idea stands at the last of them."""
    behind = [station for station in found if station["state"] in {"done", "now"}]
    for station in behind:
        station["state"] = "now" if station is behind[-1] else "done"
    return found


def _received(proposal: Proposal) -> dict[str, Any]:
    words = here()
    through = None if proposal.channel == "online" else words.gettext(CHANNELS[proposal.channel])
    return _station(N_("Received"), "done", proposal.received_at, detail=through)


def _is_decision(line: JournalLine, state: str) -> bool:
    return line.to_state == state and line.from_state != state and line.action != "proposal.edited"


def _who(line: JournalLine | None) -> str | None:
    words = here()
    if line is None:
        return None
    if line.action == "proposal.imported" or line.detail.get("elsewhere"):
        return words.gettext("decided before the import, elsewhere")
    role = ROLES.get(line.acting_role)
    return words.gettext(role) if role else None


def _waiting(cycle: Cycle, at: datetime) -> dict[str, Any]:
    detail = here().gettext("A moderator reads it, oldest first, and says why if it is not published.")
    return _station(N_("Being checked"), "now", detail=detail)


def _published(proposal: Proposal, decided: JournalLine | None) -> list[dict[str, Any]]:
    at = proposal.published_at
    return [_station(N_("Checked"), "done", at, by=_who(decided)), _station(N_("Published"), "now", at)]


def _onwards(proposal: Proposal, cycle: Cycle) -> list[dict[str, Any]]:
    """What upper rooms say, then what comes next, so that the thread always has an end."""
    upper = places().values("proposal.stations", proposal=proposal)
    if any(station["state"] in {"next", "refused"} for station in upper):
        return upper
    words, phases = here(), {phase.code: phase for phase in cycle.phases}
    coming = []
    if not upper:
        grouped = words.gettext("Grouped with the ideas that resemble it")
        after = words.gettext("after the collection of ideas")
        coming.append({"label": grouped, "state": "next", "date_text": after})
    scored = words.gettext("Scored in the prioritisation workshop")
    coming.append({"label": scored, "state": "next", "date_text": dates_of(phases["prioritisation"])})
    return [*upper, *coming]


def _outcome(proposal: Proposal, decided: JournalLine | None) -> list[dict[str, Any]]:
    when, who = (decided.process_at if decided else None), _who(decided)
    if proposal.state == "correction":
        sent_back = _station(N_("Sent back to its author"), "now", when, by=who, detail=_why(proposal))
        return [sent_back, _station(N_("Checked again, once its author has sent the corrected text"), "next")]
    return [_station(STATES[proposal.state], "refused", when, by=who, detail=_why(proposal), **_other(proposal))]


def _why(proposal: Proposal) -> Markup:
    reason = reason_of(proposal)
    parts = [escape(part) for part in (reason["words"], reason["note"]) if part]
    return Markup(" — ").join(parts)


def _other(proposal: Proposal) -> dict[str, Any]:
    words = here()
    if proposal.duplicate_of is not None:
        href = url_for("proposals.show", reference=proposal.duplicate_of.reference)
        return {
            "href": href,
            "href_label": words.gettext("Read %(reference)s", reference=proposal.duplicate_of.reference),
        }
    href = reason_of(proposal)["href"]
    return {"href": href, "href_label": words.gettext("Go there")} if href else {}


def is_public(proposal: Proposal) -> bool:
    """Whether everyone reads its text."""
    return proposal.state in PUBLIC_STATES


def door_words(cycle: Cycle | None, at: datetime) -> str:
    """What the page of a closed door says."""
    if cycle is None:
        return here().gettext("No plan is being prepared at the moment.")
    return when_collected(next(phase for phase in cycle.phases if phase.code == "collection"), at)
