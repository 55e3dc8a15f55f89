"""A closed workshop with what it retained, bodies with and without people, and shorthands for the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from cocreation.accounts.models import Account, Organisation
from cocreation.commitments import candidates, contacts, opening, queries
from cocreation.commitments.contacts import Entry
from cocreation.commitments.models import Candidate, Contact, Project
from cocreation.core.clock import FuzzyDate
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from tests.evaluation.material import World, closed
from tests.proposals.material import make_body, make_person

SOUGHT = datetime(2020, 12, 20, 9, tzinfo=UTC)
WHY = OfficialText(fr="Aucun budget prévu", ar="لا ميزانية مرصودة")


@dataclass
class Search:
    """What the tests of this room begin with."""

    world: World
    projects: list[Project]
    ministry: Organisation
    agency: Organisation
    agent: Account
    secretariat: Account


def make_search(world: World) -> Search:
    """Close a workshop that retained all its items, open their projects, and make two bodies; one has an agent."""
    closed(world)
    projects = opening.open_all(cycle=world.cycle, by=world.secretariat, at=SOUGHT)
    ministry, agency = make_body("ministere"), make_body("agence")
    agent = make_person("agente", "agent", organisation=ministry)
    db.session.commit()
    return Search(world, projects, ministry, agency, agent, world.secretariat)


def named(search: Search, *bodies: Organisation, part: str = "lead", place: int = 0) -> list[Candidate]:
    """Name bodies for a project."""
    return candidates.name(
        projects=[search.projects[place]], organisations=bodies, part=part, by=search.secretariat, at=SOUGHT
    )


def day(number: int) -> FuzzyDate:
    """A day of December 2020."""
    return FuzzyDate.day(date(2020, 12, number))


def logged(search: Search, kind: str, *concerned: Candidate, on: int = 7, **more: object) -> Contact:
    """Write an entry into the log."""
    entry = Entry(kind, day(on), **more)  # type: ignore[arg-type]
    return contacts.log(entry=entry, candidates=concerned, by=search.secretariat, at=SOUGHT)


def answered(search: Search, candidate: Candidate, answer: str = "accepts", on: int = 14) -> Contact:
    """Ask a body by letter and write down its answer."""
    if candidate.state == "candidate":
        logged(search, "letter", candidate)
    return logged(search, "answer", candidate, on=on, answer=answer, who="Secrétaire général", summary="Voici")


def again(project: Project) -> Project:
    """The project as the database has it."""
    db.session.commit()
    db.session.expire_all()
    found = queries.project(project.cycle_id, project.number)
    assert found is not None
    return found
