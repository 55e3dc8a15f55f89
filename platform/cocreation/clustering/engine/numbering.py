"""Names of groups that live on from run to run: a group keeps its number by the ideas it keeps.

Source: Kuhn, «The Hungarian method for the assignment problem» (1955).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

LEAST_OVERLAP = 0.3


def _overlap(one: Sequence[str], other: Sequence[str]) -> float:
    common = len(set(one) & set(other))
    return common / max(1, len(set(one) | set(other)))


def _highest(prefix: str, names: Sequence[str]) -> int:
    numbers = [int(name[len(prefix) :]) for name in names if re.fullmatch(prefix + r"[0-9]{1,9}", name)]
    return max(numbers, default=0)


def names_for(
    groups: Sequence[Sequence[str]],
    previous: Mapping[str, Sequence[str]],
    prefix: str = "g",
    known: Iterable[str] = (),
) -> list[str]:
    """Return the name of each group of ids.

    A group takes the name of the ``previous`` group it overlaps most (Jaccard at least 0.3, best
    assignment overall); others get new numbers, never used in ``previous`` nor ``known``.
    """
    earlier = sorted(previous)
    names: dict[int, str] = {}
    if groups and earlier:
        likeness = np.array([[_overlap(group, previous[name]) for name in earlier] for group in groups])
        for row, column in zip(*linear_sum_assignment(-likeness), strict=True):
            if likeness[row, column] >= LEAST_OVERLAP:
                names[int(row)] = earlier[int(column)]
    number = _highest(prefix, [*earlier, *known])
    for row in range(len(groups)):
        if row not in names:
            number += 1
            names[row] = f"{prefix}{number}"
    return [names[row] for row in range(len(groups))]
