"""A thread as pages show it: by discussion, folded where a branch is long, or flat, by time; always by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import and_, func, or_, select, tuple_

from cocreation.comments.models import Comment
from cocreation.core import paging
from cocreation.core.db import db

# How many branches, comments in order of time, and replies of one comment a page has.
BRANCHES, COMMENTS, REPLIES = 20, 30, 50
# How many replies to a comment of each level are shown before the branch is folded.
SHOWN = {1: 3, 2: 2}
OLDEST: paging.Order = [(Comment.received_at, "asc"), (Comment.id, "asc")]
NEWEST: paging.Order = [(Comment.received_at, "desc"), (Comment.id, "desc")]


@dataclass(frozen=True)
class Branch:
    """A comment with those of its replies that are shown, each with their own.

    `earlier` and `later` say how many replies of it are folded away before and after them, and where they are read.
    """

    comment: Comment
    replies: list[Branch] = field(default_factory=list)
    earlier: int = 0
    later: int = 0
    earlier_cursor: str | None = None
    later_cursor: str | None = None
    # Where comments stand in order of time: the one it replies to.
    parent: Comment | None = None


def page_of_thread(
    *, thread_id: int, cursor: str | None = None, size: int = BRANCHES, holding: Comment | None = None
) -> paging.Page[Branch]:
    """One page of the branches of a thread, oldest first, in at most seven statements however long they are.

    Args:
        cursor: as the page before or after gave it. size: how many branches (first comments) a page has.
        holding: a comment of the thread with which the page begins, its branch unfolded as far as to show it.
    """
    firsts = select(Comment).where(Comment.thread_id == thread_id, Comment.parent_id.is_(None))
    line = _line_to(holding) if holding is not None and cursor is None else []
    if line:
        firsts = firsts.where(_from(line[0]))
    page = paging.keyset(firsts, order=OLDEST, cursor=cursor, size=size, session=db.session)
    previous = _cursor(line[0], before=True) if line and _has_earlier(line[0]) else page.previous_cursor
    return paging.Page(_with_replies(page.items, line), page.next_cursor, previous)


def page_of_replies(*, comment: Comment, cursor: str | None = None, size: int = REPLIES) -> paging.Page[Branch]:
    """One page of the replies to one comment, oldest first, each with its own, folded."""
    page = paging.keyset(_replies_to(comment), order=OLDEST, cursor=cursor, size=size, session=db.session)
    return paging.Page(_with_replies(page.items, []), page.next_cursor, page.previous_cursor)


def page_by_time(
    *, thread_id: int, newest: bool, cursor: str | None = None, size: int = COMMENTS
) -> paging.Page[Branch]:
    """One page of all comments of a thread in order of time, each with the one it replies to."""
    order = NEWEST if newest else OLDEST
    everything = select(Comment).where(Comment.thread_id == thread_id)
    page = paging.keyset(everything, order=order, cursor=cursor, size=size, session=db.session)
    ids = {found.parent_id for found in page.items if found.parent_id}
    above = {found.id: found for found in db.session.scalars(select(Comment).where(Comment.id.in_(ids)))} if ids else {}
    items = [Branch(found, parent=above.get(found.parent_id or 0)) for found in page.items]
    return paging.Page(items, page.next_cursor, page.previous_cursor)


def _line_to(comment: Comment) -> list[Comment]:
    """The comments from the first of a branch down to one of it."""
    line = [comment]
    while line[0].parent_id is not None:
        line.insert(0, db.session.get_one(Comment, line[0].parent_id))
    return line


def _from(comment: Comment) -> Any:
    later = and_(Comment.received_at == comment.received_at, Comment.id >= comment.id)
    return and_(Comment.received_at >= comment.received_at, or_(Comment.received_at > comment.received_at, later))


def _before(comment: Comment) -> Any:
    return tuple_(Comment.received_at, Comment.id) < tuple_(comment.received_at, comment.id)


def _siblings(comment: Comment) -> Any:
    same = Comment.parent_id.is_(None) if comment.parent_id is None else Comment.parent_id == comment.parent_id
    return select(Comment).where(Comment.thread_id == comment.thread_id, same)


def _replies_to(comment: Comment) -> Any:
    return select(Comment).where(Comment.thread_id == comment.thread_id, Comment.parent_id == comment.id)


def _has_earlier(comment: Comment) -> bool:
    return (
        db.session.scalar(_siblings(comment).where(_before(comment)).with_only_columns(Comment.id).limit(1)) is not None
    )


def _cursor(comment: Comment, *, before: bool = False) -> str:
    return paging.beside(OLDEST, [comment.received_at, comment.id], before=before)


def _with_replies(heads: Sequence[Comment], line: Sequence[Comment]) -> list[Branch]:
    """The branches of some comments of one level; the one that leads along `line` is unfolded around it."""
    if not heads or heads[0].depth not in SHOWN:
        return [Branch(head) for head in heads]
    inner = line[1:] if line and line[0] in heads else []
    found = {row.comment.id: row for row in _folded([head for head in heads if not inner or head != line[0]])}
    if inner:
        found[line[0].id] = _around(line[0], inner[0])
    # The replies of all the comments of the level are read at once, so the level below costs one statement too.
    below = [reply.comment for branch in found.values() for reply in branch.replies]
    deeper = {branch.comment.id: branch for branch in _with_replies(below, inner)}
    return [
        replace(found[head.id], replies=[deeper[reply.comment.id] for reply in found[head.id].replies])
        for head in heads
    ]


def _folded(heads: Sequence[Comment]) -> list[Branch]:
    """Some comments, each with its first replies and how many are folded after them: one statement."""
    if not heads:
        return []
    shown, ids = SHOWN[heads[0].depth], [head.id for head in heads]
    by_parent: dict[str, Any] = {"partition_by": Comment.parent_id}
    ranked = (
        select(
            Comment.id.label("number"),
            func.row_number().over(**by_parent, order_by=[Comment.received_at, Comment.id]).label("place"),
            func.count().over(**by_parent).label("total"),
        )
        .where(Comment.thread_id == heads[0].thread_id, Comment.parent_id.in_(ids))
        .subquery()
    )
    # Folding away a single one would save no room.
    few = or_(ranked.c.place <= shown, ranked.c.total <= shown + 1)
    statement = select(Comment, ranked.c.total).join(ranked, ranked.c.number == Comment.id).where(few)
    rows: dict[int, list[tuple[Comment, int]]] = {}
    for reply, total in db.session.execute(statement.order_by(Comment.received_at, Comment.id)):
        rows.setdefault(reply.parent_id, []).append((reply, total))
    return [_fold(head, rows.get(head.id, [])) for head in heads]


def _fold(head: Comment, rows: list[tuple[Comment, int]]) -> Branch:
    replies = [Branch(reply) for reply, _total in rows]
    later = rows[0][1] - len(rows) if rows else 0
    return Branch(head, replies, later=later, later_cursor=_cursor(rows[-1][0]) if later else None)


def _around(head: Comment, reply: Comment) -> Branch:
    """A comment with one of its replies and those after it; how many stand before and after them."""
    shown = SHOWN[head.depth]
    rows = list(db.session.scalars(_replies_to(head).where(_from(reply)).order_by(*_sorted()).limit(shown)))
    counted = _replies_to(head).with_only_columns(func.count())
    total = db.session.scalar(counted) or 0
    earlier = db.session.scalar(counted.where(_before(reply))) or 0
    later = total - earlier - len(rows)
    return Branch(
        head,
        [Branch(row) for row in rows],
        earlier=earlier,
        later=later,
        earlier_cursor=_cursor(rows[0], before=True) if earlier else None,
        later_cursor=_cursor(rows[-1]) if later else None,
    )


def _sorted() -> list[Any]:
    return [Comment.received_at.asc(), Comment.id.asc()]
