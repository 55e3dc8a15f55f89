"""The map: groups laid out by classical scaling, each idea between its group's place and its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cocreation.clustering.engine.partition import Labels, centroids, compact
from cocreation.clustering.engine.reduction import FloatArray, unit_rows

SPREAD = 0.35
DECIMALS = 4


def _plane(points: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the two main directions of ``points``, shape (n_points, 2), each sign fixed."""
    middle = np.asarray(points, dtype=np.float64) - points.mean(axis=0)
    _, directions = np.linalg.eigh(middle.T @ middle)
    flat = middle @ directions[:, :-3:-1]
    flat = np.pad(flat, ((0, 0), (0, 2 - flat.shape[1])))
    strongest = np.abs(np.round(flat, 6)).argmax(axis=0)
    signs = np.sign(flat[strongest, [0, 1]])
    return np.asarray(flat * np.where(signs == 0, 1, signs))


def places(points: FloatArray, labels: Labels) -> NDArray[np.float64]:
    """Return the place of each point on the map, shape (n_points, 2), between -1 and 1.

    ``labels`` are groups, -1 for none. Points of a group stay near it.
    """
    if not len(points):
        return np.zeros((0, 2))
    numbers = compact(labels)
    middle = centroids(points, numbers)
    flat = _plane(unit_rows(middle))
    flat = flat / max(float(np.abs(flat).max()), 1e-9)
    own = np.zeros((len(points), 2))
    for number in range(len(middle)):
        rows = np.flatnonzero(numbers == number)
        local = _plane(points[rows])
        own[rows] = local / max(float(np.abs(local).max()), 1e-9)
    spread = SPREAD / np.sqrt(len(middle))
    wide = np.where(labels < 0, 1.0, spread)[:, None]
    placed = flat[numbers] * np.where(labels < 0, 0.0, 1.0)[:, None] + own * wide
    return np.asarray(np.round(np.clip(placed, -1.2, 1.2), DECIMALS) + 0.0)
