"""Labels: the three to five words or phrases that tell a group from the others.

A term counts by the share of the group's ideas that hold it, times the logarithm of how much larger
that share is than elsewhere (a pointwise Kullback-Leibler divergence; Carmel et al., «Enhancing cluster
labeling using Wikipedia», 2009, compares such measures).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.analysis import Corpus
from cocreation.clustering.engine.terms import Surfaces, Terms
from cocreation.text.lexicon import default_lexicon
from cocreation.text.scripts import script_of

FEWEST, MOST = 3, 5
INTERFACE = ("fr", "ar", "en")
LEAST_LANGUAGE_SHARE = 0.2
PHRASE_BONUS = 1.6
CANDIDATES = 40
TRANSLATED = 15
CONCEPT_BONUS = 1.5
Rows = NDArray[np.int64]


def languages_of(corpus: Corpus, rows: Rows) -> list[str]:
    """Return the languages of a fifth of the ideas at least, the commonest first."""
    counted = Counter(corpus.languages[row] for row in rows)
    ordered = sorted(counted, key=lambda language: (-counted[language], language))
    return [name for name in ordered if name == ordered[0] or counted[name] >= LEAST_LANGUAGE_SHARE * len(rows)]


class Labeller:
    """Chooses the labels of groups given as rows of the corpus."""

    def __init__(self, corpus: Corpus, terms: Terms) -> None:
        self.corpus, self.terms = corpus, terms
        self.surfaces = Surfaces(corpus, terms)
        self.languages = np.array(corpus.languages, dtype=object)

    def label(self, groups: Sequence[Rows]) -> list[dict[str, list[str]]]:
        """Return for each group its words by language."""
        wanted = [languages_of(self.corpus, rows) for rows in groups]
        made: list[dict[str, list[str]]] = [{} for _ in groups]
        for language in sorted({name for names in wanted for name in names}):
            spoken = self.languages == language
            parts = [rows[spoken[rows]] for rows in groups]
            scores = self._scores(parts, np.flatnonzero(spoken), language)
            for number, rows in enumerate(parts):
                if language in wanted[number]:
                    made[number][language] = self._choose(scores[number], rows)
        for number, rows in enumerate(groups):
            self._translate(made[number], wanted[number], rows)
        return [{language: words for language, words in label.items() if words} for label in made]

    def _translate(self, label: dict[str, list[str]], spoken: Sequence[str], rows: Rows) -> None:
        """Add the languages of the interface that no member speaks, where the lexicon knows the words."""
        if not spoken or spoken[0] not in INTERFACE:
            return
        missing = [language for language in INTERFACE if language not in label]
        found = self._concepts(rows, spoken[0]) if missing else []
        for language in missing:
            words = list(dict.fromkeys(default_lexicon().translate(concept, language) for concept in found))
            words = [word for word in words if (script_of(word) == "arabic") == (language == "ar")][:MOST]
            if len(words) >= FEWEST:
                label[language] = words

    def _concepts(self, rows: Rows, language: str) -> list[str]:
        """Return the concepts behind the best terms of a group, the best first."""
        best = self._scores([rows], np.flatnonzero(self.languages == language), language)[0]
        found = (self._concept(term, language) for term in best[:TRANSLATED])
        return list(dict.fromkeys(concept for concept in found if concept))

    def _concept(self, term: int, language: str) -> str | None:
        """Return the concept a term shows, None when the lexicon knows none or it is too general."""
        entry = self.terms.entry(term)
        lexicon = default_lexicon()
        concept = lexicon.concept_of_entry(tuple(self.corpus.keys[word] for word in entry), language)
        return None if concept is None or lexicon.is_general(concept) else concept

    def _scores(self, groups: Sequence[Rows], spoken: Rows, language: str) -> list[list[int]]:
        """Return for each group its best terms, the best first; words of public life come before others."""
        incidence = self.terms.incidence
        everywhere = np.asarray(incidence[spoken].sum(axis=0)).ravel()
        best = []
        for rows in groups:
            held = np.asarray(incidence[rows].sum(axis=0)).ravel()
            terms = np.flatnonzero(held >= min(2, len(rows)))
            if len(terms) < FEWEST:
                terms = np.flatnonzero(held)
            share = held[terms] / max(1, len(rows))
            usual = (everywhere[terms] + 1) / (len(spoken) + 1)
            score = share * np.log(np.maximum(share / usual, 1.0)) + 1e-6 * share
            score[terms >= self.terms.n_words] *= PHRASE_BONUS
            order = np.lexsort((terms, -np.round(score, 6)))[:CANDIDATES]
            bonus = np.array([CONCEPT_BONUS if self._concept(int(term), language) else 1.0 for term in terms[order]])
            again = np.argsort(-np.round(score[order] * bonus, 6), kind="stable") if len(order) else order
            best.append([int(term) for term in terms[order][again]])
        return best

    def _choose(self, candidates: Sequence[int], rows: Rows) -> list[str]:
        """Return the writings of the best candidates that share no word with one another."""
        chosen: list[str] = []
        taken: set[int] = set()
        for term in candidates:
            words = self.terms.words(term)
            holding = rows[np.asarray(self.terms.incidence[rows][:, [term]].sum(axis=1)).ravel() > 0]
            if words & taken:
                continue
            surface = self.surfaces.common(term, holding)
            if readable(surface) and surface.casefold() not in {name.casefold() for name in chosen}:
                chosen.append(surface)
                taken |= words
            if len(chosen) == MOST:
                break
        return chosen


def readable(surface: str) -> bool:
    """Tell whether a writing is a word for people: two letters at least, no figure alone, no address."""
    return sum(character.isalpha() for character in surface) >= 2 and len(surface) <= 60


def shared_words(weights: sparse.csr_matrix, rows: Rows, surfaces: Surfaces, most: int = 5) -> dict[int, list[str]]:
    """Return for each row the words, as its author wrote them, that it shares with the group."""
    part = weights[rows]
    middle = np.asarray(part.sum(axis=0)).ravel()
    held = np.bincount(part.indices, minlength=part.shape[1])
    shared = {}
    for place, row in enumerate(rows):
        span = slice(part.indptr[place], part.indptr[place + 1])
        terms = part.indices[span]
        value = np.round(part.data[span] * middle[terms] * (held[terms] > 1), 6)
        order = [int(terms[k]) for k in np.lexsort((terms, -value))[:most] if value[k] > 0]
        written = (surfaces.in_document(term, int(row)) for term in order)
        shared[int(row)] = list(dict.fromkeys(forms[0] for forms in written if forms))
    return shared
