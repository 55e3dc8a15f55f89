"""Two writings of a word and whether they are one word: the table ``forms.csv``, language by language."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from cocreation.text.analyser import keys

# «ary» is Darija in Arabic letters, «arabizi» in Latin ones; «zgh» is Tifinagh, «tamazight» Latin letters.
LEAST = {"fr": 60, "ar": 60, "en": 25, "es": 25, "ary": 25, "arabizi": 25, "zgh": 25, "tamazight": 25}
LANGUAGE = {"ary": "ar", "arabizi": "ar", "tamazight": "zgh"}
WANTED = {
    "fr": {"plural", "feminine", "elision", "writing"},
    "ar": {"plural", "feminine", "vowels", "tatweel", "hamza", "ta marbuta", "presentation"},
    "zgh": {"one letter", "labial"},
}


def cases() -> list[dict[str, str]]:
    with Path(__file__).with_name("forms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(word: str, table: str) -> list[str]:
    if table == "arabizi":
        # Darija in Latin letters is known by the words around.
        return keys(f"{word} dyal 7na", "ar")[:1]
    return keys(word, LANGUAGE.get(table, table))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['language']}-{case['one']}-{case['other']}")
def test_two_writings_are_one_word_or_two(case: dict[str, str]) -> None:
    one, other = (key(case[name], case["language"]) for name in ("one", "other"))
    assert one
    assert other
    assert (one == other) == (case["keys"] == "same")


def test_every_language_has_enough_cases_of_both_sorts() -> None:
    found = cases()
    assert len({(case["language"], case["one"], case["other"]) for case in found}) == len(found)
    for language, least in LEAST.items():
        verdicts = Counter(case["keys"] for case in found if case["language"] == language)
        assert verdicts["same"] >= 15
        assert verdicts["different"] >= 7
        assert verdicts.total() >= least


def test_every_kind_of_form_is_there() -> None:
    for language, kinds in WANTED.items():
        assert kinds <= {case["kind"] for case in cases() if case["language"] == language}
