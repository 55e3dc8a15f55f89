"""The world of the tests of holders."""

import pytest
from flask import Flask

from tests.commitments.material import Search, make_search
from tests.evaluation.material import make_world


@pytest.fixture
def search(app: Flask, session: object) -> Search:
    """Projects opened from a closed workshop, and bodies to ask."""
    return make_search(make_world())
