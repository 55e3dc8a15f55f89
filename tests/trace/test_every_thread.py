"""The demonstration: every idea received has a thread that ends where the tables say it stands, each station proved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from cocreation.core.clock import process_at
from cocreation.cycles import queries as cycles
from cocreation.evaluation import standing
from cocreation.trace import presenting, queries
from cocreation.trace.stations import threads_of
from tests.fixtures.database import close, make_app
from tests.fixtures.demonstration import CHOSEN, Load


@pytest.fixture
def demonstrated(demonstration: Load, tmp_path: Path) -> Iterator[Flask]:
    """The demonstration after its workshops; it is only read."""
    app = make_app(f"sqlite:///{demonstration(CHOSEN)}", tmp_path)
    with app.app_context(), app.test_request_context("/fr/"), process_at(CHOSEN):
        yield app
    close(app)


def test_every_idea_stands_where_the_tables_say_and_each_station_has_its_line(demonstrated: Flask) -> None:
    for cycle in cycles.cycles():
        ideas, stands = queries.received(cycle.id), standing.of_ideas(cycle.id)
        threads = threads_of(ideas)
        assert {one.reference: one.faults for one in threads.values() if one.faults} == {}
        for idea in ideas:
            stand = stands.get(idea.id)
            expected = idea.state if stand is None or stand.station == "to_sift" else stand.station
            assert threads[idea.id].standing == expected, idea.reference
            dates = [one.at for one in threads[idea.id].stations]
            assert dates == sorted(dates), idea.reference
        states = [[one.state for one in presenting.shown(thread)] for thread in threads.values()]
        assert all(found.count("now") + found.count("refused") == 1 for found in states)
