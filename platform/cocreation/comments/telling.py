"""What is told of a new comment: to those who follow the thing, and to the author of the comment it replies to."""

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


REPLIED: dict[str, str] = {
    "proposal": N_("A reply to your comment on the proposal %(reference)s."),
    "draft": N_("A reply to your comment on the draft commitment %(reference)s."),
    "theme": N_("A reply to your comment on a theme."),
}


def tell_posted(comment: Comment, thread: Thread, by: Account | None, *, in_reply_to: Comment | None) -> None:
    """Tell of a new comment; mails count them under the thing they speak of.

    Args:
        in_reply_to: whose author is told of the reply, and then not of the comment.
    """
    event = notifications.emit(
        mark=f"comment:{comment.id}",
        kind="comment",
        about=[thread.about_path],
        message=POSTED.get(thread.about_kind, POSTED["proposal"]),
        values={"reference": thread.about_reference},
        path=f"/comments/{comment.id}",
        subject=("comment", comment.id),
        by=by,
    )
    replied_to = in_reply_to.contributor.account_id if in_reply_to else None
    if replied_to is None or (by is not None and replied_to == by.id):
        return
    notifications.tell(
        account_id=replied_to,
        kind="comment.replied",
        message=REPLIED.get(thread.about_kind, REPLIED["proposal"]),
        values={"reference": thread.about_reference},
        path=f"/comments/{comment.id}",
        gathered=True,
        event=event,
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
