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


def can_moderate(actor: Actor, cycle_id: int) -> bool:
    """Moderators of one cycle, and those whose role has no limit."""
    return actor.is_signed_in and actor.has_role("moderator", scope=("cycle", cycle_id))


def is_organiser(actor: Actor) -> bool:
    """Organisers of webinars, in any cycle."""
    return actor.is_signed_in and actor.has_role("organiser")


def organises(actor: Actor, cycle_id: int) -> bool:
    """Organisers of the webinars of one cycle, and those whose role has no limit."""
    return actor.is_signed_in and actor.has_role("organiser", scope=("cycle", cycle_id))


def is_team_of(actor: Actor, cycle_id: int) -> bool:
    """The team of one cycle: its moderators, those whose role has no limit, and administrators."""
    return can_moderate(actor, cycle_id) or is_administrator(actor)


def can_confirm_role(actor: Actor, role: Role) -> bool:
    """Another administrator than the one who granted it, and never the one who receives it."""
    if not is_administrator(actor) or role.state != "pending":
        return False
    return isinstance(actor, Account) and actor.id not in {role.granted_by_id, role.account_id}


def can_end_role(actor: Actor, role: Role) -> bool:
    """Administrators, as long as it waits or is in force."""
    return is_administrator(actor) and role.state in {"pending", "active"}


def can_verify_organisation(actor: Actor, organisation: Organisation) -> bool:
    """Administrators, each once, and never the one who proposed it."""
    if not is_administrator(actor) or not organisation.waits:
        return False
    return isinstance(actor, Account) and actor.id not in {organisation.proposed_by_id, organisation.first_yes_by_id}


def can_refuse_organisation(actor: Actor, organisation: Organisation) -> bool:
    """Administrators: refusing needs no second yes, for it gives nobody anything."""
    return is_administrator(actor) and organisation.state != "refused"


def can_disable(actor: Actor, account: Account) -> bool:
    """Administrators, but never their own account."""
    open_now = account.state in {"active", "unconfirmed"}
    return is_administrator(actor) and isinstance(actor, Account) and actor.id != account.id and open_now


def can_enable(actor: Actor, account: Account) -> bool:
    """Administrators."""
    return is_administrator(actor) and account.state == "disabled"
