"""From points to groups: small leaves, a tree over them, the number of groups read from the data."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from cocreation.clustering.engine.hierarchy import cut, tree
from cocreation.clustering.engine.reduction import FloatArray, unit_rows
from cocreation.clustering.engine.schema import Merge

Labels = NDArray[np.int64]
FEWEST, MOST, GROWTH, AT = 15, 35, 0.4, 300
LARGEST_SHARE = 0.15
ATOMS_A_GROUP = 4


def compact(labels: NDArray[np.integer]) -> Labels:
    """Return labels renumbered by first appearance, from zero, none missing."""
    _, first, numbers = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[numbers], dtype=np.int64)


def centroids(points: FloatArray, labels: Labels) -> NDArray[np.float64]:
    """Return the mean point of each label, shape (n_labels, n_dimensions)."""
    sums = np.zeros((int(labels.max()) + 1, points.shape[1]))
    np.add.at(sums, labels, points)
    return np.round(sums / np.bincount(labels)[:, None], 9)


def means(points: FloatArray, n_groups: int, seed: int) -> Labels:
    """Return the group of each point, shape (n_points,), by k-means (Lloyd 1982, k-means++ start)."""
    n_groups = min(n_groups, len(np.unique(points, axis=0)))
    if n_groups <= 1:
        return np.zeros(len(points), dtype=np.int64)
    return compact(KMeans(n_groups, n_init=2, random_state=seed).fit_predict(points))


def refined(points: FloatArray, labels: Labels, seed: int) -> Labels:
    """Return ``labels`` after k-means has run from their centroids: the points on the edges settle."""
    start = centroids(points, labels)
    if len(start) <= 1:
        return labels
    return compact(KMeans(len(start), init=start, n_init=1, random_state=seed).fit_predict(points))


def range_of_groups(n_points: int) -> tuple[int, int]:
    """Return the fewest and the most groups fit for people: 15 to 35 at 300 ideas, growing slowly."""
    scale = (n_points / AT) ** GROWTH
    most = max(1, n_points // 2)
    return min(most, max(2, round(FEWEST * scale))), min(most, max(2, round(MOST * scale)))


def sharpness(points: FloatArray, labels: Labels) -> float:
    """Return the mean simplified silhouette: how much nearer each point is to its own centroid.

    Source: Hruschka, de Castro and Campello, «Evolutionary algorithms for clustering gene-expression
    data» (2004). Between -1 and 1; costs n_points × n_labels.
    """
    if labels.max() < 1:
        return 0.0
    distances = 1 - points @ unit_rows(centroids(points, labels)).T
    rows = np.arange(len(labels))
    own = distances[rows, labels].copy()
    distances[rows, labels] = np.inf
    other = distances.min(axis=1)
    return float(np.mean((other - own) / np.maximum(np.maximum(other, own), 1e-9)))


def partition(points: FloatArray, seed: int, n_groups: int | None = None) -> Labels:
    """Return the group of each point, shape (n_points,).

    Many small atoms are made, joined by Ward's tree, cut at ``n_groups``, or at the number in the range
    for people at which groups stand out most, and refined.
    """
    if len(points) < 2:
        return np.zeros(len(points), dtype=np.int64)
    fewest, most = (n_groups, n_groups) if n_groups else range_of_groups(len(points))
    n_atoms = min(max(most, round(ATOMS_A_GROUP * fewest)), max(most, len(points) // 2))
    atoms = means(points, n_atoms, seed)
    merges = _tree(points, atoms)
    sizes = sorted({round(size) for size in np.geomspace(fewest, most, 8)})
    made = [refined(points, cut(int(atoms.max()) + 1, merges, size)[atoms], seed) for size in sizes]
    scores = [round(sharpness(points, labels), 3) for labels in made]
    return made[scores.index(max(scores))]


def _tree(points: FloatArray, labels: Labels) -> list[Merge]:
    weights = np.bincount(labels).astype(np.float64)
    return tree(centroids(points, labels), weights, max(LARGEST_SHARE * len(points), weights.max()))


def divided(points: FloatArray, labels: Labels, limit: float, seed: int) -> Labels:
    """Return ``labels`` with every group above ``limit`` points divided in two until none is left."""
    labels = labels.copy()
    while (sizes := np.bincount(labels)).max() > limit:
        rows = np.flatnonzero(labels == sizes.argmax())
        halves = means(points[rows], 2, seed)
        if halves.max() == 0:
            halves = (np.arange(len(rows)) >= limit).astype(np.int64)
        labels[rows[halves == 1]] = len(sizes)
    return compact(labels)


def sub_leaves(points: FloatArray, groups: Iterable[NDArray[np.int64]], seed: int) -> list[Labels]:
    """Return for each group, given as rows, the leaf of each of its rows: about a root of their number."""
    return [means(points[rows], max(1, round(len(rows) ** 0.5 / 1.5)), seed) for rows in groups]
