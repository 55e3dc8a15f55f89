"""Opening threads, posting, hiding, showing again and withdrawing comments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from cocreation.accounts.models import Account, Contributor
from cocreation.comments import finding, telling
from cocreation.comments.models import MAX_DEPTH, Comment, CommentText, Thread
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.html import render_markdown
from cocreation.core.i18n import N_
from cocreation.core.once import once_key
from cocreation.journal import services as journal


class ThreadClosed(Refused):
    """A comment where none is taken."""

    message = N_("Comments are closed here.")
    what_to_do = N_("Your text is below: keep it. What others said stays readable.")
    # Where nothing was written yet.
    nothing_lost = N_("What others said stays readable.")


class CannotReply(Refused):
    """A reply to something hidden or withdrawn, or of another thread."""

    message = N_("This comment can no longer be replied to: it was hidden or withdrawn in the meantime.")
    what_to_do = N_("Your text is below: you can post it as a comment of its own.")


class NotPossible(Refused):
    """A change the life of a comment does not know."""

    message = N_("This comment has changed in the meantime.")
    what_to_do = N_("Go back to the page and look at it again.")


def open_thread(
    *,
    cycle_id: int,
    about_kind: str,
    about_reference: str,
    about_path: str,
    is_open: bool = True,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Thread:
    """Make the thread of a commentable thing.

    Args:
        about_kind: «proposal», «draft», «theme». about_path: where the thing is shown, without language.
        opens_at, closes_at: the window of comments (process time); None is no limit.
    """
    thread = Thread(
        cycle_id=cycle_id,
        about_kind=about_kind,
        about_reference=about_reference,
        about_path=about_path,
        is_open=is_open,
        opens_at=opens_at,
        closes_at=closes_at,
        visible_count=0,
    )
    db.session.add(thread)
    db.session.flush()
    return thread


def set_open(*, thread_id: int, is_open: bool) -> None:
    """Open or close a thread; what was said stays readable."""
    db.session.get_one(Thread, thread_id).is_open = is_open


def set_public(*, thread_id: int, is_public: bool) -> None:
    """Show or hide a thread with the thing it is about; the search follows."""
    thread = db.session.get_one(Thread, thread_id)
    if thread.is_public != is_public:
        thread.is_public = is_public
        db.session.flush()
        finding.keep_thread_in_step(thread)


def set_window(*, thread_id: int, opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Give a thread the window in which it takes comments (process time)."""
    thread = db.session.get_one(Thread, thread_id)
    thread.opens_at, thread.closes_at = opens_at, closes_at


def _sent_meanwhile(made: Comment, key: str | None) -> Comment | None:
    """Keep the comment, or return the one that another click of the same form has just kept."""
    made.form_id = key
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        sent = _sent_before(key) if key else None
        if sent is None:
            # Anything but a second click is a fault and says so.
            raise
        return sent
    return None


def post(
    *,
    thread: Thread,
    contributor: Contributor,
    source: str,
    language: str,
    side: str | None,
    parent: Comment | None,
    about_version: int,
    by: Account | None,
    at: datetime,
    form_id: str | None = None,
    channel: str = "online",
) -> Comment:
    """Post a comment: it appears at once and waits in the moderators' queue.

    A reply to a comment of the third level stands beside it, on the third level.

    Args:
        source: cleaned text. side: a key of SIDES or None. about_version: the version of the thing it speaks of.
        form_id: the number of the form sent; sent twice, the first comment is given back.

    Raises:
        ThreadClosed, CannotReply.
    """
    key = once_key(by, form_id)
    if key and (sent := _sent_before(key)):
        return sent
    if not thread.takes_comments(at):
        raise ThreadClosed()
    if parent is not None and (parent.thread_id != thread.id or parent.state != "visible"):
        raise CannotReply()
    made = _new(thread, contributor, source, language, side, parent, about_version, at, channel)
    if sent := _sent_meanwhile(made, key):
        return sent
    _settle(made, parent)
    _journal("comment.posted", made, by, contributor.acting_role, at, None, "visible")
    telling.tell_posted(made, thread, by, in_reply_to=parent)
    return made


def _sent_before(key: str) -> Comment | None:
    return db.session.scalar(select(Comment).where(Comment.form_id == key))


