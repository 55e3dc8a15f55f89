"""Labels: the three to five words or phrases that tell a group from the others.

A term counts by the share of the group's ideas that hold it, times the logarithm of how much larger
that share is than elsewhere (a pointwise Kullback-Leibler divergence; Carmel et al., «Enhancing cluster
labeling using Wikipedia», 2009, compares such measures).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cocreation.clustering.engine.analysis import Corpus
from cocreation.clustering.engine.terms import SAMPLE, Surfaces, Terms, bare
from cocreation.text.folding import fold
from cocreation.text.lexicon import default_lexicon
from cocreation.text.scripts import script_of

FEWEST, MOST = 3, 5
INTERFACE = ("fr", "ar", "en")
LEAST_LANGUAGE_SHARE = 0.2
PHRASE_BONUS = 1.6
CANDIDATES = 40
TRANSLATED = 15
CONCEPT_BONUS = 1.5
SHARED_BONUS = 1.5
DISTINCT, ELSEWHERE = 0.5, 0.5
Rows = NDArray[np.int64]


def languages_of(corpus: Corpus, rows: Rows) -> list[str]:
    """Return the languages of a fifth of the ideas at least, the commonest first."""
    counted = Counter(corpus.languages[row] for row in rows)
    ordered = sorted(counted, key=lambda language: (-counted[language], language))
    return [name for name in ordered if name == ordered[0] or counted[name] >= LEAST_LANGUAGE_SHARE * len(rows)]


@dataclass(frozen=True)
class Candidate:
    """A term that may stand in a label: its weight, how members write it, the concept it shows if any."""

    term: int
    score: float
    surface: str
    concept: str | None


class Labeller:
    """Chooses the labels of groups given as rows of the corpus."""

    def __init__(self, corpus: Corpus, terms: Terms) -> None:
        self.corpus, self.terms = corpus, terms
        self.surfaces = Surfaces(corpus, terms)
        self.languages = np.array(corpus.languages, dtype=object)

    def label(self, groups: Sequence[Rows]) -> list[dict[str, list[str]]]:
        """Return for each group its words by language: those of its members, then those of the interface."""
        wanted = [languages_of(self.corpus, rows) for rows in groups]
        found: list[dict[str, list[Candidate]]] = [{} for _ in groups]
        for language in sorted({name for names in wanted for name in names}):
            spoken = self.languages == language
            everywhere = np.asarray(self.terms.incidence[np.flatnonzero(spoken)].sum(axis=0)).ravel()
            for number, rows in enumerate(groups):
                if language in wanted[number]:
                    part = rows[spoken[rows]]
                    found[number][language] = self._candidates(part, everywhere, int(spoken.sum()), language)
        best = _best_scores(found)
        made = [self._labels(found[number], best, wanted[number], rows) for number, rows in enumerate(groups)]
        return [{language: words for language, words in label.items() if words} for label in made]

    def _labels(
        self, found: dict[str, list[Candidate]], best: dict[tuple[str, int], float], spoken: Sequence[str], rows: Rows
    ) -> dict[str, list[str]]:
        """Return the label of one group in each language."""
        known = [{candidate.concept for candidate in candidates} - {None} for candidates in found.values()]
        shared = {concept for place, one in enumerate(known) for other in known[:place] for concept in one & other}
        ordered = {language: _ordered(found[language], shared, best, language) for language in spoken}
        label = {language: self._choose(candidates) for language, candidates in ordered.items()}
        leading = [candidate for language in spoken for candidate in ordered[language][:TRANSLATED]]
        concepts = [candidate.concept for candidate in leading if candidate.concept]
        # What several languages say stands first in all of them.
        concepts.sort(key=lambda concept: concept not in shared)
        short = [language for language in INTERFACE if len(label.get(language, ())) < FEWEST]
        if short and len(set(concepts)) < FEWEST:
            concepts += self._concepts_said(rows)
        for language, words in _translated(concepts, short).items():
            label[language] = list(dict.fromkeys([*label.get(language, ()), *words]))[:MOST]
        return label

    def _concepts_said(self, rows: Rows) -> list[str]:
        """Return the concepts of the lexicon that members show, the commonest first, general ones last.

        Where the words that tell a group are in no lexicon, these still say to other readers what it is about.
        """
        corpus, lexicon = self.corpus, default_lexicon()
        said: Counter[str] = Counter()
        for row in rows[:SAMPLE]:
            keys = [corpus.keys[token] for token in corpus.tokens[corpus.span(row)]]
            said.update({concept for _, _, concept in lexicon.matches(keys, corpus.languages[row])})
        return sorted(said, key=lambda concept: (lexicon.is_general(concept), -said[concept], concept))

    def _candidates(
        self, rows: Rows, everywhere: NDArray[np.floating], n_spoken: int, language: str
    ) -> list[Candidate]:
        """Return the best terms of a group's ideas in one language, the best first."""
        holders = self.terms.incidence[rows].tocsc()
        held = np.diff(holders.indptr)
        terms = np.flatnonzero(held >= min(2, len(rows)))
        if len(terms) < FEWEST:
            terms = np.flatnonzero(held)
        share = held[terms] / max(1, len(rows))
        usual = (everywhere[terms] + 1) / (n_spoken + 1)
        score = share * np.log(np.maximum(share / usual, 1.0)) + 1e-6 * share
        score[terms >= self.terms.n_words] *= PHRASE_BONUS
        order = np.lexsort((terms, -np.round(score, 6)))[:CANDIDATES]
        found = []
        for place in order:
            term = int(terms[place])
            holding = rows[np.sort(holders.indices[holders.indptr[term] : holders.indptr[term + 1]])]
            found.append(self._candidate(term, float(score[place]), holding, language))
        return [candidate for candidate in found if readable(candidate.surface)]

    def _candidate(self, term: int, score: float, holding: Rows, language: str) -> Candidate:
        surface = self.surfaces.common(term, holding)
        entry = tuple(self.corpus.keys[word] for word in self.terms.entry(term))
        concept = concept_shown(surface, entry, language)
        return Candidate(term, score * (CONCEPT_BONUS if concept else 1.0), surface, concept)

    def _choose(self, candidates: Sequence[Candidate]) -> list[str]:
        """Return the writings of the best candidates that share no word with one another."""
        chosen: list[str] = []
        taken: set[int] = set()
        for candidate in candidates:
            words = self.terms.words(candidate.term)
            if not words & taken and candidate.surface.casefold() not in {name.casefold() for name in chosen}:
                chosen.append(candidate.surface)
                taken |= words
            if len(chosen) == MOST:
                break
        return chosen


