"""Invitations to speak for an organisation; the organisation itself and its roles stand in the room of people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreation.accounts.models import Account, Organisation
from cocreation.core.clock import now
from cocreation.core.db import Base
from cocreation.core.i18n import N_

# What an invitation gives: speaking in the organisation's name, and for some also looking after its people.
DUTIES: dict[str, str] = {
    "speaker": N_("Speaks in its name"),
    "manager": N_("Speaks in its name and manages its representatives"),
}
INVITATION_STATES: dict[str, str] = {
    "open": N_("Invitation sent"),
    "accepted": N_("Invitation accepted"),
    "declined": N_("Invitation declined"),
    "withdrawn": N_("Invitation withdrawn"),
}


class Invitation(Base):
    """One invitation to one address. Only the digest of its link is kept, so that a copy of the table opens nothing."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'accepted', 'declined', 'withdrawn')", name="state"),
        CheckConstraint("duty IN ('speaker', 'manager')", name="duty"),
        Index(
            "ix_invitation_one_open",
            "organisation_id",
            "email",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_invitation_email", "email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8), default="fr")
    duty: Mapped[str] = mapped_column(String(12), default="speaker")
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="open")
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    invited_by: Mapped[Account | None] = relationship(foreign_keys=[invited_by_id])

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.state == "open" and now() < self.expires_at
