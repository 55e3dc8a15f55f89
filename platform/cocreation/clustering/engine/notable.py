"""Lone but notable ideas: those that fit no group and yet deserve to be read, each with its reasons.

Three things anybody can check: the idea is argued (it uses at least as many different words as half of the
ideas), it is discussed (three comments at least), it is about a rare concern (a word of its title, said
again in its text, that hardly anybody else uses).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cocreation.clustering.engine.analysis import Corpus
from cocreation.clustering.engine.schema import Notable
from cocreation.clustering.engine.terms import Surfaces

LEAST_WORDS = 20
LEAST_COMMENTS = 3
RARE_SHARE, RARE_TEXTS = 0.005, 3
MOST_WORDS = 3


def notable_of(corpus: Corpus, lone: Sequence[int], surfaces: Surfaces) -> list[Notable]:
    """Return which of the ``lone`` rows are notable, the most notable first."""
    size = max(1, len(corpus.keys))
    once = np.unique(corpus.rows() * size + corpus.tokens)
    different = np.bincount(once // size, minlength=len(corpus))
    holders = np.bincount(once % size, minlength=size)
    usual = max(LEAST_WORDS, float(np.median(different)) if len(corpus) else 0.0)
    rare_most = max(RARE_TEXTS, int(RARE_SHARE * len(corpus)))
    found = []
    for row in lone:
        comments = corpus.documents[row].comments
        rare = [key for key in _stressed(corpus, row) if holders[key] <= rare_most]
        words = list(dict.fromkeys(form for key in rare for form in surfaces.in_document(key, row)[:1]))[:MOST_WORDS]
        told = {"argued": different[row] >= usual, "discussed": comments >= LEAST_COMMENTS, "rare": bool(words)}
        parts = (
            min(1.0, different[row] / (2 * usual)),
            comments / (comments + LEAST_COMMENTS),
            len(words) / MOST_WORDS,
        )
        reasons = [name for name, holds in told.items() if holds]
        if reasons:
            score = round(float(np.mean(parts)), 3)
            found.append(Notable(corpus.documents[row].id, score, reasons, words, int(different[row]), comments))
    return sorted(found, key=lambda idea: (-idea.score, idea.id))


def _stressed(corpus: Corpus, row: int) -> list[int]:
    """Return the words that a text says in its title and again after it, in the order of the title."""
    span, n_title = corpus.span(row), int(corpus.titles[row])
    tokens = corpus.tokens[span].tolist()
    again = set(tokens[n_title:])
    return [token for token in dict.fromkeys(tokens[:n_title]) if token in again]
