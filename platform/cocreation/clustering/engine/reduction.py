"""Latent semantic analysis: the few directions in which texts differ most.

Source: Deerwester et al., «Indexing by latent semantic analysis» (1990); the decomposition is the
randomised one of Halko, Martinsson and Tropp (2011).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

FloatArray = NDArray[np.float32]
DECIMALS = 6


def latent(matrix: sparse.csr_matrix, n_dimensions: int, seed: int) -> FloatArray:
    """Return rows of length one, shape (n_rows, at most n_dimensions); a row without weights stays zero."""
    rank = min(n_dimensions, *(size - 1 for size in matrix.shape))
    if rank < 1 or not matrix.nnz:
        return np.asarray(matrix.sum(axis=1), dtype=np.float32).reshape(-1, 1)
    left, values, _ = randomized_svd(matrix, rank, n_iter=4, random_state=seed)
    return unit_rows(left * values)


def unit_rows(points: NDArray[np.floating]) -> FloatArray:
    """Return ``points`` with rows of length one, rounded so that the last bits never decide."""
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    scaled = np.divide(points, lengths, out=np.zeros_like(points), where=lengths > 1e-9)
    return np.asarray(np.round(scaled, DECIMALS), dtype=np.float32)
