"""From thousands of words to some hundred directions, two ways side by side.

Latent semantic analysis keeps the directions in which texts differ most (Deerwester et al., 1990).
Vectors of words from their co-occurrence put words used with the same companions close together
(Levy, Goldberg and Dagan, «Improving distributional similarity with lessons learned from word
embeddings», 2015: positive pointwise mutual information, smoothed contexts, decomposed). Both use the
randomised decomposition of Halko, Martinsson and Tropp (2011).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from cocreation.clustering.engine.vectors import strongest

FloatArray = NDArray[np.float32]
DECIMALS = 6
WORD_DIMENSIONS = 100
CONTEXT_POWER = 0.75
WORDS_A_TEXT = 64
TEXTS_READ = 50_000


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


def association(weights: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the positive pointwise mutual information of words, shape (n_keys, n_keys), sparse.

    Two words are companions in a text that holds both among its 64 strongest; at most 50,000 texts,
    evenly spread, are read.
    """
    step = -(-weights.shape[0] // TEXTS_READ) if weights.shape[0] else 1
    held = strongest(sparse.csr_matrix(weights[::step]), WORDS_A_TEXT)
    held.data[:] = 1
    together = sparse.coo_matrix(held.T @ held)
    other = together.row != together.col
    rows, columns, count = together.row[other], together.col[other], together.data[other]
    totals = np.bincount(rows, weights=count, minlength=weights.shape[1])
    contexts = totals**CONTEXT_POWER
    contexts /= max(contexts.sum(), 1e-9)
    value = np.log(count / (totals[rows] * contexts[columns]))
    kept = value > 0
    parts = (value[kept].astype(np.float32), (rows[kept], columns[kept]))
    return sparse.csr_matrix(parts, shape=(weights.shape[1], weights.shape[1]))


def by_companions(weights: sparse.csr_matrix, smoothed: sparse.csr_matrix, seed: int) -> FloatArray:
    """Return the mean word vector of each row of ``smoothed``, rows of length one, centred.

    The words' vectors, some 100 directions, are learnt from ``weights``.
    """
    used = np.flatnonzero(np.bincount(weights.indices, minlength=weights.shape[1]))
    pairs = association(sparse.csr_matrix(weights[:, used]))
    rank = min(WORD_DIMENSIONS, len(used) - 1)
    if rank < 1 or not pairs.nnz:
        return np.zeros((weights.shape[0], 1), dtype=np.float32)
    left, values, _ = randomized_svd(pairs, rank, n_iter=3, random_state=seed)
    words = unit_rows(left * np.sqrt(values))
    texts = unit_rows(np.asarray(smoothed[:, used] @ words))
    present = np.diff(smoothed.indptr) > 0
    middle = texts[present].mean(axis=0) if present.any() else 0.0
    return unit_rows((texts - middle) * present[:, None])
