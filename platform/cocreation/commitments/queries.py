"""Reads of projects, of the bodies asked and of the log."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from cocreation.commitments.models import Candidate, Project
from cocreation.core.db import db
from cocreation.evaluation import queries as evaluation
from cocreation.evaluation import standing
from cocreation.evaluation.models import Item

_WHOLE = (
    selectinload(Project.candidates).selectinload(Candidate.contacts),
    selectinload(Project.turns),
)


def projects(cycle_id: int) -> Sequence[Project]:
    """The projects of a cycle by number, with their bodies, contacts and turns."""
    return db.session.scalars(
        select(Project).options(*_WHOLE).where(Project.cycle_id == cycle_id).order_by(Project.number)
    ).all()


def project(cycle_id: int, number: int) -> Project | None:
    """One project of a cycle by its number."""
    return db.session.scalar(
        select(Project).options(*_WHOLE).where(Project.cycle_id == cycle_id, Project.number == number)
    )


def last_number(cycle_id: int) -> int:
    """The highest number given in a cycle; 0 where none is."""
    return db.session.scalar(select(func.max(Project.number)).where(Project.cycle_id == cycle_id)) or 0


def items_of(project: Project) -> Sequence[Item]:
    """What a workshop retained as the project, and what it merged into that, in the order of the workshop."""
    return [item for item in evaluation.items(project.item.workshop_id) if _root(item).id == project.item_id]


def retained_without_project(cycle_id: int) -> list[Item]:
    """What the closed workshops of a cycle retained and nobody seeks a holder for yet."""
    known = select(Project.item_id).where(Project.cycle_id == cycle_id)
    found = [item for item in evaluation.decided_before(cycle_id) if is_retained(item)]
    having = set(db.session.scalars(known))
    return sorted(
        (item for item in found if item.id not in having), key=lambda item: (item.workshop.number, item.position)
    )


def is_retained(item: Item) -> bool:
    """Whether a workshop that is closed retained it."""
    return item.workshop.state == "closed" and item.outcome == "retained"


def projects_of_ideas(cycle_id: int) -> dict[int, Project]:
    """The project each retained idea led to, alone, in its group or merged: {proposal_id: project}."""
    return _of_stands(cycle_id, standing.of_ideas(cycle_id))


def projects_of_drafts(cycle_id: int) -> dict[int, Project]:
    """The project each retained draft commitment led to: {draft_id: project}."""
    return _of_stands(cycle_id, standing.of_drafts(cycle_id))


def _of_stands(cycle_id: int, stands: dict[int, standing.Stand]) -> dict[int, Project]:
    by_item = {one.item_id: one for one in projects(cycle_id)}
    return {
        number: by_item[root.id]
        for number, stand in stands.items()
        if stand.item is not None
        and stand.station in {"retained", "merged"}
        and (root := _root(stand.item)).id in by_item
        and is_retained(root)
    }


def _root(item: Item) -> Item:
    """The item that another was merged into in the end."""
    seen = {item.id}
    while item.merged_into is not None and item.merged_into_id not in seen:
        item = item.merged_into
        seen.add(item.id)
    return item
