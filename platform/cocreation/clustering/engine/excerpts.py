"""Titles and excerpts: whole sentences of central ideas, unlike one another, from different authors.

Source: Carbonell and Goldstein, «The use of MMR, diversity-based reranking» (1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from cocreation.clustering.engine.analysis import Corpus
from cocreation.clustering.engine.reduction import FloatArray
from cocreation.text.analyser import keys
from cocreation.text.sentences import excerpt, leads_on, sentences

Rows = NDArray[np.int64]
COUNT = 3
LONGEST = 300
LONGEST_TITLE = 120
LONGEST_READ = 20_000
MOST_SENTENCES = 60
LIKENESS_WEIGHT = 0.7
POOL = 60


def by_centrality(points: FloatArray, rows: Rows) -> Rows:
    """Return ``rows`` from the nearest to the group's middle to the farthest; ``points`` are unit rows."""
    middle = points[rows].mean(axis=0)
    likeness = np.round(points[rows] @ middle, 5)
    return rows[np.lexsort((rows, -likeness))]


def representatives(corpus: Corpus, points: FloatArray, central: Rows, copies: Sequence[int]) -> list[int]:
    """Return up to three rows, central and diverse, of different authors and never copies of one another.

    ``central`` are the group's rows, the most central first; ``copies`` gives the set of copies of each
    row of the corpus.
    """
    pool = [int(row) for row in central[:POOL]]
    middle = points[central].mean(axis=0)
    chosen: list[int] = []
    while pool and len(chosen) < COUNT:
        best = max(pool, key=lambda row: (_worth(points, row, middle, chosen), -row))
        chosen.append(best)
        pool = [row for row in pool if not _same_voice(corpus, copies, row, chosen)]
    return chosen


def _worth(points: FloatArray, row: int, middle: FloatArray, chosen: Sequence[int]) -> float:
    likeness = max((float(points[row] @ points[other]) for other in chosen), default=0.0)
    return round(float(points[row] @ middle) - LIKENESS_WEIGHT * likeness, 5)


def _same_voice(corpus: Corpus, copies: Sequence[int], row: int, chosen: Sequence[int]) -> bool:
    author = corpus.documents[row].author
    return any(
        row == other
        or copies[row] == copies[other]
        or (author is not None and author == corpus.documents[other].author)
        for other in chosen
    )


def excerpt_of(corpus: Corpus, row: int, wanted: AbstractSet[str]) -> str:
    """Return whole sentences of a document's body (or its title), at most 300 characters.

    They begin at the sentence from which most of the keys ``wanted`` are met, the earliest of equals, and never at
    a point of a list, whose head stands before.
    """
    document = corpus.documents[row]
    text = document.body if any(character.isalpha() for character in document.body) else document.title
    parts = sentences(text[:LONGEST_READ])[:MOST_SENTENCES]
    language = corpus.languages[row]
    met = [wanted & set(keys(part[:LONGEST], language)) for part in parts]
    starts = [place for place in range(len(parts)) if not place or not leads_on(parts[place - 1])]
    worth = {place: len(set().union(*met[place : _end(parts, place)])) for place in starts}
    best = max(worth, key=lambda place: worth[place], default=0)
    return excerpt("\n".join(parts[best:]) or text[:LONGEST_READ], LONGEST)


def _end(parts: Sequence[str], place: int) -> int:
    """Return where an excerpt that begins at ``place`` ends: after one sentence at least."""
    length, end = len(parts[place]), place + 1
    while end < len(parts) and length + 1 + len(parts[end]) <= LONGEST:
        length, end = length + 1 + len(parts[end]), end + 1
    return end


def title_of(corpus: Corpus, central: Sequence[int]) -> str:
    """Return the title of the most central document that has one, else the beginning of its text."""
    for row in central:
        title = " ".join(corpus.documents[row].title.split())
        if title:
            return shortened(title)
    return shortened(" ".join(corpus.documents[central[0]].body.split())) if len(central) else ""


def shortened(text: str, longest: int = LONGEST_TITLE) -> str:
    """Return ``text`` cut at a word before ``longest`` characters, with an ellipsis when cut."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    if " " in head and text[longest - 1] != " ":
        head = head.rsplit(" ", 1)[0]
    return head.rstrip(" ,;:.،؛") + "…"