def _best_scores(found: Sequence[dict[str, list[Candidate]]]) -> dict[tuple[str, int], float]:
    """Return the highest score a term has in any group, by language and term."""
    best: dict[tuple[str, int], float] = {}
    for by_language in found:
        for language, candidates in by_language.items():
            for candidate in candidates:
                key = (language, candidate.term)
                best[key] = max(best.get(key, 0.0), candidate.score)
    return best


def _ordered(
    candidates: Sequence[Candidate], shared: set[str | None], best: dict[tuple[str, int], float], language: str
) -> list[Candidate]:
    """Return the candidates of a group, the best first.

    What members of several languages say comes forward; a term that tells another group far better stands back.
    """

    def worth(candidate: Candidate) -> float:
        elsewhere = candidate.score < DISTINCT * best[language, candidate.term]
        both = candidate.concept is not None and candidate.concept in shared
        return round(candidate.score * (SHARED_BONUS if both else 1.0) * (ELSEWHERE if elsewhere else 1.0), 6)

    return sorted(candidates, key=lambda candidate: (-worth(candidate), candidate.term))


def _translated(concepts: Sequence[str], languages: Sequence[str]) -> dict[str, list[str]]:
    """Return the lexicon's words for ``concepts`` in each of ``languages``, three at least or none."""
    made = {}
    for language in languages:
        words = list(dict.fromkeys(default_lexicon().translate(concept, language) for concept in concepts))
        words = [word for word in words if (script_of(word) == "arabic") == (language == "ar")][:MOST]
        if len(words) >= FEWEST:
            made[language] = words
    return made


@lru_cache(maxsize=50_000)
def concept_shown(surface: str, entry: tuple[str, ...], language: str) -> str | None:
    """Return the concept that a term written ``surface`` shows, None when none or too general a one.

    Its keys are not enough: «traitement» and «traité» have one stem. The writing must be that of the lexicon,
    but for the article and the ending of a plural or a feminine.
    """
    lexicon = default_lexicon()
    for code in ("ar", "ary") if language == "ar" else (language,):
        concept = lexicon.concept_of_entry(entry, code)
        if concept is None or lexicon.is_general(concept):
            continue
        written = _forms(surface)
        if any(written & _forms(variant) for variant in lexicon.variants(concept, code)):
            return concept
    return None


def _forms(surface: str) -> set[str]:
    """Return the folded ``surface`` and what it may be the plural or the feminine of."""
    folded = fold(bare(surface)).replace("\u2019", "'")
    if script_of(folded) == "arabic":
        plain = " ".join(word.removeprefix("ال") for word in folded.split())
        ends = {plain.removesuffix(end) for end in ("ات", "ون", "ين")}
        return {plain, *ends, *(f"{end}ه" for end in ends - {plain})}
    found = {folded, " ".join(word[:-1] if word[-1:] in "sx" else word for word in folded.split())}
    return (
        found
        | {word[:-2] for word in found if word.endswith("ee")}
        | {f"{word[:-2]}l" for word in found if word.endswith("au")}
    )


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
