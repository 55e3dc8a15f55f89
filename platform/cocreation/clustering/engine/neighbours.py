"""Nearest neighbours on sparse vectors, in blocks, and the smoothing of each text by its neighbours.

A citizen's text is short: it says «hospital» where its neighbour says «health centre». Adding to each
row the mean of its neighbours brings such words together before any dimension is dropped (Singhal and
Pereira, «Document expansion for speech retrieval», 1999).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.vectors import normalise, strongest

BLOCK = 1024
WORDS_SEARCHED = 32
FREQUENT = 2_000
FloatArray = NDArray[np.float32]
Rows = NDArray[np.int64]
Tick = Callable[[float], None]


def nearest(
    left: sparse.csr_matrix,
    right: sparse.csr_matrix,
    count: int,
    *,
    itself: bool = False,
    tick: Tick = lambda share: None,
) -> sparse.csr_matrix:
    """Return the cosines of each row of ``left`` with its ``count`` nearest rows of ``right``, sparse.

    The rows have length one; with ``itself``, both are the same rows and none is its own neighbour. Only
    the 32 strongest words of a row are looked up, and none that stands in more than 2,000 rows: the work
    grows with the number of texts, not with its square.
    """
    sought = strongest(left, WORDS_SEARCHED)
    turned = _searchable(right).T.tocsr()
    parts = []
    for first in range(0, left.shape[0], BLOCK):
        tick(first / left.shape[0])
        block = sparse.csr_matrix(sought[first : first + BLOCK] @ turned)
        parts.append(_nearest_of(block, count, first if itself else None))
    if not parts:
        return sparse.csr_matrix((left.shape[0], right.shape[0]), dtype=np.float32)
    return sparse.csr_matrix(sparse.vstack(parts), dtype=np.float32)


def _searchable(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    kept = strongest(matrix, WORDS_SEARCHED)
    frequent = np.bincount(kept.indices, minlength=kept.shape[1]) > FREQUENT
    return sparse.csr_matrix(kept @ sparse.diags((~frequent).astype(np.float32))) if frequent.any() else kept


def _nearest_of(block: sparse.csr_matrix, count: int, first: int | None) -> sparse.csr_matrix:
    """Return ``block`` with the ``count`` strongest entries of each row, the row itself left out."""
    sizes: list[int] = [0]
    columns: list[NDArray[Any]] = []
    values: list[NDArray[Any]] = []
    for row in range(block.shape[0]):
        place = slice(block.indptr[row], block.indptr[row + 1])
        index, value = block.indices[place], np.round(block.data[place], 5)
        kept = value > 0 if first is None else (index != first + row) & (value > 0)
        index, value = index[kept], value[kept]
        if len(value) > count:
            best = np.argpartition(-value, count - 1)[:count]
            index, value = index[best], value[best]
        sizes.append(len(index))
        columns.append(index)
        values.append(value)
    parts = (np.concatenate(values), np.concatenate(columns), np.cumsum(sizes))
    return sparse.csr_matrix(parts, shape=block.shape)


def spread(found: sparse.csr_matrix, left: Rows, right: Rows, size: int) -> sparse.csr_matrix:
    """Return ``found``, between the rows ``left`` and ``right`` of a corpus, as a (size, size) matrix."""
    entries = found.tocoo()
    parts = (entries.data, (left[entries.row], right[entries.col]))
    return sparse.csr_matrix(parts, shape=(size, size), dtype=np.float32)


def averaged(found: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return ``found`` with rows that sum to one; empty rows stay empty."""
    totals = np.asarray(found.sum(axis=1)).ravel()
    scale = np.divide(1.0, totals, out=np.zeros_like(totals), where=totals > 0)
    return sparse.csr_matrix(sparse.diags(scale) @ found, dtype=np.float32)


class Smoothed:
    """Each row of ``matrix`` plus ``strength`` times its ``shares`` of the others, shape of ``matrix``.

    A row of some twenty-five words becomes one of several hundred: only rows asked for are written out.
    """

    def __init__(self, matrix: sparse.csr_matrix, shares: sparse.csr_matrix, strength: float) -> None:
        self.matrix, self.shares = matrix, sparse.csr_matrix(shares * np.float32(strength))

    def rows(self, step: int) -> sparse.csr_matrix:
        """Return every ``step``-th row, made of length one."""
        return normalise(sparse.csr_matrix(self.matrix[::step] + self.shares[::step] @ self.matrix))

    def __matmul__(self, right: FloatArray) -> FloatArray:
        """Return the rows, of any length, times ``right``, shape (n_columns, n_dimensions)."""
        own = np.asarray(self.matrix @ right)
        return np.asarray(own + self.shares @ own)
