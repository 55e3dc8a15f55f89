"""Who may comment and who may take a comment back: one condition a line."""

from __future__ import annotations

from datetime import datetime

from cocreation.accounts.models import Account
from cocreation.accounts.policies import is_team_of
from cocreation.comments.models import EDITABLE_FOR, Comment, Thread
from cocreation.core.access import Actor


def can_read(actor: Actor, thread: Thread) -> bool:
    """Everyone, as long as the thing the thread is about is public; the team of its cycle always."""
    return thread.is_public or is_team_of(actor, thread.cycle_id)


def can_comment(actor: Actor, thread: Thread, at: datetime) -> bool:
    """Every signed-in person, while the thread takes comments (process time)."""
    if not actor.is_signed_in:
        return False
    return thread.takes_comments(at)


def may_reply(comment: Comment, at: datetime) -> bool:
    """Whether a reply is taken here: a visitor writes it first and signs in afterwards."""
    return comment.state == "visible" and comment.thread.takes_comments(at)


def is_author(actor: Actor, comment: Comment) -> bool:
    """The person who wrote it, under whatever name it is signed."""
    if not isinstance(actor, Account) or not actor.is_signed_in:
        return False
    return comment.contributor.account_id == actor.id


def can_edit(actor: Actor, comment: Comment, at: datetime) -> bool:
    """Its author, for a quarter of an hour after posting it (`at`: real time), while it is visible."""
    if comment.state != "visible" or at >= comment.created_at + EDITABLE_FOR:
        return False
    return is_author(actor, comment)


def can_read_earlier(actor: Actor, comment: Comment) -> bool:
    """What stood there before an edit: the team of its cycle alone, for an edit may take personal data back."""
    return is_team_of(actor, comment.thread.cycle_id)


def can_withdraw(actor: Actor, comment: Comment) -> bool:
    """Its author, while it is visible: a hidden one keeps its place and its reason."""
    if comment.state != "visible":
        return False
    return is_author(actor, comment)
