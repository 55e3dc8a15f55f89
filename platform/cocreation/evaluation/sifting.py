"""The first sift: before anything is scored, what is linked to open government and what goes elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.cycles.models import Cycle
from cocreation.evaluation import queries, standing, telling
from cocreation.evaluation.models import GATE_REASONS, Sift, SiftedIdea
from cocreation.journal import services as journal
from cocreation.moderation.models import CHANNEL_LINKS
from cocreation.proposals.models import Proposal


class NothingChosen(Refused):
    """An act on no idea, or on one that is not there."""

    status = 422
    message = N_("Choose at least one published idea of this plan.")


class NeedsReason(Refused):
    """A gate without one of its reasons."""

    status = 422
    message = N_("Choose one of the reasons of this answer.")


class Decided(Refused):
    """An idea on which a closed workshop has decided: one person does not take that back."""

    message = N_("A workshop has decided on some of these ideas: its decision changes where it is opened again.")


class NeedsLink(Refused):
    """What is done already is shown, or nobody believes it."""

    status = 422
    message = N_("Give the address where everyone can see that it is done.")


def sift(
    *,
    cycle: Cycle,
    ideas: Sequence[Proposal],
    gate: str,
    reason_code: str,
    note: str,
    link: str,
    by: Account | None,
    at: datetime,
) -> Sift:
    """Send published ideas of a cycle through one gate, all with one reason.

    Args:
        gate: a key of GATES. reason_code: one of its reasons. note: more words, or none.
        link: where it is done or where it goes; of another channel the known address is taken where none is given.

    Raises:
        NothingChosen, NeedsReason, NeedsLink, Decided.
    """
    if not ideas or any(idea.cycle_id != cycle.id or idea.state != "published" for idea in ideas):
        raise NothingChosen()
    if reason_code not in GATE_REASONS.get(gate, {}):
        raise NeedsReason()
    link = link or CHANNEL_LINKS.get(reason_code, "")
    if gate == "already_done" and not link:
        raise NeedsLink()
    _check_undecided(cycle.id, {idea.id for idea in ideas})
    made = Sift(cycle_id=cycle.id, gate=gate, reason_code=reason_code, note=note, link=link, at=at)
    made.by_id = by.id if by else None
    made.ideas = [SiftedIdea(proposal_id=number) for number in sorted({idea.id for idea in ideas})]
    db.session.add(made)
    db.session.flush()
    _journal("ideas.sifted", made, by, at)
    telling.sifted(made, ideas, by)
    return made


def undo(*, sift: Sift, by: Account | None, at: datetime) -> None:
    """Take an act back: what was said of its ideas before counts again.

    Raises:
        Refused: it is undone already. Decided.
    """
    db.session.refresh(sift, with_for_update=True)
    if sift.undone_at is not None:
        raise Refused(N_("This is undone already."))
    counting = queries.sifted(sift.cycle_id)
    ideas = {idea.proposal_id for idea in sift.ideas}
    _check_undecided(sift.cycle_id, {number for number in ideas if counting.get(number) is sift})
    sift.undone_at, sift.undone_by_id = at, by.id if by else None
    _journal("ideas.sift_undone", sift, by, at)
    telling.sift_undone(sift)


def _check_undecided(cycle_id: int, ideas: set[int]) -> None:
    """Refuse to sift anew what is decided for good by a workshop.

    Raises:
        Decided.
    """
    stands = standing.of_ideas(cycle_id)
    if any(stands[number].item is not None and stands[number].is_final for number in ideas & stands.keys()):
        raise Decided()


def _journal(action: str, sift: Sift, by: Account | None, at: datetime) -> None:
    journal.record(
        action=action,
        object_kind="sift",
        object_id=sift.id,
        by=by,
        role="moderator",
        at=at,
        to_state=sift.gate,
        reason_code=sift.reason_code,
        detail={"ideas": [idea.proposal_id for idea in sift.ideas]},
    )
