"""Reads of proposals and draft commitments: lists with their counts, one by its reference, what balances."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, false, func, select
from sqlalchemy.orm import joinedload, selectinload

from cocreation.accounts.models import Contributor
from cocreation.comments.models import Thread
from cocreation.core import paging, search
from cocreation.core.db import db
from cocreation.proposals.models import (
    PUBLIC_STATES,
    DraftCommitment,
    Proposal,
    ProposalVersion,
)
from cocreation.proposals.versions import thing_of, thing_of_draft

ORDERS = ("newest", "discussed", "discover")
LISTED_STATES = (*PUBLIC_STATES, "refused")


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; None is no limit.

    `theme_ids` are a theme and all those merged into it; `region` may be «none» (not given), and so may
    be the theme by an empty list.
    """

    cycle_id: int
    theme_ids: tuple[int, ...] | None = None
    language: str | None = None
    region: str | None = None
    voice: str | None = None
    state: str = "published"
    query: str | None = None


def by_reference(reference: str) -> Proposal | None:
    """A proposal with all that its page shows of it."""
    return db.session.scalar(
        select(Proposal)
        .options(
            joinedload(Proposal.theme),
            joinedload(Proposal.original_theme),
            joinedload(Proposal.thread),
            joinedload(Proposal.duplicate_of),
        )
        .where(Proposal.reference == reference)
    )


def by_id(proposal_id: int) -> Proposal | None:
    """A proposal by its number: drafts have no reference yet."""
    return db.session.get(Proposal, proposal_id)


def versions(proposal_id: int) -> Sequence[ProposalVersion]:
    """Every text a proposal has had, the first one first."""
    return db.session.scalars(
        select(ProposalVersion).where(ProposalVersion.proposal_id == proposal_id).order_by(ProposalVersion.number)
    ).all()


def _narrowed(statement: Select[Any], asked: Filter) -> Select[Any]:
    statement = statement.where(Proposal.cycle_id == asked.cycle_id, Proposal.state == asked.state)
    for condition in (_theme(asked), _language(asked), _region(asked), _voice(asked), _words(asked)):
        if condition is not None:
            statement = statement.where(condition)
    return statement


def _theme(asked: Filter) -> ColumnElement[bool] | None:
    if asked.theme_ids is None:
        return None
    return Proposal.theme_id.in_(asked.theme_ids) if asked.theme_ids else Proposal.theme_id.is_(None)


def _language(asked: Filter) -> ColumnElement[bool] | None:
    if asked.language is None:
        return None
    return Proposal.current.has(ProposalVersion.language == asked.language)


def _region(asked: Filter) -> ColumnElement[bool] | None:
    if asked.region is None:
        return None
    return Proposal.region.is_(None) if asked.region == "none" else Proposal.region == asked.region


def _voice(asked: Filter) -> ColumnElement[bool] | None:
    if asked.voice is None:
        return None
    return Proposal.contributor.has(Contributor.voice == asked.voice)


def _words(asked: Filter) -> ColumnElement[bool] | None:
    if not asked.query:
        return None
    found = search.matching("proposal", asked.query)
    return Proposal.id.in_(found) if found is not None else false()


def shuffled(seed: str) -> ColumnElement[int]:
    """A number of each proposal that puts them in one order a seed, the same for everyone and both databases."""
    digest = hashlib.sha256(seed.encode("utf-8", "replace")).digest()
    factor, shift = (int.from_bytes(digest[start : start + 4]) % 2_000_000_000 + 1 for start in (0, 4))
    first = (cast(Proposal.id, BigInteger) * factor + shift) % 2_147_483_647
    # Squared modulo another prime, so that neighbours in one order are not neighbours in the next.
    return cast(cast(first * first, BigInteger) % 2_147_483_629, BigInteger)


def _order(order: str, seed: str) -> paging.Order:
    if order == "discussed":
        return [(func.coalesce(Thread.visible_count, 0), "desc"), (Proposal.id, "desc")]
    if order == "discover":
        return [(shuffled(seed), "asc"), (Proposal.id, "asc")]
    return [(Proposal.received_at, "desc"), (Proposal.id, "desc")]


def listing(
    *,
    asked: Filter,
    order: str = "newest",
    seed: str = "",
    cursor: str | None = None,
    size: int = paging.DEFAULT_SIZE,
) -> paging.Page[Proposal]:
    """One page of the public list, in one statement and one for the threads.

    Args:
        order: one of ORDERS; anything else is the newest first. seed: names the shuffled order of «discover».
    """
    statement = _narrowed(select(Proposal), asked).options(joinedload(Proposal.theme), joinedload(Proposal.thread))
    if order == "discussed":
        statement = statement.outerjoin(Thread, Thread.id == Proposal.thread_id)
    return paging.keyset(statement, order=_order(order, seed), cursor=cursor, size=size, session=db.session)


def counts(asked: Filter) -> dict[str, dict[str | int | None, int]]:
    """How many each choice of each filter would find, the other filters kept.

    Returns:
        {"theme": {theme_id: n}, "language": …, "region": …, "voice": …, "state": …}; None is «not given».
    """
    return {
        "theme": _grouped(Proposal.theme_id, replace(asked, theme_ids=None)),
        "language": _grouped(ProposalVersion.language, replace(asked, language=None), "current"),
        "region": _grouped(Proposal.region, replace(asked, region=None)),
        "voice": _grouped(Contributor.voice, replace(asked, voice=None), "contributor"),
        "state": _by_state(asked),
    }


