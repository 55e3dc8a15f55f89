"""The same idea in one's own words: a proposal of its own, linked to the first one that said it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from cocreation.core.access import Actor
from cocreation.core.db import db
from cocreation.proposals.models import Proposal
from cocreation.proposals.policies import speaks_as_author
from cocreation.proposals.refusals import NoVariant


def link(*, draft: Proposal, original: Proposal, by: Actor) -> None:
    """Say that a draft says a published idea in other words; of a variant, the first idea is meant.

    Raises:
        NoVariant: the idea is not published, is of another cycle, or is one's own.
    """
    first = original.variant_of or original
    stands = original.state == "published" and first.cycle_id == draft.cycle_id and first.id != draft.id
    if draft.state != "draft" or not stands or speaks_as_author(by, original):
        raise NoVariant()
    draft.variant_of = first
    db.session.flush()


def unlink(*, draft: Proposal) -> None:
    """Say that a draft is an idea of its own after all.

    Raises:
        NoVariant: it was sent.
    """
    if draft.state != "draft":
        raise NoVariant()
    draft.variant_of = None
    db.session.flush()


def of(proposal: Proposal) -> Sequence[Proposal]:
    """The published proposals that say a proposal's idea in other words, itself and the first one left out."""
    first = proposal.variant_of_id or proposal.id
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.variant_of_id == first, Proposal.id != proposal.id, Proposal.state == "published")
        .order_by(Proposal.id)
    ).all()
