"""The space of units: copies and ideas that must stand together count as one point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.analysis import Corpus
from cocreation.clustering.engine.duplicates import joined
from cocreation.clustering.engine.neighbours import nearest_rows, smooth
from cocreation.clustering.engine.partition import compact
from cocreation.clustering.engine.reduction import FloatArray, latent
from cocreation.clustering.engine.vectors import bm25, counts, normalise

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Space:
    """Units and where they lie.

    ``unit`` gives the unit of each document, shape (n_documents,); ``weights`` the word weights of each
    document, shape (n_documents, n_keys); ``points`` the latent place of each unit, shape
    (n_units, n_dimensions); ``usable`` which units share a word with another; ``worded`` which documents
    have any word.
    """

    unit: Rows
    weights: sparse.csr_matrix
    points: FloatArray
    usable: NDArray[np.bool_]
    worded: NDArray[np.bool_]

    @property
    def sizes(self) -> Rows:
        """Return how many documents each unit holds, shape (n_units,)."""
        return np.bincount(self.unit, minlength=len(self.points))


def build_space(
    corpus: Corpus,
    copies: Sequence[int],
    together: Sequence[int],
    n_dimensions: int,
    n_neighbours: int,
    smoothing: float,
    seed: int,
) -> Space:
    """Return the space of ``corpus``, whose ``copies`` and ideas put ``together`` are folded."""
    pairs = [(row, first) for first_of in (copies, together) for row, first in enumerate(first_of)]
    unit = compact(np.array(joined(len(corpus), pairs), dtype=np.int64)) if len(corpus) else np.zeros(0, np.int64)
    matrix = counts(corpus)
    firsts = np.flatnonzero(np.array(copies, dtype=np.int64) == np.arange(len(corpus)))
    n_units = int(unit.max()) + 1 if len(unit) else 0
    # One of each set of copies speaks for it, so that a wave of copies does not bend the space.
    fold = sparse.csr_matrix(
        (np.ones(len(firsts), dtype=np.float32), (unit[firsts], firsts)), shape=(n_units, len(corpus))
    )
    weights = bm25(sparse.csr_matrix(fold @ matrix))
    smoothed = smooth(weights, nearest_rows(weights, n_neighbours), smoothing) if n_neighbours else weights
    return Space(
        unit=unit,
        weights=_document_weights(matrix, weights),
        points=latent(smoothed, n_dimensions, seed),
        usable=np.diff(weights.indptr) > 0,
        worded=np.diff(corpus.bounds) > 0,
    )


def _document_weights(matrix: sparse.csr_matrix, units: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the weights of single documents, for explaining: counts saturated, times rarity among units."""
    frequency = np.bincount(units.indices, minlength=matrix.shape[1])
    rarity = np.log1p((units.shape[0] + 0.5) / (frequency + 0.5)) * (frequency > 0)
    saturated = matrix.copy()
    saturated.data = saturated.data / (saturated.data + 1.0)
    found = sparse.csr_matrix(saturated @ sparse.diags(rarity.astype(np.float32)))
    found.eliminate_zeros()
    return normalise(found)
