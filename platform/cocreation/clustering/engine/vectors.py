"""Words to weights: logarithm of counts times the rarity of BM25, title words counted twice.

Sources: Robertson and Zaragoza, «The probabilistic relevance framework: BM25 and beyond» (2009);
Spärck Jones, «A statistical interpretation of term specificity» (1972).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.analysis import Corpus

TITLE_WEIGHT = 2.0
COMMON_SHARE = 0.5
SMALL_CORPUS = 20


def counts(corpus: Corpus, title_weight: float = TITLE_WEIGHT) -> sparse.csr_matrix:
    """Return how often each key stands in each document, shape (n_documents, n_keys), float32."""
    weights = np.ones(len(corpus.tokens), dtype=np.float32)
    lengths = np.diff(corpus.bounds)
    places = np.arange(len(corpus.tokens)) - np.repeat(corpus.bounds[:-1], lengths)
    weights[places < np.repeat(corpus.titles, lengths)] = title_weight
    shape = (len(corpus), max(1, len(corpus.keys)))
    matrix = sparse.csr_matrix((weights, (corpus.rows(), corpus.tokens)), shape=shape)
    matrix.sum_duplicates()
    return matrix


def normalise(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return ``matrix`` with rows of length one; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_matrix(sparse.diags(scale.astype(np.float32)) @ matrix, dtype=np.float32)


def rarity(frequencies: NDArray[np.int64], n_rows: int) -> NDArray[np.float32]:
    """Return the weight of each key from the number of rows that hold it, shape (n_keys,).

    It is zero for a key that cannot bring texts together: one that stands in a single row, or in most.
    """
    most = COMMON_SHARE * n_rows if n_rows >= SMALL_CORPUS else n_rows
    useful = (frequencies >= 2) & (frequencies <= most)
    weight = np.log1p((n_rows - frequencies + 0.5) / (frequencies + 0.5)) * useful
    return np.asarray(weight, dtype=np.float32)


def weigh(matrix: sparse.csr_matrix, rare: NDArray[np.float32] | None = None) -> sparse.csr_matrix:
    """Return the weights of counts ``matrix``, same shape, rows of length one, useless columns empty.

    ``rare`` is the ``rarity`` of the columns, taken from ``matrix`` itself when not given.
    """
    if rare is None:
        rare = rarity(np.bincount(matrix.indices, minlength=matrix.shape[1]), matrix.shape[0])
    weights = matrix.copy()
    weights.data = 1 + np.log(weights.data)
    weights = sparse.csr_matrix(weights @ sparse.diags(rare))
    weights.eliminate_zeros()
    return normalise(weights)


def strongest(matrix: sparse.csr_matrix, count: int) -> sparse.csr_matrix:
    """Return ``matrix`` with at most ``count`` entries a row, the largest; ties go to the lower column."""
    lengths = np.diff(matrix.indptr)
    if not len(lengths) or lengths.max() <= count:
        return matrix
    rows = np.repeat(np.arange(matrix.shape[0]), lengths)
    order = np.lexsort((matrix.indices, -np.round(matrix.data, 6), rows))
    rank = np.arange(len(rows)) - np.repeat(matrix.indptr[:-1], lengths)
    kept = np.sort(order[rank < count])
    parts = (matrix.data[kept], (rows[kept], matrix.indices[kept]))
    return sparse.csr_matrix(parts, shape=matrix.shape, dtype=np.float32)
