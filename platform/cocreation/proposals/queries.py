"""Reads of proposals and draft commitments: lists with their counts, one by its reference, what balances."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, false, func, select
from sqlalchemy.orm import joinedload, selectinload

from cocreation.comments.models import Thread
from cocreation.core import paging, search
from cocreation.core.db import db, is_sqlite
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
    within: Select[Any] | None = None


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


def held_by_id(proposal_id: int) -> Proposal | None:
    """A proposal, held until the transaction ends: whoever writes it at the same moment comes before or after."""
    db.session.execute(select(Proposal.id).where(Proposal.id == proposal_id).with_for_update())
    return by_id(proposal_id)


def by_id(proposal_id: int) -> Proposal | None:
    """A proposal by its number: drafts have no reference yet."""
    return db.session.get(Proposal, proposal_id)


def versions(proposal_id: int) -> Sequence[ProposalVersion]:
    """Every text a proposal has had, the first one first."""
    return db.session.scalars(
        select(ProposalVersion).where(ProposalVersion.proposal_id == proposal_id).order_by(ProposalVersion.number)
    ).all()


def _narrowed(statement: Select[Any], asked: Filter) -> Select[Any]:
    statement = statement.where(_of_cycle(asked), Proposal.state == asked.state)
    for condition in (_theme(asked), _language(asked), _region(asked), _voice(asked), _words(asked), _within(asked)):
        if condition is not None:
            statement = statement.where(condition)
    return statement


def _of_cycle(asked: Filter) -> ColumnElement[bool]:
    # Where words or a group already give the few that may be meant, SQLite is to begin with them and not
    # with an index of the whole cycle, along which it would try each text: a sum is no column of any index.
    few = (asked.query or asked.within is not None) and is_sqlite()
    return (Proposal.cycle_id + 0 if few else Proposal.cycle_id) == asked.cycle_id


def narrowed(asked: Filter) -> Select[Any]:
    """The ids of the proposals a filter lets through, as a SELECT to put in a WHERE … IN."""
    return _narrowed(select(Proposal.id), asked)


def _within(asked: Filter) -> ColumnElement[bool] | None:
    return None if asked.within is None else Proposal.id.in_(asked.within)


def _theme(asked: Filter) -> ColumnElement[bool] | None:
    if asked.theme_ids is None:
        return None
    return Proposal.theme_id.in_(asked.theme_ids) if asked.theme_ids else Proposal.theme_id.is_(None)


def _language(asked: Filter) -> ColumnElement[bool] | None:
    if asked.language is None:
        return None
    return Proposal.language == asked.language


def _region(asked: Filter) -> ColumnElement[bool] | None:
    if asked.region is None:
        return None
    return Proposal.region.is_(None) if asked.region == "none" else Proposal.region == asked.region


def _voice(asked: Filter) -> ColumnElement[bool] | None:
    if asked.voice is None:
        return None
    return Proposal.voice == asked.voice


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
        return [(Thread.visible_count, "desc"), (Proposal.id, "desc")]
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
    """One page of the public list: its numbers first, which the indexes give, then what is shown of each.

    Args:
        order: one of ORDERS; anything else is the newest first. seed: names the shuffled order of «discover».
    """
    statement = narrowed(asked)
    if order == "discussed":
        # What was never published has no thread, and nothing to put in this order.
        statement = statement.join(Thread, Thread.id == Proposal.thread_id).where(Thread.cycle_id == asked.cycle_id)
    page = paging.keyset(statement, order=_order(order, seed), cursor=cursor, size=size, session=db.session)
    shown = _shown(page.items)
    return paging.Page([shown[number] for number in page.items], page.next_cursor, page.previous_cursor)


def _shown(ids: Sequence[int]) -> dict[int, Proposal]:
    statement = select(Proposal).options(joinedload(Proposal.theme), joinedload(Proposal.thread))
    return {proposal.id: proposal for proposal in db.session.scalars(statement.where(Proposal.id.in_(ids)))}


def counts(asked: Filter) -> dict[str, dict[str | int | None, int]]:
    """How many each choice of each filter would find, the other filters kept.

    Returns:
        {"theme": {theme_id: n}, "language": …, "region": …, "voice": …, "state": …}; None is «not given».
    """
    found: dict[str, dict[str | int | None, int]] = {name: {} for name in FACETS}
    for *values, number in _cells(asked):
        if values[0] not in LISTED_STATES:
            continue
        shut_out = [name for name, value in zip(FACETS, values, strict=True) if not _keeps(asked, name, value)]
        # A choice counts what all the other filters let through, whatever its own filter says.
        for name, value in zip(FACETS, values, strict=True):
            if not shut_out or shut_out == [name]:
                found[name][value] = found[name].get(value, 0) + number
    return found


FACETS = ("state", "theme", "region", "language", "voice")


def _cells(asked: Filter) -> Iterable[Any]:
    """How many proposals have each combination of the filters' values: one reading serves every count."""
    facets = (Proposal.state, Proposal.theme_id, Proposal.region, Proposal.language, Proposal.voice)
    statement = select(*facets, func.count()).where(_of_cycle(asked)).group_by(*facets)
    for condition in (_words(asked), _within(asked)):
        if condition is not None:
            statement = statement.where(condition)
    return db.session.execute(statement)


def _keeps(asked: Filter, name: str, value: Any) -> bool:
    if name == "theme":
        return asked.theme_ids is None or (value in asked.theme_ids if asked.theme_ids else value is None)
    wanted = getattr(asked, name)
    if wanted is None:
        return True
    return bool(value is None if wanted == "none" else value == wanted)


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
