"""What this room holds about a person, and what erasing their account does to it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, select

from cocreation.accounts.models import Account
from cocreation.accounts.personal import (
    GONE,
    UNSIGNED,
    Erasure,
    Holding,
    held,
    held_where,
    signed_as,
    unlinking,
)
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.proposals import services
from cocreation.proposals.models import (
    TRANSITIONS,
    DraftCommitment,
    DraftKey,
    Proposal,
    ProposalVersion,
    Support,
)

AS_CHOSEN = N_("Stay without your name, or are withdrawn, as you choose. Drafts you have not sent are deleted.")


def holdings() -> list[Holding]:
    """The tables of proposals, their texts, supports and draft commitments."""
    return [*_texts(), *_others()]


def _texts() -> list[Holding]:
    return [
        held(
            Proposal,
            Proposal.contributor_id,
            Proposal.typed_by_id,
            give="id reference contributor_id state region channel reason_code created_at received_at published_at",
            words=N_("Your proposals"),
            fate=AS_CHOSEN,
            erase=_leave,
        ),
        held_where(
            ProposalVersion,
            _of_own_proposals,
            links=("proposal_version.by_id",),
            give="proposal_id number language title problem body why created_at",
            words=N_("The texts of your proposals"),
            fate=AS_CHOSEN,
            erase=unlinking(ProposalVersion, ProposalVersion.by_id),
        ),
        held_where(
            DraftKey,
            lambda account: DraftKey.email == account.email,
            give="proposal_id language expires_at",
            words=N_("Links sent to finish a draft"),
            fate=GONE,
            erase=_drop_keys,
        ),
    ]


def _others() -> list[Holding]:
    return [
        held(
            Support,
            Support.account_id,
            give="proposal_id organisation_id created_at",
            words=N_("Proposals you support"),
            fate=N_("Deleted; those you gave in the name of an organisation stay, without any link to you."),
            erase=_take_back_supports,
        ),
        held(
            DraftCommitment,
            DraftCommitment.contributor_id,
            give="id reference organisation_id state created_at received_at published_at",
            words=N_("Draft commitments you posted for an administration"),
            fate=UNSIGNED,
        ),
    ]


def _of_own_proposals(account: Account) -> ColumnElement[bool]:
    own = select(Proposal.id).where(Proposal.contributor_id.in_(signed_as(account)))
    return (ProposalVersion.by_id == account.id) | ProposalVersion.proposal_id.in_(own)


def _leave(erasure: Erasure) -> None:
    own = select(Proposal).where(Proposal.contributor_id.in_(erasure.contributors)).order_by(Proposal.id)
    for proposal in db.session.scalars(own).unique().all():
        # What was proposed for an organisation is the organisation's; a draft never left the person's hands.
        if proposal.state == "draft":
            services.throw_away(draft=proposal)
        elif proposal.contributor.organisation_id is None and _goes(proposal, erasure.withdraw):
            services.withdraw(proposal=proposal, by=erasure.account, at=erasure.at)


def _goes(proposal: Proposal, chosen: bool) -> bool:
    # Nobody is left to correct what was sent back.
    return "withdrawn" in TRANSITIONS[proposal.state] and (chosen or proposal.state == "correction")


def _take_back_supports(erasure: Erasure) -> None:
    # With the same address a new account may be opened: what stayed would be counted twice.
    own = delete(Support).where(Support.account_id == erasure.account.id, Support.organisation_id.is_(None))
    db.session.execute(own)
    unlinking(Support, Support.account_id)(erasure)


def _drop_keys(erasure: Erasure) -> None:
    for key in db.session.scalars(select(DraftKey).where(DraftKey.email == erasure.account.email)):
        db.session.delete(key)
