"""The nearest group of an idea that came after a run: a suggestion for moderators, in milliseconds, never a placing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cocreation.clustering import queries, settling
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.clustering.nearby import CycleIndex, index_of
from cocreation.core.db import db
from cocreation.proposals import queries as proposals
from cocreation.proposals.models import Proposal

NEIGHBOURS = 12
LEAST_SHARED = 2
# People accept what is suggested: it is read from all ideas, also in the first seconds of a process.
PATIENCE = 10.0


@dataclass(frozen=True)
class Suggestion:
    """A group an idea looks like, and the words it shares with the nearest of its ideas."""

    group: Group
    words: tuple[str, ...]


def suggested(run: GroupingRun, ideas: Sequence[Proposal]) -> dict[int, Suggestion]:
    """Return the nearest group of each idea, by its nearest neighbours in this run: {proposal_id: suggestion}.

    A locked group takes nobody in; an idea that shares hardly a word with any other has no suggestion.
    """
    locked = set(settling.binding_of(run.cycle_id, run.theme_id).locks)
    index = index_of(db.engine, run.cycle_id, PATIENCE)
    found = {idea.id: _nearest(index, run, idea, locked) for idea in ideas}
    return {number: suggestion for number, suggestion in found.items() if suggestion}


def in_published(idea: Proposal) -> Suggestion | None:
    """Return the group of the published grouping that an idea it does not hold looks like."""
    runs = queries.published_runs(idea.cycle_id) if idea.state in {"published", "submitted"} else []
    if not runs or queries.published_membership([idea.id]):
        return None
    found = (suggested(run, [idea]).get(idea.id) for run in runs if run.theme_id in {None, idea.theme_id})
    return next((suggestion for suggestion in found if suggestion), None)


def nearest_name(run: GroupingRun, reference: str, allowed: set[str]) -> str | None:
    """Return the name of the nearest of the allowed groups of a run, None where none is near."""
    idea = proposals.by_reference(reference)
    every = {group.name for group in queries.groups_of([run.id])}
    found = _nearest(index_of(db.engine, run.cycle_id, PATIENCE), run, idea, every - allowed) if idea else None
    return found.group.name if found else None


def _nearest(index: CycleIndex, run: GroupingRun, idea: Proposal, closed: set[str]) -> Suggestion | None:
    text = idea.current
    whole = f"{text.title}\n{text.problem}\n{text.body}"
    near = index.nearest(whole, text.language, NEIGHBOURS, [idea.id])
    near = [neighbour for neighbour in near if len(neighbour.words) >= LEAST_SHARED]
    homes = _homes(run, [int(neighbour.id) for neighbour in near])
    weights: dict[int, float] = {}
    words: dict[int, tuple[str, ...]] = {}
    groups: dict[int, Group] = {}
    for neighbour in near:
        group = homes.get(int(neighbour.id))
        if group is not None and group.name not in closed:
            groups[group.id] = group
            weights[group.id] = weights.get(group.id, 0.0) + neighbour.score
            words.setdefault(group.id, neighbour.words)
    best = max(weights, key=lambda number: (round(weights[number], 4), -number), default=None)
    return Suggestion(groups[best], words[best]) if best is not None else None


def _homes(run: GroupingRun, proposal_ids: Sequence[int]) -> dict[int, Group]:
    statement = (
        select(Membership)
        .options(joinedload(Membership.group))
        .where(Membership.run_id == run.id, Membership.proposal_id.in_(proposal_ids))
    )
    return {found.proposal_id: found.group for found in db.session.scalars(statement) if found.group}
