"""Reads of runs, groups and memberships."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from cocreation.clustering.models import Correction, Group, GroupingRun, Membership
from cocreation.core.db import db
from cocreation.proposals.models import Proposal
from cocreation.themes.models import Theme
from cocreation.themes.queries import standing_for


def run(run_id: int) -> GroupingRun | None:
    """One run."""
    return db.session.get(GroupingRun, run_id)


def runs(cycle_id: int) -> Sequence[GroupingRun]:
    """Every run of a cycle, newest first."""
    return db.session.scalars(
        select(GroupingRun).where(GroupingRun.cycle_id == cycle_id).order_by(GroupingRun.id.desc())
    ).all()


def published_runs(cycle_id: int) -> Sequence[GroupingRun]:
    """The published grouping of a cycle: one run of the whole cycle, or one a theme."""
    return db.session.scalars(
        select(GroupingRun)
        .where(GroupingRun.cycle_id == cycle_id, GroupingRun.state == "published")
        .order_by(GroupingRun.id)
    ).all()


def last_whole(cycle_id: int, theme_id: int | None, *, before: int | None = None) -> GroupingRun | None:
    """The latest whole run of a scope: its groups' names live on in the next one."""
    statement = select(GroupingRun).where(
        GroupingRun.cycle_id == cycle_id,
        GroupingRun.theme_id.is_(None) if theme_id is None else GroupingRun.theme_id == theme_id,
        GroupingRun.state.in_(("ready", "published", "replaced")),
    )
    if before is not None:
        statement = statement.where(GroupingRun.id < before)
    return db.session.scalar(statement.order_by(GroupingRun.id.desc()).limit(1))


def numbers_ever(cycle_id: int, theme_id: int | None) -> list[str]:
    """The numbers of every group a scope ever had, in no order."""
    statement = select(Group.name).join(GroupingRun, GroupingRun.id == Group.run_id).distinct()
    return list(
        db.session.scalars(
            statement.where(
                GroupingRun.cycle_id == cycle_id,
                GroupingRun.theme_id.is_(None) if theme_id is None else GroupingRun.theme_id == theme_id,
                Group.is_family.is_(False),
            )
        )
    )


def groups_of(run_ids: Sequence[int], *, families: bool = False) -> Sequence[Group]:
    """The groups (or families) of runs that hold ideas, the largest first."""
    statement = (
        select(Group)
        .options(joinedload(Group.parent))
        .where(Group.run_id.in_(run_ids), Group.is_family.is_(families))
        .order_by(Group.size.desc(), Group.id)
    )
    return db.session.scalars(statement if families else statement.where(Group.size > 0)).all()


def published_groups(cycle_id: int) -> Sequence[Group]:
    """The groups of the published grouping of a cycle."""
    return groups_of([found.id for found in published_runs(cycle_id)])


def group(run_id: int, name: str) -> Group | None:
    """One group of a run by its name."""
    return db.session.scalar(select(Group).where(Group.run_id == run_id, Group.name == name))


def group_by_id(group_id: int) -> Group | None:
    """One group."""
    return db.session.get(Group, group_id)


def members(group_ids: Sequence[int]) -> dict[int, list[Membership]]:
    """The members of groups with their proposals, the most central first: {group_id: memberships}."""
    found: dict[int, list[Membership]] = {group_id: [] for group_id in group_ids}
    statement = (
        select(Membership)
        .options(selectinload(Membership.proposal).options(joinedload(Proposal.theme), joinedload(Proposal.thread)))
        .where(Membership.group_id.in_(group_ids))
        .order_by(Membership.rank, Membership.id)
    )
    for membership in db.session.scalars(statement):
        found[membership.group_id or 0].append(membership)
    return found


def alone(run_ids: Sequence[int]) -> Sequence[Membership]:
    """The ideas of runs that fit nowhere: listed apart, never a group."""
    return db.session.scalars(
        select(Membership)
        .options(selectinload(Membership.proposal))
        .where(Membership.run_id.in_(run_ids), Membership.group_id.is_(None))
        .order_by(Membership.id)
    ).all()


