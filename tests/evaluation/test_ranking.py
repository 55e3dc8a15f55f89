"""The ranking is exact, does not depend on any order, and says what would change it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation.evaluation.ranking import SWING, Rules, Weighed, disagreement, effects, ranks, scores, standings

RULES = Rules(
    tuple(Weighed(key, weight, veto=key == 1) for key, weight in enumerate((25, 25, 20, 10, 10, 10), start=1)),
    Fraction(4),
)
TWO = Rules((Weighed(1, 55), Weighed(2, 45)), Fraction(4))

MARK = st.integers(0, 8).map(lambda half: Fraction(half, 2))
MARKS = st.fixed_dictionaries(dict.fromkeys(range(1, 7), MARK))
SHEETS = st.dictionaries(
    st.integers(1, 7), st.dictionaries(st.sampled_from("abcde"), MARKS, min_size=1, max_size=5), min_size=1, max_size=7
)


def marks(*values: float) -> dict[int, Fraction]:
    return {key: Fraction(value) for key, value in enumerate(values, start=1)}


def test_a_score_goes_from_0_to_100_and_waits_for_every_mark() -> None:
    assert RULES.score(marks(4, 4, 4, 4, 4, 4)) == 100
    assert RULES.score(marks(2, 4, 0, 1, 0, 0.5)) == Fraction(25 * 2 + 25 * 4 + 10 + 5, 4)
    assert RULES.score(marks(4, 4, 4)) is None


def test_a_veto_sets_aside() -> None:
    assert RULES.score(marks(0, 4, 4, 4, 4, 4)) == 0
    found = standings({1: {"a": marks(0, 4, 4, 4, 4, 4), "b": marks(4, 4, 4, 4, 4, 4)}}, RULES)
    assert (found[1].score, found[1].set_aside_by) == (50, 1)


@pytest.mark.parametrize("weights", [(50, 49), (60, 41), (), (110, -10)])
def test_weights_sum_to_100(weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="100"):
        Rules(tuple(Weighed(key, weight) for key, weight in enumerate(weights)), Fraction(4))


def test_equals_share_the_better_rank() -> None:
    sheets = {name: {"a": marks(value, value)} for name, value in zip("pqrs", (4, 3, 3, 1), strict=True)}
    assert ranks(scores(sheets, TWO)) == {"p": 1, "q": 2, "r": 2, "s": 4}


def test_disagreement_goes_from_0_to_1_and_names_what_divides() -> None:
    assert disagreement([Fraction(2)] * 5, Fraction(4)) == 0
    assert disagreement([Fraction(0), Fraction(4)], Fraction(4)) == 1
    assert disagreement([Fraction(0), Fraction(4), Fraction(4)], Fraction(4)) == 1
    assert disagreement([Fraction(3)], Fraction(4)) == 0
    found = standings({1: {"a": marks(2, 0), "b": marks(2, 4)}, 2: {"a": marks(3, 3), "b": marks(3, 3)}}, TWO)
    assert (found[1].divided_by, found[2].divided_by) == (2, None)
    assert found[1].disagreement > found[2].disagreement == 0


def test_an_interval_opens_where_weights_decide() -> None:
    close = {1: {"a": marks(4, 2)}, 2: {"a": marks(2, 4)}, 3: {"a": marks(0, 0)}}
    found = standings(close, TWO)
    assert [(found[item].best, found[item].rank, found[item].worst) for item in (1, 2, 3)] == [
        (1, 1, 2), (1, 2, 2), (3, 3, 3),
    ]  # fmt: skip


def test_what_a_conflict_changes() -> None:
    sheets: dict[int, dict[str, dict[int, Fraction]]] = {
        1: {"a": marks(3, 3)}, 2: {"a": marks(2, 2), "b": marks(4, 4)},
    }  # fmt: skip
    assert ranks(scores(sheets, TWO)) == {1: 1, 2: 1}
    found, nothing = effects(sheets, TWO, [(1, "b", marks(0, 0)), (1, "b", None)])
    assert (found.rank, found.with_marks, found.without_evaluator) == (1, 2, 1)
    assert nothing.with_marks is None


@given(SHEETS, st.randoms(use_true_random=False))
def test_no_order_matters(sheets: dict[int, dict[str, dict[int, Fraction]]], chance: random.Random) -> None:
    turned = {
        item: dict(chance.sample(list(given_to.items()), len(given_to)))
        for item, given_to in chance.sample(list(sheets.items()), len(sheets))
    }
    assert standings(turned, RULES) == standings(sheets, RULES)


@given(SHEETS, st.lists(st.fractions(-SWING, SWING), min_size=6, max_size=6))
def test_no_weights_within_the_swing_leave_the_interval(
    sheets: dict[int, dict[str, dict[int, Fraction]]], moves: list[Fraction]
) -> None:
    found = standings(sheets, RULES)
    assert all(1 <= one.best <= one.rank <= one.worst <= len(sheets) for one in found.values())
    weights = [one.weight * (1 + move) for one, move in zip(RULES.criteria, moves, strict=True)]
    moved = {item: _weighed(list(given_to.values()), weights) for item, given_to in sheets.items()}
    for item, own in moved.items():
        assert found[item].best <= 1 + sum(other > own for other in moved.values()) <= found[item].worst


def _weighed(sheets: list[dict[int, Fraction]], weights: list[Fraction]) -> Fraction:
    scores = [0 if one[1] == 0 else sum(w * one[key] for key, w in enumerate(weights, start=1)) for one in sheets]
    return Fraction(sum(scores), len(scores))


@given(SHEETS)
def test_the_middle_lies_between_the_ends(sheets: dict[int, dict[str, dict[int, Fraction]]]) -> None:
    for one in standings(sheets, RULES).values():
        assert 0 <= one.lowest <= one.middle <= one.highest <= 100
        assert one.lowest <= one.score <= one.highest
        assert 0 <= one.disagreement <= 1
