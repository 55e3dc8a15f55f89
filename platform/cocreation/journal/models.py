"""The journal's lines: append only, each chained to the one before by its hash, without personal text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cocreation.core.db import Base


class JournalLine(Base):
    """One thing that happened: object, from, to, reason, acting role, both times, sequence and chained hash."""

    __tablename__ = "journal_line"
    __table_args__ = (Index("ix_journal_line_object", "object_kind", "object_id"),)

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # The real time it was written down, and the time of the process it belongs to (or date of receipt).
    recorded_at: Mapped[datetime]
    process_at: Mapped[datetime]
    # Who acted is not public; the seal, made with the salt, lets the public chain vouch for it all the same.
    actor: Mapped[str | None] = mapped_column(String(40), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    seal: Mapped[str] = mapped_column(String(64))
    acting_role: Mapped[str] = mapped_column(String(24))
    action: Mapped[str] = mapped_column(String(48))
    object_kind: Mapped[str] = mapped_column(String(24))
    object_id: Mapped[int]
    from_state: Mapped[str | None] = mapped_column(String(24))
    to_state: Mapped[str | None] = mapped_column(String(24))
    reason_code: Mapped[str | None] = mapped_column(String(40))
    # Codes, numbers and digests only: erasing a person must never break the chain.
    detail: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
