"""Who may see, look after and speak for an organisation: one condition a line."""

from __future__ import annotations

from cocreation.accounts.models import Account, Organisation, Role
from cocreation.accounts.policies import is_administrator
from cocreation.core.access import Actor
from cocreation.organisations.models import Invitation


def role_of(actor: Actor, organisation: Organisation) -> Role | None:
    """The role a person holds now for an organisation, the one that manages first."""
    if not isinstance(actor, Account) or not actor.is_signed_in:
        return None
    held = [role for role in actor.roles if role.is_held and _is_for(role, organisation)]
    return max(held, key=lambda role: role.manages, default=None)


def _is_for(role: Role, organisation: Organisation) -> bool:
    return (role.scope_kind, role.scope_id) == ("organisation", organisation.id)


def is_member(actor: Actor, organisation: Organisation) -> bool:
    """Whoever speaks for it."""
    return role_of(actor, organisation) is not None


def is_registrant(actor: Actor, organisation: Organisation) -> bool:
    """Whoever registered it, while it waits or after it was refused."""
    return isinstance(actor, Account) and actor.is_signed_in and organisation.proposed_by_id == actor.id


def can_see(actor: Actor, organisation: Organisation) -> bool:
    """Everyone once it is verified; before that whoever registered it, and administrators."""
    if organisation.state == "verified":
        return True
    return is_registrant(actor, organisation) or is_member(actor, organisation) or is_administrator(actor)


def can_see_people(actor: Actor, organisation: Organisation) -> bool:
    """Those who speak for it, and administrators."""
    return is_member(actor, organisation) or is_administrator(actor)


def can_manage(actor: Actor, organisation: Organisation) -> bool:
    """Its managers, while it is verified."""
    role = role_of(actor, organisation)
    return role is not None and role.manages and organisation.state == "verified"


def can_edit(actor: Actor, organisation: Organisation) -> bool:
    """Its managers; whoever registered it, while it waits."""
    if can_manage(actor, organisation):
        return True
    return organisation.state == "pending" and is_registrant(actor, organisation)


def can_change_member(actor: Actor, organisation: Organisation, role: Role) -> bool:
    """Managers, for the others' roles of their organisation that are in force."""
    if not can_manage(actor, organisation) or not role.is_held or not _is_for(role, organisation):
        return False
    return isinstance(actor, Account) and role.account_id != actor.id


def can_leave(actor: Actor, organisation: Organisation) -> bool:
    """Whoever speaks for it."""
    return is_member(actor, organisation)


def can_answer(actor: Actor, invitation: Invitation) -> bool:
    """The person who opens the address it was sent to."""
    return isinstance(actor, Account) and actor.is_signed_in and actor.email == invitation.email
