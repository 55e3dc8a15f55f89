"""Coarser and finer: any number of groups from one tree, numbers that live on, and what people decided respected."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cocreation.clustering import cutting
from cocreation.clustering.binding import Binding
from cocreation.clustering.engine import Hierarchy
from cocreation.clustering.models import Correction

# Eight leaves of two ideas; each pair of leaves joins first, then pairs of pairs, then all.
LEAVES = [[f"{letter}{number}" for number in (1, 2)] for letter in "abcdefgh"]
MERGES = [[0, 1, 1.0], [2, 3, 1.1], [4, 5, 1.2], [6, 7, 1.3], [8, 9, 2.0], [10, 11, 2.1], [12, 13, 3.0]]
TREE = Hierarchy.from_json_dict({"leaves": LEAVES, "merges": MERGES})
STAND = {idea: f"g{place // 2 + 1}" for place, leaf in enumerate(LEAVES) for idea in leaf}
IDEAS = sorted(STAND)


def decided(*given: tuple[str, dict[str, Any]]) -> Binding:
    made = [
        Correction(id=place, run_id=1, kind=kind, payload=payload, before={})
        for place, (kind, payload) in enumerate(given, 1)
    ]
    return Binding(made)


def cut(
    count: int, binding: Binding | None = None, stand: Mapping[str, str | None] = STAND, by_hand: tuple[str, ...] = ()
) -> dict[str, list[str]]:
    return cutting.cut(TREE, count, stand, by_hand, binding or Binding([]), 50).groups


def home(groups: Mapping[str, list[str]], idea: str) -> str:
    return next(name for name, ideas in groups.items() if idea in ideas)


def test_the_bounds_are_two_and_the_leaves() -> None:
    assert cutting.bounds(TREE) == (2, 8)
    assert cutting.bounds(Hierarchy()) == (0, 0)


def test_the_number_of_today_gives_the_groups_of_today_under_their_numbers() -> None:
    assert cut(4) == {f"g{n}": sorted(idea for idea in IDEAS if STAND[idea] == f"g{n}") for n in (1, 2, 3, 4)}


def test_coarser_joins_whole_groups_and_finer_divides_them() -> None:
    assert {name: len(ideas) for name, ideas in cut(2).items()} == {"g1": 8, "g3": 8}
    finer = cut(8)
    assert sorted(map(sorted, finer.values())) == LEAVES
    assert {"g1", "g2", "g3", "g4"} < set(finer)
    assert {name for name in finer if int(name[1:]) >= 50} == {"g50", "g51", "g52", "g53"}


def test_a_locked_group_stays_whole_and_alone() -> None:
    locked = decided(("lock", {"group": "g2", "ids": ["c1", "c2", "d1", "d2"]}))
    assert cut(2, locked) == {"g1": [i for i in IDEAS if i[0] not in "cd"], "g2": ["c1", "c2", "d1", "d2"]}
    assert cut(8, locked)["g2"] == ["c1", "c2", "d1", "d2"]


def test_an_idea_placed_by_hand_goes_with_those_it_was_put_beside() -> None:
    moved = {**STAND, "a1": "g4"}
    assert home(cut(2, stand=moved, by_hand=("a1",)), "a1") == home(cut(2, stand=moved, by_hand=("a1",)), "h1")
    assert "a1" in cut(4, stand=moved, by_hand=("a1",))["g4"]


def test_foes_are_never_joined_and_companions_never_divided() -> None:
    binding = decided(("apart", {"ids": ["a1", "d1"]}), ("together", {"ids": ["e1", "f1"]}))
    for count in range(1, 9):
        groups = cut(count, binding)
        assert home(groups, "a1") != home(groups, "d1"), count
        assert home(groups, "e1") == home(groups, "f1"), count


def test_ideas_apart_stay_apart_and_nothing_is_lost_or_doubled() -> None:
    stand = {**STAND, "b2": None}
    assert sorted(idea for ideas in cut(3, stand=stand).values() for idea in ideas) == [i for i in IDEAS if i != "b2"]


def test_families_hold_every_group_once() -> None:
    found = cutting.cut(TREE, 8, STAND, (), Binding([]), 50)
    assert sorted(name for family in found.families for name in family) == sorted(found.groups)
    assert 2 <= len(found.families) < 8


@given(
    st.integers(1, 9),
    st.sets(st.sampled_from(IDEAS), max_size=4),
    st.lists(st.tuples(st.sampled_from(IDEAS), st.sampled_from(IDEAS)), max_size=3),
)
def test_every_idea_stands_once_whatever_was_decided(count: int, hands: set[str], pairs: list[tuple[str, str]]) -> None:
    given_pairs = [("apart", {"ids": [one, other]}) for one, other in pairs if STAND[one] != STAND[other]]
    groups = cut(count, decided(*given_pairs), by_hand=tuple(hands))
    assert sorted(idea for ideas in groups.values() for idea in ideas) == IDEAS
    for _, payload in given_pairs:
        one, other = payload["ids"]
        assert home(groups, one) != home(groups, other)
