"""Words and phrases as people write them: what a label may be made of."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.analysis import Corpus
from cocreation.text.analyser import keys

LONGEST_GAP = 8
LONGEST_PHRASE = 40
LEAST_PHRASE_FREQUENCY = 3
SAMPLE = 200
GLUED = (
    ("وال", "ال"),
    ("بال", "ال"),
    ("فال", "ال"),
    ("كال", "ال"),
    ("لل", "ال"),
    ("و", ""),
    ("ف", ""),
    ("ب", ""),
    ("ل", ""),
)
BETWEEN = re.compile(r"[\w\s'’\-]*")


@dataclass(frozen=True)
class Terms:
    """Words, then phrases of two words.

    ``incidence``, shape (n_documents, n_terms), is one where a document holds the term. ``phrases``,
    shape (n_phrases, 2), gives the words of the terms from ``n_words`` on. ``first`` gives for each
    token the phrase that begins there, -1 for none.
    """

    incidence: sparse.csr_matrix
    phrases: NDArray[np.int64]
    n_words: int
    first: NDArray[np.int64]

    def words(self, term: int) -> set[int]:
        """Return the words a term is made of."""
        return set(self.entry(term))

    def entry(self, term: int) -> tuple[int, ...]:
        """Return the words a term is made of, in their order."""
        return (term,) if term < self.n_words else tuple(int(word) for word in self.phrases[term - self.n_words])


def _phrase_starts(corpus: Corpus) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the tokens that begin a pair of close words, and a code for each pair."""
    if len(corpus.tokens) < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    rows = corpus.rows()
    gaps = corpus.starts[1:] - corpus.ends[:-1]
    close = (rows[1:] == rows[:-1]) & (gaps >= 1) & (gaps <= LONGEST_GAP)
    close &= corpus.ends[1:] - corpus.starts[:-1] <= LONGEST_PHRASE
    close &= corpus.tokens[1:] != corpus.tokens[:-1]
    starts = np.flatnonzero(close)
    tokens = corpus.tokens.astype(np.int64)
    return starts, tokens[starts] * len(corpus.keys) + tokens[starts + 1]


def find_terms(corpus: Corpus) -> Terms:
    """Return the words of the corpus and the phrases written in three documents at least."""
    n_words, rows = len(corpus.keys), corpus.rows()
    starts, codes = _phrase_starts(corpus)
    pairs, numbers = np.unique(codes, return_inverse=True)
    once = np.unique(rows[starts] * max(1, len(pairs)) + numbers)
    frequency = np.bincount(once % max(1, len(pairs)), minlength=len(pairs))
    kept = np.flatnonzero(frequency >= LEAST_PHRASE_FREQUENCY)
    place = np.full(len(pairs), -1)
    place[kept] = np.arange(len(kept))
    first = np.full(len(corpus.tokens), -1)
    first[starts] = place[numbers]
    begun = np.flatnonzero(first >= 0)
    row = np.concatenate([rows, rows[begun]])
    column = np.concatenate([corpus.tokens, n_words + first[begun]])
    shape = (len(corpus), max(1, n_words + len(kept)))
    incidence = sparse.csr_matrix((np.ones(len(row), dtype=np.float32), (row, column)), shape=shape)
    incidence.sum_duplicates()
    incidence.data[:] = 1
    phrases = np.stack([pairs[kept] // max(1, n_words), pairs[kept] % max(1, n_words)], axis=1)
    return Terms(incidence, phrases, n_words, first)


@lru_cache(maxsize=50_000)
def bare(form: str) -> str:
    """Return an Arabic word or phrase without the conjunction or preposition glued to its first word.

    It is taken off only where the analyser reads the same word without it: «والصحة» is «الصحة», but
    «ورش» stays whole.
    """
    for glued, kept in GLUED:
        if form.startswith(glued) and len(form) > len(glued) + 2:
            shorter = kept + form[len(glued) :]
            if keys(shorter, "ar") == keys(form, "ar"):
                return shorter
    return form


def broken(form: str) -> bool:
    """Tell whether a phrase runs over a line, or joins two things by «و»: «المغربية وحكومة»."""
    later = form.split()[1:]
    return "\n" in form or any(word == "و" or (word[0] == "و" and bare(word) != word) for word in later)


class Surfaces:
    """How people write a term, looked up in the documents that hold it."""

    def __init__(self, corpus: Corpus, terms: Terms) -> None:
        self.corpus, self.terms = corpus, terms

    def in_document(self, term: int, row: int) -> list[str]:
        """Return each writing of ``term`` in a document, in order."""
        corpus, span = self.corpus, self.corpus.span(row)
        if term < self.terms.n_words:
            found, after = np.flatnonzero(corpus.tokens[span] == term), 0
        else:
            found, after = np.flatnonzero(self.terms.first[span] == term - self.terms.n_words), 1
        text = corpus.texts[row]
        places = [int(place) + span.start for place in found]
        written = [text[corpus.starts[place] : corpus.ends[place + after]] for place in places]
        return [" ".join(form.split()) for form in written if BETWEEN.fullmatch(form) and not broken(form)]

    def common(self, term: int, rows: NDArray[np.integer]) -> str:
        """Return the writing most used in ``rows`` (the first 200 are asked), empty when there is none."""
        forms = Counter(bare(form) for row in rows[:SAMPLE] for form in self.in_document(term, int(row)))
        plain: Counter[str] = Counter()
        for form, count in forms.items():
            plain[form.casefold()] += count
        if not plain:
            return ""
        best = min(plain, key=lambda form: (-plain[form], form))
        written = {form: count for form, count in forms.items() if form.casefold() == best}
        # Capitals at the head of a sentence are no part of the word; capitals everywhere are.
        lower = written.get(best, 0)
        return best if lower * 4 >= plain[best] else min(written, key=lambda form: (-written[form], form))
