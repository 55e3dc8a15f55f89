"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from cocreation.core.db import db
from cocreation.core.paging import Page, keyset
from cocreation.journal.models import JournalLine


def last_line() -> JournalLine | None:
    """The end of the chain."""
    return db.session.scalar(select(JournalLine).order_by(JournalLine.sequence.desc()).limit(1))


def count() -> int:
    """How many lines there are."""
    return db.session.scalar(select(func.count(JournalLine.sequence))) or 0


def walk() -> Iterator[Any]:
    """Every line in order, as plain rows read from the database and from nowhere else."""
    rows = select(JournalLine.__table__).order_by(JournalLine.sequence)
    # Whoever stops in the middle closes the cursor by letting go of the lines.
    with db.session.execute(rows.execution_options(yield_per=500)) as result:
        yield from result


def page(*, cursor: str | None, size: int = 50) -> Page[JournalLine]:
    """The lines, the newest first."""
    order: list[tuple[Any, Any]] = [(JournalLine.sequence, "desc")]
    return keyset(select(JournalLine), order=order, cursor=cursor, size=size, session=db.session)


def lines_of(*, object_kind: str, object_id: int) -> Sequence[JournalLine]:
    """Everything that happened to one thing, oldest first."""
    return db.session.scalars(
        select(JournalLine)
        .where(JournalLine.object_kind == object_kind, JournalLine.object_id == object_id)
        .order_by(JournalLine.sequence)
    ).all()
