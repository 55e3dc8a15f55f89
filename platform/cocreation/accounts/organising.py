"""Organisations: entered by one administrator, verified by a second one before anyone speaks in their name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from cocreation.accounts.granting import NeedsSecondPerson
from cocreation.accounts.models import Account, Organisation
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.journal import services as journal


def _journal(action: str, organisation: Organisation, by: Account | None, at: datetime, before: str | None) -> None:
    journal.record(
        action=action,
        object_kind="organisation",
        object_id=organisation.id,
        by=by,
        role="administrator",
        at=at,
        from_state=before,
        to_state=organisation.state,
    )


def propose_organisation(
    *, slug: str, name: OfficialText, kind: str, acronym: str, region: str | None, by: Account | None, at: datetime
) -> Organisation:
    """Enter an organisation; nobody speaks in its name until a second administrator has verified it.

    Args:
        by: the administrator; None for the command, whose entry counts as verified.

    Raises:
        Refused: the short name is taken.
    """
    if db.session.scalar(select(Organisation.id).where(Organisation.slug == slug)):
        raise Refused(N_("This short name is taken by another organisation. Choose another one."))
    made = Organisation(
        slug=slug,
        name=name,
        kind=kind,
        acronym=acronym,
        region=region,
        state="verified" if by is None else "pending",
        proposed_by_id=by.id if by else None,
        created_at=now(),
        verified_at=now() if by is None else None,
    )
    db.session.add(made)
    db.session.flush()
    _journal("organisation.proposed", made, by, at, None)
    return made


def verify_organisation(*, organisation: Organisation, by: Account, at: datetime) -> None:
    """The second yes to an organisation.

    Raises:
        NeedsSecondPerson: who proposed it cannot give it. Refused: it waits no longer.
    """
    if by.id == organisation.proposed_by_id:
        raise NeedsSecondPerson()
    if organisation.state != "pending":
        raise Refused(N_("This organisation is no longer waiting."))
    organisation.state, organisation.verified_by_id, organisation.verified_at = "verified", by.id, now()
    _journal("organisation.verified", organisation, by, at, "pending")


def refuse_organisation(*, organisation: Organisation, by: Account, at: datetime) -> None:
    """Refuse an organisation that waits, or that should not have been verified: nobody speaks in its name.

    Raises:
        Refused: it is refused already.
    """
    if organisation.state == "refused":
        raise Refused(N_("This organisation is no longer waiting."))
    before, organisation.state = organisation.state, "refused"
    _journal("organisation.refused", organisation, by, at, before)


def edit_organisation(
    *, organisation: Organisation, name: OfficialText, acronym: str, region: str | None, by: Account, at: datetime
) -> None:
    """Correct an organisation's names or place; another name waits for a second yes, as a new organisation does."""
    before, renamed = organisation.state, dict(organisation.name) != dict(name) or organisation.acronym != acronym
    organisation.name, organisation.acronym, organisation.region = name, acronym, region
    if renamed:
        organisation.state, organisation.proposed_by_id = "pending", by.id
        organisation.verified_by_id = organisation.verified_at = None
    _journal("organisation.edited", organisation, by, at, before)
