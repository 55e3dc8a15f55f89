"""Taking over comments made elsewhere, many at once: threads, places in them, counts and journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from cocreation.comments import finding
from cocreation.comments.models import MAX_DEPTH, Comment, Thread
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.html import render_markdown
from cocreation.journal import services as journal
from cocreation.journal.services import Entry


@dataclass(frozen=True)
class CommentToImport:
    """One comment of another place.

    Args:
        external_id: its mark there, unique in the cycle. parent: the mark of the comment it answers.
        source: cleaned text, empty where its author withdrew it. received_at: when it was made there.
        waits: whether it enters the moderators' queue here.
    """

    thread_id: int
    contributor_id: int
    external_id: str
    parent: str | None
    source: str
    language: str
    side: str | None
    about_version: int
    channel: str
    state: str
    reason_code: str | None
    received_at: datetime
    waits: bool


@dataclass
class Placed:
    """Where a comment stands: its thread, its depth from 1, and above it the comment replies would hang under."""

    id: int
    thread_id: int
    root_id: int
    depth: int
    parent_id: int | None


def known(cycle_id: int) -> dict[str, Placed]:
    """The comments a cycle has imported before, by their marks."""
    columns = (Comment.external_id, Comment.id, Comment.thread_id, Comment.root_id, Comment.depth, Comment.parent_id)
    rows = db.session.execute(
        select(*columns)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Thread.cycle_id == cycle_id, Comment.external_id.is_not(None))
    )
    return {row[0] or "": Placed(row[1], row[2], row[3] or row[1], row[4], row[5]) for row in rows}


def threads_for(*, cycle_id: int, references: Sequence[str], is_open: bool) -> dict[str, int]:
    """Make the threads of several proposals at once: {reference: id of the thread}."""
    rows = [
        {
            "cycle_id": cycle_id,
            "about_kind": "proposal",
            "about_reference": reference,
            "about_path": f"/proposals/{reference}",
            "is_open": is_open,
            "visible_count": 0,
        }
        for reference in references
    ]
    if not rows:
        return {}
    statement = insert(Thread).returning(Thread.id, sort_by_parameter_order=True)
    return dict(zip(references, db.session.scalars(statement, rows), strict=True))


def import_many(*, cycle_id: int, rows: Sequence[CommentToImport]) -> int:
    """Write comments whose parents stand among them, in any order, or were imported before.

    A reply to a comment of the third level stands beside it, on the third level. Nobody is told.

    Returns:
        How many were written.
    """
    placed = known(cycle_id)
    above, depths = _places(rows, placed)
    for depth in range(1, MAX_DEPTH + 1):
        _write_level([row for row in rows if depths[row.external_id] == depth], depth, above, placed)
    own = update(Comment).where(Comment.root_id.is_(None), Comment.thread_id.in_({row.thread_id for row in rows}))
    db.session.execute(own.values(root_id=Comment.id).execution_options(synchronize_session=False))
    _count(rows)
    finding.index_many([placed[row.external_id].id for row in rows if row.state == "visible"])
    journal.record_many([_entry(row, placed[row.external_id].id) for row in rows], by=None, role="administrator")
    return len(rows)


def _places(rows: Sequence[CommentToImport], there: dict[str, Placed]) -> tuple[dict[str, str | None], dict[str, int]]:
    """For each comment the mark of the one it hangs under, and its depth."""
    by_mark = {row.external_id: row for row in rows}
    marks_of = {found.id: mark for mark, found in there.items()}
    above: dict[str, str | None] = {
        mark: marks_of.get(found.parent_id) if found.parent_id else None for mark, found in there.items()
    }
    depths = {mark: found.depth for mark, found in there.items()}
    for row in rows:
        waiting, at = [], row
        while at.external_id not in depths:
            waiting.append(at)
            if at.parent is None or at.parent in depths:
                break
            at = by_mark[at.parent]
        for each in reversed(waiting):
            _place(each, above, depths)
    return above, depths


def _place(row: CommentToImport, above: dict[str, str | None], depths: dict[str, int]) -> None:
    parent = row.parent
    while parent is not None and depths[parent] >= MAX_DEPTH:
        parent = above[parent]
    above[row.external_id] = parent
    depths[row.external_id] = depths[parent] + 1 if parent is not None else 1


def _write_level(
    rows: Sequence[CommentToImport], depth: int, above: dict[str, str | None], placed: dict[str, Placed]
) -> None:
    if not rows:
        return
    ordered = sorted(rows, key=lambda row: row.received_at)
    values = [_values(row, depth, placed.get(above[row.external_id] or "")) for row in ordered]
    statement = insert(Comment).returning(Comment.id, sort_by_parameter_order=True)
    for row, value, number in zip(ordered, values, db.session.scalars(statement, values), strict=True):
        placed[row.external_id] = Placed(number, row.thread_id, value["root_id"] or number, depth, value["parent_id"])


def _values(row: CommentToImport, depth: int, parent: Placed | None) -> dict[str, Any]:
    return {
        "thread_id": row.thread_id,
        "parent_id": parent.id if parent else None,
        "root_id": parent.root_id if parent else None,
        "depth": depth,
        "contributor_id": row.contributor_id,
        "language": row.language,
        "side": row.side,
        "source": row.source,
        "html": render_markdown(row.source, heading=4) if row.source else "",
        "about_version": row.about_version,
        "channel": row.channel,
        "state": row.state,
        "reason_code": row.reason_code,
        "created_at": now(),
        "received_at": row.received_at,
        "checked_at": None if row.waits else row.received_at,
        "external_id": row.external_id,
    }


def _count(rows: Sequence[CommentToImport]) -> None:
    """Raise the counts of visible comments, in the database, so that nobody else's comment is forgotten."""
    counts = Counter(row.thread_id for row in rows if row.state == "visible")
    if not counts:
        return
    table = Thread.__table__
    statement = update(table).where(table.c.id == bindparam("number"))  # type: ignore[arg-type]
    raised = statement.values(visible_count=table.c.visible_count + bindparam("more"))
    db.session.execute(raised, [{"number": number, "more": more} for number, more in counts.items()])


def _entry(row: CommentToImport, number: int) -> Entry:
    detail = {"channel": row.channel, **({} if row.waits else {"elsewhere": True})}
    return Entry("comment.imported", "comment", number, row.received_at, None, row.state, row.reason_code, detail)
