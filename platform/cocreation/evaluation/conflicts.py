"""Conflicts of interest: found in the tables, or declared; an evaluator who has one does not score the item."""

from __future__ import annotations

from datetime import datetime

from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.evaluation import queries
from cocreation.evaluation.models import Item, Recusal, Seat, Workshop


class Recused(Refused):
    """An evaluator at the door of an item they do not score."""

    status = 403
    message = N_("You have a conflict of interest in this item: you do not score it and decide nothing on it.")


def find(*, workshop: Workshop, at: datetime) -> None:
    """Write down the conflicts that the tables show and nobody has declared."""
    items = queries.items(workshop.id)
    signers = queries.signers(items)
    known = {(one.seat_id, one.item_id) for one in queries.recusals(workshop.id)}
    for seat in workshop.seats:
        bodies = queries.bodies_of(seat)
        for item in items:
            if (seat.id, item.id) not in known and _concerns(item, signers[item.id], seat, bodies):
                db.session.add(Recusal(seat_id=seat.id, item_id=item.id, source="membership", at=at))
    db.session.flush()


def _concerns(item: Item, signers: queries.Signers, seat: Seat, bodies: set[int]) -> bool:
    """Whether somebody, or a body they belong to, is behind an item."""
    if item.draft is not None:
        return item.draft.organisation_id in bodies
    return any(account == seat.account_id or organisation in bodies for account, organisation in signers)


def check(seat: Seat, item: Item) -> None:
    """Let nobody pass who has a conflict in an item, written down or not.

    Raises:
        Recused.
    """
    written = queries.recusal(seat.id, item.id) is not None
    if written or _concerns(item, queries.signers([item])[item.id], seat, queries.bodies_of(seat)):
        raise Recused()


def declare(*, seat: Seat, item: Item, reason: str, at: datetime) -> Recusal:
    """Declare one's own conflict in an item, at any moment before the closing; marks given are set aside.

    Raises:
        Refused: it is written down already.
    """
    if queries.recusal(seat.id, item.id) is not None:
        raise Refused(N_("This conflict of interest is written down already."))
    made = Recusal(seat_id=seat.id, item_id=item.id, source="declared", reason=reason, at=at)
    db.session.add(made)
    db.session.flush()
    return made
