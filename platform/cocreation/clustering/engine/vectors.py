"""Words to weights: BM25 saturation, inverse document frequency, title words counted twice.

Sources: Robertson and Zaragoza, «The probabilistic relevance framework: BM25 and beyond» (2009);
Spärck Jones, «A statistical interpretation of term specificity» (1972).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.analysis import Corpus

SATURATION = 1.2
LENGTH_SHARE = 0.75
TITLE_WEIGHT = 2.0
COMMON_SHARE = 0.5
SMALL_CORPUS = 20


def counts(corpus: Corpus, title_weight: float = TITLE_WEIGHT) -> sparse.csr_matrix:
    """Return how often each key stands in each document, shape (n_documents, n_keys), float32."""
    weights = np.ones(len(corpus.tokens), dtype=np.float32)
    places = np.arange(len(corpus.tokens)) - np.repeat(corpus.bounds[:-1], np.diff(corpus.bounds))
    weights[places < np.repeat(corpus.titles, np.diff(corpus.bounds))] = title_weight
    shape = (len(corpus), max(1, len(corpus.keys)))
    matrix = sparse.csr_matrix((weights, (corpus.rows(), corpus.tokens)), shape=shape)
    matrix.sum_duplicates()
    return matrix


def normalise(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return ``matrix`` with rows of length one; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_matrix(sparse.diags(scale.astype(np.float32)) @ matrix, dtype=np.float32)


def useful_columns(frequencies: NDArray[np.int64], n_rows: int) -> NDArray[np.bool_]:
    """Return which keys can bring texts together: in two rows at least, and not in most of them."""
    most = COMMON_SHARE * n_rows if n_rows >= SMALL_CORPUS else n_rows
    return (frequencies >= 2) & (frequencies <= most)


def bm25(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the weights of counts ``matrix``, same shape, rows of length one, useless columns empty."""
    n_rows = matrix.shape[0]
    frequencies = np.bincount(matrix.indices, minlength=matrix.shape[1])
    useful = useful_columns(frequencies, n_rows)
    lengths = np.asarray((matrix @ sparse.diags(useful.astype(np.float32))).sum(axis=1)).ravel()
    mean = lengths.mean() if n_rows and lengths.any() else 1.0
    floor = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / mean)
    weights = matrix.copy()
    weights.data = weights.data * (SATURATION + 1) / (weights.data + np.repeat(floor, np.diff(weights.indptr)))
    rarity = np.log1p((n_rows - frequencies + 0.5) / (frequencies + 0.5)) * useful
    weights = sparse.csr_matrix(weights @ sparse.diags(rarity.astype(np.float32)))
    weights.eliminate_zeros()
    return normalise(weights)
