"""Threads and their comments. A commentable thing owns a thread_id; a comment never knows the thing."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import Contributor
from cocreation.core.db import Base
from cocreation.core.i18n import N_

# Which side a comment takes; none is allowed.
SIDES: dict[str, str] = {"for": N_("For"), "against": N_("Against"), "clarify": N_("To clarify")}
MAX_DEPTH = 3
# How long an author may correct a comment, by the real clock.
EDITABLE_FOR = timedelta(minutes=15)
# The reason kept for what was decided before an import: its own reason stayed where it was decided.
ELSEWHERE = "elsewhere"


class Thread(Base):
    """The conversation about one thing; `cycle_id` and `title` let the moderators' queue name it."""

    __tablename__ = "thread"
    __table_args__ = (Index("ix_thread_discussed", "cycle_id", "visible_count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    # What the thread is about, for a link: kind («proposal», «draft», «theme») and public reference.
    about_kind: Mapped[str] = mapped_column(String(12))
    about_reference: Mapped[str] = mapped_column(String(60))
    # Where the thing is shown, a path without language («/proposals/PAN2-00123»).
    about_path: Mapped[str] = mapped_column(String(120))
    is_open: Mapped[bool] = mapped_column(default=True)
    # Whether the thing it is about is public; where it is not, neither are the comments.
    is_public: Mapped[bool] = mapped_column(default=True, server_default="1")
    # The window in which comments are taken (process time); no limit where None.
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    # Visible comments, kept in step by the services, so that lists need not count them.
    visible_count: Mapped[int] = mapped_column(default=0)

    def takes_comments(self, at: datetime) -> bool:
        """Whether a comment is taken at `at` (process time)."""
        if not self.is_open or (self.opens_at is not None and at < self.opens_at):
            return False
        return self.closes_at is None or at < self.closes_at


class Comment(Base):
    """One comment. Hidden ones keep their place and show the reason; withdrawn ones keep only their place."""

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("side IN ('for', 'against', 'clarify')", name="side"),
        CheckConstraint("state IN ('visible', 'hidden', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'hidden') = (reason_code IS NOT NULL)", name="hidden_has_reason"),
        CheckConstraint(f"depth BETWEEN 1 AND {MAX_DEPTH}", name="depth"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_own_parent"),
        UniqueConstraint("thread_id", "external_id"),
        Index("ix_comment_thread_id_id", "thread_id", "id"),
        # A thread read as a discussion (first comments, then the replies of each) and in order of time.
        Index("ix_comment_place", "thread_id", "parent_id", "received_at", "id"),
        Index("ix_comment_time", "thread_id", "received_at", "id"),
        Index("ix_comment_unchecked", "checked_at", "received_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    # The comment that starts the branch; itself for a first comment (set by the service after flush).
    root_id: Mapped[int | None]
    depth: Mapped[int] = mapped_column(default=1)
    contributor_id: Mapped[int] = mapped_column(ForeignKey("contributor.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    side: Mapped[str | None] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # The number of the version of the thing it spoke of.
    about_version: Mapped[int] = mapped_column(default=1)
    channel: Mapped[str] = mapped_column(String(16), default="online")
    state: Mapped[str] = mapped_column(String(12), default="visible")
    reason_code: Mapped[str | None] = mapped_column(String(40))
    # Real time of recording; process time or date of receipt, which pages show.
    created_at: Mapped[datetime]
    received_at: Mapped[datetime]
    # None while it waits in the moderators' queue.
    checked_at: Mapped[datetime | None]
    # The number of its text, and when its author last changed it; the texts before are kept (CommentText).
    version_number: Mapped[int] = mapped_column(default=1, server_default="1")
    edited_at: Mapped[datetime | None]
    # Raised at each change, so that who decides on what they read is told when it is not what stands there.
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    external_id: Mapped[str | None] = mapped_column(String(120))
    form_id: Mapped[str | None] = mapped_column(String(40), unique=True)

    contributor: Mapped[Contributor] = relationship(lazy="joined")
    thread: Mapped[Thread] = relationship()


class CommentText(Base):
    """A text a comment had before its author changed it."""

    __tablename__ = "comment_text"
    __table_args__ = (UniqueConstraint("comment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
    side: Mapped[str | None] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # Process time at which it was written, and at which another took its place.
    written_at: Mapped[datetime]
    replaced_at: Mapped[datetime]


class KeptComment(Base):
    """What somebody wrote before signing in, kept a few days under the digest of a number only they have."""

    __tablename__ = "kept_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    side: Mapped[str | None] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(Text)
    about_version: Mapped[int] = mapped_column(default=1)
    kept_at: Mapped[datetime] = mapped_column(index=True)


class Answer(Base):
    """What the body a thread belongs to answers, once, to one comment or to several."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    contributor_id: Mapped[int] = mapped_column(ForeignKey("contributor.id"))
    language: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # Real time of recording; process time, which pages show.
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime]
    form_id: Mapped[str | None] = mapped_column(String(40), unique=True)

    contributor: Mapped[Contributor] = relationship(lazy="joined")


class AnsweredComment(Base):
    """One comment an answer is given to."""

    __tablename__ = "answered_comment"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True, index=True)
