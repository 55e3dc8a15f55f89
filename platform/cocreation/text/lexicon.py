"""The lexicon of public life: one concept, its words in each language; a plain CSV that people extend."""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from cocreation.text.analyser import Token, keys, words

LANGUAGES = ("fr", "ar", "en", "ary", "zgh")
COLUMNS = ("concept", *LANGUAGES, "general")
PREFIX = "c:"
_LONGEST = 4

Row = Mapping[str, str]


class Lexicon:
    """Concepts of public life and the keys by which a text shows them.

    Args:
        rows: mappings with "concept" and, for each language of `LANGUAGES`, variants separated by "|".
            A variant may have up to four words. The first of them names the concept. "general" = "1" marks a
            concept too general to join ideas by itself («improve», «year»).
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._words: dict[str, dict[str, list[str]]] = {}
        self._general: set[str] = set()
        self._index: dict[str, dict[tuple[str, ...], str]] = {language: {} for language in LANGUAGES}
        self._any: dict[tuple[str, ...], str] = {}
        entries = [entry for row in rows for entry in self._add(row)]
        for _, language, entry, concept in sorted(entries, key=lambda found: found[0]):
            self._index[language].setdefault(entry, concept)
        for language in LANGUAGES:
            for entry, concept in self._index[language].items():
                self._any.setdefault(entry, concept)
        # The longest entry that begins with a key: most words of a text begin none and are passed over.
        self._reach: dict[str, int] = {}
        for entry in self._any:
            self._reach[entry[0]] = max(len(entry), self._reach.get(entry[0], 0))

    def __len__(self) -> int:
        return len(self._words)

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def _add(self, row: Row) -> list[tuple[int, str, tuple[str, ...], str]]:
        """Keep the words of ``row``; return (rank, language, keys, concept) for each that has keys."""
        found = []
        concept = PREFIX + row["concept"].strip()
        known = self._words.setdefault(concept, {})
        if (row.get("general") or "").strip() == "1":
            self._general.add(concept)
        for language in LANGUAGES:
            variants = [word.strip() for word in (row.get(language) or "").split("|") if word.strip()]
            known.setdefault(language, []).extend(variants)
            for place, variant in enumerate(variants):
                entry = tuple(keys(variant, language))
                if 0 < len(entry) <= _LONGEST:
                    found.append((_rank(place, variant, entry), language, entry, concept))
        return found

    def matches(
        self, tokens: Sequence[Token | str], language: str | None = None, inside: bool = False
    ) -> list[tuple[int, int, str]]:
        """Return ``(first, last, concept)`` for each concept in ``tokens``, the longest entry first.

        Args:
            tokens: the tokens of `analyse`, or their keys.
            language: the Latin language of the text; any language when None.
            inside: also the concepts of the single words of a longer entry: what one text says in a phrase
                («rendez-vous médical») another says in two words, and both must be seen to meet.
        """
        entries = [token if isinstance(token, str) else token.key for token in tokens]
        found = []
        place = 0
        while place < len(entries):
            reach = self._reach.get(entries[place], 0)
            size, concept = self._longest(entries[place : place + reach], language)
            if concept:
                found.append((place, place + size, concept))
            if concept and inside and size > 1:
                found.extend(self._parts(entries, place, size, language, concept))
            place += size
        return found

    def _parts(
        self, entries: list[str], first: int, size: int, language: str | None, whole: str
    ) -> list[tuple[int, int, str]]:
        """Return the concepts of the single words of an entry, but not that of the entry itself."""
        found = [(place, self.concept_of_entry((entries[place],), language)) for place in range(first, first + size)]
        return [(place, place + 1, concept) for place, concept in found if concept and concept != whole]

    def _longest(self, entries: list[str], language: str | None) -> tuple[int, str | None]:
        for size in range(len(entries), 0, -1):
            concept = self.concept_of_entry(tuple(entries[:size]), language)
            if concept:
                return size, concept
        return 1, None

    def concept_of_entry(self, entry: tuple[str, ...], language: str | None = None) -> str | None:
        """Return the concept shown by these keys in a row; own language first, then any other."""
        own = self._index.get(language or "", {}).get(entry)
        return own or self._any.get(entry)

    def is_general(self, concept: str) -> bool:
        """Tell whether ``concept`` ("c:improve") is too general to join ideas by itself."""
        return concept in self._general

    def variants(self, concept: str, language: str) -> list[str]:
        """Return every writing of ``concept`` in ``language``, the head word first; none when it has none."""
        return list(self._words.get(concept, {}).get(language, ()))

    def translate(self, concept: str, language: str) -> str:
        """Return the first word of ``concept`` in ``language``, or else in French, Arabic or English.

        Raises:
            KeyError: the lexicon has no such concept.
        """
        known = self._words[concept]
        for code in (language, *LANGUAGES):
            if known.get(code):
                return known[code][0]
        return concept.removeprefix(PREFIX)


def _rank(place: int, variant: str, entry: tuple[str, ...]) -> int:
    """Return 0 for the head word of a concept, 1 for a variant, 2 for a phrase that lost all but one word.

    Of two concepts that claim a key, the lower rank keeps it: « en ligne » yields to « ligne ».
    """
    if len(entry) == 1 and len(words(variant)) > 1:
        return 2
    return 0 if place == 0 else 1


def read_rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a lexicon written as CSV with a header line.

    Raises:
        ValueError: the header lacks the column "concept" or one of the languages fr, ar, en.
    """
    reader = csv.DictReader(text.splitlines())
    missing = {"concept", "fr", "ar", "en"} - set(reader.fieldnames or ())
    if missing:
        raise ValueError(f"The lexicon lacks the columns {', '.join(sorted(missing))}.")
    return [{name: value or "" for name, value in row.items() if name} for row in reader]


