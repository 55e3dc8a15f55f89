"""Stems of words in each language of the platform: first the stem, then the folded letters."""

import re
import threading
from functools import cache
from typing import Protocol

from cocreation.text.arabic import stem_arabic
from cocreation.text.folding import fold
from cocreation.text.tables import read_table

_SNOWBALL = {"fr": "french", "en": "english", "es": "spanish"}
_LOCK = threading.Lock()
_BRITISH = re.compile(r"(?<=[a-z]{4})is(ation|ations|ing|ed|es|e|ational)$")
_KEPT_IS = re.compile(
    r"^(promis|exercis|enterpris|advis|supervis|franchis|precis|surpris|compromis|revis|telev|improvis|expertis|"
    r"concis|prais|appris|merchandis|disguis|paradis|treatis|prem)"
)
_SPELLINGS = {
    "centre": "center", "centres": "centers", "labour": "labor", "behaviour": "behavior", "colour": "color",
    "neighbourhood": "neighborhood", "neighbourhoods": "neighborhoods", "programme": "program",
    "programmes": "programs", "cheque": "check", "favour": "favor", "honour": "honor", "licence": "license",
    "women": "woman", "men": "man", "children": "child", "people": "person", "persons": "person",
    "catalogue": "catalog", "defence": "defense", "harbour": "harbor", "metre": "meter", "theatre": "theater",
}  # fmt: skip
_SOUNDS = (
    ("7", "h"),
    ("9", "q"),
    ("5", "kh"),
    ("8", "gh"),
    ("2", ""),
    ("ou", "u"),
    ("oo", "u"),
    ("ch", "sh"),
)
_ARTICLE = re.compile("^l(?=[bcdfgjkmpqrstvwxz35679h])")
_TWICE = re.compile(r"([a-z])\1")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  (the name is the library's)


@cache
def _stemmer(language: str) -> _Stemmer:
    try:
        from Stemmer import Stemmer
    except ImportError:
        # The pure Python stemmer gives the same stems, more slowly, where no compiled one exists.
        from snowballstemmer import stemmer

        return stemmer(_SNOWBALL[language])  # type: ignore[no-any-return]
    return Stemmer(_SNOWBALL[language])  # type: ignore[no-any-return]


def _snowball(word: str, language: str) -> str:
    # One stemmer object keeps a buffer: two threads may not use it at once.
    with _LOCK:
        return _stemmer(language).stemWord(word)


def stem(word: str, language: str) -> str:
    """Return the folded stem of ``word``.

    Args:
        word: one word in lower case, composed letters (NFKC), accents kept.
        language: "fr", "en", "es", "ar", or another code, for which the word is only folded.
    """
    if language == "fr":
        return _french(word)
    if language == "en":
        return _english(word)
    if language == "es":
        return _fixed("es").get(word) or fold(_snowball(word, "es"))
    if language == "ar":
        return stem_arabic(fold(word))
    if language == "ary":
        return _arabizi(fold(word))
    return fold(word)


def _arabizi(word: str) -> str:
    """Bring spellings of Darija in Latin letters together: l7ouma and houma, ljama3a and jama3a."""
    word = _ARTICLE.sub("", word) if len(word) >= 5 else word
    for written, read in _SOUNDS:
        word = word.replace(written, read)
    return _TWICE.sub(r"\1", word)


@cache
def _fixed(language: str) -> dict[str, str]:
    return {word: row[0] for row in read_table(f"fixed_{language}.txt") for word in row[1:]}


def _french(word: str) -> str:
    if word in _fixed("fr"):
        return _fixed("fr")[word]
    stemmed = fold(_snowball(word, "fr"))
    if stemmed.endswith("iqu") and len(stemmed) > 4:
        # publique, politique and public, politic are one word of two spellings.
        return stemmed[:-2] + "c"
    return stemmed


def _english(word: str) -> str:
    if word in _fixed("en"):
        return _fixed("en")[word]
    word = _SPELLINGS.get(word, word)
    if _BRITISH.search(word) and not _KEPT_IS.match(word):
        word = _BRITISH.sub(r"iz\1", word)
    return fold(_snowball(word, "en"))
