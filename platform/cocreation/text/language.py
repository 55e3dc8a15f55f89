"""Guess the language of a text, as a suggestion: the author's own choice always wins."""

import re
from functools import cache
from importlib import resources
from typing import Any

from cocreation.text.folding import fold
from cocreation.text.scripts import script_of

LATIN_LANGUAGES = ("fr", "en", "es")
_LISTED = frozenset({"fr", "ar", "en", "es", "ary", "zgh"})
_SAMPLE = 4_000
_LATIN_WORD = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ɏɛɣƔḀ-ỿ\u0300-\u036f]+")
_ARABIC_WORD = re.compile("[\u0610-\u061a\u0620-\u065f\u0670-\u06d3]+")
_ARABIZI = re.compile(r"(?=.*[a-z])(?:[a-z]+[23579][a-z0-9]*|[35679][a-z][a-z0-9]*)", re.IGNORECASE)
# Words with a figure that are not Arabizi: chemistry, standards, ordinals, models.
_FIGURES = re.compile(
    r"(?:co|h|o|m|km|cm|pm|no|so|nh|ch|a|b|d|e|g|i|n|p|t|v|w|x|covid|web|http|mp|art)?\d+\w{0,3}", re.I
)
_ACCENTS = {"fr": re.compile("[éèêëàâùûçœîïô]"), "es": re.compile("[ñ¿¡áíóú]")}
_AMAZIGH_WORDS = frozenset({"azul", "tamazight", "imazighen", "amazigh", "tmazight", "tanemmirt"})
_AMAZIGH = re.compile("[ɣɛƔƐḍṭẓṣṛḥǧčČǦḌṬẒṢṚḤ]")


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the folded stop words of ``language`` ("fr", "ar", "en", "es", "ary", "zgh"), or none."""
    return _word_list(language) if language in _LISTED else frozenset()


@cache
def _word_list(name: str) -> frozenset[str]:
    path = resources.files("cocreation.text").joinpath("stopwords", f"{name}.txt")
    lines = path.read_text("utf-8").splitlines()
    return frozenset(fold(line.strip()) for line in lines if line and not line.startswith("#"))


def detect(text: str) -> str:
    """Return the likely language of ``text``: "fr", "ar", "en", "es", "zgh", or "und" when nothing tells.

    The script comes first, then hints of Darija and Amazigh in Latin letters, then a vote of the stop
    words, and only for what is left the detector py3langid. Darija counts as Arabic (see `is_darija`).
    """
    sample = text[:_SAMPLE]
    script = script_of(sample)
    if script == "arabic":
        return "ar"
    if script == "tifinagh":
        return "zgh"
    if script != "latin":
        return "und"
    words = [fold(word) for word in _LATIN_WORD.findall(sample)]
    if _latin_darija(words):
        return "ar"
    if _latin_amazigh(sample, words):
        return "zgh"
    return _vote(sample, words) or _model(sample, words)


def is_darija(text: str) -> bool:
    """Tell whether ``text`` reads as Moroccan Arabic, in Arabic letters or in Latin ones (3arabizi)."""
    sample = text[:_SAMPLE]
    if script_of(sample) == "arabic":
        words = [fold(word) for word in _ARABIC_WORD.findall(sample)]
        hits = sum(word in _word_list("darija") for word in words)
        return hits >= 2 or (hits == 1 and len(words) <= 8)
    return _latin_darija([fold(word) for word in _LATIN_WORD.findall(sample)])


@cache
def _darija_alone() -> frozenset[str]:
    """Return the small words of Darija in Latin letters that no other language writes so."""
    return stop_words("ary").difference(*map(stop_words, LATIN_LANGUAGES))


def _latin_darija(words: list[str]) -> bool:
    if not words:
        return False
    figures = sum(bool(_ARABIZI.fullmatch(word)) and not _FIGURES.fullmatch(word) for word in words)
    plain = sum(word in _darija_alone() for word in words)
    other = max(sum(word in stop_words(code) for word in words) for code in LATIN_LANGUAGES)
    return (figures + plain) >= max(1, 0.12 * len(words)) and 2 * figures + plain > other


def _latin_amazigh(sample: str, words: list[str]) -> bool:
    hits = sum(word in stop_words("zgh") for word in words) + len(_AMAZIGH.findall(sample))
    marked = sum(word in _AMAZIGH_WORDS for word in words)
    other = max(sum(word in stop_words(code) for word in words) for code in LATIN_LANGUAGES)
    return hits + marked >= 2 and hits + marked > other


def _vote(sample: str, words: list[str]) -> str | None:
    """Return the language whose stop words are clearly the most frequent, or None."""
    votes = {code: float(sum(word in stop_words(code) for word in words)) for code in LATIN_LANGUAGES}
    lower = sample.lower()
    for code, pattern in _ACCENTS.items():
        votes[code] += 0.7 * min(3, len(pattern.findall(lower)))
    first, second = sorted(votes, key=lambda code: votes[code], reverse=True)[:2]
    clear = votes[first] >= 1 and votes[first] >= 1.4 * votes[second] + 0.3
    return first if clear else None


@cache
def _identifier() -> Any:
    # Loaded on the first text that the vote leaves open: the model takes some 0.2 s and 30 MB.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["fr", "en", "es", "ar"])
    return identifier


def _model(sample: str, words: list[str]) -> str:
    if sum(len(word) for word in words) < 12:
        return "und"
    label, probability = _identifier().classify(sample)
    return str(label) if label in LATIN_LANGUAGES and probability >= 0.6 else "und"
