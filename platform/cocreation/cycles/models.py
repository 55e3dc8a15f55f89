"""Cycles of action plans and their dated phases, with every change of a date kept and public."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.core.db import Base
from cocreation.core.fuzzy import FuzzyDate, fuzzy_date
from cocreation.core.i18n import N_, OfficialText, OfficialTextType

# The phases of the process, in order (minutes of 15 July 2020, «nouveau processus de co-création»).
PHASES: dict[str, str] = {
    "preparation": N_("Preparation"),
    "collection": N_("Collection of ideas"),
    "prioritisation": N_("Prioritisation"),
    "drafting": N_("Commitment sheets"),
    "adoption": N_("Consultation and adoption"),
    "implementation": N_("Implementation"),
    "evaluation": N_("Evaluation"),
}

# Whether people may say that they support an idea, and when the numbers are shown.
SUPPORTS: dict[str, str] = {
    "off": N_("No"),
    "on": N_("Yes, the numbers are shown at once"),
    "after_closing": N_("Yes, the numbers are shown once the collection is closed"),
}


class Cycle(Base):
    """One action plan. Its slug and prefix never change, though its title and period may."""

    __tablename__ = "cycle"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'open', 'past')", name="state"),
        CheckConstraint("supports IN ('off', 'on', 'after_closing')", name="supports"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    prefix: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[OfficialText] = mapped_column(OfficialTextType)
    # The question asked to people, shown on the home page.
    question: Mapped[OfficialText | None] = mapped_column(OfficialTextType)
    presentation: Mapped[OfficialText | None] = mapped_column(OfficialTextType)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    supports: Mapped[str] = mapped_column(String(16), default="off", server_default="off")
    last_number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    phases: Mapped[list[Phase]] = relationship(order_by="Phase.position", back_populates="cycle")

    def takes(self, code: str, at: datetime) -> bool:
        """Whether the cycle is open and its phase takes contributions at `at` (process time)."""
        return self.state == "open" and any(phase.code == code and phase.is_open(at) for phase in self.phases)


class Phase(Base):
    """One phase: shown with its dates as the committee wrote them, opened and closed by exact moments."""

    __tablename__ = "phase"
    __table_args__ = (
        UniqueConstraint("cycle_id", "code"),
        CheckConstraint("code IN (" + ", ".join(f"'{code}'" for code in PHASES) + ")", name="code"),
        CheckConstraint("closes_at IS NULL OR opens_at IS NULL OR closes_at > opens_at", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    code: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    # The period as the committee wrote it («octobre 2020»), with its sortable bounds.
    period: Mapped[FuzzyDate | None] = fuzzy_date("period", nullable=True)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]

    cycle: Mapped[Cycle] = relationship(back_populates="phases")
    changes: Mapped[list[PhaseChange]] = relationship(order_by="PhaseChange.id")

    def is_open(self, at: datetime) -> bool:
        """Whether contributions are taken at `at` (process time)."""
        if self.opens_at is None or at < self.opens_at:
            return False
        return self.closes_at is None or at < self.closes_at

    def is_over(self, at: datetime) -> bool:
        """Whether the phase lies behind at `at` (process time)."""
        return self.closes_at is not None and at >= self.closes_at


class PhaseChange(Base):
    """A change of a phase's dates: what it was, what it became and the reason, for everyone to read."""

    __tablename__ = "phase_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    opened_before: Mapped[datetime | None]
    closed_before: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    reason: Mapped[OfficialText] = mapped_column(OfficialTextType)
    # Process time and the account that changed it.
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
