"""Decisions of moderators, their closed lists of codes and reasons, and second looks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import Account, one_of
from cocreation.comments.models import ELSEWHERE
from cocreation.core.db import Base
from cocreation.core.i18n import N_

OBJECTS = ("proposal", "draft", "comment")
# A new text of a published proposal is decided on as well; it is neither reported nor looked at twice.
DECIDED_ON = (*OBJECTS, "revision")

# What a moderator can decide: one closed list, in one place.
DECISIONS: dict[str, str] = {
    "publish": N_("Publish"),
    "correction": N_("Ask for a correction"),
    "refuse": N_("Refuse"),
    "other_channel": N_("Direct to another channel"),
    "out_of_scope": N_("Out of scope"),
    "duplicate": N_("Already proposed"),
    "move": N_("Move to another theme"),
    "keep": N_("Keep visible"),
    "hide": N_("Hide"),
}

# Reasons of the charter, by decision.
REASONS: dict[str, dict[str, str]] = {
    "refuse": {
        "insult": N_("Insults or threatens someone"),
        "discrimination": N_("Discriminates or stirs up hatred"),
        "personal_data": N_("Gives away someone’s personal data"),
        "advertising": N_("Advertising or unwanted mail"),
        "false_identity": N_("Speaks in somebody else’s name"),
        "unlawful": N_("Calls for something unlawful"),
    },
    "correction": {
        "unclear": N_("The problem or the proposal is not clear enough"),
        "personal_data": N_("Gives away someone’s personal data"),
        "several_ideas": N_("Holds several ideas: send them apart"),
        "tone": N_("The tone accuses people instead of naming the problem"),
    },
    "other_channel": {
        "petition": N_("It is a petition or a motion: it goes to the national participation portal"),
        "complaint": N_("It is a personal complaint: it goes to the national complaints portal"),
        "access_request": N_("It is a request for information: it goes to the access to information portal"),
    },
    "out_of_scope": {
        "not_open_government": N_("Not linked to open government"),
        "other_level": N_("Beyond what a two-year action plan can decide"),
    },
    "duplicate": {"same_idea": N_("The same idea is already published")},
    "hide": {
        "insult": N_("Insults or threatens someone"),
        "discrimination": N_("Discriminates or stirs up hatred"),
        "personal_data": N_("Gives away someone’s personal data"),
        "advertising": N_("Advertising or unwanted mail"),
        "off_topic": N_("Has nothing to do with the subject"),
        "unlawful": N_("Calls for something unlawful"),
    },
}
# Why somebody reports what others wrote; the first ones are read before the others.
REPORT_REASONS: dict[str, str] = {
    "danger": N_("Threatens somebody, or calls for violence"),
    "personal_data": N_("Gives away someone’s personal data"),
    "insult": N_("Insults someone"),
    "discrimination": N_("Discriminates or stirs up hatred"),
    "false_identity": N_("Speaks in somebody else’s name"),
    "advertising": N_("Advertising or unwanted mail"),
    "off_topic": N_("Has nothing to do with the subject"),
    "unlawful": N_("Calls for something unlawful"),
    "other": N_("Something else, in your words"),
}
URGENT = ("danger", "personal_data")
# The state each decision leads to; «move» leaves it as it is.
TARGETS: dict[str, dict[str, str]] = {
    "proposal": {
        "publish": "published",
        "correction": "correction",
        "refuse": "refused",
        "other_channel": "other_channel",
        "out_of_scope": "out_of_scope",
        "duplicate": "duplicate",
    },
    "draft": {"publish": "published", "correction": "correction", "refuse": "refused"},
    "comment": {"keep": "visible", "hide": "hidden"},
    "revision": {"publish": "accepted", "refuse": "refused"},
}
# What the author of a thing may ask a second look at.
REGRETTED = {"proposal": "refused", "draft": "refused", "comment": "hidden"}

# Where a proposal directed elsewhere should go: public addresses of the State's portals.
CHANNEL_LINKS: dict[str, str] = {
    "petition": "https://www.eparticipation.ma",
    "complaint": "https://www.chikaya.ma",
    "access_request": "https://www.chafafiya.ma",
}

# The decision behind a state, for pages that know the state alone.
DECISION_OF_STATE = {state: code for targets in TARGETS.values() for code, state in targets.items() if code in REASONS}


def reason_message(decision: str | None, reason_code: str | None) -> str:
    """The words (a msgid) of a reason; empty where none is known.

    Args:
        decision: a code of DECISIONS («refuse»), or the state it led to («refused», «hidden»).
    """
    if reason_code == ELSEWHERE:
        return N_("Decided elsewhere, before it was brought here")
    code = DECISION_OF_STATE.get(decision or "", decision or "")
    return REASONS.get(code, {}).get(reason_code or "", "")


class Decision(Base):
    """One decision on one thing; it can be undone until the mail that tells of it leaves."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(one_of("object_kind", DECIDED_ON), name="object_kind"),
        CheckConstraint(one_of("code", DECISIONS), name="code"),
        Index("ix_decision_object", "object_kind", "object_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    object_kind: Mapped[str] = mapped_column(String(12))
    object_id: Mapped[int]
    version_number: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(String(16))
    reason_code: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    from_state: Mapped[str] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    # What undoing restores beside the state: theme, reason, note and the proposal repeated, as they stood.
    before: Mapped[dict[str, Any]]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # Real time, process time, and the real time until which it can be undone.
    decided_at: Mapped[datetime]
    process_at: Mapped[datetime]
    final_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    second_look: Mapped[bool] = mapped_column(default=False)

    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])

    def can_be_undone(self, at: datetime) -> bool:
        """Whether it still stands and its mail has not left at `at` (real time)."""
        return self.undone_at is None and at < self.final_at


class SecondLook(Base):
    """An author's one request to have a refusal or a hiding looked at again, by somebody else."""

    __tablename__ = "second_look"
    __table_args__ = (
        CheckConstraint(one_of("object_kind", OBJECTS), name="object_kind"),
        CheckConstraint("state IN ('waiting', 'upheld', 'changed')", name="state"),
        UniqueConstraint("object_kind", "object_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    object_kind: Mapped[str] = mapped_column(String(12))
    object_id: Mapped[int]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    # None once the person has erased their account.
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="waiting", index=True)
    asked_at: Mapped[datetime]
    process_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    # The words of whoever answered, for the author.
    answer: Mapped[str] = mapped_column(Text, default="")

    decision: Mapped[Decision] = relationship()


class ContentReport(Base):
    """One person's word that something others wrote breaks the charter; counting them decides nothing."""

    __tablename__ = "content_report"
    __table_args__ = (
        CheckConstraint(one_of("object_kind", OBJECTS), name="object_kind"),
        CheckConstraint(one_of("reason_code", REPORT_REASONS), name="reason_code"),
        CheckConstraint("state IN ('waiting', 'kept', 'acted')", name="state"),
        CheckConstraint("(state = 'waiting') = (decision_id IS NULL)", name="answered_by_decision"),
        # One report a person of one text of one thing.
        UniqueConstraint("object_kind", "object_id", "version_number", "by_id"),
        Index("ix_content_report_waiting", "state", "object_kind", "object_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    object_kind: Mapped[str] = mapped_column(String(12))
    object_id: Mapped[int]
    version_number: Mapped[int] = mapped_column(default=1)
    # None once the account is erased.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason_code: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    # Real time and process time.
    sent_at: Mapped[datetime]
    process_at: Mapped[datetime]
