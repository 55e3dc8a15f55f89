"""The first sift of ideas, the grids they are scored against, and the workshops that score and decide."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import Account, Organisation, one_of
from cocreation.clustering.models import Group
from cocreation.core.db import Base
from cocreation.core.i18n import N_, OfficialText, OfficialTextType
from cocreation.cycles.models import Cycle
from cocreation.evaluation.marks import Scale, number
from cocreation.proposals.models import DraftCommitment, Proposal

# Where the first sift sends an idea; only the first goes on to a workshop.
GATES: dict[str, str] = {
    "linked": N_("Linked to open government"),
    "not_linked": N_("Not linked to open government"),
    "already_done": N_("Done already"),
    "other_channel": N_("Goes to another channel"),
}
# The answers offered, by gate; a note may say more.
GATE_REASONS: dict[str, dict[str, str]] = {
    "linked": {
        "values": N_("It serves one or more of the values of open government"),
        "access": N_("It opens information or data to the public"),
        "participation": N_("It gives people a say in public decisions"),
        "integrity": N_("It makes public action more honest or more accountable"),
        "services": N_("It makes public services more open to those who use them"),
    },
    "not_linked": {
        "other_policy": N_("It is about another public policy, not about how open the State is"),
        "too_general": N_("It names no measure that a plan could hold"),
    },
    "already_done": {
        "in_force": N_("What it asks for is in force"),
        "earlier_plan": N_("An earlier plan does it"),
    },
    "other_channel": {
        "petition": N_("It is a petition or a motion"),
        "complaint": N_("It is a personal complaint"),
        "access_request": N_("It is a request for information"),
    },
}

GRID_STATES: dict[str, str] = {
    "draft": N_("Being written"),
    "proposed": N_("Waits for a second yes"),
    "adopted": N_("Adopted"),
}
STEPS = ("1", "0.5")

WORKSHOP_STATES: dict[str, str] = {
    "prepared": N_("Being prepared"),
    "scoring": N_("Everyone scores alone"),
    "discussion": N_("Discussion and decisions"),
    "closed": N_("Closed, the results are public"),
}
DUTIES: dict[str, str] = {"evaluator": N_("Evaluator"), "chair": N_("Chair")}
SEAT_SIDES: dict[str, str] = {"public": N_("Public bodies"), "civil": N_("Civil society")}
ITEM_KINDS: dict[str, str] = {
    "group": N_("Group of ideas"),
    "proposal": N_("Single idea"),
    "draft": N_("Draft commitment"),
}
OUTCOMES: dict[str, str] = {
    "retained": N_("Retained"),
    "merged": N_("Merged into another item"),
    "reformulate": N_("Sent back to be reformulated"),
    "already_done": N_("Done already"),
    "other_channel": N_("Goes to another channel"),
    "not_retained": N_("Not retained"),
}
RECUSAL_SOURCES: dict[str, str] = {
    "declared": N_("Declared"),
    "membership": N_("Own idea, or one’s own organisation’s"),
}


class Sift(Base):
    """One act of the first sift: one or many ideas, one gate, one reason; undone, the act before it counts again."""

    __tablename__ = "sift"
    __table_args__ = (
        CheckConstraint(one_of("gate", GATES), name="gate"),
        CheckConstraint("gate <> 'already_done' OR link <> ''", name="done_has_link"),
        Index("ix_sift_cycle_id", "cycle_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    gate: Mapped[str] = mapped_column(String(16))
    reason_code: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(1000), default="")
    # Where it is done, or where it goes.
    link: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    ideas: Mapped[list[SiftedIdea]] = relationship(order_by="SiftedIdea.proposal_id")


class SiftedIdea(Base):
    """An idea of one act; of the acts that stand, the latest counts."""

    __tablename__ = "sifted_idea"

    sift_id: Mapped[int] = mapped_column(ForeignKey("sift.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True, index=True)


class Grid(Base):
    """What ideas are scored against: criteria and a scale, adopted by two administrators, locked at the first score."""

    __tablename__ = "grid"
    __table_args__ = (
        UniqueConstraint("cycle_id", "number"),
        CheckConstraint(one_of("state", GRID_STATES), name="state"),
        CheckConstraint(one_of("step", STEPS), name="step"),
        CheckConstraint("most BETWEEN 1 AND 10", name="most"),
        CheckConstraint("state = 'draft' OR proposed_by_id IS NOT NULL", name="proposed_by_somebody"),
        CheckConstraint("(state = 'adopted') = (adopted_by_id IS NOT NULL)", name="adopted_by_somebody"),
        CheckConstraint("adopted_by_id IS NULL OR adopted_by_id <> proposed_by_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="draft")
    most: Mapped[int] = mapped_column(default=4)
    step: Mapped[str] = mapped_column(String(4), default="1")
    # The fingerprint of what was adopted, so that everyone sees that it did not change.
    digest: Mapped[str] = mapped_column(String(64), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    adopted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    criteria: Mapped[list[Criterion]] = relationship(
        order_by="Criterion.position", back_populates="grid", cascade="all, delete-orphan"
    )

    @property
    def scale(self) -> Scale:
        """What a mark may be."""
        return Scale(Fraction(self.most), Fraction(self.step))

    @property
    def levels(self) -> range:
        """The whole marks, each of which has its wording."""
        return range(self.most + 1)

    @property
    def total(self) -> int:
        """The sum of the weights, which must be 100."""
        return sum(one.weight for one in self.criteria)


class Criterion(Base):
    """One criterion: what it asks, and what each level of the scale means for it."""

    __tablename__ = "criterion"
    __table_args__ = (
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight"),
        Index("ix_criterion_grid_id", "grid_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    position: Mapped[int]
    title: Mapped[OfficialText] = mapped_column(OfficialTextType)
    guidance: Mapped[OfficialText] = mapped_column(OfficialTextType)
    # The wording of each whole mark: {"0": {"fr": …, "ar": …, "en": …}, …}.
    anchors: Mapped[dict[str, Any]]
    weight: Mapped[int]
    # Whether the mark 0 sets an item aside.
    veto: Mapped[bool] = mapped_column(default=False)

    grid: Mapped[Grid] = relationship(back_populates="criteria")

    def anchor(self, level: int) -> OfficialText:
        """What a level means for this criterion."""
        return OfficialText(self.anchors.get(str(level), {}))


class Workshop(Base):
    """A meeting that scores items against the grid, each evaluator alone first, then discusses and decides."""

    __tablename__ = "workshop"
    __table_args__ = (
        UniqueConstraint("cycle_id", "number"),
        CheckConstraint(one_of("state", WORKSHOP_STATES), name="state"),
        CheckConstraint("state = 'prepared' OR grid_id IS NOT NULL", name="scored_against_a_grid"),
        CheckConstraint("minimum BETWEEN 2 AND 50", name="minimum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]
    title: Mapped[OfficialText] = mapped_column(OfficialTextType)
    place: Mapped[OfficialText] = mapped_column(OfficialTextType)
    link: Mapped[str] = mapped_column(String(300), default="")
    starts_at: Mapped[datetime]
    # How many evaluators must have sent their marks before anything is decided.
    minimum: Mapped[int] = mapped_column(default=3)
    # Whether the committee decided that each evaluator's scores are public, and not the averages alone.
    marks_public: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default="prepared")
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime | None]
    round_closed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    cycle: Mapped[Cycle] = relationship(lazy="joined")
    grid: Mapped[Grid | None] = relationship()
    seats: Mapped[list[Seat]] = relationship(order_by="Seat.id", back_populates="workshop", lazy="selectin")
    items: Mapped[list[Item]] = relationship(order_by="Item.position", back_populates="workshop")
    reopenings: Mapped[list[Reopening]] = relationship(order_by="Reopening.id")

    @property
    def evaluators(self) -> list[Seat]:
        """Those who score, now."""
        return [seat for seat in self.seats if seat.duty == "evaluator" and seat.left_at is None]

    @property
    def chairs(self) -> list[Seat]:
        """Those who lead, now."""
        return [seat for seat in self.seats if seat.duty == "chair" and seat.left_at is None]

    @property
    def waits_for_reopening(self) -> Reopening | None:
        """The reopening asked by one administrator that waits for another's yes."""
        return next((one for one in self.reopenings if one.agreed_at is None), None)


