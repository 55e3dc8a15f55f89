"""Every address for every role, against the committed table: a new door needs a line, a changed one is seen."""

import pytest

from tests.fixtures.demonstration import COLLECTING
from tests.security.doors import TABLE, Line, doors, knock, lines
from tests.security.house import ROLES, Open
from tests.security.things import THINGS

LINES = lines()
ANSWERS = {"yes", "sign-in", "no", "404", "gone", "-"}
# Whoever only has an address that is not confirmed, or an account that is erased, is a visitor.
AS_VISITORS = slice(0, 3)


@pytest.mark.parametrize("line", LINES, ids=str)
def test_a_door_answers_each_role_as_the_table_says(house_at: Open, line: Line) -> None:
    house = house_at(THINGS[line.thing].date)
    answered = {role: knock(house, line, role) for role in ROLES}
    assert answered == dict(zip(ROLES, line.answers, strict=True)), f"read {TABLE.name}, then the policy"


def test_every_door_stands_in_the_table_and_no_other(house_at: Open) -> None:
    known, built = {(line.endpoint, line.method) for line in LINES}, set(doors(house_at(COLLECTING).app))
    assert built - known == set(), f"add a line to {TABLE.name} for each of these"
    assert known - built == set(), f"these are in {TABLE.name} and nowhere else"


def test_the_table_says_nothing_else_than_its_words() -> None:
    assert {answer for line in LINES for answer in line.answers} == ANSWERS
    assert [line for line in LINES if len(set(line.answers[AS_VISITORS])) != 1] == []
    assert len({(line.endpoint, line.method, line.thing) for line in LINES}) == len(LINES)
    assert {line.thing for line in LINES} == set(THINGS)
