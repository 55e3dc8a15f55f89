"""One house a date, shared by the tests of this folder: each puts back what its requests wrote."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.security.house import House, Open, open_house, shut


@pytest.fixture(scope="session")
def house_at(copy_of: Callable[[str], Path]) -> Iterator[Open]:
    """Give the furnished house of a date."""
    houses: dict[str, House] = {}

    def open_at(date: str) -> House:
        if date not in houses:
            houses[date] = open_house(copy_of(date), date)
        return houses[date]

    yield open_at
    for house in houses.values():
        shut(house)