def _grouped(column: Any, asked: Filter, through: str | None = None) -> dict[str | int | None, int]:
    statement = select(column, func.count(Proposal.id)).select_from(Proposal)
    if through == "contributor":
        statement = statement.join(Contributor, Contributor.id == Proposal.contributor_id)
    elif through == "current":
        statement = statement.join(Proposal.current)
    return {row[0]: row[1] for row in db.session.execute(_narrowed(statement, asked).group_by(column))}


def _by_state(asked: Filter) -> dict[str | int | None, int]:
    statement = select(Proposal.state, func.count(Proposal.id)).where(
        Proposal.cycle_id == asked.cycle_id, Proposal.state.in_(LISTED_STATES)
    )
    for condition in (_theme(asked), _language(asked), _region(asked), _voice(asked), _words(asked)):
        if condition is not None:
            statement = statement.where(condition)
    return {row[0]: row[1] for row in db.session.execute(statement.group_by(Proposal.state))}


def published(*, cycle_id: int, theme_ids: Sequence[int] | None = None) -> Iterable[Proposal]:
    """Every published proposal of a cycle with its text and author, in order of number: what is grouped."""
    statement = select(Proposal).where(Proposal.cycle_id == cycle_id, Proposal.state == "published")
    if theme_ids is not None:
        statement = statement.where(Proposal.theme_id.in_(theme_ids))
    return db.session.scalars(statement.order_by(Proposal.id)).all()


def sent(*, cycle_id: int) -> Sequence[Proposal]:
    """Every proposal of a cycle that was sent, whatever became of it, by reference: the report's annex."""
    return db.session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.theme), joinedload(Proposal.thread), selectinload(Proposal.duplicate_of))
        .where(Proposal.cycle_id == cycle_id, Proposal.state != "draft")
        .order_by(Proposal.reference)
    ).all()


def of_contributors(contributor_ids: Sequence[int]) -> Sequence[Proposal]:
    """What a person wrote, under all their names, the newest first, drafts among them."""
    return db.session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.theme), joinedload(Proposal.thread))
        .where(Proposal.contributor_id.in_(contributor_ids))
        .order_by(Proposal.id.desc())
    ).all()


def state_counts(cycle_id: int) -> dict[str, int]:
    """How many proposals of a cycle stand in each state, drafts left out: the sums that balance."""
    rows = db.session.execute(
        select(Proposal.state, func.count())
        .where(Proposal.cycle_id == cycle_id, Proposal.state != "draft")
        .group_by(Proposal.state)
    )
    return {row[0]: row[1] for row in rows}


def searchable() -> Iterable[search.Thing]:
    """Every proposal the search reads, for indexing anew."""
    statement = select(Proposal).where(Proposal.state.in_(PUBLIC_STATES)).order_by(Proposal.id)
    for proposal in db.session.scalars(statement.execution_options(yield_per=200)):
        yield thing_of(proposal)


def draft_by_reference(reference: str) -> DraftCommitment | None:
    """A draft commitment with all that its page shows of it."""
    return db.session.scalar(
        select(DraftCommitment)
        .options(joinedload(DraftCommitment.theme), joinedload(DraftCommitment.thread))
        .where(DraftCommitment.reference == reference)
    )


def drafts(
    *, cycle_id: int, cursor: str | None = None, size: int = paging.DEFAULT_SIZE, query: str | None = None
) -> paging.Page[DraftCommitment]:
    """One page of the published draft commitments of a cycle, the newest first."""
    statement = (
        select(DraftCommitment)
        .options(joinedload(DraftCommitment.theme), joinedload(DraftCommitment.thread))
        .where(DraftCommitment.cycle_id == cycle_id, DraftCommitment.state == "published")
    )
    if query:
        found = search.matching("draft", query)
        statement = statement.where(DraftCommitment.id.in_(found) if found is not None else false())
    order: paging.Order = [(DraftCommitment.published_at, "desc"), (DraftCommitment.id, "desc")]
    return paging.keyset(statement, order=order, cursor=cursor, size=size, session=db.session)


def published_drafts(*, cycle_id: int) -> Sequence[DraftCommitment]:
    """Every published draft commitment of a cycle, by reference."""
    return db.session.scalars(
        select(DraftCommitment)
        .options(joinedload(DraftCommitment.theme), joinedload(DraftCommitment.thread))
        .where(DraftCommitment.cycle_id == cycle_id, DraftCommitment.state == "published")
        .order_by(DraftCommitment.reference)
    ).all()


def drafts_of_organisations(organisation_ids: Sequence[int]) -> Sequence[DraftCommitment]:
    """What some bodies drafted, in every state, the newest first."""
    return db.session.scalars(
        select(DraftCommitment)
        .options(joinedload(DraftCommitment.theme), joinedload(DraftCommitment.thread))
        .where(DraftCommitment.organisation_id.in_(organisation_ids))
        .order_by(DraftCommitment.id.desc())
    ).all()


def searchable_drafts() -> Iterable[search.Thing]:
    """Every draft commitment the search reads, for indexing anew."""
    statement = select(DraftCommitment).where(DraftCommitment.state == "published").order_by(DraftCommitment.id)
    for draft in db.session.scalars(statement):
        yield thing_of_draft(draft)
