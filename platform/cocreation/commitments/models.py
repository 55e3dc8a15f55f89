"""Projects of commitments, the bodies that may hold them, and the log of what was asked and answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import Account, Organisation, one_of
from cocreation.core.db import Base
from cocreation.core.fuzzy import FuzzyDate, fuzzy_date
from cocreation.core.i18n import N_, OfficialText, OfficialTextType
from cocreation.cycles.models import Cycle
from cocreation.evaluation.models import Item

PROJECT_STATES: dict[str, str] = {
    "candidate": N_("Nobody asked yet"),
    "consulted": N_("Bodies asked"),
    "confirmed": N_("Holder confirmed"),
    "none": N_("No holder found"),
}
# The one table of what may follow what; from the last two a project is opened again, with a public reason.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "candidate": ("consulted", "none"),
    "consulted": ("candidate", "confirmed", "none"),
    "confirmed": ("consulted",),
    "none": ("candidate", "consulted"),
}
CONCLUDED = ("confirmed", "none")

# Who may hold a commitment.
HOLDER_KINDS = ("administration", "local_authority")
PARTS: dict[str, str] = {"lead": N_("Lead holder"), "partner": N_("Partner")}
ANSWERS: dict[str, str] = {
    "accepts": N_("Accepts"),
    "conditions": N_("Accepts on conditions"),
    "refuses": N_("Refuses"),
}
CANDIDATE_STATES: dict[str, str] = {
    "candidate": N_("Not asked yet"),
    "consulted": N_("Answer awaited"),
    **ANSWERS,
    "confirmed": N_("Confirmed"),
}
CONTACT_KINDS: dict[str, str] = {
    "letter": N_("Letter"),
    "meeting": N_("Meeting"),
    "call": N_("Phone call"),
    "reminder": N_("Reminder"),
    "answer": N_("Answer"),
}
# A body counts as asked from the first of these on.
ASKING = ("letter", "meeting", "call")
REMINDER_MEDIA: dict[str, str] = {"mail": N_("E-mail"), "letter": N_("Letter"), "phone": N_("Phone call")}


def is_retained(item: Item) -> bool:
    """Whether a workshop that is closed retained it."""
    return item.workshop.state == "closed" and item.outcome == "retained"


class Project(Base):
    """A project of commitment: what a workshop retained, on its way to a holder and a sheet."""

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("cycle_id", "number"),
        CheckConstraint(one_of("state", PROJECT_STATES), name="state"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]
    # What the workshop retained; the items merged into it belong to the project too.
    item_id: Mapped[int] = mapped_column(ForeignKey("workshop_item.id"), unique=True)
    title: Mapped[OfficialText] = mapped_column(OfficialTextType)
    state: Mapped[str] = mapped_column(String(12), default="candidate")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]

    cycle: Mapped[Cycle] = relationship(lazy="joined")
    item: Mapped[Item] = relationship(lazy="joined")
    candidates: Mapped[list[Candidate]] = relationship(order_by="Candidate.id", back_populates="project")
    turns: Mapped[list[Turn]] = relationship(order_by="Turn.id")

    @property
    def is_retained(self) -> bool:
        """Whether a closed workshop still retains what it was born of."""
        return is_retained(self.item)

    @property
    def is_concluded(self) -> bool:
        """Whether a holder is confirmed, or none was found."""
        return self.state in CONCLUDED

    @property
    def holders(self) -> list[Candidate]:
        """The confirmed bodies, the lead first."""
        confirmed = [one for one in self.candidates if one.state == "confirmed"]
        return sorted(confirmed, key=lambda one: one.part != "lead")

    @property
    def conclusion(self) -> Turn | None:
        """What brought the project to where it is concluded."""
        return self.turns[-1] if self.is_concluded and self.turns else None


class Turn(Base):
    """A project passing from one state to another, with its public reason where one is due; never changed."""

    __tablename__ = "project_turn"
    __table_args__ = (
        CheckConstraint(one_of("from_state", PROJECT_STATES), name="from_state"),
        CheckConstraint(one_of("to_state", PROJECT_STATES), name="to_state"),
        CheckConstraint("from_state <> to_state", name="moves"),
        CheckConstraint("to_state <> 'none' OR CAST(reason AS VARCHAR) <> '{}'", name="none_has_reason"),
        CheckConstraint(
            "from_state NOT IN ('confirmed', 'none') OR CAST(reason AS VARCHAR) <> '{}'", name="reopened_with_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    from_state: Mapped[str] = mapped_column(String(12))
    to_state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[OfficialText] = mapped_column(OfficialTextType, default=OfficialText)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Candidate(Base):
    """A body that may hold a project, as lead or partner; its state follows from what was asked and answered."""

    __tablename__ = "holder_candidate"
    __table_args__ = (
        UniqueConstraint("project_id", "organisation_id"),
        CheckConstraint(one_of("part", PARTS), name="part"),
        CheckConstraint(one_of("state", CANDIDATE_STATES), name="state"),
        CheckConstraint("(state = 'confirmed') = (confirmed_at IS NOT NULL)", name="confirmed_when"),
        Index("ix_holder_candidate_organisation_id", "organisation_id"),
        Index(
            "ix_holder_candidate_one_lead",
            "project_id",
            unique=True,
            sqlite_where=text("state = 'confirmed' AND part = 'lead'"),
            postgresql_where=text("state = 'confirmed' AND part = 'lead'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    part: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12), default="candidate")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship(back_populates="candidates")
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    contacts: Mapped[list[Contact]] = relationship(
        secondary="holder_contact_candidate", order_by="Contact.id", back_populates="candidates"
    )

    @property
    def standing(self) -> list[Contact]:
        """The contacts that were not struck out, in the order of their days."""
        return sorted((one for one in self.contacts if not one.is_struck), key=lambda one: (one.day, one.id))

    @property
    def asked(self) -> Contact | None:
        """How the body was first asked."""
        return next((one for one in self.standing if one.kind in ASKING), None)

    @property
    def answer(self) -> Contact | None:
        """The body's latest answer."""
        return next((one for one in reversed(self.standing) if one.kind == "answer"), None)

    @property
    def reminders(self) -> list[Contact]:
        """The reminders sent since it was asked."""
        return [one for one in self.standing if one.kind == "reminder"]


