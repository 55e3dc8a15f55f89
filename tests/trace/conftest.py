"""What the tests of threads begin with."""

from collections.abc import Iterator

import pytest
from flask import Flask

from cocreation.core.i18n import current_language
from tests.evaluation.material import World, make_world


@pytest.fixture
def world(app: Flask, session: object) -> World:
    """A plan with sifted ideas."""
    return make_world()


@pytest.fixture
def page(app: Flask) -> Iterator[str]:
    """A page being made, for what is said in words."""
    with app.test_request_context("/en/trace/"):
        app.preprocess_request()
        yield current_language()
