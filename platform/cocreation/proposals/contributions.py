"""What a person, or an organisation in its own name, proposed, said and supports, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cocreation.accounts.models import Account, Contributor, Organisation
from cocreation.accounts.queries import contributors_of
from cocreation.comments import queries as comments
from cocreation.comments.models import Comment, Thread
from cocreation.core.db import db
from cocreation.core.places import fragment
from cocreation.proposals import queries
from cocreation.proposals.models import DRAFT_STATES, PUBLIC_STATES, DraftCommitment, Proposal, Support
from cocreation.proposals.presenting import said_of

# A page shows so many of each; the lists of proposals show the rest.
MOST = 100


def of_person(user: Account) -> Markup:
    """Everything of a person, under all the names they sign with, drafts and withdrawn texts among it."""
    signed = contributors_of(user.id)
    found = queries.of_contributors(signed)
    sent = [one for one in found if one.state != "draft"][:MOST]
    return fragment(
        "proposals/contributions.html",
        unsent=[one for one in found if one.state == "draft"],
        proposals=_standing(sent),
        drafts=_drafts(DraftCommitment.contributor_id.in_(signed)),
        supports=_supported(user.id),
        comments=comments.of_contributors(signed)[:MOST],
        DRAFT_STATES=DRAFT_STATES,
    )


def of_organisation(organisation: Organisation) -> Markup | None:
    """What an organisation published in its own name: nothing that waits, was refused or is hidden."""
    spoken = select(Contributor.id).where(Contributor.organisation_id == organisation.id)
    published = (
        select(Proposal)
        .where(Proposal.contributor_id.in_(spoken), Proposal.state.in_(PUBLIC_STATES))
        .order_by(Proposal.id.desc())
        .limit(MOST)
    )
    said = (
        select(Comment)
        .join(Thread)
        .where(Comment.contributor_id.in_(spoken), Comment.state == "visible", Thread.is_public)
        .order_by(Comment.id.desc())
        .limit(MOST)
    )
    proposals = db.session.scalars(published).unique().all()
    spoken_comments = db.session.scalars(said).unique().all()
    drafts = _drafts(DraftCommitment.organisation_id == organisation.id, DraftCommitment.state == "published")
    if not proposals and not spoken_comments and not drafts:
        return None
    return fragment(
        "proposals/contributions.html",
        unsent=[],
        proposals=_standing(proposals),
        drafts=drafts,
        supports=[],
        comments=spoken_comments,
        DRAFT_STATES=DRAFT_STATES,
    )


def _standing(proposals: Sequence[Proposal]) -> list[dict[str, Any]]:
    said = said_of(proposals)
    return [{"proposal": one, "told": said.get(one.id)} for one in proposals]


def _drafts(*conditions: Any) -> Sequence[DraftCommitment]:
    statement = select(DraftCommitment).where(*conditions).order_by(DraftCommitment.id.desc()).limit(MOST)
    return db.session.scalars(statement).unique().all()


def _supported(account_id: int) -> Sequence[Proposal]:
    return (
        db.session.scalars(
            select(Proposal)
            .join(Support, Support.proposal_id == Proposal.id)
            .where(Support.account_id == account_id, Proposal.state.in_(PUBLIC_STATES))
            .options(joinedload(Proposal.theme))
            .order_by(Support.id.desc())
            .limit(MOST)
        )
        .unique()
        .all()
    )
