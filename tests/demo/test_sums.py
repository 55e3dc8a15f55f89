"""The demonstration adds up at each of its dates; where it did not, loading it would fail and name what differs."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import update

from cocreation.core.db import db
from cocreation.cycles import queries as cycles
from cocreation.demo import services
from cocreation.proposals.models import Proposal
from cocreation.trace import reckoning
from tests.fixtures.database import close, make_app
from tests.fixtures.demonstration import CHOSEN, COLLECTING, REPORTED

PLAN = "pan-2020-2022"


@pytest.mark.parametrize("date", [COLLECTING, REPORTED, CHOSEN])
def test_every_idea_of_the_demonstration_stands_at_one_station(demonstration, tmp_path, date):
    app = make_app(f"sqlite:///{demonstration(date)}", tmp_path / "instance", PROCESS_DATE=date)
    with app.app_context():
        services.check_sums()
        found = reckoning.balance_of(cycles.by_slug(PLAN))
        assert found.total == found.received == sum(found.standing().values()) > 100
        assert {level.total for level in found.levels()} == {found.received}
        db.session.remove()
    close(app)


def test_a_demonstration_that_does_not_add_up_is_named(copy_of, tmp_path):
    path = copy_of(COLLECTING) / "cocreation.sqlite"
    with closing(sqlite3.connect(path)) as base:
        (reference,) = base.execute("SELECT reference FROM proposal WHERE state = 'submitted'").fetchone()
    app = make_app(f"sqlite:///{path}", tmp_path / "instance", PROCESS_DATE=COLLECTING)
    with app.app_context():
        db.session.execute(update(Proposal).where(Proposal.reference == reference).values(state="withdrawn"))
        with pytest.raises(services.SumsDiffer) as refusal:
            services.check_sums()
        assert f"{reference} (state)" in refusal.value.values["names"]
        db.session.rollback()
    close(app)
