"""What the checks of the sums have found, so that each fault is told once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import one_of
from cocreation.core.db import Base
from cocreation.cycles.models import Cycle
from cocreation.trace.checking import FAULTS, Fault


class BalanceFault(Base):
    """Something that did not agree when it was checked, in real time; `gone_at` once a check found it settled."""

    __tablename__ = "balance_fault"
    __table_args__ = (
        CheckConstraint(one_of("kind", FAULTS), name="kind"),
        Index("ix_balance_fault_gone_at", "gone_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # None for what is wrong with the journal itself.
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("cycle.id"))
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(16))
    told: Mapped[str] = mapped_column(String(300))
    found: Mapped[str] = mapped_column(String(300))
    found_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]

    cycle: Mapped[Cycle | None] = relationship()

    @property
    def fault(self) -> Fault:
        """What is wrong, with its words."""
        return Fault(self.name, self.kind, self.told, self.found)
