"""Commitments of a plan and how far they are, meeting after meeting: facts that no later meeting changes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import Organisation, one_of
from cocreation.commitments.models import PARTS
from cocreation.core.db import Base
from cocreation.core.fuzzy import FuzzyDate, fuzzy_date
from cocreation.core.i18n import N_, OfficialText, OfficialTextType
from cocreation.cycles.models import Cycle
from cocreation.meetings.models import Meeting
from cocreation.themes.models import Theme

# Closure is a decision, never worked out from a percentage: 100 % may be open, and what is complete may have a rest.
CLOSURES: dict[str, str] = {
    "open": N_("Open"),
    "complete": N_("Complete"),
    "incomplete": N_("Closed incomplete"),
}
ACTION_STATES: dict[str, str] = {
    "planned": N_("Planned"),
    "in_progress": N_("In progress"),
    "replanned": N_("Re-planned"),
    "blocked": N_("Blocked"),
    "done": N_("Done"),
    "cancelled": N_("Cancelled"),
}
ENDED = ("done", "cancelled")
BASES: dict[str, str] = {
    "declared": N_("Declared by the body"),
    "computed": N_("Worked out from weighted milestones"),
}
BLOCKERS: dict[str, str] = {
    "awaiting": N_("Bodies awaited"),
    "pandemic": N_("Pandemic"),
    "legal": N_("Legal text awaited"),
    "other": N_("Other"),
}


class Commitment(Base):
    """One commitment of a plan, under its official number."""

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("cycle_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(one_of("closure", CLOSURES), name="closure"),
        CheckConstraint("(closure = 'open') = (closed_in_id IS NULL)", name="closed_in"),
        CheckConstraint("closure <> 'incomplete' OR CAST(closure_reason AS VARCHAR) <> '{}'", name="closure_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]
    title: Mapped[OfficialText] = mapped_column(OfficialTextType)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    closure: Mapped[str] = mapped_column(String(12), default="open")
    closure_reason: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    # The meeting that said so.
    closed_in_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    created_at: Mapped[datetime]

    cycle: Mapped[Cycle] = relationship(lazy="joined")
    theme: Mapped[Theme | None] = relationship()
    closed_in: Mapped[Meeting | None] = relationship()
    holders: Mapped[list[CommitmentHolder]] = relationship(order_by="CommitmentHolder.id")
    actions: Mapped[list[Action]] = relationship(order_by="Action.position", back_populates="commitment")
    snapshots: Mapped[list[Snapshot]] = relationship(back_populates="commitment")
    blockers: Mapped[list[Blocker]] = relationship(order_by="Blocker.id")

    @property
    def history(self) -> list[Snapshot]:
        """What the meetings recorded of it, the oldest first."""
        kept = [one for one in self.snapshots if one.is_consolidated]
        return sorted(kept, key=lambda one: one.meeting.held_on)

    def at(self, meeting: Meeting) -> Snapshot | None:
        """What was entered for a meeting, consolidated or not."""
        return next((one for one in self.snapshots if one.meeting_id == meeting.id), None)

    def before(self, meeting: Meeting) -> Snapshot | None:
        """What the last meeting before this one recorded."""
        earlier = [one for one in self.history if one.meeting.held_on < meeting.held_on]
        return earlier[-1] if earlier else None


class CommitmentHolder(Base):
    """A body that carries out a commitment."""

    __tablename__ = "commitment_holder"
    __table_args__ = (
        UniqueConstraint("commitment_id", "organisation_id"),
        CheckConstraint(one_of("part", PARTS), name="part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    part: Mapped[str] = mapped_column(String(8), default="lead")

    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Action(Base):
    """An action of a commitment; without number and title it stands for «the remaining actions»."""

    __tablename__ = "commitment_action"
    __table_args__ = (
        UniqueConstraint("commitment_id", "position"),
        CheckConstraint("weight > 0", name="weight"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    position: Mapped[int]
    # The official number, with gaps and sometimes none: it is never counted anew.
    number: Mapped[int | None]
    title: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    # Its share of the commitment, where the percentage is worked out.
    weight: Mapped[int | None]
    first_date: Mapped[FuzzyDate | None] = fuzzy_date("first_date", nullable=True)

    commitment: Mapped[Commitment] = relationship(back_populates="actions")
    turns: Mapped[list[ActionTurn]] = relationship(back_populates="action")

    @property
    def history(self) -> list[ActionTurn]:
        """What the meetings recorded of it, the oldest first: every date it ever had, every reason."""
        kept = [one for one in self.turns if one.snapshot.is_consolidated]
        return sorted(kept, key=lambda one: one.snapshot.meeting.held_on)

    def standing(self, on: date) -> ActionTurn | None:
        """Where it stood after the meetings up to a day; None where no meeting had spoken of it."""
        told = [one for one in self.history if one.snapshot.meeting.held_on <= on]
        return told[-1] if told else None

    def due(self, on: date) -> FuzzyDate | None:
        """When it was due, after the meetings up to a day: the last date that a meeting gave it, else the first."""
        dated = [one.due for one in self.history if one.due is not None and one.snapshot.meeting.held_on <= on]
        return dated[-1] if dated else self.first_date


class Snapshot(Base):
    """How far a commitment is at a meeting: entered before it, frozen once the secretariat has consolidated it."""

    __tablename__ = "progress_snapshot"
    __table_args__ = (
        UniqueConstraint("commitment_id", "meeting_id"),
        CheckConstraint("percentage BETWEEN 0 AND 100", name="percentage"),
        CheckConstraint(one_of("basis", BASES), name="basis"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    percentage: Mapped[int]
    basis: Mapped[str] = mapped_column(String(10), default="declared")
    evidence: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    link: Mapped[str] = mapped_column(String(300), default="")
    # Three facts of which none follows from the percentage.
    says_complete: Mapped[bool] = mapped_column(default=False)
    all_done: Mapped[bool] = mapped_column(default=False)
    no_progress: Mapped[bool] = mapped_column(default=False)
    # What was achieved beyond the plan.
    beyond: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    consolidated_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    consolidated_at: Mapped[datetime | None]

    commitment: Mapped[Commitment] = relationship(back_populates="snapshots")
    meeting: Mapped[Meeting] = relationship(lazy="joined")
    remarks: Mapped[list[Remark]] = relationship(order_by="Remark.position", cascade="all, delete-orphan")
    components: Mapped[list[Component]] = relationship(order_by="Component.position", cascade="all, delete-orphan")
    turns: Mapped[list[ActionTurn]] = relationship(
        order_by="ActionTurn.action_id", back_populates="snapshot", cascade="all, delete-orphan"
    )

    @property
    def is_consolidated(self) -> bool:
        """Whether it is recorded for good."""
        return self.consolidated_at is not None


class Remark(Base):
    """A line that a body said of its progress, about the commitment or about one action."""

    __tablename__ = "progress_remark"
    __table_args__ = (UniqueConstraint("snapshot_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("progress_snapshot.id"))
    position: Mapped[int]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("commitment_action.id"))
    text: Mapped[OfficialText] = mapped_column(OfficialTextType)

    action: Mapped[Action | None] = relationship()


class Component(Base):
    """A part of an action with a percentage of its own: what is made, and at which site."""

    __tablename__ = "progress_component"
    __table_args__ = (
        UniqueConstraint("snapshot_id", "position"),
        CheckConstraint("percentage BETWEEN 0 AND 100", name="percentage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("progress_snapshot.id"))
    position: Mapped[int]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("commitment_action.id"))
    site: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    name: Mapped[OfficialText] = mapped_column(OfficialTextType)
    percentage: Mapped[int]


class ActionTurn(Base):
    """What became of an action at a meeting: its state, its new date, why. A cancelled action stays, with its reason.

    ``words`` is the date where it is a sentence («programmée à partir de juin 2020»); with ``runs_on`` it goes on
    after the title without a colon. ``reason`` goes on after the word «cancelled».
    """

    __tablename__ = "action_turn"
    __table_args__ = (
        UniqueConstraint("snapshot_id", "action_id"),
        CheckConstraint(one_of("state", ACTION_STATES), name="state"),
        CheckConstraint("state <> 'replanned' OR due_kind IS NOT NULL", name="replanned_when"),
        CheckConstraint("state <> 'cancelled' OR CAST(reason AS VARCHAR) <> '{}'", name="cancelled_why"),
        CheckConstraint("percentage BETWEEN 0 AND 100", name="percentage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("progress_snapshot.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("commitment_action.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    due: Mapped[FuzzyDate | None] = fuzzy_date("due", nullable=True)
    words: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    runs_on: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    # How far the action is, where the percentage of the commitment is worked out.
    percentage: Mapped[int | None]

    snapshot: Mapped[Snapshot] = relationship(back_populates="turns")
    action: Mapped[Action] = relationship(back_populates="turns")


class Blocker(Base):
    """What holds a commitment or one of its actions up, since which meeting, and until which."""

    __tablename__ = "progress_blocker"
    __table_args__ = (
        CheckConstraint(one_of("kind", BLOCKERS), name="kind"),
        CheckConstraint("bodies_count > 0", name="bodies_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("commitment_action.id"))
    kind: Mapped[str] = mapped_column(String(12))
    # On whom it waits: named, or only counted («7 départements»).
    on_whom: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    bodies_count: Mapped[int | None]
    since_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    resolved_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))

    action: Mapped[Action | None] = relationship()
    since: Mapped[Meeting] = relationship(foreign_keys=[since_id])
    resolved: Mapped[Meeting | None] = relationship(foreign_keys=[resolved_id])

    def holds(self, on: date) -> bool:
        """Whether it holds things up on a day."""
        return self.since.held_on <= on and (self.resolved is None or self.resolved.held_on > on)
