"""Preparing a workshop: its day, its items, who sits in it; opening it, and opening it again once closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cocreation.accounts.models import Account, Organisation
from cocreation.clustering.models import Group
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles.models import Cycle
from cocreation.evaluation import answers, conflicts, queries, telling
from cocreation.evaluation.models import DUTIES, Item, Reopening, Seat, Workshop
from cocreation.journal import services as journal
from cocreation.proposals.models import DraftCommitment, Proposal

Thing = Group | Proposal | DraftCommitment
_COLUMNS = {Group: ("group", "group_id"), Proposal: ("proposal", "proposal_id"), DraftCommitment: ("draft", "draft_id")}
# An item decided for good is not scored again; one sent back to be reformulated returns as a new item.
RETURNS = "reformulate"


class NotNow(Refused):
    """Something the state of the workshop does not allow: somebody was quicker, or it is too early."""

    message = N_("The workshop has gone on meanwhile: this can no longer be done, or not yet.")
    what_to_do = N_("Nothing was recorded. Go back and look at the workshop again.")


@dataclass(frozen=True)
class Plan:
    """What is known of a workshop beforehand."""

    title: OfficialText
    place: OfficialText
    link: str
    starts_at: datetime
    minimum: int
    marks_public: bool


def lock(workshop: Workshop, *states: str) -> None:
    """Read a workshop anew and keep it until the transaction ends, so that of two people the second is told.

    Raises:
        NotNow: it is in none of the states.
    """
    db.session.refresh(workshop, with_for_update={"of": Workshop})
    if workshop.state not in states:
        raise NotNow()


def note(action: str, workshop: Workshop, by: Account | None, role: str, at: datetime, **detail: Any) -> None:
    """Write what was done in a workshop into the journal; `role` is the one it was done in."""
    journal.record(
        action=action,
        object_kind="workshop",
        object_id=workshop.id,
        by=by,
        role=role,
        at=at,
        to_state=workshop.state,
        detail=detail,
    )


def administered(action: str, workshop: Workshop, by: Account | None, at: datetime, **detail: Any) -> None:
    """Write what was done to a workshop from outside; who did it takes no seat in it."""
    note(action, workshop, by, queries.ADMINISTERED, at, **detail)


def prepare(*, cycle: Cycle, plan: Plan, by: Account | None, at: datetime) -> Workshop:
    """Make a workshop."""
    number = queries.last_number(Workshop, cycle.id) + 1
    made = Workshop(cycle_id=cycle.id, number=number, made_by_id=by.id if by else None)
    _write(made, plan)
    db.session.add(made)
    db.session.flush()
    administered("workshop.prepared", made, by, at)
    return made


def _write(workshop: Workshop, plan: Plan) -> None:
    workshop.title, workshop.place, workshop.link = plan.title, plan.place, plan.link
    workshop.starts_at, workshop.minimum, workshop.marks_public = plan.starts_at, plan.minimum, plan.marks_public


def change(*, workshop: Workshop, plan: Plan, by: Account | None, at: datetime) -> None:
    """Change what is known of a workshop, before it opens.

    Raises:
        NotNow.
    """
    lock(workshop, "prepared")
    _write(workshop, plan)
    administered("workshop.changed", workshop, by, at)


def add_items(*, workshop: Workshop, things: Sequence[Thing], by: Account | None, at: datetime) -> list[Item]:
    """Put groups, lone ideas and draft commitments on the list; what stands on it already is left.

    Raises:
        NotNow. Refused: something that did not pass the first sift, or that another workshop has.
    """
    lock(workshop, "prepared")
    here = list(queries.items(workshop.id))
    made = []
    for thing in things:
        kind, column = _COLUMNS[type(thing)]
        if any(getattr(item, column) == thing.id for item in here):
            continue
        if not candidates(workshop, [thing]):
            raise Refused(N_("Only what passed the first sift, and no other workshop has, can be put on the list."))
        item = Item(workshop_id=workshop.id, position=_next(here), kind=kind, **{kind: thing})
        db.session.add(item)
        here.append(item)
        made.append(item)
    db.session.flush()
    administered(
        "workshop.items_added", workshop, by, at,
        items=[item.id for item in made], things=[item.thing_name for item in made],
    )  # fmt: skip
    return made


def _next(items: Sequence[Item]) -> int:
    return max((item.position for item in items), default=0) + 1


def candidates(workshop: Workshop, things: Sequence[Thing]) -> list[Thing]:
    """Those that may be put on the list: past the first sift, in no other workshop unless sent back to be reworded."""
    passed = {number for number, sift in queries.sifted(workshop.cycle_id).items() if sift.gate == "linked"}
    sent_on = answers.sent_on(workshop.cycle_id)
    taken = {
        (item.kind, getattr(item, f"{item.kind}_id"))
        for item in queries.decided_before(workshop.cycle_id)
        if not _returns(item, sent_on) or item.workshop_id == workshop.id
    }
    members = queries.member_ids([thing.id for thing in things if isinstance(thing, Group)])
    found = []
    for thing in things:
        kind, _ = _COLUMNS[type(thing)]
        ideas = {Group: members.get(thing.id, []), Proposal: [thing.id], DraftCommitment: []}[type(thing)]
        is_through = kind == "draft" or any(number in passed for number in ideas)
        if is_through and (kind, thing.id) not in taken:
            found.append(thing)
    return found


def _returns(item: Item, sent_on: Mapping[int, datetime]) -> bool:
    """Whether what an item stands for may be scored anew: sent back to be reworded, or sent on by a reaction."""
    closed_at, asked = item.workshop.closed_at, sent_on.get(item.proposal_id or 0)
    return closed_at is not None and (item.outcome == RETURNS or (asked is not None and closed_at <= asked))


def take_out(*, item: Item, by: Account | None, at: datetime) -> None:
    """Take an item off the list, before the workshop opens.

    Raises:
        NotNow.
    """
    workshop = item.workshop
    lock(workshop, "prepared")
    db.session.delete(item)
    administered("workshop.item_taken_out", workshop, by, at, item=item.id)


def name(
    *, workshop: Workshop, account: Account, duty: str, side: str, organisation: Organisation | None,
    by: Account | None, at: datetime,
) -> Seat:  # fmt: skip
    """Name somebody evaluator or chair of one workshop; who left takes the same seat again.

    Raises:
        NotNow. Refused: a closed account, somebody who administers this workshop, or who sits in it.
    """
    lock(workshop, "prepared")
    if not account.is_signed_in or duty not in DUTIES:
        raise Refused(N_("This account is not open: its address is not confirmed, or it was closed."))
    if (by is not None and by.id == account.id) or queries.has_administered(account, workshop):
        raise Refused(N_("Who administers a workshop does not sit in it."))
    seat = next((one for one in workshop.seats if one.account_id == account.id), None)
    if seat is not None and (seat.left_at is None or seat.duty != duty):
        raise Refused(N_("This person has a part in this workshop already."))
    if seat is None:
        seat = Seat(account_id=account.id, account=account, duty=duty)
        workshop.seats.append(seat)
    seat.side, seat.organisation, seat.left_at = side, organisation, None
    db.session.flush()
    conflicts.find(workshop=workshop, at=at)
    administered("workshop.named", workshop, by, at, seat=seat.id, duty=duty)
    telling.named(seat)
    return seat


def open_round(*, workshop: Workshop, by: Account | None, at: datetime) -> None:
    """Open the individual round, under the grid that is in force.

    Args:
        by: an administrator with no hand in the preparation, so that no one person decides who scores what.

    Raises:
        NotNow. Refused: somebody who prepared it, no adopted grid, no item, no chair, too few evaluators.
    """
    lock(workshop, "prepared")
    if by is not None and queries.has_administered(by, workshop):
        raise Refused(N_("An administrator who had no hand in preparing this workshop opens it."))
    grid = queries.adopted_grid(workshop.cycle_id)
    if grid is None:
        raise Refused(N_("Two administrators adopt the grid first."))
    if not queries.items(workshop.id) or not workshop.chairs:
        raise Refused(N_("A workshop needs items and a chair before it opens."))
    if len(workshop.evaluators) < workshop.minimum:
        raise Refused(
            N_("This workshop needs %(minimum)s evaluators; it has %(named)s."),
            minimum=workshop.minimum, named=len(workshop.evaluators),
        )  # fmt: skip
    workshop.grid, workshop.state, workshop.opened_at = grid, "scoring", at
    conflicts.find(workshop=workshop, at=at)
    administered("workshop.opened", workshop, by, at, grid=grid.number, digest=grid.digest)
    telling.opened(workshop)
    telling.listed(workshop, _listed(workshop), by)


def _listed(workshop: Workshop) -> list[Proposal]:
    """The ideas that a workshop scores: those of its items that the first sift sent nowhere else."""
    sifted = queries.sifted(workshop.cycle_id)
    ideas = {idea.id: idea for some in queries.ideas_of(queries.items(workshop.id)).values() for idea in some}
    return [idea for number, idea in ideas.items() if number in sifted and sifted[number].gate == "linked"]


def ask_to_reopen(*, workshop: Workshop, reason: OfficialText, by: Account, at: datetime) -> Reopening:
    """Ask that a closed workshop be opened again; it waits for another administrator.

    Raises:
        NotNow. Refused: it is asked already.
    """
    lock(workshop, "closed")
    if workshop.waits_for_reopening is not None:
        raise Refused(N_("It is asked already, and waits for another administrator’s yes."))
    asked = Reopening(note=reason, asked_by_id=by.id, asked_at=at)
    workshop.reopenings.append(asked)
    db.session.flush()
    administered("workshop.reopening_asked", workshop, by, at)
    return asked


def agree_to_reopen(*, workshop: Workshop, by: Account, at: datetime) -> None:
    """The second yes: the discussion goes on, with every mark and every decision as it was.

    Raises:
        NotNow. Refused: nobody asked, or it was the same person.
    """
    lock(workshop, "closed")
    asked = workshop.waits_for_reopening
    if asked is None or asked.asked_by_id == by.id:
        raise Refused(N_("Another administrator asks first: two people open a closed workshop again."))
    asked.agreed_by_id, asked.agreed_at = by.id, at
    workshop.state, workshop.closed_at = "discussion", None
    administered("workshop.reopened", workshop, by, at)
