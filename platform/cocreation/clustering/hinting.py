"""The hint while writing: published ideas near the text, across languages, each with the words it shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from cocreation.accounts.queries import contributors_of
from cocreation.clustering.engine import Neighbour
from cocreation.clustering.nearby import CycleIndex, index_of
from cocreation.core.db import db
from cocreation.proposals.models import Proposal
from cocreation.proposals.similar import MOST, SimilarIdea
from cocreation.text.analyser import keys
from cocreation.text.sentences import excerpt

EXCERPT = 160
# One word in common is no reason to stop somebody who writes, unless they wrote hardly more.
LEAST_SHARED, FEW_WORDS = 2, 3


def similar(*, cycle_id: int, title: str, text: str, language: str | None, actor: Any) -> list[SimilarIdea]:
    """Return the published ideas nearest to what is being written, never the writer's own.

    Args:
        title, text: what is being written. language: its language, None where not known. actor: who writes.
    """
    own = _own(cycle_id, actor)
    index = index_of(db.engine, cycle_id)
    whole = f"{title}\n{text}"
    written = keys(whole, language)
    found = index.nearest(whole, language, without=own)
    enough = LEAST_SHARED if len(set(written)) >= FEW_WORDS else 1
    near = {neighbour.id: neighbour for neighbour in found if len(neighbour.words) >= enough}
    return [_idea(proposal, near[str(proposal.id)], index, written) for proposal in _published(cycle_id, list(near))]


def _own(cycle_id: int, actor: Any) -> Sequence[int]:
    account_id = getattr(actor, "id", None)
    if account_id is None:
        return ()
    statement = select(Proposal.id).where(
        Proposal.cycle_id == cycle_id, Proposal.contributor_id.in_(contributors_of(account_id))
    )
    return db.session.scalars(statement).all()


def _published(cycle_id: int, near: Sequence[str]) -> list[Proposal]:
    """Return the first of the ideas of these numbers that are shown; one hidden in this very moment is left out."""
    statement = select(Proposal).where(
        Proposal.id.in_(map(int, near)), Proposal.cycle_id == cycle_id, Proposal.state == "published"
    )
    found = db.session.scalars(statement).all() if near else []
    return sorted(found, key=lambda proposal: near.index(str(proposal.id)))[:MOST]


def _idea(proposal: Proposal, neighbour: Neighbour, index: CycleIndex, written: Sequence[str]) -> SimilarIdea:
    """Say of an idea what the form and the desk show; ``written`` are the keys of the text it is near to."""
    text = proposal.current
    said = keys(f"{text.title}\n{text.problem}\n{text.body}", text.language)
    return SimilarIdea(
        reference=proposal.reference or "",
        title=text.title,
        language=text.language,
        excerpt=excerpt(text.body or text.problem or text.title, EXCERPT),
        shared=neighbour.words,
        alike=index.are_alike(written, said),
    )
