"""Families of groups, and the tree behind the slider between coarser and finer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cocreation.clustering.engine.hierarchy import cut, nested, tree
from cocreation.clustering.engine.partition import centroids, means
from cocreation.clustering.engine.reduction import FloatArray
from cocreation.clustering.engine.schema import Hierarchy

FEWEST_GROUPS = 8
LARGEST_FAMILY = 0.35


def families_of(points: FloatArray, groups: dict[str, list[int]]) -> list[list[str]]:
    """Return families of the numbers of groups, the one of most ideas first; none below eight groups."""
    names = list(groups)
    if len(names) < FEWEST_GROUPS:
        return []
    middles = np.array([points[groups[name]].mean(axis=0) for name in names], dtype=np.float64)
    weights = np.array([len(groups[name]) for name in names], dtype=np.float64)
    merges = tree(middles, weights, max(LARGEST_FAMILY * weights.sum(), weights.max()))
    family = cut(len(names), merges, max(3, round(len(names) ** 0.5)))
    found = [[names[place] for place in np.flatnonzero(family == number)] for number in range(family.max() + 1)]
    return sorted(found, key=lambda part: (-sum(len(groups[name]) for name in part), part[0]))


def hierarchy_of(points: FloatArray, groups: Sequence[Sequence[int]], ids: Sequence[str]) -> Hierarchy:
    """Return the tree whose cut at ``len(groups)`` is ``groups``: finer cuts divide them, coarser join."""
    parts, leaves = [], []
    for rows in groups:
        place = np.array(rows)
        leaf = means(points[place], max(1, round(len(place) ** 0.5 / 1.5)), 0)
        parts.append((centroids(points[place], leaf), np.bincount(leaf).astype(np.float64)))
        leaves += [[ids[row] for row in place[leaf == number]] for number in range(int(leaf.max()) + 1)]
    return Hierarchy(leaves, nested(parts, LARGEST_FAMILY * sum(map(len, groups))))
