"""What the tests of proposals share: a cycle that collects, its author, an idea of theirs, and a pen."""

import pytest

from tests.proposals.material import make_cycle, make_person, make_theme, publish, send
from tests.proposals.pen import Pen


@pytest.fixture
def settings():
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": False}


@pytest.fixture
def world(session):
    cycle = make_cycle()
    theme = make_theme(cycle)
    author = make_person("Salma")
    session.commit()
    return {"cycle": cycle, "theme": theme, "author": author}


@pytest.fixture
def idea(world):
    return publish(send(world["cycle"], world["theme"], world["author"]))


@pytest.fixture
def pen(client, world):
    return Pen(client)
