"""Reads of projects, of the bodies asked and of the log."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from cocreation.accounts.models import Organisation
from cocreation.commitments.models import HOLDER_KINDS, Candidate, Contact, Project, is_retained
from cocreation.core.db import db
from cocreation.evaluation import queries as evaluation
from cocreation.evaluation import standing
from cocreation.evaluation.models import Item
from cocreation.proposals.models import Proposal

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


def projects_of_ideas(cycle_id: int) -> dict[int, Project]:
    """The project each retained idea led to, alone, in its group or merged: {proposal_id: project}."""
    return _of_stands(cycle_id, standing.of_ideas(cycle_id))


def projects_of_drafts(cycle_id: int) -> dict[int, Project]:
    """The project each retained draft commitment led to: {draft_id: project}."""
    return _of_stands(cycle_id, standing.of_drafts(cycle_id))


def ideas_by_project(cycle_id: int) -> dict[int, list[Proposal]]:
    """The published ideas that led to each project of a cycle, by reference: {project_id: ideas}."""
    found: dict[int, list[Proposal]] = {}
    led = projects_of_ideas(cycle_id)
    for idea in evaluation.published(cycle_id):
        if idea.id in led:
            found.setdefault(led[idea.id].id, []).append(idea)
    return found


def ideas_of(project: Project) -> list[Proposal]:
    """The published ideas that led to a project."""
    return ideas_by_project(project.cycle_id).get(project.id, [])


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
    """What stands for an item: the one it was merged into, or itself."""
    return item.merged_into or item


def bodies() -> Sequence[Organisation]:
    """The bodies that may hold a commitment, by their short name."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.kind.in_(HOLDER_KINDS), Organisation.state == "verified")
        .order_by(Organisation.slug)
    ).all()


def candidate(candidate_id: int) -> Candidate | None:
    """One body of one project."""
    return db.session.get(Candidate, candidate_id)


def candidates_of(organisation_ids: Sequence[int], *, cycle_id: int | None = None) -> Sequence[Candidate]:
    """Where some bodies are named, the newest first."""
    statement = select(Candidate).join(Project).where(Candidate.organisation_id.in_(organisation_ids))
    if cycle_id is not None:
        statement = statement.where(Project.cycle_id == cycle_id)
    return db.session.scalars(
        statement.options(selectinload(Candidate.contacts), selectinload(Candidate.project)).order_by(
            Candidate.id.desc()
        )
    ).all()


def are_asked(organisation_ids: Sequence[int]) -> bool:
    """Whether any of some bodies was asked to hold something."""
    statement = select(Candidate.id).where(
        Candidate.organisation_id.in_(organisation_ids), Candidate.state != "candidate"
    )
    return db.session.scalar(statement.limit(1)) is not None


def contact(contact_id: int) -> Contact | None:
    """One entry of the log."""
    return db.session.get(Contact, contact_id)


def contacts(cycle_id: int) -> Sequence[Contact]:
    """The whole log of a cycle in the order of the days."""
    found = db.session.scalars(
        select(Contact)
        .options(selectinload(Contact.candidates).selectinload(Candidate.project), selectinload(Contact.corrections))
        .where(Contact.cycle_id == cycle_id)
    ).all()
    return sorted(found, key=lambda one: (one.day, one.id))


def contacts_of(project: Project) -> list[Contact]:
    """The log of one project in the order of the days, what was crossed out included."""
    found = {one.id: one for candidate in project.candidates for one in candidate.contacts}
    return sorted(found.values(), key=lambda one: (one.day, one.id))
