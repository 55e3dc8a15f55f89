"""Runs of the grouping, their groups and memberships, and the corrections moderators made by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from cocreation.accounts.models import one_of
from cocreation.core.db import Base
from cocreation.core.i18n import N_
from cocreation.proposals.models import Proposal

RUN_STATES: dict[str, str] = {
    "asked": N_("In preparation"),
    "ready": N_("With the moderators"),
    "published": N_("Public"),
    "replaced": N_("Replaced by a later one"),
    "failed": N_("Failed"),
    "cancelled": N_("Cancelled"),
}

# Corrections by hand: each is journalled, can be undone, and binds the next run.
CORRECTIONS: dict[str, str] = {
    "rename": N_("Renamed"),
    "move": N_("Moved"),
    "merge": N_("Merged"),
    "split": N_("Split"),
    "together": N_("Kept together"),
    "apart": N_("Kept apart"),
    "lock": N_("Locked"),
    "unlock": N_("Unlocked"),
}

# An addition of the secretariat to the lexicon: in use, or taken out of use and kept for the record.
ENTRY_STATES: dict[str, str] = {"active": N_("In use"), "retired": N_("Taken out of use")}


class GroupingRun(Base):
    """One grouping of a cycle, or of one theme of it: asked, computed, corrected, published."""

    __tablename__ = "grouping_run"
    __table_args__ = (
        CheckConstraint(one_of("state", RUN_STATES), name="state"),
        CheckConstraint("state NOT IN ('ready', 'published') OR corpus_sha256 IS NOT NULL", name="ready_is_whole"),
        Index("ix_grouping_run_cycle_id_state", "cycle_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    # None for the whole cycle.
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    state: Mapped[str] = mapped_column(String(12), default="asked")
    seed: Mapped[int] = mapped_column(default=0)
    # The grouping this one is a coarser or finer cut of, and the number of groups a moderator chose.
    cut_of_id: Mapped[int | None] = mapped_column(ForeignKey("grouping_run.id"))
    n_groups: Mapped[int | None]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    corpus_sha256: Mapped[str | None] = mapped_column(String(64))
    # The input (JSON lines) and the output (cocreation/grouping/1) as they were: the archived grouping.
    source: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    result: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    process_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    groups: Mapped[list[Group]] = relationship(order_by="Group.size.desc(), Group.id", back_populates="run")


class Group(Base):
    """One group of similar ideas (or a family of groups) in one run."""

    __tablename__ = "idea_group"
    __table_args__ = (UniqueConstraint("run_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("grouping_run.id"), index=True)
    # The engine's name («g12», «f3» for a family), which lives on from run to run by overlap.
    name: Mapped[str] = mapped_column(String(16))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("idea_group.id"))
    is_family: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(300))
    title_language: Mapped[str] = mapped_column(String(8), default="fr")
    # Whether people gave it its title, or corrected what it holds.
    renamed: Mapped[bool] = mapped_column(default=False)
    corrected: Mapped[bool] = mapped_column(default=False)
    # The words it turns on, by language: {"fr": [..], "ar": [..]}.
    terms: Mapped[dict[str, Any]]
    size: Mapped[int] = mapped_column(default=0)

    run: Mapped[GroupingRun] = relationship(back_populates="groups")
    parent: Mapped[Group | None] = relationship(remote_side=[id])
    memberships: Mapped[list[Membership]] = relationship(order_by="Membership.rank", back_populates="group")

    @property
    def number(self) -> int:
        """The number people see."""
        return int(self.name[1:])


class Membership(Base):
    """An idea's place in a run: in one group, or in none (`group` is None: listed apart, never a dustbin)."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("run_id", "proposal_id"), Index("ix_membership_group_id", "group_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("grouping_run.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("idea_group.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    version_number: Mapped[int]
    # Position within the group, the most central first.
    rank: Mapped[int] = mapped_column(default=0)
    excerpt: Mapped[str | None] = mapped_column(String(400))
    # The words this idea shares with its group.
    why: Mapped[list[Any]]
    by_hand: Mapped[bool] = mapped_column(default=False)
    # Why a lone idea deserves to be read, {"reasons": [..], "words": [..]}; None for the others.
    notable: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # The id of the first of its near-duplicates, itself included; None for a text of its own.
    copy_of_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    x: Mapped[float] = mapped_column(default=0.0)
    y: Mapped[float] = mapped_column(default=0.0)

    group: Mapped[Group | None] = relationship(back_populates="memberships")
    proposal: Mapped[Proposal] = relationship(foreign_keys=[proposal_id])


class Correction(Base):
    """One correction by hand, kept with what it changed so that it can be undone and survives the next run."""

    __tablename__ = "correction"
    __table_args__ = (CheckConstraint(one_of("kind", CORRECTIONS), name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("grouping_run.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    # Ids and numbers needed to undo it and to repeat it on the next run.
    payload: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any]]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class LexiconEntry(Base):
    """One concept the secretariat added to the lexicon: its words by language, as in docs/lexicon.md."""

    __tablename__ = "lexicon_entry"
    __table_args__ = (CheckConstraint(one_of("state", ENTRY_STATES), name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # The short English name, unique here and in the lexicon that comes with the platform.
    concept: Mapped[str] = mapped_column(String(80), unique=True)
    # Variants separated by «|», the head word first.
    fr: Mapped[str] = mapped_column(Text, default="")
    ar: Mapped[str] = mapped_column(Text, default="")
    en: Mapped[str] = mapped_column(Text, default="")
    ary: Mapped[str] = mapped_column(Text, default="")
    zgh: Mapped[str] = mapped_column(Text, default="")
    general: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default="active")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}