def map_of(run_id: int) -> Sequence[Membership]:
    """Every idea of a run with its place on the map."""
    return db.session.scalars(
        select(Membership)
        .options(joinedload(Membership.group), selectinload(Membership.proposal))
        .where(Membership.run_id == run_id)
        .order_by(Membership.id)
    ).all()


def published_membership(proposal_ids: Sequence[int]) -> dict[int, Membership]:
    """The place of ideas in the published grouping: {proposal_id: membership}; none where not grouped yet."""
    statement = (
        select(Membership)
        .join(GroupingRun, GroupingRun.id == Membership.run_id)
        .options(joinedload(Membership.group).joinedload(Group.run))
        .where(Membership.proposal_id.in_(proposal_ids), GroupingRun.state == "published")
    )
    return {found.proposal_id: found for found in db.session.scalars(statement)}


def membership(run_id: int, proposal_id: int) -> Membership | None:
    """The place of one idea in one run."""
    return db.session.scalar(
        select(Membership).where(Membership.run_id == run_id, Membership.proposal_id == proposal_id)
    )


def corrections(run_id: int) -> Sequence[Correction]:
    """The corrections made on a run, newest first."""
    return db.session.scalars(
        select(Correction).where(Correction.run_id == run_id).order_by(Correction.id.desc())
    ).all()


def corrections_of_scope(cycle_id: int, theme_id: int | None) -> Sequence[Correction]:
    """Every standing correction of a scope, oldest first: what binds the next run."""
    return db.session.scalars(
        select(Correction)
        .join(GroupingRun, GroupingRun.id == Correction.run_id)
        .where(
            GroupingRun.cycle_id == cycle_id,
            GroupingRun.theme_id.is_(None) if theme_id is None else GroupingRun.theme_id == theme_id,
            Correction.undone_at.is_(None),
        )
        .order_by(Correction.id)
    ).all()


def still_binding(run: GroupingRun) -> list[Correction]:
    """The standing corrections of a run's scope made on other runs, newest first."""
    found = [one for one in corrections_of_scope(run.cycle_id, run.theme_id) if one.run_id != run.id]
    return found[::-1]


def references(proposal_ids: Sequence[int]) -> list[str]:
    """The references of ideas, in order."""
    statement = select(Proposal.reference).where(Proposal.id.in_(proposal_ids)).order_by(Proposal.reference)
    return [reference for reference in db.session.scalars(statement) if reference]


def since(run: GroupingRun) -> Sequence[Proposal]:
    """The published ideas of a run's scope that it does not hold: those that came after it, oldest first."""
    held = select(Membership.proposal_id).where(Membership.run_id == run.id)
    statement = select(Proposal).where(
        Proposal.cycle_id == run.cycle_id, Proposal.state == "published", Proposal.id.not_in(held)
    )
    theme = db.session.get(Theme, run.theme_id) if run.theme_id else None
    if theme is not None:
        statement = statement.where(Proposal.theme_id.in_(standing_for(theme)))
    return db.session.scalars(statement.order_by(Proposal.published_at, Proposal.id)).all()


def authors(group_ids: Sequence[int]) -> dict[int, int]:
    """How many different authors each group has: {group_id: count}."""
    rows = db.session.execute(
        select(Membership.group_id, func.count(func.distinct(Proposal.contributor_id)))
        .join(Proposal, Proposal.id == Membership.proposal_id)
        .where(Membership.group_id.in_(group_ids))
        .group_by(Membership.group_id)
    )
    return {group_id: count for group_id, count in rows if group_id is not None}


def copies(run_ids: Sequence[int]) -> dict[int, list[int]]:
    """The folded near-duplicates of runs: {first proposal_id: [its copies]}."""
    found: dict[int, list[int]] = {}
    rows = db.session.execute(
        select(Membership.copy_of_id, Membership.proposal_id)
        .where(Membership.run_id.in_(run_ids), Membership.copy_of_id.is_not(None))
        .order_by(Membership.id)
    )
    for first, copy in rows:
        if first is not None and copy != first:
            found.setdefault(first, []).append(copy)
    return found
