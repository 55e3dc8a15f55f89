"""Those who support ideas are counted beside the items, persons and organisations apart, and weigh nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.evaluation import results
from cocreation.proposals.models import Support
from cocreation.proposals.supporting import Counts, counts_together
from tests.evaluation.material import World, closed, opened
from tests.proposals.material import make_body, make_person, sign_in

AT = "/fr/workshops/pan-test/1"
WORDS = "ne comptent pas dans la note"


def support(world: World) -> None:
    """Have two people and an organisation support ideas of the group, one of them both, and none of the others."""
    body = make_body("ligue", "association")
    people = [make_person(name) for name in ("malika", "nabil", "omar")]
    first, second = (idea.id for idea in world.ideas[:2])
    for idea, person, named in (
        (first, people[0], None), (second, people[0], None), (second, people[1], None), (first, people[2], body.id),
    ):  # fmt: skip
        db.session.add(Support(proposal_id=idea, account_id=person.id, organisation_id=named, created_at=now()))
    # Two accounts that were erased since: nobody knows whether they were one.
    db.session.add_all([Support(proposal_id=second, created_at=now()) for _ in range(2)])
    db.session.commit()


@pytest.mark.both_databases
def test_each_is_counted_once_in_a_group(world: World) -> None:
    support(world)
    ids = [idea.id for idea in world.ideas]
    assert counts_together({"group": ids[:2], "alone": ids[2:], "first": ids[:1]}) == {
        "group": Counts(4, 1), "alone": Counts(), "first": Counts(1, 1),
    }  # fmt: skip


def test_they_are_shown_as_not_weighed_only_where_the_plan_shows_them(app: Flask, world: World) -> None:
    support(world)
    workshop = opened(world)
    client = sign_in(app, app.test_client(), workshop.evaluators[0].account)
    assert WORDS not in client.get(f"{AT}/sheet/1").text
    world.cycle.supports = "on"
    db.session.commit()
    page = client.get(f"{AT}/sheet/1").text
    assert WORDS in page
    assert "4 personnes et 1 organisation" in page


def test_the_ranking_does_not_know_them(app: Flask, world: World) -> None:
    workshop = closed(world)
    world.cycle.supports = "on"
    before = results.of(workshop).standings
    support(world)
    assert results.of(workshop).standings == before
    page = app.test_client().get(AT).text
    assert WORDS in page
    assert "4 personnes et 1 organisation" in page
