"""Threads and their comments. A commentable thing owns a thread_id; a comment never knows the thing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import Contributor
from cocreation.core.db import Base
from cocreation.core.i18n import N_

# Which side a comment takes; none is allowed.
SIDES: dict[str, str] = {"for": N_("For"), "against": N_("Against"), "clarify": N_("To clarify")}
MAX_DEPTH = 3
# The reason kept for what was decided before an import: its own reason stayed where it was decided.
ELSEWHERE = "elsewhere"


class Thread(Base):
    """The conversation about one thing; `cycle_id` and `title` let the moderators' queue name it."""

    __tablename__ = "thread"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    # What the thread is about, for a link: kind («proposal», «draft», «theme») and public reference.
    about_kind: Mapped[str] = mapped_column(String(12))
    about_reference: Mapped[str] = mapped_column(String(60))
    # Where the thing is shown, a path without language («/proposals/PAN2-00123»).
    about_path: Mapped[str] = mapped_column(String(120))
    is_open: Mapped[bool] = mapped_column(default=True)
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
    external_id: Mapped[str | None] = mapped_column(String(120))
    form_id: Mapped[str | None] = mapped_column(String(40), unique=True)

    contributor: Mapped[Contributor] = relationship(lazy="joined")
    thread: Mapped[Thread] = relationship()
