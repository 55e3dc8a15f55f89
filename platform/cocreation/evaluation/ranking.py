"""Scores against a weighted grid, computed exactly: ranks, disagreement, and what would change them.

Pure: marks and weights in, figures out; nothing depends on the order of items or of evaluators.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from statistics import median
from typing import Generic, TypeVar

# How far each weight moves, up and down, when the interval of a rank is sought.
SWING = Fraction(1, 5)
WHOLE = 100

Item = TypeVar("Item", bound=Hashable)
Evaluator = TypeVar("Evaluator", bound=Hashable)
# The marks of one evaluator for one item, by the key of the criterion.
Marks = Mapping[int, Fraction]


@dataclass(frozen=True)
class Weighed:
    """A criterion as the ranking sees it: where `veto`, a mark of 0 sets the item aside."""

    key: int
    weight: int
    veto: bool = False


@dataclass(frozen=True)
class Rules:
    """What marks are weighed by: the criteria, and the highest mark of the scale.

    Raises:
        ValueError: the weights do not sum to 100, or the scale is empty.
    """

    criteria: tuple[Weighed, ...]
    most: Fraction

    def __post_init__(self) -> None:
        """Refuse rules under which a score would not go from 0 to 100."""
        if sum(one.weight for one in self.criteria) != WHOLE or min((c.weight for c in self.criteria), default=0) < 0:
            raise ValueError("the weights sum to 100")
        if self.most <= 0:
            raise ValueError("the highest mark is above 0")

    def is_whole(self, marks: Marks) -> bool:
        """Whether every criterion has its mark."""
        return all(one.key in marks for one in self.criteria)

    def is_set_aside(self, marks: Marks) -> bool:
        """Whether a criterion with a veto has the mark 0."""
        return any(one.veto and marks[one.key] == 0 for one in self.criteria)

    def score(self, marks: Marks) -> Fraction | None:
        """The score of one evaluator for one item, from 0 to 100; None while a criterion is not marked."""
        if not self.is_whole(marks):
            return None
        if self.is_set_aside(marks):
            return Fraction(0)
        given = [marks[one.key] for one in self.criteria]
        # Whole numbers are added far faster than fractions.
        common = lcm(*(mark.denominator for mark in given))
        parts = (
            one.weight * mark.numerator * (common // mark.denominator)
            for one, mark in zip(self.criteria, given, strict=True)
        )
        return Fraction(sum(parts), common) / self.most


@dataclass(frozen=True)
class Standing(Generic[Item]):
    """Where an item stands.

    `score`, `middle`, `lowest` and `highest` go from 0 to 100: the mean, the median and the ends of the evaluators'
    scores. `disagreement` is 0 where all agree and 1 where half say 0 and half say 100; `divided_by` is the criterion
    that divides them most, None where none does. `best` and `worst` bound the rank whatever the weights within SWING.
    """

    item: Item
    voices: int
    score: Fraction
    middle: Fraction
    lowest: Fraction
    highest: Fraction
    set_aside_by: int
    disagreement: Fraction
    divided_by: int | None
    rank: int
    best: int
    worst: int

    @property
    def bounds(self) -> str:
        """The bounds of the rank, as they are written."""
        return f"{self.best}–{self.worst}" if self.best < self.worst else str(self.rank)


@dataclass(frozen=True)
class Effect(Generic[Item, Evaluator]):
    """What one conflict of interest changes in the rank of its item.

    `rank` is the one that counts; `with_marks` the one it would have were the marks set aside counted (None where
    the evaluator gave none); `without_evaluator` the one it would have had the evaluator scored nothing at all.
    """

    item: Item
    evaluator: Evaluator
    rank: int | None
    with_marks: int | None
    without_evaluator: int | None


Sheets = Mapping[Item, Mapping[Evaluator, Marks]]


def _whole(sheets: Sheets[Item, Evaluator], rules: Rules) -> dict[Item, list[Marks]]:
    found = {item: [marks for marks in given.values() if rules.is_whole(marks)] for item, given in sheets.items()}
    return {item: given for item, given in found.items() if given}


def _profile(given: Sequence[Marks], rules: Rules) -> tuple[Fraction, ...]:
    """The mean mark by criterion, weighed; marks under a veto count as 0, so that the sum is the mean score."""
    counted = [marks for marks in given if not rules.is_set_aside(marks)]
    share = rules.most * len(given)
    return tuple(one.weight * sum((marks[one.key] for marks in counted), Fraction(0)) / share for one in rules.criteria)


Scores = dict[Item, dict[Evaluator, Fraction]]


def scores(sheets: Sheets[Item, Evaluator], rules: Rules) -> Scores[Item, Evaluator]:
    """The score of every evaluator for every item they marked whole; items nobody did are left out."""
    found = {
        item: {who: score for who, marks in given.items() if (score := rules.score(marks)) is not None}
        for item, given in sheets.items()
    }
    return {item: given for item, given in found.items() if given}


def _ranks(means: Mapping[Item, Fraction]) -> dict[Item, int]:
    return {item: 1 + sum(other > own for other in means.values()) for item, own in means.items()}


def _mean(values: Collection[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def ranks(given: Scores[Item, Evaluator]) -> dict[Item, int]:
    """The rank of every item; equals share the better rank («1, 2, 2, 4»)."""
    return _ranks({item: _mean(one.values()) for item, one in given.items()})


def _intervals(profiles: Mapping[Item, Sequence[Fraction]]) -> dict[Item, tuple[int, int]]:
    """The best and the worst rank of each item, over every weighing within SWING.

    Of two items the difference is linear in the weights, so its extremes are known exactly: an item that some weights
    put above another may be ahead of it, one that no weights put above never is. The bounds therefore hold for every
    weighing; reaching them may take different weights for different rivals.
    """
    # Whole numbers are compared far faster than fractions, and the sign is the same.
    common = lcm(*(part.denominator for profile in profiles.values() for part in profile))
    swing, unit = SWING.numerator, SWING.denominator
    lines = [(item, [int(part * common) for part in profile]) for item, profile in profiles.items()]
    found = {}
    for item, own in lines:
        surely = possibly = 0
        for _, other in lines:
            gaps = [theirs - mine for mine, theirs in zip(own, other, strict=True)]
            middle, reach = unit * sum(gaps), swing * sum(map(abs, gaps))
            surely += middle - reach > 0
            possibly += middle + reach > 0
        found[item] = (1 + surely, 1 + possibly)
    return found


def disagreement(values: Sequence[Fraction], most: Fraction) -> Fraction:
    """How far people are from one another: 0 where all agree, 1 where half say 0 and half say `most`."""
    pairs = (len(values) // 2) * ((len(values) + 1) // 2)
    if not pairs:
        return Fraction(0)
    common = lcm(*(value.denominator for value in values))
    ordered = sorted(value.numerator * (common // value.denominator) for value in values)
    # Each value is added once for each smaller one and taken away once for each larger one.
    apart = sum((2 * place - len(ordered) + 1) * value for place, value in enumerate(ordered))
    return Fraction(apart, common) / (pairs * most)


def _divided_by(given: Sequence[Marks], rules: Rules) -> int | None:
    apart = [
        (one.weight * disagreement([marks[one.key] for marks in given], rules.most), one.key) for one in rules.criteria
    ]
    most, key = max(apart, key=lambda found: (found[0], -found[1]))
    return key if most else None


def standings(sheets: Sheets[Item, Evaluator], rules: Rules) -> dict[Item, Standing[Item]]:
    """Where every item stands that somebody scored whole.

    Args:
        sheets: {item: {evaluator: marks}}; marks that are not whole do not count.
    """
    whole, given_scores = _whole(sheets, rules), scores(sheets, rules)
    profiles = {item: _profile(given, rules) for item, given in whole.items()}
    means = {item: _mean(one.values()) for item, one in given_scores.items()}
    places, bounds = _ranks(means), _intervals(profiles)
    found = {}
    for item, given in whole.items():
        own = list(given_scores[item].values())
        found[item] = Standing(
            item=item,
            voices=len(given),
            score=means[item],
            middle=median(own),
            lowest=min(own),
            highest=max(own),
            set_aside_by=sum(rules.is_set_aside(marks) for marks in given),
            disagreement=disagreement(own, Fraction(WHOLE)),
            divided_by=_divided_by(given, rules),
            rank=places[item],
            best=bounds[item][0],
            worst=bounds[item][1],
        )
    return found


def effects(
    sheets: Sheets[Item, Evaluator], rules: Rules, conflicts: Iterable[tuple[Item, Evaluator, Marks | None]]
) -> list[Effect[Item, Evaluator]]:
    """What each conflict of interest changes in the rank of its item.

    Args:
        sheets: what counts, without the marks set aside.
        conflicts: the item, the evaluator, and the marks they had given it (None for none).
    """
    given = scores(sheets, rules)
    places = ranks(given)
    alone: dict[Evaluator, dict[Item, int]] = {}
    found = []
    for item, evaluator, marks in conflicts:
        if evaluator not in alone:
            alone[evaluator] = ranks(_without(given, evaluator))
        put_aside = rules.score(marks) if marks is not None else None
        found.append(
            Effect(
                item=item,
                evaluator=evaluator,
                rank=places.get(item),
                with_marks=None
                if put_aside is None
                else ranks({**given, item: {**given.get(item, {}), evaluator: put_aside}})[item],
                without_evaluator=alone[evaluator].get(item),
            )
        )
    return found


def _without(given: Scores[Item, Evaluator], evaluator: Evaluator) -> Scores[Item, Evaluator]:
    left = {item: {who: score for who, score in one.items() if who != evaluator} for item, one in given.items()}
    return {item: one for item, one in left.items() if one}
