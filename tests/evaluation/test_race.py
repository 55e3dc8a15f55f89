"""Two chairs at the same moment, each with their own connection, on both databases: one closes, the other is told."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cocreation.core.db import db
from cocreation.evaluation import deciding, workshops
from cocreation.evaluation.deciding import Verdict
from cocreation.evaluation.models import Workshop
from cocreation.journal import queries as journal
from cocreation.journal.services import verify
from tests.evaluation.material import HELD, PLAN, adopted, items, make_world, mark_all, prepared, seat
from tests.proposals.material import make_person, sign_in

pytestmark = pytest.mark.both_databases
AT = "/fr/workshops/pan-test/1"


@pytest.fixture
def chairs(app: Flask) -> list[FlaskClient]:
    """Two chairs of a workshop in which enough evaluators have sent their marks, and one has not."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        world = make_world()
        adopted(world)
        workshop = prepared(world)
        seat(world, workshop, make_person("another-chair"), duty="chair")
        workshops.open_round(workshop=workshop, by=world.second, at=HELD)
        for one in workshop.evaluators[:2]:
            mark_all(workshop, one, 3)
        db.session.commit()
        return [sign_in(app, app.test_client(), one.account) for one in workshop.chairs]


def both(chairs: list[FlaskClient], door: str) -> list[int]:
    """Have both press at once; give the statuses, and hold the loser's page to its words."""
    together = threading.Barrier(2, timeout=20)

    def press(chair: FlaskClient) -> int:
        together.wait()
        answer = chair.post(AT + door)
        assert answer.status_code == 303 or "avancé entre-temps" in answer.text
        return answer.status_code

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(press, chairs))


def test_of_two_chairs_one_closes_and_the_other_is_told(app: Flask, chairs: list[FlaskClient]) -> None:
    assert both(chairs, "/room/close-round") == [303, 409]
    with app.app_context():
        workshop = db.session.get_one(Workshop, 1)
        for item in items(workshop):
            verdict = Verdict("retained", PLAN.title)
            deciding.decide(item=item, verdict=verdict, chair=workshop.chairs[0], at=HELD)
        db.session.commit()
    assert both(chairs, "/room/close") == [303, 409]
    with app.app_context():
        done = [line.action for line in journal.lines_of(object_kind="workshop", object_id=1)]
        assert [done.count(action) for action in ("workshop.round_closed", "workshop.closed")] == [1, 1]
        assert verify() is None
