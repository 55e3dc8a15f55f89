"""Organisations and roles: proposed by one administrator, effective with a second one's yes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from cocreation.accounts.models import Account, Organisation, Role
from cocreation.core import sessions
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.journal import services as journal


class LastAdministrator(Refused):
    """The platform must keep an administrator."""

    message = N_("This is the last administrator: name another one first.")


class NeedsSecondPerson(Refused):
    """A yes that must come from somebody else."""

    status = 403
    message = N_("Another administrator has to say yes.")


def administrators() -> int:
    """How many administrators there are now."""
    statement = select(func.count(func.distinct(Role.account_id))).where(
        Role.role == "administrator", Role.state == "active", (Role.ends_at.is_(None)) | (Role.ends_at > now())
    )
    return db.session.scalar(statement) or 0


def _journal(action: str, kind: str, object_id: int, by: Account | None, at: datetime, **values: str | None) -> None:
    journal.record(
        action=action,
        object_kind=kind,
        object_id=object_id,
        by=by,
        role="administrator",
        at=at,
        from_state=values.get("from_state"),
        to_state=values.get("to_state"),
        detail={"role": values["role"]} if values.get("role") else None,
    )


def grant_role(
    *,
    account: Account,
    role: str,
    by: Account | None,
    at: datetime,
    scope: tuple[str, int] | None = None,
    ends_at: datetime | None = None,
) -> Role:
    """Propose a role for a person; it counts once a second administrator has said yes.

    Args:
        by: the administrator; None for the command at the machine, whose grant counts at once.
        scope: (kind, id) the role is limited to.
    """
    held = Role(
        account_id=account.id,
        role=role,
        scope_kind=scope[0] if scope else None,
        scope_id=scope[1] if scope else None,
        state="active" if by is None else "pending",
        starts_at=now(),
        ends_at=ends_at,
        granted_by_id=by.id if by else None,
    )
    held.account = account
    db.session.add(held)
    db.session.flush()
    _journal("role.granted", "role", held.id, by, at, to_state=held.state, role=role)
    return held


def confirm_role(*, role: Role, by: Account, at: datetime) -> None:
    """The second yes.

    Raises:
        NeedsSecondPerson: the granter, or the person who receives the role, cannot give it.
    """
    if by.id in {role.granted_by_id, role.account_id}:
        raise NeedsSecondPerson()
    if role.state != "pending":
        raise Refused(N_("This role is no longer waiting."))
    role.state, role.confirmed_by_id = "active", by.id
    _journal("role.confirmed", "role", role.id, by, at, from_state="pending", to_state="active", role=role.role)


def end_role(*, role: Role, by: Account | None, at: datetime) -> None:
    """End a role now; the person's sessions end with it.

    Raises:
        LastAdministrator.
    """
    if role.role == "administrator" and role.is_held and administrators() == 1:
        raise LastAdministrator()
    before = role.state
    role.state = "refused" if before == "pending" else "ended"
    role.ends_at = now()
    sessions.end_all(f"account:{role.account_id}")
    _journal("role.ended", "role", role.id, by, at, from_state=before, to_state=role.state, role=role.role)


def propose_organisation(
    *, slug: str, name: OfficialText, kind: str, acronym: str, region: str | None, by: Account | None, at: datetime
) -> Organisation:
    """Enter an organisation; nobody speaks in its name until a second administrator has verified it.

    Args:
        by: the administrator; None for the command, whose entry counts as verified.
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
    _journal("organisation.proposed", "organisation", made.id, by, at, to_state=made.state)
    return made


def verify_organisation(*, organisation: Organisation, by: Account, at: datetime) -> None:
    """The second yes to an organisation.

    Raises:
        NeedsSecondPerson.
    """
    if by.id == organisation.proposed_by_id:
        raise NeedsSecondPerson()
    organisation.state, organisation.verified_by_id, organisation.verified_at = "verified", by.id, now()
    _journal(
        "organisation.verified",
        "organisation",
        organisation.id,
        by,
        at,
        from_state="pending",
        to_state="verified",
    )


def edit_organisation(
    *, organisation: Organisation, name: OfficialText, acronym: str, region: str | None, by: Account, at: datetime
) -> None:
    """Correct an organisation's names or place."""
    organisation.name, organisation.acronym, organisation.region = name, acronym, region
    _journal("organisation.edited", "organisation", organisation.id, by, at)
