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

from cocreation.clustering.engine.neighbours import Smoothed
from cocreation.clustering.engine.vectors import strongest

FloatArray = NDArray[np.float32]
DECIMALS = 6
WORD_DIMENSIONS = 100
CONTEXT_POWER = 0.75
WORDS_A_TEXT = 64
TEXTS_READ = 50_000
ROWS_LEARNT = 20_000


def latent(smoothed: Smoothed, n_dimensions: int, seed: int) -> FloatArray:
    """Return rows of length one, shape (n_rows, at most n_dimensions); a row without weights stays zero.

    The directions are learnt on 20,000 rows at most, evenly spread.
    """
    learnt = smoothed.rows(-(-smoothed.matrix.shape[0] // ROWS_LEARNT) or 1)
    rank = min(n_dimensions, *(size - 1 for size in learnt.shape))
    if rank < 1 or not learnt.nnz:
        return unit_rows(smoothed @ np.ones((learnt.shape[1], 1), dtype=np.float32))
    _, _, directions = randomized_svd(learnt, rank, n_iter=4, random_state=seed)
    return unit_rows(smoothed @ np.ascontiguousarray(directions.T))


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


def by_companions(smoothed: Smoothed, seed: int) -> FloatArray:
    """Return the mean word vector of each row of ``smoothed``, rows of length one, centred.

    The words' vectors, some 100 directions, are learnt from the words of each text itself.
    """
    weights = smoothed.matrix
    used = np.flatnonzero(np.bincount(weights.indices, minlength=weights.shape[1]))
    pairs = association(sparse.csr_matrix(weights[:, used]))
    rank = min(WORD_DIMENSIONS, len(used) - 1)
    if rank < 1 or not pairs.nnz:
        return np.zeros((weights.shape[0], 1), dtype=np.float32)
    left, values, _ = randomized_svd(pairs, rank, n_iter=3, random_state=seed)
    words = np.zeros((weights.shape[1], rank), dtype=np.float32)
    words[used] = unit_rows(left * np.sqrt(values))
    texts = unit_rows(smoothed @ words)
    present = np.asarray(texts.any(axis=1))
    middle = texts[present].mean(axis=0) if present.any() else 0.0
    return unit_rows((texts - middle) * present[:, None])
