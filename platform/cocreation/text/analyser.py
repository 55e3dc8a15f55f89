"""The one analyser of the platform: search, grouping and the lexicon all read words through it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cocreation.text.characters import WORD_MARKS
from cocreation.text.folding import fold
from cocreation.text.language import LATIN_LANGUAGES, detect, is_darija, stop_words
from cocreation.text.scripts import script_of
from cocreation.text.stems import stem

# To be raised whenever a key may change: stored search texts and groupings are then made again.
ANALYSER_VERSION = 4
MAX_WORD = 64
_QUERY_WORDS = 32
# No database indexes more than a megabyte of one text; four bytes are the most a letter takes.
_LONGEST_CONTENT = 200_000
_CACHE_SIZE = 400_000
_WORD = re.compile(f"[\\w\u200c\u200d\u00ad{WORD_MARKS}]+")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_TIFINAGH = re.compile("[\u2d30-\u2d7f]")
_LATIN_LETTER = re.compile("[A-Za-zÀ-ɏ]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word that carries meaning: as written, its key, and where it stands (``text[start:end]``)."""

    surface: str
    key: str
    start: int
    end: int


_keys: dict[tuple[str, str], str] = {}
_folds: dict[str, str] = {}


def analyse(text: str, language: str | None = None) -> list[Token]:
    """Return the words of ``text`` that carry meaning, in their order.

    Stop words, one-letter fragments (but not one-letter Tifinagh words), single figures and emoji are left
    out. Each word follows the rules of its script; a Latin word those of the text's own Latin language.

    Args:
        text: any text, cleaned or not.
        language: "fr", "ar", "en", "es", "zgh"; guessed when None or "und".
    """
    text = text.replace("_", " ")
    return [Token(text[start:end], key, start, end) for key, start, end in placed_keys(text, language)]


def placed_keys(text: str, language: str | None = None) -> Iterator[tuple[str, int, int]]:
    """Yield ``(key, start, end)`` of each token of `analyse`: what counting words and their places needs."""
    latin = _latin_language(text, language)
    for match in _WORD.finditer(text.replace("_", " ")):
        word = match[0]
        key = _keys.get((word, latin))
        if key is None:
            key = _make_key(word, latin)
        if key:
            start, end = match.span()
            yield key, start, end


def keys(text: str, language: str | None = None) -> list[str]:
    """Return only the keys of `analyse`, twice as fast: what counting and indexing need."""
    latin = _latin_language(text, language)
    found = []
    for word in _WORD.findall(text.replace("_", " ")):
        key = _keys.get((word, latin))
        if key is None:
            key = _make_key(word, latin)
        if key:
            found.append(key)
    return found


def words(text: str) -> list[str]:
    """Return every word of ``text``, folded (no case, accent or vowel sign), stop words too."""
    return [folded for word in _WORD.findall(text.replace("_", " ")) if (folded := _fold(word))]


def written_words(text: str, language: str | None = None) -> Iterator[tuple[int, int, str, str]]:
    """Yield ``(start, end, key, folded)`` for every word of ``text``, stop words (with an empty key) too."""
    latin = _latin_language(text, language)
    for match in _WORD.finditer(text.replace("_", " ")):
        word = match.group()
        if folded := _fold(word):
            key = _keys.get((word, latin))
            yield match.start(), match.end(), _make_key(word, latin) if key is None else key, folded


def same_words(asked: Sequence[str], text: str, language: str | None = None) -> set[str]:
    """Return the keys and folded words that are, in ``text``, the words asked for: read by that text's own rules.

    Two words of which one language makes one stem are not the same word in a text of another.
    """
    latin = _latin_language(text, language)
    return {form for word in asked for form in (_make_key(word, latin), _fold(word)) if form}


