"""Reading the journal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from cocreation.core.db import db
from cocreation.journal.models import JournalLine


def lines_of(*, object_kind: str, object_id: int) -> Sequence[JournalLine]:
    """Everything that happened to one thing, oldest first."""
    return db.session.scalars(
        select(JournalLine)
        .where(JournalLine.object_kind == object_kind, JournalLine.object_id == object_id)
        .order_by(JournalLine.sequence)
    ).all()


def lines_of_many(*, object_kind: str, object_ids: Sequence[int]) -> dict[int, list[JournalLine]]:
    """The same for several things in one query: {object_id: lines}."""
    found: dict[int, list[JournalLine]] = {object_id: [] for object_id in object_ids}
    for line in db.session.scalars(
        select(JournalLine)
        .where(JournalLine.object_kind == object_kind, JournalLine.object_id.in_(object_ids))
        .order_by(JournalLine.sequence)
    ):
        found[line.object_id].append(line)
    return found