@cache
def base_rows() -> tuple[dict[str, str], ...]:
    """Return the rows that come with the platform, read once."""
    return tuple(read_rows(resources.files("cocreation.text").joinpath("lexicon.csv").read_text("utf-8")))


# What people added to the platform's own rows, for this process; replaced whole, never changed in place.
_added: tuple[tuple[str, ...], ...] = ()


def extend_default(rows: Iterable[Row]) -> None:
    """Let `default_lexicon` know these rows too, in this process, instead of those given before."""
    global _added
    _added = tuple(sorted(tuple((row.get(column) or "") for column in COLUMNS) for row in rows))


def default_lexicon() -> Lexicon:
    """Return the lexicon in force: the rows that come with the platform, then those people added."""
    return _whole(_added)


def default_digest() -> str:
    """Return the SHA-256 of the rows in force: two runs with one digest read the same lexicon."""
    return _digest(_added)


# A process that serves several databases, as tests do, goes from one set of additions to the other and back.
@lru_cache(maxsize=4)
def _whole(added: tuple[tuple[str, ...], ...]) -> Lexicon:
    return Lexicon([*base_rows(), *(dict(zip(COLUMNS, line, strict=True)) for line in added)])


@lru_cache(maxsize=4)
def _digest(added: tuple[tuple[str, ...], ...]) -> str:
    lines = [*(tuple(row.get(column, "") for column in COLUMNS) for row in base_rows()), *added]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


def concept_of(key: str, language: str | None = None) -> str | None:
    """Return the concept of one analysed ``key`` ("c:budget"), or None."""
    return default_lexicon().concept_of_entry((key,), language)


def concepts(tokens: Sequence[Token | str], language: str | None = None) -> list[str]:
    """Return the concepts that ``tokens`` show, in order, entries of several words before single ones."""
    return [concept for _, _, concept in default_lexicon().matches(tokens, language)]


def translate(concept: str, language: str) -> str:
    """Return a readable word for ``concept`` in ``language``; KeyError when there is no such concept."""
    return default_lexicon().translate(concept, language)
