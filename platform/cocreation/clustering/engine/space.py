"""The space of units: copies and ideas that must stand together count as one point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.analysis import Corpus
from cocreation.clustering.engine.duplicates import joined
from cocreation.clustering.engine.neighbours import Smoothed
from cocreation.clustering.engine.partition import SAMPLE, compact
from cocreation.clustering.engine.reduction import FloatArray, by_companions, latent, unit_rows
from cocreation.clustering.engine.tongues import concept_counts, shares_of_neighbours, tongues, without_tongue
from cocreation.clustering.engine.vectors import counts, normalise, rarity, weigh

Rows = NDArray[np.int64]
RESEMBLED = 10


@dataclass(frozen=True)
class Space:
    """Units and where they lie.

    ``unit`` gives the unit of each document, shape (n_documents,); ``weights`` the word weights of each
    document, shape (n_documents, n_keys); ``words`` those of each unit, with its concepts where
    several languages meet, shape (n_units, n_features);
    ``points`` the place of each unit, shape (n_units, n_dimensions); ``resemblance`` the mean cosine, on
    words, of each unit with its ten nearest, shape (n_units,); ``shares`` what each unit takes from its
    neighbours, shape (n_units, n_units), None in one language or above 3,000 units; ``worded`` which documents
    have any word.
    """

    unit: Rows
    weights: sparse.csr_matrix
    words: sparse.csr_matrix
    points: FloatArray
    resemblance: NDArray[np.float64]
    shares: sparse.csr_matrix | None
    worded: NDArray[np.bool_]

    @cached_property
    def sizes(self) -> Rows:
        """Return how many documents each unit holds, shape (n_units,)."""
        return np.bincount(self.unit, minlength=len(self.points))

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Return which units share a word with another, shape (n_units,)."""
        return np.asarray(np.diff(self.words.indptr) > 0)


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
    matrix, tongue = counts(corpus), tongues(corpus)
    folded = _folded(matrix, unit, copies)
    rare = rarity(np.bincount(folded.indices, minlength=matrix.shape[1]), folded.shape[0])
    words = weigh(folded, rare)
    spoken = tongue[np.unique(unit, return_index=True)[1]]
    several = int(tongue.max(initial=-1)) > 0
    concepts = weigh(_folded(concept_counts(corpus), unit, copies)) if several else None
    shares, own = shares_of_neighbours(words, concepts, spoken, max(n_neighbours, RESEMBLED))
    smoothed = Smoothed(words, shares, smoothing)
    views = [latent(smoothed, n_dimensions, seed), by_companions(smoothed, seed)]
    if several:
        views = [without_tongue(view, spoken) for view in views]
    return Space(
        unit=unit,
        weights=weigh(matrix, rare),
        words=words if concepts is None else normalise(sparse.csr_matrix(sparse.hstack([words, concepts]))),
        points=unit_rows(np.hstack(views)),
        resemblance=_resemblance(own),
        shares=shares if several and len(spoken) <= SAMPLE else None,
        worded=np.diff(corpus.bounds) > 0,
    )


def _folded(matrix: sparse.csr_matrix, unit: Rows, copies: Sequence[int]) -> sparse.csr_matrix:
    """Return the counts of units; one of each set of copies speaks for it, so that a wave bends nothing."""
    firsts = np.flatnonzero(np.array(copies, dtype=np.int64) == np.arange(len(unit)))
    shape = (int(unit.max()) + 1 if len(unit) else 0, len(unit))
    fold = sparse.csr_matrix((np.ones(len(firsts), dtype=np.float32), (unit[firsts], firsts)), shape=shape)
    return sparse.csr_matrix(fold @ matrix, dtype=np.float32)


def _resemblance(nearest: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return the mean of the ten largest cosines of each row, shape (n_rows,)."""
    lengths = np.diff(nearest.indptr)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    order = np.lexsort((-nearest.data, rows))
    rank = np.arange(len(rows)) - np.repeat(nearest.indptr[:-1], lengths)
    kept = rank < RESEMBLED
    sums = np.bincount(rows[kept], weights=nearest.data[order][kept], minlength=len(lengths))
    return np.round(sums / RESEMBLED, 5)
