"""Proposals of citizens and draft commitments of administrations; their texts are lists of versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.lists import REGIONS
from cocreation.accounts.models import Contributor, Organisation, one_of
from cocreation.comments.models import Thread
from cocreation.core.db import Base
from cocreation.core.i18n import N_, OfficialText, OfficialTextType
from cocreation.themes.models import Theme

# Whom an idea concerns, where its author says so.
CONCERNED: dict[str, str] = {
    "women": N_("Women"),
    "youth": N_("Young people"),
    "children": N_("Children and pupils"),
    "older_people": N_("Older people"),
    "disability": N_("People with disabilities"),
    "rural": N_("People in the countryside"),
    "abroad": N_("Moroccans living abroad"),
    "foreigners": N_("Foreigners living in Morocco"),
    "associations": N_("Associations"),
    "companies": N_("Companies and the self-employed"),
    "civil_servants": N_("Civil servants"),
}

# Where a proposal stands before it is grouped: one closed list, in one place (domain.md §1.6).
STATES: dict[str, str] = {
    "draft": N_("Draft"),
    "submitted": N_("Waiting to be checked"),
    "correction": N_("Sent back for correction"),
    "published": N_("Published"),
    "refused": N_("Refused"),
    "other_channel": N_("Directed to another channel"),
    "out_of_scope": N_("Out of scope"),
    "duplicate": N_("Already proposed"),
    "withdrawn": N_("Withdrawn by its author"),
}

DECIDED = ("published", "refused", "other_channel", "out_of_scope", "duplicate", "correction")
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "draft": ("submitted", "withdrawn"),
    "submitted": (*DECIDED, "withdrawn"),
    "correction": ("submitted", "withdrawn"),
    "published": ("submitted", "withdrawn", "refused", "other_channel", "out_of_scope", "duplicate"),
    "refused": ("submitted", "published"),
    "other_channel": ("submitted", "published"),
    "out_of_scope": ("submitted", "published"),
    "duplicate": ("submitted", "published"),
    "withdrawn": (),
}
# States whose page shows the text to everyone; a refused one shows reference, state and reason alone.
PUBLIC_STATES = ("published", "other_channel", "out_of_scope", "duplicate")
PUBLIC_WITHOUT_TEXT = ("refused", "withdrawn")

CHANNELS: dict[str, str] = {
    "online": N_("On the platform"),
    "webinar": N_("In a webinar"),
    "paper": N_("On paper"),
    "phone": N_("By phone"),
    "email": N_("By e-mail"),
    "other_platform": N_("On another platform"),
}
# How something may have come that is typed in for somebody else, in the order they are offered.
TYPED_CHANNELS: dict[str, str] = {code: CHANNELS[code] for code in ("paper", "webinar", "phone", "email")}

# What a text is: the proposal's own, one that waits to replace it, one that was not taken, one taken back.
VERSION_STATES = ("accepted", "proposed", "refused", "withdrawn")
# What the person whose words were typed in for them agreed to.
CONSENTS: dict[str, str] = {
    "text": N_("Their words are published, without a name"),
    "text_and_name": N_("Their words are published with the name given"),
}

LANGUAGES_OF_TEXTS: dict[str, str] = {
    "fr": "Français", "ar": "العربية", "en": "English", "zgh": "ⵜⴰⵎⴰⵣⵉⵖⵜ", "es": "Español",
}  # fmt: skip

DRAFT_STATES: dict[str, str] = {
    "draft": N_("Draft"),
    "submitted": N_("Waiting to be checked"),
    "correction": N_("Sent back for correction"),
    "published": N_("Published for comment"),
    "refused": N_("Refused"),
    "withdrawn": N_("Withdrawn by the administration"),
}
DRAFT_TRANSITIONS: dict[str, tuple[str, ...]] = {
    "draft": ("submitted", "withdrawn"),
    "submitted": ("published", "correction", "refused", "withdrawn"),
    "correction": ("submitted", "withdrawn"),
    "published": ("submitted", "withdrawn", "refused"),
    "refused": ("submitted", "published"),
    "withdrawn": (),
}


class Proposal(Base):
    """One idea of a citizen or association, known for ever by its reference (PAN2-00123).

    `original_theme` is what the author chose; `theme` is where a moderator moved it. Where an axis is
    merged, `theme` still points at the merged one and pages show the one it went into.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("region", REGIONS), name="region"),
        CheckConstraint(one_of("channel", CHANNELS), name="channel"),
        CheckConstraint("(state = 'duplicate') = (duplicate_of_id IS NOT NULL)", name="duplicate_of_what"),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_when"),
        CheckConstraint("state = 'draft' OR reference IS NOT NULL", name="sent_has_reference"),
        CheckConstraint("variant_of_id IS NULL OR variant_of_id <> id", name="not_own_variant"),
        CheckConstraint(one_of("consent", CONSENTS), name="consent"),
        CheckConstraint("typed_by_id IS NULL OR consent IS NOT NULL", name="typed_with_consent"),
        UniqueConstraint("cycle_id", "external_id"),
        Index("ix_proposal_newest", "cycle_id", "state", "received_at", "id"),
        # All that the counts beside the filters read, in the order in which they are grouped.
        Index("ix_proposal_facets", "cycle_id", "state", "theme_id", "region", "language", "voice"),
        Index("ix_proposal_state_received_at_id", "state", "received_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    reference: Mapped[str | None] = mapped_column(String(24), unique=True)
    contributor_id: Mapped[int] = mapped_column(ForeignKey("contributor.id"), index=True)
    original_theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    region: Mapped[str | None] = mapped_column(String(40))
    # Codes of CONCERNED, in their order.
    concerned: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    channel: Mapped[str] = mapped_column(String(16), default="online")
    state: Mapped[str] = mapped_column(String(16), default="draft")
    # What the public page says of a decision: a code of moderation's closed list and the moderator's words.
    reason_code: Mapped[str | None] = mapped_column(String(40))
    reason_note: Mapped[str | None] = mapped_column(Text)
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    # The proposal whose idea this one says in other words: always the first of them, never a variant itself.
    variant_of_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    version_number: Mapped[int] = mapped_column(default=1)
    # The language of its public text and the voice of its author, said again here so that lists count and
    # filter without reading either; kept in step with each change of state or text.
    language: Mapped[str | None] = mapped_column(String(8))
    voice: Mapped[str | None] = mapped_column(String(20))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(String(120))
    # Who of the team typed in what came on paper, by phone or in a session, from which source, with what consent.
    typed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    source_reference: Mapped[str | None] = mapped_column(String(120))
    consent: Mapped[str | None] = mapped_column(String(16))
    # While it is written: the steps answered, and what must be known to go on; nothing of it is kept once it is sent.
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    form_id: Mapped[str | None] = mapped_column(String(40), unique=True)
    # Real time of the row; process time (or date of receipt) of sending and of publication.
    created_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    # Raised at each change, so that the second of two people changing it is told.
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    contributor: Mapped[Contributor] = relationship(lazy="joined")
    theme: Mapped[Theme | None] = relationship(foreign_keys=[theme_id])
    original_theme: Mapped[Theme | None] = relationship(foreign_keys=[original_theme_id])
    duplicate_of: Mapped[Proposal | None] = relationship(remote_side=[id], foreign_keys=[duplicate_of_id])
    variant_of: Mapped[Proposal | None] = relationship(remote_side=[id], foreign_keys=[variant_of_id])
    thread: Mapped[Thread | None] = relationship()
    versions: Mapped[list[ProposalVersion]] = relationship(order_by="ProposalVersion.number", back_populates="proposal")
    current: Mapped[ProposalVersion] = relationship(
        primaryjoin="and_(Proposal.id == foreign(ProposalVersion.proposal_id), "
        "Proposal.version_number == foreign(ProposalVersion.number))",
        uselist=False,
        viewonly=True,
        lazy="joined",
    )


KEY_PURPOSES = ("browser", "resume", "send", "used")


class DraftKey(Base):
    """What opens a draft without an account: a browser's cookie, a link to come back, a link that sends it.

    Only the digest of a key is kept, so that a copy of the table opens nothing. A link that was used opens nothing
    any more either; its row stays a while, so that a second press is told what became of the first.
    """

    __tablename__ = "draft_key"
    __table_args__ = (CheckConstraint(one_of("purpose", KEY_PURPOSES), name="purpose"),)

    # One browser has one key for all its drafts.
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True, index=True)
    purpose: Mapped[str] = mapped_column(String(8))
    # The address a link that sends was mailed to: opening it proves that address.
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ProposalVersion(Base):
    """The text of a proposal at one moment; comments, groups and reports point at one.

    A text proposed after publication waits as `proposed` while the present one stays shown.
    """

    __tablename__ = "proposal_version"
    __table_args__ = (
        UniqueConstraint("proposal_id", "number"),
        CheckConstraint(one_of("state", VERSION_STATES), name="state"),
        CheckConstraint("(state = 'refused') = (reason_code IS NOT NULL)", name="refused_has_reason"),
        # One new text waits at a time.
        Index(
            "ix_proposal_version_proposed", "proposal_id", unique=True,
            sqlite_where=text("state = 'proposed'"), postgresql_where=text("state = 'proposed'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(1000))
    problem: Mapped[str] = mapped_column(Text, default="")
    problem_html: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    # Why the text changed, in the author's words; empty for the first version.
    why: Mapped[str] = mapped_column(String(1000), default="")
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default="accepted", server_default="accepted")
    # Who proposed it after publication, and when it was taken or refused (process time).
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    reason_code: Mapped[str | None] = mapped_column(String(40))
    reason_note: Mapped[str | None] = mapped_column(Text)

    proposal: Mapped[Proposal] = relationship(back_populates="versions")

    @property
    def current(self) -> ProposalVersion:
        """Itself: where a text is moderated, it is what is read."""
        return self

    @property
    def cycle_id(self) -> int:
        """The cycle of its proposal."""
        return self.proposal.cycle_id

    @property
    def reference(self) -> str | None:
        """The reference of its proposal."""
        return self.proposal.reference

    @property
    def contributor(self) -> Contributor:
        """Who signs its proposal."""
        return self.proposal.contributor

    @property
    def theme(self) -> Theme | None:
        """The theme of its proposal."""
        return self.proposal.theme

    @property
    def received_at(self) -> datetime:
        """Since when it waits (process time)."""
        return self.created_at


class Support(Base):
    """One person, or one organisation, supports one proposal: once, and never a reason to rank it.

    An erased account leaves its supports without a name; they still count.
    """

    __tablename__ = "support"
    __table_args__ = (
        UniqueConstraint("proposal_id", "account_id"),
        UniqueConstraint("proposal_id", "organisation_id"),
        Index("ix_support_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime]


class DraftCommitment(Base):
    """A commitment an administration drafts and posts for comment: the voice of a body, never a proposal."""

    __tablename__ = "draft_commitment"
    __table_args__ = (
        CheckConstraint(one_of("state", DRAFT_STATES), name="state"),
        CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name="in_order"),
        CheckConstraint("state <> 'published' OR opens_at IS NOT NULL", name="published_has_window"),
        Index("ix_draft_commitment_cycle_id_state", "cycle_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    contributor_id: Mapped[int] = mapped_column(ForeignKey("contributor.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    state: Mapped[str] = mapped_column(String(16), default="draft")
    reason_code: Mapped[str | None] = mapped_column(String(40))
    reason_note: Mapped[str | None] = mapped_column(Text)
    version_number: Mapped[int] = mapped_column(default=1)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))
    form_id: Mapped[str | None] = mapped_column(String(40), unique=True)
    # The window in which comments are taken (process time).
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    contributor: Mapped[Contributor] = relationship()
    theme: Mapped[Theme | None] = relationship()
    thread: Mapped[Thread | None] = relationship()
    versions: Mapped[list[DraftVersion]] = relationship(order_by="DraftVersion.number")
    current: Mapped[DraftVersion] = relationship(
        primaryjoin="and_(DraftCommitment.id == foreign(DraftVersion.draft_id), "
        "DraftCommitment.version_number == foreign(DraftVersion.number))",
        uselist=False,
        viewonly=True,
        lazy="joined",
    )

    def takes_comments(self, at: datetime) -> bool:
        """Whether its comment window is open at `at` (process time)."""
        if self.state != "published" or self.opens_at is None or at < self.opens_at:
            return False
        return self.closes_at is None or at < self.closes_at


class DraftVersion(Base):
    """The text of a draft commitment at one moment, in the languages the administration gave."""

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft_commitment.id"))
    number: Mapped[int]
    title: Mapped[OfficialText] = mapped_column(OfficialTextType)
    problem: Mapped[OfficialText] = mapped_column(OfficialTextType)
    content: Mapped[OfficialText] = mapped_column(OfficialTextType)
    expected_result: Mapped[OfficialText] = mapped_column(OfficialTextType)
    contact: Mapped[str] = mapped_column(String(300))
    why: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime]
