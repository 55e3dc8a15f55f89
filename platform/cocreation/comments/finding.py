"""What the search knows of comments: the visible ones, of things that are public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from cocreation.comments.models import Comment, Thread
from cocreation.core import search
from cocreation.core.db import db
from cocreation.core.search import Thing

KIND = "comment"
_MANY = 500


def keep_in_step(comment: Comment) -> None:
    """Index a comment or forget it, as its state asks."""
    thread = db.session.get_one(Thread, comment.thread_id)
    if comment.state == "visible" and thread.is_public:
        search.put(KIND, _thing(comment))
    else:
        search.remove(kind=KIND, object_id=comment.id)


def keep_thread_in_step(thread: Thread) -> None:
    """Index the comments of a thread that has become public, or forget those of one that is so no more."""
    visible = select(Comment.id).where(Comment.thread_id == thread.id, Comment.state == "visible")
    ids = db.session.scalars(visible).all()
    search.remove_many(kind=KIND, object_ids=ids)
    if thread.is_public:
        index_many(ids)


def index_many(comment_ids: Sequence[int]) -> None:
    """Index comments that are not in the index yet."""
    for start in range(0, len(comment_ids), _MANY):
        part = comment_ids[start : start + _MANY]
        search.put_many(kind=KIND, things=[_thing(comment) for comment in public_among(part).values()])


def _thing(comment: Comment) -> Thing:
    return Thing(comment.id, comment.source, comment.language, "", comment.received_at)


def things() -> Iterable[Thing]:
    """Every comment the search reads, for indexing anew."""
    statement = (
        select(Comment)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Comment.state == "visible", Thread.is_public)
        .order_by(Comment.id)
    )
    for comment in db.session.scalars(statement.execution_options(yield_per=_MANY)):
        yield _thing(comment)


def public_among(ids: Sequence[int]) -> dict[int, Comment]:
    """The comments with these ids that everyone may read, with their threads: {id: comment}."""
    statement = (
        select(Comment)
        .join(Comment.thread)
        .where(Comment.id.in_(ids), Comment.state == "visible", Thread.is_public)
        .order_by(Comment.id)
    )
    return {comment.id: comment for comment in db.session.scalars(statement)}
