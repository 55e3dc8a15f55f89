"""Axes of a cycle and their merging: a merge is a row that can be undone, proposals keep their original axis."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.core.db import Base
from cocreation.core.i18n import N_, OfficialText, OfficialTextType

STATES: dict[str, str] = {
    "draft": N_("Draft"),
    "proposed": N_("Open to comment"),
    "adopted": N_("Adopted"),
    "merged": N_("Merged into another theme"),
    "withdrawn": N_("Withdrawn"),
}

# From state to the states it may take (domain.md §1.6, «Axis»).
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "draft": ("proposed", "adopted", "withdrawn"),
    "proposed": ("draft", "adopted", "withdrawn"),
    "adopted": ("merged", "withdrawn"),
    "merged": ("adopted",),
    "withdrawn": ("draft",),
}


class Theme(Base):
    """One axis of a cycle. `merged_into` is set while the axis stands merged; undoing clears it."""

    __tablename__ = "theme"
    __table_args__ = (
        UniqueConstraint("cycle_id", "slug"),
        CheckConstraint("state IN (" + ", ".join(f"'{state}'" for state in STATES) + ")", name="state"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_has_target"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_into_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    title: Mapped[OfficialText] = mapped_column(OfficialTextType)
    text: Mapped[OfficialText | None] = mapped_column(OfficialTextType)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))

    merged_into: Mapped[Theme | None] = relationship(remote_side=[id])

    @property
    def takes_proposals(self) -> bool:
        """Whether a person may choose it for a proposal."""
        return self.state == "adopted"


class ThemeMerge(Base):
    """One merging of an axis into another, with its reason, and its undoing if it was undone."""

    __tablename__ = "theme_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    reason: Mapped[OfficialText] = mapped_column(OfficialTextType)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
