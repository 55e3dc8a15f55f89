"""What people follow, what happened, and what each person was told; the mail that says it is a row of the outbox."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cocreation.accounts.models import one_of
from cocreation.core.db import Base
from cocreation.core.i18n import N_

# What can be followed. A thing is known by its address without language («/proposals/PAN2-00123») and by no more.
KINDS: dict[str, str] = {
    "proposal": N_("Proposals"),
    "draft": N_("Draft commitments"),
    "group": N_("Groups of similar ideas"),
    "theme": N_("Themes"),
    "cycle": N_("Action plans"),
}
# When a mail leaves: what happens is always shown in the site too.
PACES: dict[str, str] = {
    "now": N_("At once"),
    "daily": N_("Once a day"),
    "weekly": N_("Once a week"),
    "site": N_("No mail: on the site only"),
}
# What concerns one's own contributions, and what one chose to follow.
SHARES = ("own", "followed")


class Follow(Base):
    """One person follows one thing."""

    __tablename__ = "follow"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint(one_of("pace", PACES), name="pace"),
        UniqueConstraint("account_id", "path"),
        Index("ix_follow_path", "path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(12))
    path: Mapped[str] = mapped_column(String(200))
    # A pace of its own; None is the person's choice for all they follow.
    pace: Mapped[str | None] = mapped_column(String(8))
    paused: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class FollowWish(Base):
    """Somebody without a session asked to follow one thing by mail, and has a few days to press the link mailed there.

    Of the link only the number it carries is kept, which nobody can sign but us.
    """

    __tablename__ = "follow_wish"
    __table_args__ = (CheckConstraint(one_of("kind", KINDS), name="kind"), UniqueConstraint("email", "path"))

    number: Mapped[str] = mapped_column(String(32), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(12))
    path: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime] = mapped_column(index=True)


class MailChoice(Base):
    """When a person wishes mails. People without a row wish what the defaults say."""

    __tablename__ = "mail_choice"
    __table_args__ = (
        CheckConstraint(one_of("own", PACES), name="own"),
        CheckConstraint(one_of("followed", PACES), name="followed"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    own: Mapped[str] = mapped_column(String(8), default="now")
    followed: Mapped[str] = mapped_column(String(8), default="daily")
    # The last daily and weekly round that sent a mail, and when the last mail «at once» was written.
    daily_round: Mapped[date | None] = mapped_column(Date)
    weekly_round: Mapped[date | None] = mapped_column(Date)
    noticed_at: Mapped[datetime | None]


class Event(Base):
    """Something that happened, once: `mark` is its name, and the same thing recorded twice is one row.

    The worker tells it to those who follow one of the things it is `about` once `not_before` has passed; until then
    it can be taken back.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_spread", "spread_at", "cancelled"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    # The addresses of the things it is about, the nearest first; the first one heads it in mails.
    about: Mapped[list[Any]]
    message: Mapped[str] = mapped_column(String(300))
    values: Mapped[dict[str, Any]]
    path: Mapped[str] = mapped_column(String(200))
    # What it shows of people's own words: where that is hidden or withdrawn later, nobody is told of it any more.
    subject_kind: Mapped[str | None] = mapped_column(String(12))
    subject_id: Mapped[int | None]
    # Whose contribution it is a station of: told even where they follow nothing. Who did it is not told.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    not_before: Mapped[datetime]
    created_at: Mapped[datetime]
    spread_at: Mapped[datetime | None]
    cancelled: Mapped[bool] = mapped_column(default=False)


class Notification(Base):
    """One thing told to one person once: message (a msgid) with its values, and the address it leads to.

    By mail it is told once or never: `waits` until a mail takes it (`mail_id`), or until the person wishes none.
    """

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_account_id_id", "account_id", "id"),
        Index("ix_notification_waits", "waits", "account_id"),
        # Nobody is told of an event twice, however often and by however many workers it is told.
        UniqueConstraint("event_id", "account_id"),
        CheckConstraint("mail_id IS NULL OR NOT waits", name="told_or_waits"),
        CheckConstraint(one_of("share", SHARES), name="share"),
        CheckConstraint(one_of("pace", PACES), name="pace"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(40))
    message: Mapped[str] = mapped_column(String(300))
    values: Mapped[dict[str, Any]]
    # A path without language, such as «/proposals/PAN2-00123»; the reader's language is put before it.
    path: Mapped[str] = mapped_column(String(200))
    not_before: Mapped[datetime]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_mail.id"), index=True)
    cancelled: Mapped[bool] = mapped_column(default=False)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    # Whether it concerns one's own contribution or what one follows, and the follow that brought it.
    share: Mapped[str] = mapped_column(String(8), default="own", server_default="own")
    through: Mapped[str | None] = mapped_column(String(200))
    pace: Mapped[str | None] = mapped_column(String(8))
    waits: Mapped[bool] = mapped_column(default=False, server_default="0")
