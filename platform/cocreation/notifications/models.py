"""What a person was told in the site; the mail that says the same is a row of the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cocreation.core.db import Base


class Notification(Base):
    """One thing told to one person once: message (a msgid) with its values, and the address it leads to."""

    __tablename__ = "notification"
    __table_args__ = (Index("ix_notification_account_id_id", "account_id", "id"),)

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
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_mail.id"))
    cancelled: Mapped[bool] = mapped_column(default=False)
