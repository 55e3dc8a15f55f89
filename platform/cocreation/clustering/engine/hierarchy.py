"""The tree over leaves of ideas: Ward's criterion on weighted centroids, with a limit to a group's size.

Source: Ward, «Hierarchical grouping to optimize an objective function» (1963). A merge that would make a
group too large waits until no other is left, so that no cut people would use holds a dustbin.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cocreation.clustering.engine.schema import Merge

Array = NDArray[np.float64]


def _costs(centroid: Array, weight: float, centroids: Array, weights: Array) -> Array:
    """Return how much Ward's criterion grows when one node joins each other, shape (n_nodes,)."""
    return np.asarray(((centroids - centroid) ** 2).sum(axis=1) * weights * weight / (weights + weight))


class _Nodes:
    """The nodes still apart, with the cost of joining every pair."""

    def __init__(self, centroids: Array, weights: Array, limit: float) -> None:
        self.centroids, self.weights, self.limit = centroids.copy(), weights.copy(), limit
        self.names = list(range(len(weights)))
        self.alive = np.ones(len(weights), dtype=bool)
        self.costs = np.array([self._row(row) for row in range(len(weights))])

    def _row(self, row: int) -> Array:
        costs = np.round(_costs(self.centroids[row], self.weights[row], self.centroids, self.weights), 9)
        costs[~self.alive | (self.weights + self.weights[row] > self.limit)] = np.inf
        costs[row] = np.inf
        return costs

    def lift(self) -> None:
        """Forget the limit."""
        self.limit = np.inf
        for row in np.flatnonzero(self.alive):
            self.costs[row] = self._row(int(row))

    def cheapest(self) -> tuple[int, int, float]:
        """Return the cheapest pair and its cost; infinite when every merge is too large."""
        one, other = divmod(int(self.costs.argmin()), len(self.names))
        return one, other, float(self.costs[one, other])

    def join(self, one: int, other: int, name: int) -> tuple[int, int]:
        """Join two nodes under a new name; return the old names."""
        parts = (self.names[one], self.names[other])
        total = self.weights[one] + self.weights[other]
        self.centroids[one] = (
            self.weights[one] * self.centroids[one] + self.weights[other] * self.centroids[other]
        ) / total
        self.weights[one], self.names[one] = total, name
        self.alive[other] = False
        self.costs[other], self.costs[:, other] = np.inf, np.inf
        self.costs[one] = self._row(one)
        self.costs[:, one] = self.costs[one]
        return parts


def tree(centroids: Array, weights: Array, limit: float) -> list[Merge]:
    """Return the merges of ``len(weights)`` leaves, shape (n_leaves, n_dimensions), down to one node.

    ``limit`` is the largest weight of a node while any merge within it is left.
    """
    nodes, merges, n_leaves = _Nodes(centroids, weights, limit), list[Merge](), len(weights)
    while len(merges) < n_leaves - 1:
        one, other, cost = nodes.cheapest()
        if not np.isfinite(cost):
            nodes.lift()
            continue
        parts = nodes.join(one, other, n_leaves + len(merges))
        merges.append(Merge((min(parts), max(parts)), round(cost, 6)))
    return merges


def cut(n_leaves: int, merges: list[Merge], n_groups: int) -> NDArray[np.int64]:
    """Return the number of its group for each leaf, shape (n_leaves,), groups numbered by first leaf."""
    node = np.arange(n_leaves)
    for step in range(max(0, min(len(merges), n_leaves - n_groups))):
        node[np.isin(node, merges[step].parts)] = n_leaves + step
    _, first, numbers = np.unique(node, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[numbers]


def nested(parts: list[tuple[Array, Array]], limit: float) -> list[Merge]:
    """Return the merges over the leaves of several groups, each group whole before groups join.

    ``parts`` holds for each group the centroids, shape (n_leaves, n_dimensions), and weights of its
    leaves. So a cut at ``len(parts)`` gives the groups themselves, finer cuts divide them, coarser join.
    """
    offsets = np.cumsum([0] + [len(weights) for _, weights in parts])
    n_leaves = int(offsets[-1])
    inside = [
        (merge.height, group, step, merge)
        for group, (points, weights) in enumerate(parts)
        for step, merge in enumerate(tree(points, weights, np.inf))
    ]
    # A merge inside a group may not come before the one it stands on: heights only ever rise in a tree.
    highest: dict[int, float] = {}
    ordered = []
    for height, group, step, merge in sorted(inside, key=lambda item: item[1:3]):
        highest[group] = max(height, highest.get(group, 0.0))
        ordered.append((highest[group], group, step, merge))
    names = {(group, leaf): int(offsets[group]) + leaf for group, (_, w) in enumerate(parts) for leaf in range(len(w))}
    merges: list[Merge] = []
    for height, group, step, merge in sorted(ordered, key=lambda item: item[:3]):
        names[group, len(parts[group][1]) + step] = n_leaves + len(merges)
        one, other = (names[group, part] for part in merge.parts)
        merges.append(Merge((min(one, other), max(one, other)), height))
    roots = [names[group, 2 * len(weights) - 2] for group, (_, weights) in enumerate(parts)]
    return merges + _above(parts, roots, n_leaves + len(merges), limit)


def _above(parts: list[tuple[Array, Array]], roots: list[int], first: int, limit: float) -> list[Merge]:
    """Return the merges that join whole groups, whose nodes are ``roots``."""
    if not parts:
        return []
    weights = np.array([weight.sum() for _, weight in parts])
    middle = np.array([np.average(points, axis=0, weights=weight) for points, weight in parts])
    names = list(roots)
    merges: list[Merge] = []
    for step, merge in enumerate(tree(middle, weights, max(limit, weights.max()))):
        one, other = (names[part] for part in merge.parts)
        merges.append(Merge((min(one, other), max(one, other)), merge.height))
        names.append(first + step)
    return merges
