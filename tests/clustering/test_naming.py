"""What groups are called: by people, or after a public idea in the reader's language."""

from __future__ import annotations

import pytest
from flask import Flask

from cocreation.clustering import naming
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from tests.proposals.material import NOW, make_cycle, make_person, publish, send

pytestmark = pytest.mark.both_databases
TEXTS = (("السجل العمومي", "ar"), ("Le registre public", "fr"), ("Le registre, encore", "fr"), ("The register", "en"))


@pytest.fixture
def ideas(app: Flask, session: object) -> list[Proposal]:
    cycle = make_cycle()
    made = [
        publish(send(cycle, None, make_person(f"person{place}"), title=title, language=language))
        for place, (title, language) in enumerate(TEXTS)
    ]
    run = GroupingRun(
        cycle_id=cycle.id, state="published", corpus_sha256="0" * 64, asked_at=now(), process_at=NOW, published_at=NOW
    )
    db.session.add(run)
    db.session.flush()
    group = Group(run_id=run.id, name="g1", title=TEXTS[0][0], title_language="ar", terms={}, size=len(made))
    db.session.add(group)
    db.session.flush()
    for rank, idea in enumerate(made):
        db.session.add(
            Membership(run_id=run.id, group_id=group.id, proposal_id=idea.id, version_number=1, rank=rank, why=[])
        )
    db.session.flush()
    return made


def the_group() -> Group:
    return db.session.scalars(db.select(Group)).one()


def test_each_language_has_the_title_of_its_most_central_idea(ideas: list[Proposal]) -> None:
    found = naming.title(the_group())
    assert dict(found) == {"ar": "السجل العمومي", "fr": "Le registre public", "en": "The register"}
    assert found.shown("fr") == ("Le registre public", "fr")
    assert found.shown("zgh") == ("السجل العمومي", "ar")


def test_what_its_author_took_back_names_nothing_any_more(ideas: list[Proposal]) -> None:
    for idea in ideas[:2]:
        proposals.withdraw(proposal=idea, by=None, at=NOW)
    db.session.flush()
    assert naming.title(the_group()).shown("ar") == ("Le registre, encore", "fr")
    for idea in ideas[2:]:
        proposals.withdraw(proposal=idea, by=None, at=NOW)
    db.session.flush()
    assert not naming.title(the_group())


def test_the_title_people_gave_stands_alone(ideas: list[Proposal]) -> None:
    group = the_group()
    group.title, group.title_language, group.renamed = "Registres", "fr", True
    db.session.flush()
    assert dict(naming.title(group)) == {"fr": "Registres"}
    assert naming.titles([]) == {}
