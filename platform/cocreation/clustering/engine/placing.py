"""Every document gets its group, or none: what fits nowhere is set apart, never swept into a dustbin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.constraints import Rules
from cocreation.clustering.engine.partition import (
    LARGEST_SHARE,
    Labels,
    compact,
    divided,
    partition,
    range_of_groups,
)
from cocreation.clustering.engine.space import Space
from cocreation.clustering.engine.votes import second_look

LEAST_FIT = 0.6
LEAST_TO_DIVIDE = 40
COPIES_COUNT = 1.2
Rows = NDArray[np.int64]


def place(space: Space, rules: Rules, n_groups: int | None, most_ungrouped: float, seed: int) -> Labels:
    """Return the group of each document, shape (n_documents,), -1 for none, before corrections by hand."""
    n_units = len(space.points)
    label = np.full(n_units, -1, dtype=np.int64)
    if n_units:
        free = np.flatnonzero(space.usable & ~_locked(space, rules))
        if len(free):
            label[free] = _grouped(space, free, n_groups, seed)
        sizes = space.sizes
        held = _held(space, rules)
        budget = int(most_ungrouped * len(space.unit)) - int(sizes[~space.usable & ~held].sum())
        _set_apart(space, label, held, max(0, budget))
        label = _copies_alone(space, label, rules)
    return label[space.unit] if n_units else np.zeros(0, dtype=np.int64)


def _grouped(space: Space, free: Rows, n_groups: int | None, seed: int) -> Labels:
    """Return the group of each of the units ``free``, shape (n_free,)."""
    points = space.points[free]
    # Copies are one point, and yet they are ideas to be read: they count for a fifth more groups at most.
    n_ideas = min(int(space.sizes[free].sum()), round(COPIES_COUNT * len(free)))
    bounds = range_of_groups(len(free), n_ideas) if n_groups is None else (n_groups, n_groups)
    labels = partition(points, seed, bounds)
    if space.shares is not None:
        labels = second_look(points, sparse.csr_matrix(space.shares[free][:, free]), labels)
    if n_groups is None and len(points) >= LEAST_TO_DIVIDE:
        return divided(points, labels, int(LARGEST_SHARE * len(points)), seed)
    return labels


def _locked(space: Space, rules: Rules) -> NDArray[np.bool_]:
    """Return which units hold only documents of locked groups: they take no part in the run."""
    rows = [row for found in rules.locks.values() for row in found]
    inside = np.bincount(space.unit[rows], minlength=len(space.points)) if rows else np.zeros(len(space.points))
    return np.asarray(inside == space.sizes)


def _held(space: Space, rules: Rules) -> NDArray[np.bool_]:
    """Return which units are never set apart: several worded documents that belong together."""
    held = space.sizes >= 2
    worded = np.bincount(space.unit, weights=space.worded, minlength=len(space.points)) > 0
    return np.asarray(held & (worded | _by_hand(space, rules)))


def _by_hand(space: Space, rules: Rules) -> NDArray[np.bool_]:
    """Return which units hold documents that moderators have put together."""
    by_hand = np.zeros(len(space.points), dtype=bool)
    by_hand[space.unit[[row for row, first in enumerate(rules.first) if first != row]]] = True
    return by_hand


def likeness(words: sparse.csr_matrix, label: Labels) -> NDArray[np.float64]:
    """Return the cosine, on words, of each row with the sum of the others of its group, shape (n_rows,).

    ``words`` has rows of length one or zero; a row alone, or in no group, gets 0.
    """
    found = np.zeros(len(label))
    for number in range(int(label.max(initial=-1)) + 1):
        rows = np.flatnonzero(label == number)
        part = sparse.csr_matrix(words[rows])
        total = np.asarray(part.sum(axis=0), dtype=np.float64).ravel()
        dot, own = part @ total, np.asarray(part.multiply(part).sum(axis=1)).ravel()
        length = np.sqrt(np.maximum(total @ total - 2 * dot + own, 0))
        found[rows] = np.divide(dot - own, length, out=np.zeros(len(rows)), where=length > 1e-6)
    return np.round(found, 5)


def belonging(space: Space, label: Labels) -> NDArray[np.float64]:
    """Return how much each unit resembles its group and its neighbours, 1 for the median, shape (n_units,).

    The latent place does not tell: smoothing draws even a stray text close to somebody. Words do.
    """
    alike = likeness(space.words, label)
    grouped = label >= 0
    parts = []
    for value in (alike, space.resemblance):
        usual = float(np.median(value[grouped])) if grouped.any() else 0.0
        parts.append(value / usual if usual > 0 else np.ones(len(value)))
    return np.asarray(np.round(np.sqrt(np.maximum(parts[0] * parts[1], 0)), 5))


def _set_apart(space: Space, label: Labels, held: NDArray[np.bool_], budget: int) -> None:
    """Take out of their groups the units that belong least, at most ``budget`` documents, and lone ones."""
    fit = belonging(space, label)
    order = [int(unit) for unit in np.lexsort((np.arange(len(fit)), fit)) if label[unit] >= 0]
    for unit in order:
        if fit[unit] >= LEAST_FIT or budget < space.sizes[unit]:
            break
        if not held[unit]:
            budget -= int(space.sizes[unit])
            label[unit] = -1
    _join_lone(space, label, held)


def _join_lone(space: Space, label: Labels, held: NDArray[np.bool_]) -> None:
    """Bring units left alone in their group to the nearest group of several, if there is one."""
    grouped = np.flatnonzero(label >= 0)
    units = np.bincount(label[grouped], minlength=1)
    lone = [int(unit) for unit in grouped if units[label[unit]] == 1 and not held[unit]]
    large = np.flatnonzero(units >= 2)
    for unit in lone:
        label[unit] = -1
    if lone and len(large):
        middles = np.array([space.points[label == number].mean(axis=0) for number in large])
        for unit in lone:
            label[unit] = large[int(np.round(middles @ space.points[unit], 5).argmax())]


def _copies_alone(space: Space, label: Labels, rules: Rules) -> Labels:
    """Give copies that share no word with the rest, but do with one another, a group of their own.

    Of many such sets only the largest get one, no more than the groups fit for people; those put together by
    hand always do.
    """
    alone = np.flatnonzero((label < 0) & _held(space, rules) & ~_locked(space, rules))
    first = np.lexsort((alone, -space.sizes[alone], ~_by_hand(space, rules)[alone]))
    most = max(range_of_groups(len(label))[1], int(_by_hand(space, rules)[alone].sum()))
    alone = np.sort(alone[first[:most]])
    label[alone] = label.max() + 1 + np.arange(len(alone))
    label[label >= 0] = compact(label[label >= 0])
    return label
