"""The world of the tests of workshops."""

import pytest
from flask import Flask

from tests.evaluation.material import World, make_world


@pytest.fixture
def world(app: Flask, session: object) -> World:
    """A plan with sifted ideas."""
    return make_world()
