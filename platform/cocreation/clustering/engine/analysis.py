"""Documents as numbers: every content word of every document, with its place in the text."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cocreation.clustering.engine.documents import Document
from cocreation.text.analyser import placed_keys
from cocreation.text.language import detect

IntArray = NDArray[np.int32]
KNOWN_LANGUAGES = frozenset({"fr", "ar", "en", "es", "zgh"})
SAME_LANGUAGE = {"ary": "ar", "tzm": "zgh", "ber": "zgh", "kab": "zgh"}
Tick = Callable[[float], None]


@dataclass(frozen=True)
class Corpus:
    """The analysed documents, in order of id.

    ``keys`` is the vocabulary. The tokens of document ``i`` are ``bounds[i]:bounds[i + 1]`` of
    ``tokens`` (numbers into ``keys``), ``starts`` and ``ends`` (character places in ``texts[i]``); the
    first ``titles[i]`` of them are the title's.
    """

    documents: tuple[Document, ...]
    texts: list[str]
    languages: list[str]
    keys: list[str]
    tokens: IntArray
    starts: IntArray
    ends: IntArray
    bounds: NDArray[np.int64]
    titles: IntArray

    def __len__(self) -> int:
        return len(self.documents)

    def rows(self) -> NDArray[np.int64]:
        """Return the number of its document for every token, shape (n_tokens,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    def span(self, row: int) -> slice:
        """Return the place of a document's tokens."""
        return slice(int(self.bounds[row]), int(self.bounds[row + 1]))


def language_of(document: Document) -> str:
    """Return the language given by the author, or the one detected in the text."""
    given = (document.language or "").lower().replace("_", "-").split("-")[0]
    given = SAME_LANGUAGE.get(given, given)
    return given if given in KNOWN_LANGUAGES else detect(document.text)


def analyse_documents(documents: tuple[Document, ...], tick: Tick = lambda share: None) -> Corpus:
    """Return the corpus of ``documents``; ``tick`` hears the share done and may raise to stop."""
    vocabulary: dict[str, int] = {}
    tokens, starts, ends, titles = array("i"), array("i"), array("i"), array("i")
    bounds, languages, texts = array("q", [0]), [], []
    for row, document in enumerate(documents):
        if row % 200 == 0:
            tick(row / len(documents))
        text, language, title = document.text, language_of(document), len(document.title)
        in_title = 0
        for key, start, end in placed_keys(text, language):
            # A figure alone («2015», «78») brings texts of unlike subjects together.
            if not key.isdigit():
                tokens.append(vocabulary.setdefault(key, len(vocabulary)))
                starts.append(start)
                ends.append(end)
                in_title += start < title
        titles.append(in_title)
        bounds.append(len(tokens))
        texts.append(text)
        languages.append(language)
    return Corpus(
        documents=documents,
        texts=texts,
        languages=languages,
        keys=list(vocabulary),
        tokens=np.array(tokens, dtype=np.int32),
        starts=np.array(starts, dtype=np.int32),
        ends=np.array(ends, dtype=np.int32),
        bounds=np.array(bounds, dtype=np.int64),
        titles=np.array(titles, dtype=np.int32),
    )
