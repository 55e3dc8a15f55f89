"""From points to groups: several runs, the number at which they agree and stand out, their consensus.

Each run makes many small atoms by k-means, joins them by Ward's tree, cuts it and refines the cut by
k-means. Sources: Lloyd (1982) and k-means++ (Arthur and Vassilvitskii, 2007); Ben-Hur, Elisseeff and
Guyon, «A stability based method for discovering structure in clustered data» (2002); Strehl and Ghosh,
«Cluster ensembles» (2002).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.extmath import randomized_svd

from cocreation.clustering.engine.hierarchy import cut, tree
from cocreation.clustering.engine.reduction import FloatArray, unit_rows

Labels = NDArray[np.int64]
FEWEST, MOST, AT = 15, 35, 300
GROWTH_TO, GROWTH_FROM = 0.4, 0.3
WIDEST = 46
LARGEST_SHARE = 0.15
ATOMS_A_GROUP = 4
RUNS = 5
CONSENSUS_STARTS = 10
SIZES_TRIED = 6
SAMPLE = 3_000
STEPS = 60
BLOCK = 8_192
OWN_PLACE = 0.5


def compact(labels: NDArray[np.integer]) -> Labels:
    """Return labels renumbered by first appearance, from zero, none missing."""
    _, first, numbers = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[numbers], dtype=np.int64)


def centroids(points: NDArray[np.floating], labels: Labels) -> NDArray[np.float64]:
    """Return the mean point of each label, shape (n_labels, n_dimensions)."""
    shape = (int(labels.max()) + 1, len(labels))
    member = sparse.csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=shape)
    sums = np.asarray(member @ points.astype(np.float64))
    return np.asarray(np.round(sums / np.bincount(labels)[:, None], 9))


def starts_of(points: NDArray[np.floating], count: int, draw: np.random.Generator, trials: int) -> NDArray[np.floating]:
    """Return ``count`` of the points, far from one another, shape (count, n_dimensions): k-means++.

    For each next one ``trials`` are drawn, by their squared distance to the nearest of those before, and the one
    is taken that leaves the others least far. Where all points are taken, one comes twice.
    """
    squares = np.einsum("ij,ij->i", points, points)
    chosen = [int(draw.integers(len(points)))]
    near = _distances(points, squares, chosen)[:, 0]
    while len(chosen) < count:
        sums = np.cumsum(near, dtype=np.float64)
        drawn = np.searchsorted(sums, draw.random(trials) * sums[-1], side="right").clip(max=len(points) - 1)
        left = np.minimum(near[:, None], _distances(points, squares, drawn))
        best = int(np.round(left.sum(axis=0, dtype=np.float64), 3).argmin())
        chosen.append(int(drawn[best]))
        near = left[:, best]
    return points[chosen]


def _distances(
    points: NDArray[np.floating], squares: NDArray[np.floating], rows: Sequence[int] | Labels
) -> NDArray[np.floating]:
    """Return the squared distance of each point from the points ``rows``, shape (n_points, n_rows), rounded."""
    found = squares[:, None] + squares[rows] - 2 * (points @ points[rows].T)
    return np.asarray(np.maximum(np.round(found, 5), 0))


def _settled(start: NDArray[np.floating], points: NDArray[np.floating]) -> tuple[Labels, float]:
    """Return the groups of k-means from ``start`` and how far points lie from their middles.

    That some came out empty is no matter, they are renumbered.
    """
    model = KMeans(len(start), init=start, n_init=1, max_iter=STEPS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return compact(model.fit_predict(points)), round(float(model.inertia_), 5)


def means(points: NDArray[np.floating], n_groups: int, seed: int, starts: int = 1, trials: int | None = None) -> Labels:
    """Return the group of each point, shape (n_points,), by k-means: the best of ``starts`` starts.

    ``trials`` is the care with which a start is made, growing slowly with the number of groups when None.
    """
    n_groups = min(n_groups, len(np.unique(points, axis=0)))
    if n_groups <= 1:
        return np.zeros(len(points), dtype=np.int64)
    draw, trials = np.random.default_rng(seed), trials or 2 + int(np.log(n_groups))
    runs = [_settled(starts_of(points, n_groups, draw, trials), points) for _ in range(starts)]
    return min(runs, key=lambda run: run[1])[0]


def refined(points: FloatArray, labels: Labels) -> Labels:
    """Return ``labels`` after k-means has run from their centroids: the points on the edges settle."""
    start = centroids(points, labels)
    if len(start) <= 1:
        return labels
    return _settled(start, points)[0]


def range_of_groups(n_points: int, n_ideas: int | None = None) -> tuple[int, int]:
    """Return the fewest and the most groups fit for people: 15 to 35 at 300 ideas, growing slowly.

    From 300 ideas on they grow more slowly, and one group for eight or nine ideas is allowed up to 46 groups, so
    that neighbouring subjects need not share one. ``n_points`` texts of ``n_ideas`` (as many when None) are no copies.
    """
    n_ideas = n_points if n_ideas is None else n_ideas
    scale = (n_ideas / AT) ** (GROWTH_TO if n_ideas < AT else GROWTH_FROM)
    wide = max(MOST * scale, min(n_ideas * MOST / AT, WIDEST)) if n_ideas >= AT else MOST * scale
    most = max(1, n_points // 2)
    return min(most, max(2, round(FEWEST * scale))), min(most, max(2, round(wide)))


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


def partition(points: FloatArray, seed: int, bounds: tuple[int, int]) -> Labels:
    """Return the group of each point, shape (n_points,).

    Of the numbers between the two ``bounds`` the one at which several runs agree and stand out most is taken.
    Above 3,000 points the groups are learnt on a sample and the others join the nearest.
    """
    if len(points) < 2:
        return np.zeros(len(points), dtype=np.int64)
    if len(points) <= SAMPLE:
        return _ensemble(points, seed, bounds)
    rows = np.sort(np.random.default_rng(seed).permutation(len(points))[:SAMPLE])
    middle = unit_rows(centroids(points[rows], _ensemble(points[rows], seed, bounds)))
    for _ in range(2):
        labels = nearest_centroid(points, middle)
        middle = unit_rows(centroids(points, compact(labels)))
    return compact(nearest_centroid(points, middle))


def nearest_centroid(points: FloatArray, middle: FloatArray) -> Labels:
    """Return the nearest of the unit rows ``middle`` for each point, shape (n_points,), in blocks."""
    blocks = range(0, len(points), BLOCK)
    found = [np.round(points[first : first + BLOCK] @ middle.T, 5).argmax(axis=1) for first in blocks]
    return np.concatenate(found).astype(np.int64)


def _ensemble(points: FloatArray, seed: int, bounds: tuple[int, int]) -> Labels:
    """Return the consensus of several runs at the number of groups where they agree and stand out most."""
    fewest, most = bounds
    sizes = sorted({round(size) for size in np.geomspace(fewest, most, SIZES_TRIED)})
    runs = [_run(points, (seed * 1009 + run) % 2**32, sizes) for run in range(RUNS)]
    worth = [_worth(points, [run[place] for run in runs]) for place in range(len(sizes))]
    best = worth.index(max(worth))
    return _consensus(points, [run[best] for run in runs], sizes[best], seed)


def _run(points: FloatArray, seed: int, sizes: list[int]) -> list[Labels]:
    """Return one run's groups for each of ``sizes``, cut from one tree and refined."""
    wished = round(ATOMS_A_GROUP * (sizes[0] * sizes[-1]) ** 0.5)
    atoms = means(points, max(sizes[-1], min(wished, len(points) // 2)), seed, trials=1)
    merges = tree(centroids(points, atoms), np.bincount(atoms).astype(np.float64), np.inf)
    return [refined(points, cut(int(atoms.max()) + 1, merges, size)[atoms]) for size in sizes]


def _worth(points: FloatArray, runs: list[Labels]) -> float:
    """Return how far runs agree (mean adjusted Rand index of pairs) plus how far their groups stand out.

    Either alone errs: agreement takes too few groups, standing out too many. Rounded, so that only real
    differences count.
    """
    agreement = np.mean([adjusted_rand_score(one, other) for one, other in combinations(runs, 2)])
    return round(float(agreement + np.mean([sharpness(points, run) for run in runs])), 2)


def _consensus(points: FloatArray, runs: list[Labels], n_groups: int, seed: int) -> Labels:
    """Return groups of points that stand together in most runs, their own place helping."""
    columns = np.cumsum([0] + [int(run.max()) + 1 for run in runs])
    place = np.concatenate([run + first for run, first in zip(runs, columns, strict=False)])
    rows = np.tile(np.arange(len(points)), len(runs))
    held = sparse.csr_matrix((np.ones(len(rows)), (rows, place)), shape=(len(points), int(columns[-1])))
    rank = min(n_groups, *held.shape)
    left, values, _ = randomized_svd(held, rank, n_iter=4, random_state=seed)
    return means(np.hstack([unit_rows(left * values), OWN_PLACE * points]), n_groups, seed, starts=CONSENSUS_STARTS)


def divided(points: FloatArray, labels: Labels, limit: float, seed: int) -> Labels:
    """Return ``labels`` with every group above ``limit`` points divided in two until none is left."""
    labels = labels.copy()
    while (sizes := np.bincount(labels)).max() > limit:
        rows = np.flatnonzero(labels == sizes.argmax())
        halves = means(points[rows], 2, seed, starts=2)
        if halves.max() == 0:
            halves = (np.arange(len(rows)) >= limit).astype(np.int64)
        labels[rows[halves == 1]] = len(sizes)
    return compact(labels)
