"""The nearest ideas while somebody writes: a small inverted index in memory, without scikit-learn or SciPy.

An idea is known by its words and, across languages, by the concepts of the lexicon it shows. Scores are
those of BM25 (Robertson and Zaragoza, 2009). Adding or removing an idea takes as long as reading it.
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from cocreation.text.analyser import Token, analyse, keys
from cocreation.text.lexicon import default_lexicon

SATURATION, LENGTH_SHARE = 1.2, 0.75
CONCEPT_WEIGHT = 0.5
MOST_POSTINGS = 4_000
MOST_READ = 25_000
MOST_KEYS = 64
LONGEST_READ = 20_000
MANY = 10_000


@dataclass(frozen=True)
class Neighbour:
    """An idea near a text: its id, a score above 0, and the words of the text that it shares."""

    id: str
    score: float
    words: tuple[str, ...]


class NearestIndex:
    """Ideas found by what they share with a text.

    Example:
        >>> index = NearestIndex()
        >>> index.add("p1", "Publier le budget de la commune", "fr")
        >>> index.add("p2", "Planter des arbres dans la ville", "fr")
        >>> [found.id for found in index.nearest("Le budget de ma commune en ligne", "fr")]
        ['p1']
    """

    def __init__(self) -> None:
        self._ids: list[str | None] = []
        self._rows: dict[str, int] = {}
        self._lengths = array("f")
        self._postings: dict[str, tuple[array[int], array[int]]] = {}
        self._total = 0.0

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, identifier: str, text: str, language: str | None = None) -> None:
        """Add an idea, or put its new text in place of the one known."""
        self.remove(identifier)
        row = len(self._ids)
        counted = Counter(_features(keys(text[:LONGEST_READ], language), language))
        self._ids.append(identifier)
        self._rows[identifier] = row
        self._lengths.append(sum(counted.values()))
        self._total += self._lengths[row]
        for key, count in counted.items():
            rows, counts = self._postings.setdefault(key, (array("I"), array("B")))
            rows.append(row)
            counts.append(min(255, count))

    def remove(self, identifier: str) -> None:
        """Forget an idea; one that is not known is no matter."""
        row = self._rows.pop(identifier, None)
        if row is not None:
            self._ids[row] = None
            self._total -= self._lengths[row]

    def nearest(
        self, text: str, language: str | None = None, count: int = 3, without: Collection[str] = ()
    ) -> list[Neighbour]:
        """Return at most ``count`` ideas nearest to ``text``, the nearest first, none of ``without``.

        The rarest keys of the text are looked up first, until 25,000 places of keys are read; one that stands in
        more than 4,000 ideas is not. So the time does not grow with the number of ideas.
        """
        tokens = analyse(text[:LONGEST_READ], language)
        features = dict.fromkeys(_features([token.key for token in tokens], language))
        known = [key for key in features if key in self._postings]
        rarest = sorted(known, key=lambda key: (len(self._postings[key][0]), key))[:MOST_KEYS]
        scores: dict[int, float] = {}
        shared: dict[int, list[str]] = {}
        read = 0
        for key in rarest:
            size = len(self._postings[key][0])
            read += min(size, MOST_POSTINGS)
            if scores and (size > MOST_POSTINGS or read > MOST_READ):
                break
            self._score(key, scores, shared)
        hidden = {self._rows[name] for name in without if name in self._rows}
        rows = [row for row in scores if self._ids[row] is not None and row not in hidden]
        best = heapq.nsmallest(count, rows, key=lambda row: (-round(scores[row], 6), str(self._ids[row])))
        written = _writings(tokens, language)
        return [self._neighbour(row, scores[row], shared[row], written) for row in best]

    def rarity(self, key: str) -> float:
        """Return how rare a key is, from 0, in every idea, to 1, in one of ten thousand: few ideas prove little."""
        holders = len(self._postings[key][0]) if key in self._postings else 0
        return min(1.0, math.log((len(self._ids) + 1) / max(1, holders)) / math.log(MANY))

    def _score(self, key: str, scores: dict[int, float], shared: dict[int, list[str]]) -> None:
        rows, counts = self._postings[key]
        rarity = math.log1p((len(self._rows) + 0.5) / (len(rows) + 0.5))
        weight = rarity * (CONCEPT_WEIGHT if key.startswith("c:") else 1.0)
        mean = max(1.0, self._total / max(1, len(self._rows)))
        for row, count in zip(rows[:MOST_POSTINGS], counts, strict=False):
            floor = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * self._lengths[row] / mean)
            scores[row] = scores.get(row, 0.0) + weight * count * (SATURATION + 1) / (count + floor)
            shared.setdefault(row, []).append(key)

    def _neighbour(self, row: int, score: float, shared: list[str], written: dict[str, str]) -> Neighbour:
        words = dict.fromkeys(written[key] for key in shared if key in written)
        return Neighbour(str(self._ids[row]), round(score, 4), tuple(words)[:5])


def _features(found: list[str], language: str | None) -> list[str]:
    """Return the keys of a text, figures left out, then the concepts they show."""
    worded = [key for key in found if not key.isdigit()]
    lexicon = default_lexicon()
    shown = (concept for _, _, concept in lexicon.matches(worded, language, inside=True))
    return worded + [concept for concept in shown if not lexicon.is_general(concept)]


def _writings(tokens: list[Token], language: str | None) -> dict[str, str]:
    """Return for each key and concept how the text writes it first."""
    worded = [token for token in tokens if not token.key.isdigit()]
    written = {token.key: token.surface for token in reversed(worded)}
    for first, last, concept in reversed(
        default_lexicon().matches([token.key for token in worded], language, inside=True)
    ):
        written[concept] = " ".join(token.surface for token in worded[first:last])
    return written
