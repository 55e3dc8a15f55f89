"""What the tests of writing a proposal share: a cycle that collects, its author, and a pen."""

import pytest

from tests.proposals.material import make_cycle, make_person, make_theme
from tests.proposals.pen import Pen


@pytest.fixture
def world(session):
    cycle = make_cycle()
    theme = make_theme(cycle)
    author = make_person("Salma")
    session.commit()
    return {"cycle": cycle, "theme": theme, "author": author}


@pytest.fixture
def pen(client, world):
    return Pen(client)
