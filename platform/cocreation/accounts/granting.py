"""Roles and closed accounts: proposed by one administrator, effective with a second one's yes."""

from __future__ import annotations

from datetime import datetime

from cocreation.accounts import queries, telling
from cocreation.accounts.lists import ROLES_OF_ORGANISATIONS
from cocreation.accounts.models import Account, Organisation, Role
from cocreation.core import sessions
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.journal import services as journal


class LastAdministrator(Refused):
    """The platform must keep an administrator."""

    message = N_("This is the last administrator: name another one first.")


class NeedsSecondPerson(Refused):
    """A yes that must come from somebody else."""

    status = 403
    message = N_("Another administrator has to say yes.")


def _administrators() -> set[int]:
    # The rows are locked, so that two administrators who end each other's role wait for one another.
    return set(db.session.scalars(queries.administrators().with_for_update(of=Role)))


def _journal(action: str, role: Role, by: Account | None, at: datetime, before: str | None) -> None:
    detail: dict[str, str | int] = {"role": role.role}
    if role.scope_kind and role.scope_id:
        detail |= {"scope": role.scope_kind, "scope_id": role.scope_id}
    journal.record(
        action=action,
        object_kind="role",
        object_id=role.id,
        by=by,
        role="administrator",
        at=at,
        from_state=before,
        to_state=role.state,
        detail=detail,
    )


def _check_grant(account: Account, role: str, scope: tuple[str, int] | None, ends_at: datetime | None) -> None:
    if account.state != "active":
        raise Refused(N_("This account is not open: its address is not confirmed, or it was closed."))
    if ends_at is not None and ends_at <= now():
        raise Refused(N_("The end of a role lies in the future."))
    if role in ROLES_OF_ORGANISATIONS:
        organisation = db.session.get(Organisation, scope[1]) if scope and scope[0] == "organisation" else None
        if organisation is None or organisation.kind not in ROLES_OF_ORGANISATIONS[role]:
            raise Refused(N_("This role needs an organisation of its kind."))
    elif scope and scope[0] == "organisation":
        raise Refused(N_("This role is not limited to an organisation."))
    if any(_same(held, role, scope) for held in account.roles):
        raise Refused(N_("This person holds this role already, or it waits for a yes."))


def _same(held: Role, role: str, scope: tuple[str, int] | None) -> bool:
    mine = (held.scope_kind, held.scope_id) if held.scope_kind else None
    return held.role == role and mine == scope and (held.is_held or held.state == "pending")


def grant_role(
    *,
    account: Account,
    role: str,
    by: Account | None,
    at: datetime,
    scope: tuple[str, int] | None = None,
    ends_at: datetime | None = None,
    manages: bool = False,
) -> Role:
    """Propose a role for a person; it counts once a second administrator has said yes.

    Args:
        by: the administrator; None for the command at the machine, whose grant counts at once.
        scope: (kind, id) the role is limited to.
        ends_at: when it ends by itself. manages: of an organisation's people, whether they look after the others.

    Raises:
        Refused: a closed account, an end in the past, a scope the role does not have, a role held already.
    """
    _check_grant(account, role, scope, ends_at)
    held = Role(
        account_id=account.id,
        role=role,
        scope_kind=scope[0] if scope else None,
        scope_id=scope[1] if scope else None,
        state="active" if by is None else "pending",
        starts_at=now(),
        ends_at=ends_at,
        granted_by_id=by.id if by else None,
        manages=manages and role in ROLES_OF_ORGANISATIONS,
    )
    held.account = account
    db.session.add(held)
    db.session.flush()
    _journal("role.granted", held, by, at, None)
    if by is not None:
        telling.role_waits(held, but=by)
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
    role.state, role.confirmed_by_id, role.starts_at = "active", by.id, now()
    # A session begun with fewer rights does not grow: the person signs in again.
    sessions.end_all(role.account.reference)
    _journal("role.confirmed", role, by, at, "pending")
    telling.role_begins(role)


def end_role(*, role: Role, by: Account | None, at: datetime) -> None:
    """End a role now, or refuse one that waits; the person's sessions end with it.

    Raises:
        LastAdministrator. Refused: it has ended already.
    """
    if role.state not in {"pending", "active"}:
        raise Refused(N_("This role has ended already."))
    if role.role == "administrator" and role.is_held and _administrators() == {role.account_id}:
        raise LastAdministrator()
    _end(role, by, at)


def _end(role: Role, by: Account | None, at: datetime) -> None:
    before = role.state
    role.state = "refused" if before == "pending" else "ended"
    role.ends_at = now()
    sessions.end_all(f"account:{role.account_id}")
    _journal("role.ended", role, by, at, before)


def disable(*, account: Account, by: Account | None, at: datetime) -> None:
    """Close an account: its sessions end at once, its links die, its roles end.

    Raises:
        LastAdministrator. Refused: one's own account, or one that is not open.
    """
    if by is not None and by.id == account.id:
        raise Refused(N_("Nobody closes their own account here: another administrator does."))
    if account.state not in {"active", "unconfirmed"}:
        raise Refused(N_("This account is not open: its address is not confirmed, or it was closed."))
    if _administrators() == {account.id}:
        raise LastAdministrator()
    for role in account.roles:
        if role.state in {"pending", "active"}:
            _end(role, by, at)
    _set_state(account, "disabled", by, at)
    sessions.end_all(account.reference)


def enable(*, account: Account, by: Account, at: datetime) -> None:
    """Open a closed account again, without the roles it had.

    Raises:
        Refused: it is not closed.
    """
    if account.state != "disabled":
        raise Refused(N_("This account is open."))
    _set_state(account, "active" if account.confirmed_at else "unconfirmed", by, at)


def _set_state(account: Account, state: str, by: Account | None, at: datetime) -> None:
    before, account.state = account.state, state
    account.link_generation += 1
    journal.record(
        action=f"account.{state}",
        object_kind="account",
        object_id=account.id,
        by=by,
        role="administrator",
        at=at,
        from_state=before,
        to_state=state,
    )
