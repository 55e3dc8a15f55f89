"""Reasoned answers as they are written, as they were published, and what authors say of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import Account, one_of
from cocreation.core.db import Base
from cocreation.core.i18n import N_, OfficialText, OfficialTextType
from cocreation.cycles.models import Cycle
from cocreation.evaluation.models import GATES, OUTCOMES, Item
from cocreation.proposals.models import STATES, Proposal

# What may be published of an idea: the last word of the choices or, for those never published, of their checking.
CHECKED_OUT = ("refused", "out_of_scope", "duplicate", "withdrawn")
ANSWERED: dict[str, str] = {
    **{code: words for code, words in OUTCOMES.items() if code != "reformulate"},
    "not_linked": GATES["not_linked"],
    **{code: STATES[code] for code in CHECKED_OUT},
}

PUBLICATION_STATES: dict[str, str] = {"proposed": N_("Waits for a second yes"), "published": N_("Published")}

REACTION_KINDS: dict[str, str] = {
    "misread": N_("This is not what I meant"),
    "wrong_group": N_("My idea was placed in the wrong group"),
    "other": N_("Something else"),
}
RESOLUTIONS: dict[str, str] = {
    "changed": N_("The answer is changed"),
    "maintained": N_("The answer is maintained"),
    "next_workshop": N_("The idea goes to the next workshop"),
}


class ReasonedAnswer(Base):
    """The words written for an item, for an act of the first sift, or for one idea apart; published only later."""

    __tablename__ = "reasoned_answer"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN item_id IS NULL THEN 0 ELSE 1 END + CASE WHEN sift_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END = 1",
            name="of_one_thing",
        ),
        Index("ix_reasoned_answer_cycle_id", "cycle_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_item.id"), unique=True)
    sift_id: Mapped[int | None] = mapped_column(ForeignKey("sift.id"), unique=True)
    # Adapted for this idea, beside the answer to its group.
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), unique=True)
    words: Mapped[OfficialText] = mapped_column(OfficialTextType)
    # Raised at each change, so that the second of two people changing it is told.
    revision: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]


class AnswersPublication(Base):
    """The answers of a plan published at once: the first holds every idea, a later one those that changed."""

    __tablename__ = "answers_publication"
    __table_args__ = (
        UniqueConstraint("cycle_id", "number"),
        CheckConstraint(one_of("state", PUBLICATION_STATES), name="state"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_when"),
        CheckConstraint("published_by_id IS NULL OR published_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("state = 'proposed' OR published_by_id IS NOT NULL", name="published_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="proposed")
    # Why a later one follows, for everyone; empty for the first.
    note: Mapped[OfficialText] = mapped_column(OfficialTextType)
    press: Mapped[OfficialText] = mapped_column(OfficialTextType)
    # The fingerprint of what was proposed, so that nothing else is published in its place.
    digest: Mapped[str] = mapped_column(String(64))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]

    cycle: Mapped[Cycle] = relationship(lazy="joined")


class PublishedAnswer(Base):
    """The answer to one idea as it was published; never changed: a correction is a row of a later publication."""

    __tablename__ = "published_answer"
    __table_args__ = (
        UniqueConstraint("publication_id", "proposal_id"),
        CheckConstraint(one_of("outcome", ANSWERED), name="outcome"),
        CheckConstraint("outcome <> 'merged' OR merged_into_id IS NOT NULL", name="merged_into"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("answers_publication.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(16))
    # What the workshop decided on; None where the first sift or the checking had the last word.
    item_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_item.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_item.id"))
    words: Mapped[OfficialText] = mapped_column(OfficialTextType)
    # Adapted for this idea, shown as such; empty where the answer to its group says it all.
    own_words: Mapped[OfficialText] = mapped_column(OfficialTextType)
    # Where it is done, or where it goes.
    link: Mapped[str] = mapped_column(String(300), default="")

    publication: Mapped[AnswersPublication] = relationship(lazy="joined")
    proposal: Mapped[Proposal] = relationship()
    item: Mapped[Item | None] = relationship(foreign_keys=[item_id])
    merged_into: Mapped[Item | None] = relationship(foreign_keys=[merged_into_id])


class Reaction(Base):
    """What the author says of a published answer, and what came of it; the words stay between the two sides."""

    __tablename__ = "reaction"
    __table_args__ = (
        CheckConstraint(one_of("kind", REACTION_KINDS), name="kind"),
        CheckConstraint(one_of("resolution", RESOLUTIONS), name="resolution"),
        CheckConstraint("(resolution IS NULL) = (resolved_at IS NULL)", name="resolved_when"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # One reaction to one answer; an answer that was changed may be reacted to again.
    published_answer_id: Mapped[int] = mapped_column(ForeignKey("published_answer.id"), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    resolution: Mapped[str | None] = mapped_column(String(16))
    reply: Mapped[str] = mapped_column(Text, default="")
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    resolved_at: Mapped[datetime | None]

    answer: Mapped[PublishedAnswer] = relationship(lazy="joined")
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
