"""Synthesis reports: editable texts, versions frozen at publication, files made once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from cocreation.core.db import Base
from cocreation.core.i18n import OfficialText, OfficialTextType


class Report(Base):
    """The synthesis report of one cycle in one language: its texts while they are written, and its versions."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("cycle_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    language: Mapped[str] = mapped_column(String(8))
    # Moderators' texts by section key («introduction», «theme:12», …).
    texts: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    versions: Mapped[list[ReportVersion]] = relationship(order_by="ReportVersion.number", back_populates="report")


class ReportVersion(Base):
    """One frozen version: the whole document as JSON, never rewritten; withdrawn ones stay with their reason."""

    __tablename__ = "report_version"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        CheckConstraint("state IN ('published', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_when"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="published")
    document: Mapped[str] = deferred(mapped_column(Text))
    # What it rests on, as JSON (see `freezing`); nothing in versions frozen before this was kept.
    basis: Mapped[str] = deferred(mapped_column(Text, nullable=False, default="{}", server_default="{}"))
    sha256: Mapped[str] = mapped_column(String(64))
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    # Where it is published outside the platform, as on the open government portal.
    published_at_address: Mapped[str | None] = mapped_column(String(500))

    report: Mapped[Report] = relationship(back_populates="versions")


class ReportCitation(Base):
    """A version of a report names a proposal: from any idea to every report that cites it."""

    __tablename__ = "report_citation"

    version_id: Mapped[int] = mapped_column(ForeignKey("report_version.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True, index=True)


class ReportFile(Base):
    """A rendered file of a version (or of the current draft), made by the worker and served as a download."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("report_id", "version_number", "format"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    # 0 for the current draft, which is made anew when the report changed.
    version_number: Mapped[int]
    format: Mapped[str] = mapped_column(String(8))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    made_at: Mapped[datetime]


class ReportEdit(Base):
    """One saving of one text of a report, kept so that it can be read again and put back; empty: the platform's."""

    __tablename__ = "report_edit"
    __table_args__ = (Index("ix_report_edit_report_id_key", "report_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    key: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # Process time.
    at: Mapped[datetime]


class ReportEvent(Base):
    """A meeting or webinar of a cycle, as the secretariat writes it down for the report."""

    __tablename__ = "report_event"
    __table_args__ = (CheckConstraint("attendance >= 0", name="attendance"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    title: Mapped[OfficialText] = mapped_column(OfficialTextType)
    place: Mapped[OfficialText] = mapped_column(OfficialTextType)
    held_on: Mapped[date]
    # None where nobody counted.
    attendance: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class ReportTranslation(Base):
    """An unofficial translation of words a report quotes, for its readers; it holds for exactly those words."""

    __tablename__ = "report_translation"
    __table_args__ = (UniqueConstraint("cycle_id", "language", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    language: Mapped[str] = mapped_column(String(8))
    # SHA-256 of the words translated: a text that changes is no longer translated.
    digest: Mapped[str] = mapped_column(String(64))
    # The proposal or draft commitment the words belong to.
    reference: Mapped[str] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
