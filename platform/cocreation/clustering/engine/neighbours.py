"""Nearest neighbours on sparse vectors, in blocks, and the smoothing of each text by its neighbours.

A citizen's text is short: it says «hospital» where its neighbour says «health centre». Adding to each
row the mean of its neighbours brings such words together before any dimension is dropped (Hofmann's
kernel smoothing; Singhal and Pereira, «Document expansion for speech retrieval», 1999).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.vectors import normalise

BLOCK = 1024


Arrays = list[NDArray[Any]]


def _strongest(block: sparse.csr_matrix, first: int, count: int) -> tuple[list[int], Arrays, Arrays]:
    """Return for each row of ``block`` its ``count`` strongest columns, itself left out."""
    sizes, columns, values = [], [], []
    for row in range(block.shape[0]):
        place = slice(block.indptr[row], block.indptr[row + 1])
        index, value = block.indices[place], block.data[place]
        other = index != first + row
        index, value = index[other], value[other]
        if len(value) > count:
            # Equal similarities are settled by the column's number: the same result every time.
            best = np.lexsort((index, -np.round(value, 5)))[:count]
            index, value = index[best], value[best]
        sizes.append(len(index))
        columns.append(index)
        values.append(value)
    return sizes, columns, values


def nearest_rows(matrix: sparse.csr_matrix, count: int) -> sparse.csr_matrix:
    """Return the cosines of each row's ``count`` nearest rows, shape (n_rows, n_rows), sparse.

    ``matrix`` has rows of length one. No dense n × n array is ever made.
    """
    n_rows = matrix.shape[0]
    turned = matrix.T.tocsr()
    sizes: list[int] = [0]
    columns: list[np.ndarray] = []
    values: list[np.ndarray] = []
    for first in range(0, n_rows, BLOCK):
        block = sparse.csr_matrix(matrix[first : first + BLOCK] @ turned)
        more, index, value = _strongest(block, first, count)
        sizes += more
        columns += index
        values += value
    if not columns:
        return sparse.csr_matrix((n_rows, n_rows), dtype=np.float32)
    parts = (np.concatenate(values), np.concatenate(columns), np.cumsum(sizes))
    return sparse.csr_matrix(parts, shape=(n_rows, n_rows), dtype=np.float32)


def smooth(matrix: sparse.csr_matrix, nearest: sparse.csr_matrix, strength: float) -> sparse.csr_matrix:
    """Return rows of length one: each row plus ``strength`` times the weighted mean of its neighbours."""
    totals = np.asarray(nearest.sum(axis=1)).ravel()
    scale = np.divide(strength, totals, out=np.zeros_like(totals), where=totals > 0)
    return normalise(sparse.csr_matrix(matrix + sparse.diags(scale) @ nearest @ matrix))
