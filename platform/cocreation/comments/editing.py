"""Correcting a comment for a quarter of an hour: the change is shown, and its team alone reads the text before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.comments import finding
from cocreation.comments.models import EDITABLE_FOR, Comment, CommentText
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.html import render_markdown
from cocreation.core.i18n import N_
from cocreation.journal import services as journal


class TooLateToEdit(Refused):
    """A quarter of an hour has passed since the comment was posted."""

    message = N_("A comment can be edited for 15 minutes after it is posted, and they are over.")
    what_to_do = N_("Your text is below: reply to your own comment with it.")
    # Where nothing was written yet.
    nothing_lost = N_("What you want to add, say in a reply to it.")


class CannotEdit(Refused):
    """A comment that is hidden or withdrawn."""

    message = N_("This comment can no longer be edited: it was hidden or withdrawn in the meantime.")
    what_to_do = N_("Your text is below: keep it.")
    nothing_lost = N_("Its place in the discussion says why.")


class EditedMeanwhile(Refused):
    """The comment was edited in another window since this form was opened."""

    message = N_("This comment was edited in another window since you opened this one.")
    what_to_do = N_("The other text is below, yours is in the form: keep what you want, then send again.")


def edit(
    *,
    comment: Comment,
    source: str,
    language: str,
    side: str | None,
    version_seen: int,
    by: Account | None,
    at: datetime,
) -> None:
    """Give a comment another text; the one before is kept for the team, and a moderator reads the new one.

    Sent a second time, the same text changes nothing.

    Args:
        source: cleaned text. version_seen: the number of the text the form showed. at: process time.

    Raises:
        TooLateToEdit: by the real clock. CannotEdit, EditedMeanwhile.
    """
    _lock(comment)
    if comment.state != "visible":
        raise CannotEdit()
    if now() >= comment.created_at + EDITABLE_FOR:
        raise TooLateToEdit()
    if (comment.source, comment.side) == (source, side):
        return
    if comment.version_number != version_seen:
        raise EditedMeanwhile()
    db.session.add(_as_it_was(comment, at))
    comment.source, comment.html, comment.language = source, render_markdown(source, heading=4), language
    comment.side, comment.edited_at, comment.checked_at = side, at, None
    comment.version_number += 1
    comment.revision += 1
    db.session.flush()
    finding.keep_in_step(comment)
    _journal(comment, by, at)


def _journal(comment: Comment, by: Account | None, at: datetime) -> None:
    journal.record(
        action="comment.edited",
        object_kind="comment",
        object_id=comment.id,
        by=by,
        role=comment.contributor.acting_role,
        at=at,
        from_state="visible",
        to_state="visible",
        detail={"text": comment.version_number},
    )


def _lock(comment: Comment) -> None:
    # A moderator who decides at the same moment comes before or after, never in between.
    db.session.execute(select(Comment.id).where(Comment.id == comment.id).with_for_update())
    db.session.refresh(comment)


def _as_it_was(comment: Comment, at: datetime) -> CommentText:
    return CommentText(
        comment_id=comment.id,
        number=comment.version_number,
        language=comment.language,
        side=comment.side,
        source=comment.source,
        html=comment.html,
        written_at=comment.edited_at or comment.received_at,
        replaced_at=at,
    )
