"""What those who follow a thing are told of what is said about it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.comments.models import Comment, Thread
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.notifications import services as notifications

POSTED: dict[str, str] = {
    "proposal": N_("A new comment on the proposal %(reference)s."),
    "draft": N_("A new comment on the draft commitment %(reference)s."),
    "theme": N_("A new comment on a theme you follow."),
}


def tell_posted(comment: Comment, thread: Thread, by: Account | None) -> None:
    """Tell of a new comment; mails count them under the thing they speak of."""
    notifications.emit(
        mark=f"comment:{comment.id}",
        kind="comment",
        about=[thread.about_path],
        message=POSTED.get(thread.about_kind, POSTED["proposal"]),
        values={"reference": thread.about_reference},
        path=f"/comments/{comment.id}",
        subject=("comment", comment.id),
        by=by,
    )


def gone(kind: str, ids: Sequence[int]) -> set[int] | None:
    """The comments that may no longer be shown."""
    if kind != "comment":
        return None
    shown = (
        select(Comment.id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Comment.id.in_(ids), Comment.state == "visible", Thread.is_public)
    )
    return set(ids) - set(db.session.scalars(shown))
