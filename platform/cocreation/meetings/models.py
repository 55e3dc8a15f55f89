"""Meetings of the committee, their points and their next steps; a meeting is the committee's, not one plan's."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import one_of
from cocreation.core.db import Base
from cocreation.core.fuzzy import FuzzyDate, fuzzy_date
from cocreation.core.i18n import N_, OfficialText, OfficialTextType

MODES: dict[str, str] = {
    "in_person": N_("In one place"),
    "remote": N_("By videoconference"),
    "both": N_("In one place and by videoconference"),
}
POINTS: dict[str, str] = {"discussed": N_("Points discussed"), "decided": N_("Points decided")}


class Meeting(Base):
    """One meeting, known by its day; the public sees it once it is published."""

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint(one_of("mode", MODES), name="mode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    held_on: Mapped[date] = mapped_column(Date, unique=True)
    title: Mapped[OfficialText] = mapped_column(OfficialTextType)
    mode: Mapped[str] = mapped_column(String(12))
    place: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    published_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]

    points: Mapped[list[Point]] = relationship(order_by="Point.position", cascade="all, delete-orphan")
    steps: Mapped[list[NextStep]] = relationship(order_by="NextStep.position", cascade="all, delete-orphan")

    def points_of(self, kind: str) -> list[Point]:
        """Its points of one kind, in order."""
        return [point for point in self.points if point.kind == kind]


class Point(Base):
    """A point that was discussed, or decided."""

    __tablename__ = "meeting_point"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        CheckConstraint(one_of("kind", POINTS), name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[OfficialText] = mapped_column(OfficialTextType)


class NextStep(Base):
    """What is to be done after a meeting: by whom and when, as it was written."""

    __tablename__ = "meeting_step"
    __table_args__ = (UniqueConstraint("meeting_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    text: Mapped[OfficialText] = mapped_column(OfficialTextType)
    due: Mapped[FuzzyDate | None] = fuzzy_date("due", nullable=True)
    owner: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    done_on: Mapped[date | None] = mapped_column(Date)