def _new(
    thread: Thread,
    contributor: Contributor,
    source: str,
    language: str,
    side: str | None,
    parent: Comment | None,
    about_version: int,
    at: datetime,
    channel: str,
) -> Comment:
    above = _place_for(parent)
    return Comment(
        thread_id=thread.id,
        parent_id=above.id if above else None,
        root_id=above.root_id if above else None,
        depth=above.depth + 1 if above else 1,
        contributor_id=contributor.id,
        language=language,
        side=side,
        source=source,
        html=render_markdown(source, heading=4),
        about_version=about_version,
        channel=channel,
        state="visible",
        created_at=now(),
        received_at=at,
    )


def _place_for(parent: Comment | None) -> Comment | None:
    """The comment a reply hangs under: its parent, or the parent's parent where threads grow no deeper."""
    while parent is not None and parent.depth >= MAX_DEPTH:
        parent = db.session.get_one(Comment, parent.parent_id)
    return parent


def _settle(made: Comment, parent: Comment | None) -> None:
    """Finish a new row: a first comment is its own root, and the thread counts it."""
    if made.root_id is None:
        made.root_id = made.id
    if made.state == "visible":
        _count(made, 1)


def _count(comment: Comment, change: int) -> None:
    # Counted by the database, so that two people posting at once are both counted.
    thread = db.session.get_one(Thread, comment.thread_id)
    thread.visible_count = Thread.visible_count + change
    db.session.flush()


def _journal(
    action: str,
    comment: Comment,
    by: Account | None,
    role: str,
    at: datetime,
    before: str | None,
    after: str | None,
    reason_code: str | None = None,
) -> None:
    # Every change of a comment passes here, and the search follows it.
    finding.keep_in_step(comment)
    journal.record(
        action=action,
        object_kind="comment",
        object_id=comment.id,
        by=by,
        role=role,
        at=at,
        from_state=before,
        to_state=after,
        reason_code=reason_code,
    )


def hide(*, comment: Comment, reason_code: str, by: Account | None, role: str, at: datetime) -> None:
    """Hide a comment: it keeps its place, where the reason is shown.

    Raises:
        NotPossible: it is not visible any more.
    """
    if comment.state != "visible":
        raise NotPossible()
    comment.state, comment.reason_code, comment.checked_at = "hidden", reason_code, at
    comment.revision += 1
    _count(comment, -1)
    _journal("comment.hidden", comment, by, role, at, "visible", "hidden", reason_code)


def show_again(*, comment: Comment, by: Account | None, role: str, at: datetime, waiting: bool = False) -> None:
    """Show a hidden comment again.

    Args:
        waiting: back into the moderators' queue, as when a decision is undone.

    Raises:
        NotPossible: it is not hidden.
    """
    if comment.state != "hidden":
        raise NotPossible()
    comment.state, comment.reason_code, comment.checked_at = "visible", None, None if waiting else at
    comment.revision += 1
    _count(comment, 1)
    _journal("comment.shown", comment, by, role, at, "hidden", "visible")


def withdraw(*, comment: Comment, by: Account | None, at: datetime) -> None:
    """Take one's comment back: its place stays, so that replies stand, its words go.

    Raises:
        NotPossible: it is hidden or withdrawn already.
    """
    if comment.state != "visible":
        raise NotPossible()
    comment.state, comment.source, comment.html = "withdrawn", "", ""
    comment.checked_at = comment.checked_at or at
    comment.revision += 1
    # The words that an edit had replaced go with the others.
    db.session.execute(delete(CommentText).where(CommentText.comment_id == comment.id))
    _count(comment, -1)
    _journal("comment.withdrawn", comment, by, comment.contributor.acting_role, at, "visible", "withdrawn")


def mark_checked(*, comment: Comment, by: Account | None, at: datetime, role: str = "moderator") -> None:
    """Keep a comment visible and take it out of the moderators' queue.

    Raises:
        NotPossible: it is not visible any more.
    """
    if comment.state != "visible":
        raise NotPossible()
    comment.checked_at = at
    comment.revision += 1
    _journal("comment.checked", comment, by, role, at, "visible", "visible")


def mark_unchecked(*, comment: Comment, by: Account | None, at: datetime, role: str = "moderator") -> None:
    """Put a kept comment back into the queue, as when the decision is undone."""
    comment.checked_at = None
    comment.revision += 1
    _journal("comment.unchecked", comment, by, role, at, comment.state, comment.state)
