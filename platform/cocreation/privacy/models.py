"""Files of a person's own data, and the requests people make about their data with the day of their answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import Account, one_of
from cocreation.core.clock import now
from cocreation.core.db import Base
from cocreation.core.i18n import N_
from cocreation.core.jobs import Job

# Law 09-08, article 8: an answer within ten clear days, free of charge.
DAYS_TO_ANSWER, REMINDED_AFTER = 10, timedelta(days=7)
KEPT_FOR = timedelta(days=3)

RIGHTS: dict[str, str] = {
    "access": N_("Know what is kept about me"),
    "correction": N_("Have something corrected"),
    "erasure": N_("Have something erased"),
    "objection": N_("Object to the use of my data"),
}
OUTCOMES: dict[str, str] = {
    "granted": N_("Done as asked"),
    "partly": N_("Done in part"),
    "refused": N_("Not done"),
}


class DataExport(Base):
    """One file of everything held about a person, made at their request and kept for three days."""

    __tablename__ = "data_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    language: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    # Keys of the storage; empty until the files are made.
    json_key: Mapped[str] = mapped_column(String(80), default="")
    zip_key: Mapped[str] = mapped_column(String(80), default="")
    json_size: Mapped[int] = mapped_column(default=0)
    zip_size: Mapped[int] = mapped_column(default=0)

    job: Mapped[Job | None] = relationship()

    @property
    def is_ready(self) -> bool:
        """Whether its files can be downloaded now."""
        return self.made_at is not None and self.expires_at is not None and now() < self.expires_at


class RightsRequest(Base):
    """What a person, with or without an account, asks about their data; due ten days after it was received."""

    __tablename__ = "rights_request"
    __table_args__ = (
        CheckConstraint(one_of("kind", RIGHTS), name="kind"),
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome"),
        CheckConstraint("(answered_at IS NULL) = (outcome IS NULL)", name="answered_how"),
        Index("ix_rights_request_due", "answered_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    # Where the answer goes; emptied when the person erases their account.
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text)
    form_id: Mapped[str | None] = mapped_column(String(40), unique=True)
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(12))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])

    @property
    def reference(self) -> str:
        """The number people and the secretariat name it by."""
        return f"D-{self.id:05d}"

    @property
    def is_late(self) -> bool:
        """Whether it waits beyond its day."""
        return self.answered_at is None and now() > self.due_at
