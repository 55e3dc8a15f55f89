"""Languages side by side: what joins ideas said in several, so that language itself makes no groups.

Texts of two languages share hardly a word, but they share concepts of the lexicon. Each text is smoothed
with its neighbours in its own language (by words) and with its neighbours in every other (by concepts):
it takes on their words, and both lie in one place. What is left of the language is the mean of its texts,
which is taken away from each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.analysis import Corpus
from cocreation.clustering.engine.neighbours import averaged, nearest, spread
from cocreation.clustering.engine.reduction import FloatArray, unit_rows
from cocreation.text.lexicon import default_lexicon
from cocreation.text.scripts import script_of

Rows = NDArray[np.int64]
LEAST_SHARE = 0.05
LEAST_TEXTS = 5
FOREIGN_NEIGHBOURS = 10
ENOUGH_CONCEPTS = 10
SAMPLE = 2_000


def tongues(corpus: Corpus) -> Rows:
    """Return the tongue of each document, shape (n_documents,), -1 for rare ones.

    A tongue is a language in one script, since words of two scripts never meet; it counts from a twentieth
    of the documents on, and five.
    """
    names = [
        f"{language} {script_of(text[:SAMPLE])}" if language in ("ar", "zgh") else language
        for language, text in zip(corpus.languages, corpus.texts, strict=True)
    ]
    kinds, numbers, sizes = np.unique(np.array(names, dtype=str), return_inverse=True, return_counts=True)
    common = sizes >= max(LEAST_TEXTS, LEAST_SHARE * len(names))
    place = np.where(common, np.cumsum(common) - 1, -1)
    return np.asarray(place[numbers] if len(kinds) else numbers, dtype=np.int64)


def concept_counts(corpus: Corpus) -> sparse.csr_matrix:
    """Return how often each document shows each concept of the lexicon, shape (n_documents, n_concepts)."""
    lexicon, known = default_lexicon(), dict[str, int]()
    rows: list[int] = []
    columns: list[int] = []
    for row, language in enumerate(corpus.languages):
        keys = [corpus.keys[token] for token in corpus.tokens[corpus.span(row)]]
        found = [
            known.setdefault(concept, len(known)) for _, _, concept in lexicon.matches(keys, language, inside=True)
        ]
        rows += [row] * len(found)
        columns += found
    shape = (len(corpus), max(1, len(known)))
    counts = sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
    counts.sum_duplicates()
    return counts


def shares_of_neighbours(
    words: sparse.csr_matrix, concepts: sparse.csr_matrix | None, tongue: Rows, count: int
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Return what each unit takes from its neighbours, and its cosines with those of its own tongue.

    Both have shape (n_units, n_units). With ``concepts`` None all units count as one tongue.
    """
    size = words.shape[0]
    if concepts is None:
        own = nearest(words, words, count, itself=True)
        return averaged(own), own
    # A text of few concepts resembles half the other language: what it takes from there counts for less.
    trust = np.minimum(1, np.diff(concepts.indptr) / ENOUGH_CONCEPTS).astype(np.float32)
    shares = own = sparse.csr_matrix((size, size), dtype=np.float32)
    kinds = [np.flatnonzero(tongue == number) for number in range(-1, int(tongue.max(initial=-1)) + 1)]
    for here in (rows for rows in kinds if len(rows)):
        inside = spread(nearest(words[here], words[here], count, itself=True), here, here, size)
        own, shares = own + inside, shares + averaged(inside)
        for there in (rows for number, rows in enumerate(kinds) if number and rows is not here):
            across = nearest(concepts[here], concepts[there], min(count, FOREIGN_NEIGHBOURS))
            shares = shares + sparse.diags(trust) @ averaged(spread(across, here, there, size))
    return sparse.csr_matrix(shares), sparse.csr_matrix(own)


def without_tongue(points: FloatArray, tongue: Rows) -> FloatArray:
    """Return ``points`` less the mean of their tongue, rows of length one; rare tongues stay as they are."""
    points = points.copy()
    for number in range(int(tongue.max(initial=-1)) + 1):
        rows = np.flatnonzero((tongue == number) & points.any(axis=1))
        if len(rows):
            points[rows] -= points[rows].mean(axis=0)
    return unit_rows(points)
