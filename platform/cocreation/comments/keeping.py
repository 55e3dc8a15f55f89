"""What somebody writes before signing in: kept a few days, found again by a number that only they have."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select

from cocreation.comments.models import Comment, KeptComment, Thread
from cocreation.core.clock import now
from cocreation.core.db import db

KEPT_FOR = timedelta(days=3)


def _digest(number: str) -> str:
    return hashlib.sha256(number.encode("utf-8", "surrogatepass")).hexdigest()


def keep(*, thread: Thread, parent: Comment | None, source: str, side: str | None, about_version: int) -> str:
    """Keep a comment that is not posted yet; what is older than KEPT_FOR goes.

    Returns:
        The number by which it is found again; only its digest is kept here.
    """
    number = secrets.token_urlsafe(24)
    db.session.execute(delete(KeptComment).where(KeptComment.kept_at < now() - KEPT_FOR))
    kept = KeptComment(
        digest=_digest(number), thread_id=thread.id, parent_id=parent.id if parent else None, side=side, source=source,
        about_version=about_version, kept_at=now(),
    )  # fmt: skip
    db.session.add(kept)
    db.session.flush()
    return number


def kept(number: str | None, *, thread: Thread) -> KeptComment | None:
    """What was kept under a number for a thread; None where there is nothing, or not any more."""
    if not number:
        return None
    asked = select(KeptComment).where(
        KeptComment.digest == _digest(number),
        KeptComment.thread_id == thread.id,
        KeptComment.kept_at >= now() - KEPT_FOR,
    )
    return db.session.scalar(asked)


def forget(number: str | None) -> None:
    """Let go of what was kept, once it is posted."""
    if number:
        db.session.execute(delete(KeptComment).where(KeptComment.digest == _digest(number)))