class Contact(Base):
    """An entry of the log: a letter, a meeting, a call, a reminder, an answer; corrected with trace, never deleted."""

    __tablename__ = "holder_contact"
    __table_args__ = (
        CheckConstraint(one_of("kind", CONTACT_KINDS), name="kind"),
        CheckConstraint("(kind = 'answer') = (answer IS NOT NULL)", name="answer_given"),
        CheckConstraint(f"answer IS NULL OR {one_of('answer', ANSWERS)}", name="answer"),
        CheckConstraint("kind <> 'answer' OR who <> ''", name="answered_by_somebody"),
        CheckConstraint("answer IS NULL OR answer = 'accepts' OR summary <> ''", name="answer_has_words"),
        CheckConstraint("(kind = 'reminder') = (medium IS NOT NULL)", name="reminder_medium"),
        CheckConstraint(f"medium IS NULL OR {one_of('medium', REMINDER_MEDIA)}", name="medium"),
        CheckConstraint("(struck_at IS NULL) = (struck_why = '')", name="struck_why"),
        Index("ix_holder_contact_cycle_id", "cycle_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    kind: Mapped[str] = mapped_column(String(10))
    on: Mapped[FuzzyDate] = fuzzy_date("on")
    # The reference of a letter; the place of a meeting and the link to join it.
    reference: Mapped[str] = mapped_column(String(100), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    medium: Mapped[str | None] = mapped_column(String(8))
    answer: Mapped[str | None] = mapped_column(String(12))
    # The function of who answered: no name is needed.
    who: Mapped[str] = mapped_column(String(200), default="")
    # What was said; for an answer the reason of a refusal, or the conditions.
    summary: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    # Whether its kind, date, body and answer, and nothing else of it, stand on the public page.
    is_public: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    struck_at: Mapped[datetime | None]
    struck_why: Mapped[str] = mapped_column(String(1000), default="")
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    once_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    candidates: Mapped[list[Candidate]] = relationship(
        secondary="holder_contact_candidate", order_by="Candidate.id", back_populates="contacts"
    )
    corrections: Mapped[list[ContactCorrection]] = relationship(order_by="ContactCorrection.id")

    @property
    def is_struck(self) -> bool:
        """Whether it was entered wrongly: it stays in the log, crossed out, and no longer counts."""
        return self.struck_at is not None

    @property
    def day(self) -> date:
        """The last day it can have happened on."""
        return self.on.sort_key[1]


class ContactCandidate(Base):
    """Whom, and about which project, an entry of the log concerns."""

    __tablename__ = "holder_contact_candidate"

    contact_id: Mapped[int] = mapped_column(ForeignKey("holder_contact.id"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("holder_candidate.id"), primary_key=True, index=True)


class ContactCorrection(Base):
    """A corrected entry as it was before, and why it was corrected."""

    __tablename__ = "holder_contact_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("holder_contact.id"), index=True)
    # What the changed fields said before, {field: words}.
    before: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(String(1000))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
