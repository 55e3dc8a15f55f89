"""Who moderates what: never one's own, never one's own organisation's; a second look is somebody else's."""

from __future__ import annotations

from cocreation.accounts.models import Account
from cocreation.accounts.policies import can_moderate, is_administrator, is_moderator, is_team, is_team_of
from cocreation.core.access import Actor
from cocreation.moderation.models import REGRETTED, Decision
from cocreation.moderation.things import Thing, author_id_of, can_be_reported, cycle_id_of, kind_of, organisation_id_of
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.proposals.policies import is_agent_of


def can_open_desk(actor: Actor) -> bool:
    """Moderators, for the whole queue; administrators, for the second looks."""
    return is_team(actor)


def sees_whole_queue(actor: Actor) -> bool:
    """Moderators; administrators are asked only where somebody asks for a second look."""
    return is_moderator(actor)


def speaks_for(actor: Actor, organisation_id: int) -> bool:
    """Whoever represents an organisation, or is an agent of it."""
    scope = ("organisation", organisation_id)
    return actor.has_role("representative", scope=scope) or actor.has_role("agent", scope=scope)


def is_own(actor: Actor, thing: Thing) -> bool:
    """What one wrote, under whatever name, or what one's organisation wrote, or what one typed in for somebody."""
    if isinstance(actor, Account) and actor.id in {thing.contributor.account_id, author_id_of(thing)}:
        return True
    if isinstance(actor, Account) and isinstance(thing, Proposal) and thing.typed_by_id == actor.id:
        return True
    organisation_id = organisation_id_of(thing)
    return organisation_id is not None and speaks_for(actor, organisation_id)


def can_see(actor: Actor, thing: Thing) -> bool:
    """The team of its cycle reads whatever was sent; a draft is its author's alone."""
    return thing.state != "draft" and is_team_of(actor, cycle_id_of(thing))


def can_decide(actor: Actor, thing: Thing) -> bool:
    """Moderators of its cycle, on what is not their own."""
    if not can_moderate(actor, cycle_id_of(thing)):
        return False
    return can_see(actor, thing) and not is_own(actor, thing)


def can_look_again(actor: Actor, thing: Thing, first: Decision) -> bool:
    """Another moderator than the one who decided, or an administrator; never on one's own."""
    if not is_administrator(actor) and not can_moderate(actor, cycle_id_of(thing)):
        return False
    if isinstance(actor, Account) and actor.id == first.by_id:
        return False
    return can_see(actor, thing) and not is_own(actor, thing)


def can_report(actor: Actor, thing: Thing) -> bool:
    """Every signed-in person, what others wrote and everyone can read."""
    if not actor.is_signed_in or not can_be_reported(thing):
        return False
    return not is_own(actor, thing)


def can_ask_second_look(actor: Actor, thing: Thing) -> bool:
    """The author of a refused idea or hidden comment; for a draft commitment, an agent of its body."""
    if not actor.is_signed_in or thing.state != REGRETTED.get(kind_of(thing)):
        return False
    if isinstance(thing, DraftCommitment):
        return is_agent_of(actor, thing.organisation)
    return isinstance(actor, Account) and thing.contributor.account_id == actor.id


def can_undo(actor: Actor, decision: Decision) -> bool:
    """Whoever took the decision, as long as they are of the team."""
    if not is_team(actor):
        return False
    return isinstance(actor, Account) and decision.by_id == actor.id