class Seat(Base):
    """A person's part in one workshop, and in none other."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("workshop_id", "account_id"),
        CheckConstraint(one_of("duty", DUTIES), name="duty"),
        CheckConstraint(one_of("side", SEAT_SIDES), name="side"),
        Index("ix_seat_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    # The body the person sits for; None for the ministry's internal team.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    duty: Mapped[str] = mapped_column(String(12))
    side: Mapped[str] = mapped_column(String(8))
    sent_at: Mapped[datetime | None]
    # When the person was last reminded of marks that are missing.
    reminded_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    workshop: Mapped[Workshop] = relationship(back_populates="seats")
    account: Mapped[Account] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")


class Item(Base):
    """What a workshop scores: a group, a lone idea or a draft commitment; and what the workshop decided of it."""

    __tablename__ = "workshop_item"
    __table_args__ = (
        CheckConstraint(one_of("kind", ITEM_KINDS), name="kind"),
        CheckConstraint("(kind = 'group') = (group_id IS NOT NULL)", name="group"),
        CheckConstraint("(kind = 'proposal') = (proposal_id IS NOT NULL)", name="proposal"),
        CheckConstraint("(kind = 'draft') = (draft_id IS NOT NULL)", name="draft"),
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome"),
        CheckConstraint("(outcome = 'merged') = (merged_into_id IS NOT NULL) OR outcome IS NULL", name="merged_into"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided_when"),
        UniqueConstraint("workshop_id", "group_id"),
        UniqueConstraint("workshop_id", "proposal_id"),
        UniqueConstraint("workshop_id", "draft_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("idea_group.id"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft_commitment.id"))
    outcome: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[OfficialText | None] = mapped_column(OfficialTextType)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_item.id"))
    link: Mapped[str] = mapped_column(String(300), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]

    workshop: Mapped[Workshop] = relationship(back_populates="items")
    group: Mapped[Group | None] = relationship(lazy="joined")
    proposal: Mapped[Proposal | None] = relationship()
    draft: Mapped[DraftCommitment | None] = relationship()
    merged_into: Mapped[Item | None] = relationship(remote_side=[id])

    @property
    def thing_name(self) -> str:
        """What it stands for, as the journal names it: «group:7», «proposal:12», «draft:3»."""
        return f"{self.kind}:{self.group_id or self.proposal_id or self.draft_id}"


class Recusal(Base):
    """An evaluator who does not score an item, and why: said by the person, or found in the tables."""

    __tablename__ = "recusal"
    __table_args__ = (
        UniqueConstraint("seat_id", "item_id"),
        CheckConstraint(one_of("source", RECUSAL_SOURCES), name="source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("workshop_item.id"), index=True)
    source: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime]

    seat: Mapped[Seat] = relationship()


class Score(Base):
    """The marks of one evaluator for one item; they count once the evaluator has sent them all."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("seat_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("workshop_item.id"), index=True)
    # The marks as they are written, {criterion id: "3.5"}.
    marks: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime]

    changes: Mapped[list[ScoreChange]] = relationship(order_by="ScoreChange.id")

    def values(self) -> dict[int, Fraction]:
        """The marks as numbers."""
        return {int(criterion): number(mark) for criterion, mark in self.marks.items()}


class ScoreChange(Base):
    """Marks changed after the others were seen: what they were, and why they changed."""

    __tablename__ = "score_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("score.id"), index=True)
    before: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime]


class Reopening(Base):
    """A closed workshop opened again: asked by one administrator, agreed by another, its reason public."""

    __tablename__ = "workshop_reopening"
    __table_args__ = (
        CheckConstraint("agreed_by_id IS NULL OR agreed_by_id <> asked_by_id", name="two_people"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="agreed_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    note: Mapped[OfficialText] = mapped_column(OfficialTextType)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
