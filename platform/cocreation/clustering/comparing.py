"""Two runs of one scope set side by side."""

from __future__ import annotations

from sqlalchemy import select

from cocreation.clustering import queries
from cocreation.clustering.changes import Changes, State, between
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.core.db import db
from cocreation.proposals.models import Proposal


def earlier_than(run: GroupingRun, *, public: bool) -> GroupingRun | None:
    """The grouping a run is compared with: the last one published before it, or else the last whole one.

    Args:
        public: only one that was published, for a page everyone reads.
    """
    statement = select(GroupingRun).where(
        GroupingRun.cycle_id == run.cycle_id,
        GroupingRun.theme_id.is_(None) if run.theme_id is None else GroupingRun.theme_id == run.theme_id,
        GroupingRun.published_at.is_not(None),
        GroupingRun.state.in_(("published", "replaced")),
        GroupingRun.id < run.id,
    )
    found = db.session.scalar(statement.order_by(GroupingRun.id.desc()).limit(1))
    if found is not None or public:
        return found
    return queries.last_whole(run.cycle_id, run.theme_id, before=run.id)


def changes(before: GroupingRun, now: GroupingRun, *, public: bool) -> Changes:
    """What changed from one run to a later one; for everyone, only ideas that can be read."""
    (groups_before, apart_before), (groups_now, apart_now) = (_state(run, public) for run in (before, now))
    return between(groups_before, groups_now, apart_before, apart_now)


def _rows(run: GroupingRun, public: bool) -> list[tuple[str, int | None]]:
    statement = (
        select(Proposal.reference, Membership.group_id)
        .join(Membership, Membership.proposal_id == Proposal.id)
        .where(Membership.run_id == run.id)
    )
    if public:
        statement = statement.where(Proposal.state == "published")
    return [(reference or "", group_id) for reference, group_id in db.session.execute(statement)]


def _state(run: GroupingRun, public: bool) -> tuple[dict[str, State], frozenset[str]]:
    """Return the groups of a run by name, and the ideas it lists apart."""
    ideas: dict[int | None, set[str]] = {}
    for reference, group_id in _rows(run, public):
        ideas.setdefault(group_id, set()).add(reference)
    groups = db.session.scalars(select(Group).where(Group.run_id == run.id, Group.is_family.is_(False)))
    states = [
        State(group.name, group.title, group.title_language, frozenset(ideas[group.id]))
        for group in groups
        if group.id in ideas
    ]
    by_name = {state.name: state for state in sorted(states, key=lambda state: state.number)}
    return by_name, frozenset(ideas.get(None, ()))
