"""What a person asks of the search, read once: words, « exact phrases », words to leave out; where a text says them.

The databases answer the same questions from their indexes; `Question.holds` says what the answer has to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cocreation.text.analyser import query_words, same_words, words, written_words

MAX_QUERY = 200
EXCERPT = 220
_READ = 20_000
_BEFORE = 70
_SHORTEST_STEM = 3
_QUOTES = '"«»“”„‟‹›＂〝〞'
# A minus sign says «without» only at the beginning of a word: «covid-19» is one thing.
_PART = re.compile(
    f"(?P<without>(?<!\\S)[-−])?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>[^\\s{_QUOTES}]+))"
)
_REFERENCE = re.compile(r"[A-Za-z][A-Za-z0-9]{1,11}-(?:[A-Za-z]{1,3}-?)?[0-9]{1,9}")
_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")

Part = tuple[str, bool]


@dataclass(frozen=True)
class Word:
    """One word asked for: as typed, and the terms of which one must stand in the index."""

    typed: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """Words asked for exactly as they stand, one after the other: folded, not stemmed."""

    typed: str
    words: tuple[str, ...]

    @property
    def telling(self) -> tuple[str, ...]:
        """The words by which an index narrows before the phrase itself is looked for: not the common ones."""
        telling, common = query_words(" ".join(self.words))
        return tuple(word for word, _ in telling or common)

    @property
    def needle(self) -> str:
        """How the phrase stands in what the index stores of a text that says it."""
        return " " + " ".join(self.words) + " "


@dataclass(frozen=True)
class Question:
    """A query as it was understood.

    `left_out` are words too common to look for; `reference` is the reference number the query is, if it is one.
    """

    query: str
    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without_words: tuple[Word, ...] = ()
    without_phrases: tuple[Phrase, ...] = ()
    left_out: tuple[str, ...] = ()
    reference: str | None = None
    was_cut: bool = False

    @property
    def asks(self) -> bool:
        """Whether there is something to look for; words to leave out alone would find nearly everything."""
        return bool(self.words or self.phrases)

    def holds(self, content: str) -> bool:
        """Whether a text, as `analyser.search_text` stores it, answers the question."""
        if not self.asks:
            return False
        terms = set(content.split())
        if not all(terms.intersection(word.terms) for word in self.words):
            return False
        if any(terms.intersection(word.terms) for word in self.without_words):
            return False
        if not all(phrase.needle in content for phrase in self.phrases):
            return False
        return not any(phrase.needle in content for phrase in self.without_phrases)


def read_question(query: str) -> Question:
    """Understand a query, whatever it holds: quotes of every kind, a minus before what is to be left out.

    Args:
        query: as typed; what lies beyond the first 200 characters is left out. A quote that is not closed is
            read as if it were not there.
    """
    clean = " ".join(_UNSENDABLE.sub(" ", query).split())
    cut = _cut(clean)
    parts = list(_PART.finditer(cut))
    telling, common = query_words(" ".join(part["word"] for part in parts if part["word"] and not part["without"]))
    phrases = tuple(_phrases(part["phrase"] for part in parts if part["phrase"] and not part["without"]))
    # Words that stand in every text are looked for only where nothing else was typed.
    asked, left_out = (telling, common) if telling or phrases else (common, [])
    return Question(
        query=cut,
        words=_words(asked),
        phrases=phrases,
        **_without([part["word"] or part["phrase"] for part in parts if part["without"]]),
        left_out=tuple(typed for typed, _ in left_out),
        reference=reference_in(cut),
        was_cut=len(clean) > MAX_QUERY,
    )


def _cut(clean: str) -> str:
    """Cut a query between two words: half a word would be found nowhere."""
    if len(clean) <= MAX_QUERY:
        return clean
    return clean[: MAX_QUERY + 1].rpartition(" ")[0] or clean[:MAX_QUERY]


def typed_words(query: str) -> list[Word]:
    """Return the words of a query that is still being typed: the last one may be only begun, and be any word."""
    clean = " ".join(_UNSENDABLE.sub(" ", query).split())[:MAX_QUERY].split()
    begun = [found for part in query_words(clean[-1]) for found in part] if clean else []
    return [*_words(query_words(" ".join(clean[:-1]))[0]), *(_begun(typed, terms) for typed, terms in begun)]


def _begun(typed: str, terms: Sequence[str]) -> Word:
    # The stem of half a word is often two letters with which everything begins: «الم» is not «م».
    whole = words(typed)
    return Word(typed, tuple(term for term in terms if term in whole or len(term) >= _SHORTEST_STEM))


def _words(asked: Sequence[tuple[str, list[str]]]) -> tuple[Word, ...]:
    return tuple(Word(typed, tuple(terms)) for typed, terms in asked)


def _phrases(texts: Iterable[str]) -> Iterator[Phrase]:
    for text in texts:
        if folded := tuple(words(text)):
            yield Phrase(text.strip(), folded)


def _without(texts: Sequence[str]) -> dict[str, Any]:
    """Return what is to be left out: words in all their forms; what is several words, only as it stands."""
    single: list[Word] = []
    several: list[str] = []
    for text in texts:
        telling, common = query_words(text)
        if len(telling or common) > 1:
            several.append(text)
        else:
            single.extend(_words(telling or common))
    return {"without_words": tuple(single), "without_phrases": tuple(_phrases(several))}


def reference_in(query: str) -> str | None:
    """Return the reference number a query is («PAN2-00123», in any letters and digits), or None."""
    folded = "-".join("".join(words(part)) for part in query.strip().split("-"))
    return folded.upper() if _REFERENCE.fullmatch(folded) else None


def hits_in(text: str, question: Question, language: str | None = None) -> list[tuple[int, int]]:
    """Return where ``text`` says what was asked, as ``(start, end)`` of words and phrases, in order."""
    text = text[:_READ]
    terms = same_words([word.typed for word in question.words], text, language)
    found = list(written_words(text, language))
    marked = {place for place, (_, _, key, folded) in enumerate(found) if key in terms or folded in terms}
    pieces = [(place, place) for place in sorted(marked)]
    for phrase in question.phrases:
        size = len(phrase.words)
        for first in range(len(found) - size + 1):
            if all(found[first + step][3] == phrase.words[step] for step in range(size)):
                pieces.append((first, first + size - 1))
    return _joined([(found[first][0], found[last][1]) for first, last in pieces])


def _joined(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def marked(text: str, question: Question, language: str | None = None) -> list[Part]:
    """Return ``text`` cut into parts, each with whether it is what was asked for; joined they are the text."""
    return _parts(text, hits_in(text, question, language))


def _parts(text: str, hits: Sequence[tuple[int, int]]) -> list[Part]:
    parts: list[Part] = []
    at = 0
    for start, end in hits:
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [part for part in [*parts, (text[at:], False)] if part[0]]


def excerpt(text: str, question: Question, language: str | None = None, size: int = EXCERPT) -> list[Part]:
    """Return the piece of ``text`` around the first thing asked for, in parts as `marked` gives them.

    Args:
        size: about how many characters; the piece begins and ends between two words.
    """
    line = " ".join(text.split())
    hits = hits_in(line, question, language)
    start = _start(line, hits[0][0]) if hits and hits[0][1] > size else 0
    end = len(line) if len(line) <= start + size else max(line.rfind(" ", start, start + size), start + size // 2)
    inside = [(first - start, min(last, end) - start) for first, last in hits if start <= first < end]
    parts = _parts(line[start:end], inside)
    return [*([("… ", False)] if start else []), *parts, *([(" …", False)] if end < len(line) else [])]


def _start(line: str, hit: int) -> int:
    """Return where an excerpt begins: shortly before the hit, at the beginning of a word."""
    space = line.find(" ", max(0, hit - _BEFORE), hit)
    return space + 1 if space >= 0 else max(0, hit - _BEFORE)
