"""Who may do what with people, organisations and roles: one condition a line."""

from __future__ import annotations

from cocreation.accounts.models import Account, Organisation, Role
from cocreation.core.access import Actor


def is_signed_in(actor: Actor) -> bool:
    """Anyone with a confirmed account."""
    return actor.is_signed_in


def is_moderator(actor: Actor) -> bool:
    """Moderators, in any cycle."""
    return actor.is_signed_in and actor.has_role("moderator")


def is_administrator(actor: Actor) -> bool:
    """Administrators: the secretariat."""
    return actor.is_signed_in and actor.has_role("administrator")


def is_team(actor: Actor) -> bool:
    """Moderators and administrators: those who run and correct the grouping and write the report."""
    return is_moderator(actor) or is_administrator(actor)


def is_agent(actor: Actor) -> bool:
    """Agents of some administration."""
    return actor.is_signed_in and actor.has_role("agent")


def can_speak_for(actor: Actor, organisation: Organisation) -> bool:
    """Representatives and agents of a verified organisation speak in its name."""
    if not actor.is_signed_in or organisation.state != "verified":
        return False
    scope = ("organisation", organisation.id)
    return actor.has_role("representative", scope=scope) or actor.has_role("agent", scope=scope)


def can_confirm_role(actor: Actor, role: Role) -> bool:
    """Another administrator than the one who granted it, and never the one who receives it."""
    if not is_administrator(actor) or role.state != "pending":
        return False
    return not isinstance(actor, Account) or actor.id not in {role.granted_by_id, role.account_id}


def can_verify_organisation(actor: Actor, organisation: Organisation) -> bool:
    """Another administrator than the one who proposed it."""
    if not is_administrator(actor) or organisation.state != "pending":
        return False
    return not isinstance(actor, Account) or actor.id != organisation.proposed_by_id
