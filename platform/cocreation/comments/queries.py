"""Reads of threads and comments: pages of branches, counts by side, what waits to be checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from cocreation.comments.models import Comment, Thread
from cocreation.core import paging
from cocreation.core.db import db

PAGE = 30


@dataclass(frozen=True)
class Branch:
    """A comment with its replies, each with their own."""

    comment: Comment
    replies: list[Branch] = field(default_factory=list)


def thread(thread_id: int) -> Thread | None:
    """One thread."""
    return db.session.get(Thread, thread_id)


def comment(comment_id: int) -> Comment | None:
    """One comment, with its author and its thread."""
    return db.session.get(Comment, comment_id)


def page_of_thread(
    *, thread_id: int, cursor: str | None = None, size: int = PAGE, first: Comment | None = None
) -> paging.Page[Branch]:
    """One page of the branches of a thread, oldest first, each with all its replies, in two statements.

    Args:
        cursor: as the page before or after gave it. size: how many branches (first comments) a page has.
        first: the first comment of the branch the page begins with, where one comment is looked for.
    """
    firsts = select(Comment).where(Comment.thread_id == thread_id, Comment.parent_id.is_(None))
    if first is not None and cursor is None:
        later = and_(Comment.received_at == first.received_at, Comment.id >= first.id)
        firsts = firsts.where(or_(Comment.received_at > first.received_at, later))
    page = paging.keyset(
        firsts, order=[(Comment.received_at, "asc"), (Comment.id, "asc")], cursor=cursor, size=size, session=db.session
    )
    replies = _replies(thread_id, [first.id for first in page.items])
    branches = [_branch(first, replies) for first in page.items]
    return paging.Page(branches, page.next_cursor, page.previous_cursor)


def root_of(comment_id: int, *, thread_id: int) -> Comment | None:
    """The first comment of the branch in which a comment of this thread stands."""
    asked = select(Comment.root_id).where(Comment.id == comment_id, Comment.thread_id == thread_id)
    return db.session.scalar(select(Comment).where(Comment.id == asked.scalar_subquery()))


def _replies(thread_id: int, root_ids: Sequence[int]) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = {}
    if not root_ids:
        return found
    statement = (
        select(Comment)
        .where(Comment.thread_id == thread_id, Comment.root_id.in_(root_ids), Comment.parent_id.is_not(None))
        .order_by(Comment.received_at, Comment.id)
    )
    for reply in db.session.scalars(statement):
        if reply.parent_id is not None:
            found.setdefault(reply.parent_id, []).append(reply)
    return found


def _branch(head: Comment, replies: dict[int, list[Comment]]) -> Branch:
    return Branch(head, [_branch(reply, replies) for reply in replies.get(head.id, [])])


def side_counts(thread_ids: Iterable[int]) -> dict[int, dict[str | None, int]]:
    """Visible comments by side of several threads: {thread_id: {"for": n, "against": n, "clarify": n, None: n}}."""
    ids = list(thread_ids)
    found: dict[int, dict[str | None, int]] = {
        thread_id: {"for": 0, "against": 0, "clarify": 0, None: 0} for thread_id in ids
    }
    for part in _parts(ids):
        rows = db.session.execute(
            select(Comment.thread_id, Comment.side, func.count())
            .where(Comment.thread_id.in_(part), Comment.state == "visible")
            .group_by(Comment.thread_id, Comment.side)
        )
        for thread_id, side, number in rows:
            found[thread_id][side] = number
    return found


def visible_of(thread_ids: Iterable[int]) -> Sequence[Comment]:
    """Every visible comment of several threads, by thread, then oldest first."""
    found: list[Comment] = []
    for part in _parts(sorted(set(thread_ids))):
        found.extend(
            db.session.scalars(
                select(Comment)
                .where(Comment.thread_id.in_(part), Comment.state == "visible")
                .order_by(Comment.thread_id, Comment.received_at, Comment.id)
            )
        )
    return found


def _parts(ids: list[int], size: int = 500) -> Iterable[list[int]]:
    # Databases limit how many values one statement may bring.
    return (ids[start : start + size] for start in range(0, len(ids), size))


def unchecked(*, cycle_id: int | None = None) -> Select[Any]:
    """The statement of the comments that wait for a moderator; the queue gives it its order and its page."""
    statement = select(Comment).where(Comment.checked_at.is_(None), Comment.state == "visible")
    if cycle_id is None:
        return statement
    return statement.join(Thread, Thread.id == Comment.thread_id).where(Thread.cycle_id == cycle_id)


def of_contributors(contributor_ids: Sequence[int]) -> Sequence[Comment]:
    """What a person said, under all their names, newest first, withdrawn ones too."""
    return db.session.scalars(
        select(Comment).where(Comment.contributor_id.in_(contributor_ids)).order_by(Comment.id.desc())
    ).all()