def search_text(text: str, language: str | None = None) -> str:
    """Return what the search index stores for ``text``: the keys it does not show as such, then its words.

    Each key stands on a line of its own; after them the folded words, stop words too, line by line as in the
    text, each between two spaces. So « " budget de la commune " » is found in it exactly where the text says
    these words one after the other.
    """
    found = list(dict.fromkeys(keys(text, language)))
    lines = [" ".join(line) for line in map(words, text.splitlines()) if line]
    known = {word for line in lines for word in line.split(" ")}
    parts = [*(key for key in found if key not in known), *(f" {line} " for line in lines)]
    return "\n".join(parts)[:_LONGEST_CONTENT]


def search_terms(query: str) -> list[list[str]]:
    """Return, for each word of ``query``, the terms of which one must stand in the index.

    A query does not tell its language and each text was stemmed in its own, so every word comes with its
    key in each language of its script and with its folded form. Stop words go, unless there are only those.
    """
    telling, common = query_words(query)
    return [terms for _, terms in telling or common]


def query_words(query: str) -> tuple[list[tuple[str, list[str]]], list[tuple[str, list[str]]]]:
    """Return the words of ``query`` that tell something, then its stop words; each as typed, with its terms."""
    found = _WORD.findall(query.replace("_", " "))[:_QUERY_WORDS]
    guessed = detect(query)
    stops = stop_words(guessed if guessed in LATIN_LANGUAGES else "fr") | stop_words("ar")
    telling: dict[str, tuple[str, list[str]]] = {}
    common: dict[str, tuple[str, list[str]]] = {}
    for word in found:
        if folded := fold(word):
            chosen = common if folded in stops or _is_fragment(folded) else telling
            chosen[folded] = (word, _alternatives(word))
    return list(telling.values()), list(common.values())


def _alternatives(word: str) -> list[str]:
    codes = ("fr", "en", "es", "ary") if script_of(word) in {"latin", "other"} else ("ar",)
    choices = [key for code in codes if (key := _make_key(word, code))]
    return list(dict.fromkeys([*choices, fold(word)]))


def _latin_language(text: str, language: str | None) -> str:
    """Return whose rules the Latin words of ``text`` follow; "ary" and "zgh" have no stemmer."""
    if language in LATIN_LANGUAGES:
        return str(language)
    if language in {"ar", "ary", "zgh"}:
        if script_of(text[:4_000]) != "latin":
            return "fr"
        return "zgh" if language == "zgh" else "ary" if is_darija(text) else "fr"
    guessed = detect(text)
    if guessed == "ar":
        return "ary" if script_of(text[:4_000]) == "latin" else "fr"
    if guessed == "zgh":
        return "zgh" if script_of(text[:4_000]) == "latin" else "fr"
    return guessed if guessed in LATIN_LANGUAGES else "fr"


def _make_key(word: str, latin: str) -> str:
    """Compute, remember and return the key of ``word``; an empty key for a word without meaning."""
    key = _key(word[:MAX_WORD], latin)
    if len(_keys) >= _CACHE_SIZE:
        _keys.clear()
    if len(word) <= MAX_WORD:
        _keys[(word, latin)] = key
    return key


def _key(word: str, latin: str) -> str:
    language = "ar" if _ARABIC.search(word) else "zgh" if _TIFINAGH.search(word) else latin
    folded = fold(word)
    stops = stop_words(language)
    # والتي, فهذه: a particle after a glued conjunction says no more than alone.
    glued = language == "ar" and folded[:1] in {"و", "ف"} and len(folded) > 3 and folded[1:] in stops
    if glued or folded in stops or _is_fragment(folded):
        return ""
    if folded.isdigit():
        return folded
    if language not in LATIN_LANGUAGES:
        return stem(folded, language) or folded
    # The Latin stemmers read accents: they are folded after the stem.
    return stem(unicodedata.normalize("NFKC", word).lower(), language) or folded


def _is_fragment(folded: str) -> bool:
    return len(folded) < 2 and not _TIFINAGH.match(folded)


def _fold(word: str) -> str:
    folded = _folds.get(word)
    if folded is None:
        if len(_folds) >= _CACHE_SIZE:
            _folds.clear()
        folded = fold(word[:MAX_WORD])
        if len(word) <= MAX_WORD:
            _folds[word] = folded
    return folded
