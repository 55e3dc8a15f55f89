"""Projects born of what closed workshops retained: one an item, with what was merged into it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from cocreation.commitments import opening, queries
from cocreation.commitments.models import Project
from cocreation.commitments.opening import NotRetained
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.evaluation import deciding
from cocreation.evaluation.models import Workshop
from cocreation.journal.models import JournalLine
from tests.commitments.material import SOUGHT, Search
from tests.evaluation.material import HELD, World, decide, discussed, items, make_world


@pytest.fixture
def world(app: Flask, session: object) -> World:
    return make_world()


def finish(workshop: Workshop) -> None:
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)


def test_each_retained_item_becomes_one_project_with_its_title_in_its_language(search: Search) -> None:
    titles = [str(one.title) for one in search.projects]
    assert [one.number for one in search.projects] == [1, 2, 3, 4]
    assert titles[0] == search.world.ideas[0].current.title
    assert titles[1] == search.world.ideas[2].current.title
    assert search.projects[3].title == search.world.draft.current.title
    assert opening.open_all(cycle=search.world.cycle, by=search.secretariat, at=SOUGHT) == []
    lines = db.session.query(JournalLine).filter_by(action="project.opened").all()
    assert [line.object_id for line in lines] == [one.id for one in search.projects]


def test_who_drafted_a_commitment_is_named_as_its_first_lead(search: Search) -> None:
    assert [one.organisation_id for one in search.projects[3].candidates] == [search.world.draft.organisation_id]
    assert [(one.part, one.state) for one in search.projects[3].candidates] == [("lead", "candidate")]
    assert not any(one.candidates for one in search.projects[:3])


@pytest.mark.both_databases
def test_what_was_merged_belongs_to_the_project_and_nothing_else_becomes_one(world: World) -> None:
    workshop = discussed(world)
    group, second, third, draft = items(workshop)
    decide(workshop, group)
    decide(workshop, second, "merged", merged_into=group)
    decide(workshop, third, "not_retained")
    decide(workshop, draft, "reformulate")
    assert opening.open_all(cycle=world.cycle, by=world.secretariat, at=SOUGHT) == []
    finish(workshop)
    [made] = opening.open_all(cycle=world.cycle, by=world.secretariat, at=SOUGHT)
    assert list(queries.items_of(made)) == [group, second]
    assert queries.projects_of_ideas(world.cycle.id) == {idea.id: made for idea in world.ideas[:3]}
    assert queries.projects_of_drafts(world.cycle.id) == {}
    assert [idea.id for idea in queries.ideas_of(made)] == [idea.id for idea in world.ideas[:3]]
    for item in (second, third, draft, group):
        with pytest.raises(NotRetained):
            opening.open_one(item=item, by=world.secretariat, at=SOUGHT)


def test_a_project_can_be_opened_alone_and_retitled(world: World) -> None:
    workshop = discussed(world)
    for item in items(workshop):
        decide(workshop, item)
    finish(workshop)
    made = opening.open_one(item=items(workshop)[1], by=world.secretariat, at=SOUGHT)
    assert made.number == 1
    title = OfficialText(fr="Publier les registres", ar="نشر السجلات")
    opening.retitle(project=made, title=title, by=world.secretariat, at=SOUGHT)
    assert len(queries.retained_without_project(world.cycle.id)) == 3
    found = queries.projects(world.cycle.id)[0]
    assert found.title == title


def test_an_idea_leads_to_no_project_while_its_workshop_is_open_again(search: Search) -> None:
    workshop = search.projects[0].item.workshop
    assert len(queries.projects_of_ideas(search.world.cycle.id)) == 4
    workshop.state = "discussion"
    db.session.flush()
    assert queries.projects_of_ideas(search.world.cycle.id) == {}


@pytest.mark.both_databases
def test_the_database_keeps_one_project_an_item(search: Search) -> None:
    first, second = search.projects[:2]
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Project).where(Project.id == second.id).values(item_id=first.item_id))
