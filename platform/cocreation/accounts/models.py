"""People, organisations, the roles they hold and the contributors who sign contributions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.lists import ORGANISATION_KINDS, REGIONS, ROLES, SCOPES, VOICES
from cocreation.core.clock import now
from cocreation.core.db import Base
from cocreation.core.i18n import OfficialText, OfficialTextType

NEWCOMER = timedelta(hours=24)


def one_of(column: str, values: object) -> str:
    """The text of a CHECK that keeps `column` within a closed list."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"  # type: ignore[attr-defined]


class Organisation(Base):
    """A public body, an association, a partner: verified by two administrators before anyone speaks in its name."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(one_of("kind", ORGANISATION_KINDS), name="kind"),
        CheckConstraint(one_of("region", REGIONS), name="region"),
        CheckConstraint("state IN ('pending', 'verified', 'refused')", name="state"),
        CheckConstraint("verified_by_id IS NULL OR verified_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("verified_by_id IS NULL OR verified_by_id <> first_yes_by_id", name="two_yeses"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[OfficialText] = mapped_column(OfficialTextType)
    acronym: Mapped[str] = mapped_column(String(30), default="")
    kind: Mapped[str] = mapped_column(String(20))
    region: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="pending")
    website: Mapped[str] = mapped_column(String(300), default="", server_default="")
    # What shows that it exists (a receipt, a decree), for those who verify it and for nobody else.
    proof: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Who entered it or asked for another name: an administrator, whose entry is the first yes, or a person.
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    first_yes_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # The other name it asks for, {"name": …, "acronym": …}: until two administrators agree, the old one stands.
    wished: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    refusal: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]

    @property
    def waits(self) -> bool:
        """Whether administrators have something to decide: the organisation itself, or its new name."""
        return self.state == "pending" or (self.state == "verified" and self.wished is not None)

    @property
    def voice(self) -> str:
        """The voice its contributions have."""
        return self.kind if self.kind in VOICES else "other"


class Account(Base):
    """A person who can sign in. The name shown is a pseudonym unless the person chose otherwise."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("state IN ('unconfirmed', 'active', 'disabled', 'erased')", name="state"),
        CheckConstraint("state <> 'active' OR confirmed_at IS NOT NULL", name="active_is_confirmed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="fr")
    state: Mapped[str] = mapped_column(String(12), default="unconfirmed")
    # Raised at every change that must kill the links already sent (password, address, use of a link).
    link_generation: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    signed_in_at: Mapped[datetime | None]

    roles: Mapped[list[Role]] = relationship(foreign_keys="Role.account_id", back_populates="account", lazy="selectin")

    @property
    def reference(self) -> str:
        """The opaque mark the journal, jobs and sessions know the person by."""
        return f"account:{self.id}"

    def get_id(self) -> str:
        """The mark a session keeps of the person, as the sign-in library asks for it."""
        return self.reference

    @property
    def is_signed_in(self) -> bool:
        """Whether the account is open and its address confirmed."""
        return self.state == "active"

    @property
    def is_new(self) -> bool:
        """Whether the account is in its first day, when limits are halved."""
        return self.confirmed_at is None or now() - self.confirmed_at < NEWCOMER

    def has_role(self, role: str, *, scope: tuple[str, int] | None = None) -> bool:
        """Whether the person holds `role` now, without limit or within `scope` (kind, id)."""
        return any(held.covers(role, scope) for held in self.roles)

    def scopes(self, role: str) -> list[int]:
        """The ids of the things the person holds `role` for now."""
        return [held.scope_id for held in self.roles if held.role == role and held.is_held and held.scope_id]


class Role(Base):
    """One role of one person, with its scope, its end, who granted it and who said the second yes."""

    __tablename__ = "role"
    __table_args__ = (
        CheckConstraint(one_of("role", ROLES), name="role"),
        CheckConstraint(one_of("scope_kind", SCOPES), name="scope_kind"),
        CheckConstraint("(scope_kind IS NULL) = (scope_id IS NULL)", name="scope_whole"),
        CheckConstraint("state IN ('pending', 'active', 'ended', 'refused')", name="state"),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> granted_by_id", name="two_people"),
        CheckConstraint("role NOT IN ('representative', 'agent') OR scope_kind = 'organisation'", name="scoped"),
        Index("ix_role_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(20))
    scope_kind: Mapped[str | None] = mapped_column(String(20))
    scope_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default="pending")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    # Whether a representative or an agent also invites, and ends the roles of, the organisation's others.
    manages: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    # None where the command granted it: the person at the machine is the secretariat itself.
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    account: Mapped[Account] = relationship(foreign_keys=[account_id], back_populates="roles")

    @property
    def is_held(self) -> bool:
        """Whether the role counts now, by the real clock."""
        return self.state == "active" and self.starts_at <= now() and (self.ends_at is None or now() < self.ends_at)

    def covers(self, role: str, scope: tuple[str, int] | None) -> bool:
        """Whether this is `role`, held now, without limit or for exactly `scope`."""
        if self.role != role or not self.is_held:
            return False
        return scope is None or self.scope_kind is None or (self.scope_kind, self.scope_id) == scope


class Contributor(Base):
    """Who signs a contribution: the name shown, the voice, the organisation spoken for, the account or none.

    Imported and assisted contributions have no account; an erased account leaves the contributor without one.
    """

    __tablename__ = "contributor"
    __table_args__ = (
        CheckConstraint(one_of("voice", VOICES), name="voice"),
        UniqueConstraint("account_id", "name", "organisation_id"),
        Index("ix_contributor_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Empty where no name was given: pages then say «name not given» in the reader's language.
    name: Mapped[str] = mapped_column(String(120), default="")
    voice: Mapped[str] = mapped_column(String(20), default="citizen")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # The author's mark in imported files, so that one person's ideas are known to be one person's.
    external_key: Mapped[str | None] = mapped_column(String(120), index=True)
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    account: Mapped[Account | None] = relationship(lazy="select")

    @property
    def acting_role(self) -> str:
        """The role the journal writes for what is said under this name."""
        if self.organisation_id is None:
            return "citizen"
        return "agent" if self.voice == "administration" else "representative"


class SignIn(Base):
    """One sign-in, for the person's own eyes: when, how, from which kind of browser; kept ninety days."""

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint("method IN ('password', 'link')", name="method"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(12))
    # «Firefox · Android»: neither version nor network address.
    device: Mapped[str] = mapped_column(String(60), default="")


class AddressChange(Base):
    """A change of e-mail address: asked, confirmed from the new one, undone from the old one for seven days."""

    __tablename__ = "address_change"
    __table_args__ = (CheckConstraint("state IN ('asked', 'done', 'undone', 'dropped')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="asked")
    old_email: Mapped[str] = mapped_column(String(254))
    new_email: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
