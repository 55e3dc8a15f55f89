"""Who may see, edit and withdraw proposals and draft commitments: one condition a line."""

from __future__ import annotations

from collections.abc import Sequence

from cocreation.accounts.models import Account, Organisation
from cocreation.accounts.policies import (
    can_moderate,
    can_speak_for,
    is_moderator,
    is_organiser,
    is_team,
    is_team_of,
    organises,
)
from cocreation.core.access import Actor
from cocreation.proposals.models import PUBLIC_STATES, TYPED_CHANNELS, DraftCommitment, Proposal, ProposalVersion
from cocreation.proposals.versions import once_public

EDITABLE = ("draft", "submitted", "correction")
DRAFT_VISIBLE = ("published",)


def is_author(actor: Actor, proposal: Proposal) -> bool:
    """The person who wrote it, under whatever name it is signed."""
    if not isinstance(actor, Account) or not actor.is_signed_in:
        return False
    return proposal.contributor.account_id == actor.id


def can_see(actor: Actor, proposal: Proposal) -> bool:
    """Whoever knows the reference follows what becomes of it; a draft is its author's alone."""
    if proposal.state != "draft":
        return True
    return is_author(actor, proposal)


def can_read_text(actor: Actor, proposal: Proposal) -> bool:
    """A text that waits, or was refused or withdrawn, is read by its author and the team of its cycle alone."""
    if proposal.state in PUBLIC_STATES:
        return True
    if is_author(actor, proposal):
        return True
    return proposal.state != "draft" and is_team_of(actor, proposal.cycle_id)


def can_read_every_version(actor: Actor, proposal: Proposal) -> bool:
    """What a text said before its publication stays between its author and the team of its cycle."""
    return is_author(actor, proposal) or is_team_of(actor, proposal.cycle_id)


def can_read_version(actor: Actor, version: ProposalVersion) -> bool:
    """A text that is or was public; one that waits or was not taken is its author's and the team's."""
    proposal = version.proposal
    if proposal.state == "draft" or can_read_every_version(actor, proposal):
        return can_read_text(actor, proposal)
    return proposal.state in PUBLIC_STATES and version in once_public(proposal.versions, proposal.published_at)


def speaks_as_author(actor: Actor, proposal: Proposal) -> bool:
    """Its author, or whoever speaks for the organisation that signed it."""
    body = proposal.contributor.organisation
    return is_author(actor, proposal) or (body is not None and can_speak_for(actor, body))


def can_revise(actor: Actor, proposal: Proposal) -> bool:
    """Whoever speaks as its author, once it is published: before that the text is edited."""
    return proposal.state == "published" and speaks_as_author(actor, proposal)


def can_support(actor: Actor, proposal: Proposal) -> bool:
    """Everyone with a confirmed account but agents of administrations, on what is not their own."""
    if not isinstance(actor, Account) or not actor.is_signed_in or actor.has_role("agent"):
        return False
    return proposal.state == "published" and not speaks_as_author(actor, proposal)


def can_type_in(actor: Actor) -> bool:
    """Moderators, for what came on paper, by phone, by mail or in a session; organisers, for their webinars."""
    return is_moderator(actor) or is_organiser(actor)


def channels_typed(actor: Actor, cycle_id: int) -> Sequence[str]:
    """The channels from which somebody types in for a cycle: its moderators all, its webinars' organisers one."""
    if can_moderate(actor, cycle_id):
        return tuple(TYPED_CHANNELS)
    return ("webinar",) if organises(actor, cycle_id) else ()


def can_type_in_for(actor: Actor, cycle_id: int) -> bool:
    """Whoever types in something for this cycle."""
    return bool(channels_typed(actor, cycle_id))


def typing_role(actor: Actor, cycle_id: int) -> str:
    """In which role somebody types in for a cycle, for the journal."""
    return "moderator" if can_moderate(actor, cycle_id) else "organiser"


def may_print_slips(actor: Actor) -> bool:
    """The team, and whoever types in."""
    return is_team(actor) or is_organiser(actor)


def can_print_slip(actor: Actor, proposal: Proposal) -> bool:
    """For what was typed in: the team of its cycle, and the organiser who typed it in."""
    if proposal.typed_by_id is None or is_team_of(actor, proposal.cycle_id):
        return proposal.typed_by_id is not None
    return isinstance(actor, Account) and organises(actor, proposal.cycle_id) and actor.id == proposal.typed_by_id


def can_edit(actor: Actor, proposal: Proposal) -> bool:
    """Its author, until it is checked, and when it was sent back."""
    if proposal.state not in EDITABLE:
        return False
    return is_author(actor, proposal)


def can_withdraw(actor: Actor, proposal: Proposal) -> bool:
    """Its author, while it waits or stands published."""
    if proposal.state not in (*EDITABLE, "published"):
        return False
    return is_author(actor, proposal)


def is_agent_of(actor: Actor, organisation: Organisation) -> bool:
    """Agents of a verified public body."""
    if not can_speak_for(actor, organisation):
        return False
    return actor.has_role("agent", scope=("organisation", organisation.id))


def can_post_draft(actor: Actor) -> bool:
    """Agents of some administration; which one they speak for is asked for each draft."""
    return actor.is_signed_in and actor.has_role("agent")


def can_see_draft(actor: Actor, draft: DraftCommitment) -> bool:
    """Everyone once it is published; before that the body's agents and the team of its cycle."""
    if draft.state in DRAFT_VISIBLE:
        return True
    if is_agent_of(actor, draft.organisation):
        return True
    return draft.state != "draft" and is_team_of(actor, draft.cycle_id)


def can_edit_draft(actor: Actor, draft: DraftCommitment) -> bool:
    """Agents of the body, until it is checked, and when it was sent back."""
    if draft.state not in EDITABLE:
        return False
    return is_agent_of(actor, draft.organisation)


def can_withdraw_draft(actor: Actor, draft: DraftCommitment) -> bool:
    """Agents of the body, while it waits or stands published."""
    if draft.state not in (*EDITABLE, "published"):
        return False
    return is_agent_of(actor, draft.organisation)


def can_answer(actor: Actor, draft: DraftCommitment) -> bool:
    """Agents of the body, once the draft commitment is published, also after its window has closed."""
    if draft.state != "published":
        return False
    return is_agent_of(actor, draft.organisation)
