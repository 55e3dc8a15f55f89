"""The individual round: each evaluator alone with the grid, until all have sent their marks or a chair ends it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.core.web import configured
from cocreation.evaluation import conflicts, queries, telling
from cocreation.evaluation.conflicts import check
from cocreation.evaluation.marks import BadMark, written
from cocreation.evaluation.models import Grid, Item, Recusal, Score, ScoreChange, Seat, Workshop
from cocreation.evaluation.workshops import NotNow, administered, lock, note

LONGEST_COMMENT = 2_000


class BadMarks(Refused):
    """Marks of a sheet that cannot be taken; `faults` says why, by criterion."""

    status = 422
    message = N_("Some marks cannot be taken: see what stands beside them.")

    def __init__(self, faults: Mapping[int, BadMark]) -> None:
        super().__init__()
        self.faults = faults


class Gone(Refused):
    """An item whose idea is no longer public."""

    message = N_("This item was withdrawn during the workshop: its marks are kept, and it is no longer scored.")


def read(grid: Grid, texts: Mapping[int, str]) -> dict[int, Fraction]:
    """The marks that texts say, by criterion; a criterion without text has none.

    Raises:
        BadMarks.
    """
    found: dict[int, Fraction] = {}
    faults: dict[int, BadMark] = {}
    for one in grid.criteria:
        try:
            mark = grid.scale.read(texts.get(one.id, ""))
        except BadMark as fault:
            faults[one.id] = fault
        else:
            if mark is not None:
                found[one.id] = mark
    if faults:
        raise BadMarks(faults)
    return found


def save(*, seat: Seat, item: Item, marks: Mapping[int, Fraction], comment: str, reason: str, at: datetime) -> Score:
    """Keep an evaluator's marks for an item: freely until they are sent, in the discussion with a reason.

    Args:
        marks: by criterion; those missing may come later. reason: why marks that the others know change.

    Raises:
        NotNow: the workshop is closed, the person left, their marks are sent and the round is not over, or the grid
            is being changed.
        Recused, Gone. Refused: no reason, or marks that are not whole any more.
    """
    workshop = seat.workshop
    lock(workshop, "scoring", "discussion")
    if seat.left_at is not None or seat.duty != "evaluator" or item.workshop_id != workshop.id:
        raise NotNow()
    if (workshop.state == "scoring") is (seat.sent_at is not None):
        raise NotNow(N_("Your marks are sent: they change in the discussion, with a reason."))
    _check_grid(workshop)
    check(seat, item)
    if queries.gone([item]):
        raise Gone()
    kept = {str(criterion): written(mark) for criterion, mark in marks.items()}
    score = queries.score(seat.id, item.id)
    if score is None:
        score = Score(seat_id=seat.id, item_id=item.id, marks={})
        db.session.add(score)
    if workshop.state == "discussion" and kept != score.marks:
        _revise(score, kept, seat, reason, at)
    score.marks, score.comment, score.saved_at = kept, comment[:LONGEST_COMMENT], at
    db.session.flush()
    return score


def _check_grid(workshop: Workshop) -> None:
    """Take marks only under a grid that two people adopted, and keep it as it is until the marks are in."""
    grid = workshop.grid
    if grid is not None:
        db.session.refresh(grid, with_for_update={"read": True})
    if grid is None or grid.state != "adopted":
        raise NotNow(N_("The grid is being changed: marks are given once two administrators have adopted it again."))


def _revise(score: Score, kept: dict[str, str], seat: Seat, reason: str, at: datetime) -> None:
    if not reason:
        raise Refused(N_("Say why your marks change: the others have seen them."))
    if len(kept) < len(seat.workshop.grid.criteria if seat.workshop.grid else ()):
        raise Refused(N_("Every criterion keeps a mark."))
    score.changes.append(ScoreChange(before=score.marks, reason=reason, at=at))
    note("score.revised", seat.workshop, seat.account, "evaluator", at, item=score.item_id)


def to_do(seat: Seat) -> list[Item]:
    """The items an evaluator still has to mark whole before sending."""
    grid, workshop = seat.workshop.grid, seat.workshop
    if grid is None:
        return []
    left_out = {one.item_id for one in queries.recusals(workshop.id) if one.seat_id == seat.id}
    whole = {
        score.item_id
        for score in queries.scores(workshop.id)
        if score.seat_id == seat.id and len(score.marks) == len(grid.criteria)
    }
    items = queries.items(workshop.id)
    return [item for item in items if item.id not in left_out | whole | queries.gone(items)]


def send(*, seat: Seat, at: datetime) -> None:
    """Send one's marks; once every evaluator has, the discussion begins.

    Raises:
        NotNow. Refused: items without all their marks.
    """
    workshop = seat.workshop
    lock(workshop, "scoring")
    if seat.left_at is not None or seat.duty != "evaluator" or seat.sent_at is not None:
        raise NotNow()
    missing = to_do(seat)
    if missing:
        raise Refused(
            N_("%(number)s items wait for their marks. Mark each criterion, or declare a conflict of interest."),
            number=len(missing),
        )
    seat.sent_at = at
    own = {score.item_id: score.marks for score in queries.scores(workshop.id) if score.seat_id == seat.id}
    digest = hashlib.sha256(json.dumps(own, sort_keys=True).encode()).hexdigest()
    note("scores.sent", workshop, seat.account, "evaluator", at, seat=seat.id, digest=digest)
    _end_if_all_sent(workshop, at)


def dismiss(*, seat: Seat, by: Account | None, at: datetime) -> None:
    """Somebody leaves the workshop: their marks are kept and count no longer, and nobody waits for them.

    Raises:
        NotNow. Refused: they left already.
    """
    workshop = seat.workshop
    lock(workshop, "prepared", "scoring", "discussion")
    if seat.left_at is not None:
        raise Refused(N_("This person has left the workshop already."))
    seat.left_at = at
    administered("workshop.left", workshop, by, at, seat=seat.id)
    telling.left(seat)
    if workshop.state == "scoring":
        _end_if_all_sent(workshop, at)


def _end_if_all_sent(workshop: Workshop, at: datetime) -> None:
    if all(one.sent_at is not None for one in workshop.evaluators) and _are_enough(workshop):
        _end(workshop, None, at)


def _are_enough(workshop: Workshop) -> bool:
    return sum(one.sent_at is not None for one in workshop.evaluators) >= workshop.minimum


def close_round(*, workshop: Workshop, by: Account, at: datetime) -> None:
    """End the individual round: marks that were not sent do not count.

    Raises:
        NotNow: another chair was quicker. Refused: too few have sent their marks.
    """
    lock(workshop, "scoring")
    if not _are_enough(workshop):
        raise Refused(
            N_("At least %(minimum)s evaluators send their marks before the round is closed."), minimum=workshop.minimum
        )
    _end(workshop, by, at)


def _end(workshop: Workshop, by: Account | None, at: datetime) -> None:
    workshop.state, workshop.round_closed_at = "discussion", at
    conflicts.find(workshop=workshop, at=at)
    note("workshop.round_closed", workshop, by, "chair", at)
    telling.discussed(workshop)


def remind(at: datetime) -> None:
    """Tell evaluators once, a few days before their workshop, how many items wait for their marks.

    Args:
        at: process time.
    """
    before = timedelta(days=configured("WORKSHOP_REMINDER_DAYS"))
    for workshop in queries.scoring_now():
        for seat in workshop.evaluators if workshop.starts_at - before <= at < workshop.starts_at else ():
            if seat.sent_at is None and seat.reminded_at is None:
                seat.reminded_at = at
                telling.missing(seat, len(to_do(seat)))


def recuse(*, seat: Seat, item: Item, reason: str, at: datetime) -> Recusal:
    """Declare a conflict of interest in an item, at any time before the closing.

    Raises:
        NotNow. Refused: it is written down already.
    """
    lock(seat.workshop, "scoring", "discussion")
    if seat.left_at is not None or item.workshop_id != seat.workshop_id:
        raise NotNow()
    made = conflicts.declare(seat=seat, item=item, reason=reason, at=at)
    note("conflict.declared", seat.workshop, seat.account, seat.duty, at, item=item.id, seat=seat.id)
    return made
