"""Reads of threads and comments: counts by side, texts before, who speaks, what waits to be checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from cocreation.accounts.models import Role
from cocreation.comments.models import Comment, CommentText, Thread
from cocreation.core.db import db


def thread(thread_id: int) -> Thread | None:
    """One thread."""
    return db.session.get(Thread, thread_id)


def comment(comment_id: int) -> Comment | None:
    """One comment, with its author and its thread."""
    return db.session.get(Comment, comment_id)


def texts_before(comment_id: int) -> Sequence[CommentText]:
    """The texts a comment had before the present one, the oldest first."""
    asked = select(CommentText).where(CommentText.comment_id == comment_id).order_by(CommentText.number)
    return db.session.scalars(asked).all()


def marks_of(comments: Iterable[Comment], *, cycle_id: int) -> dict[int, str]:
    """Who of those who speak is of the team of a cycle: {account_id: «moderator» or «administrator»}, one statement."""
    ids = {comment.contributor.account_id for comment in comments} - {None}
    if not ids:
        return {}
    asked = select(Role).where(Role.account_id.in_(ids), Role.role.in_(("moderator", "administrator")))
    found: dict[int, str] = {}
    for role in db.session.scalars(asked.order_by(Role.role)):
        if role.covers(role.role, ("cycle", cycle_id)):
            found[role.account_id] = role.role
    return found


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
