"""Texts sent to do harm, and corpora nobody meant: no trace, every id exactly once, bounded work."""

import json
import random
import time

import pytest

from cocreation.clustering.engine import Document, Grouper
from cocreation.clustering.engine.nearest import NearestIndex
from tests.clustering.engine.corpus import documents, ids_once

# Process seconds of the worst case on a slow machine; usual figures are a tenth.
BOUND = 60
ZALGO = "b" + "\u0301\u0316\u0489" * 70 + "udget"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
UNICODE = {
    "right-to-left override": "‮Publier le budget‬ de la commune",
    "isolate left open": "⁧Publier le budget de la commune",
    "marks of direction at the ends": "‏Publier le budget‏",
    "spaces nobody sees": "\u200b" * 15,
    "Hangul filler": "\u3164\u3164\u3164",
    "word joiners": "\u2060bud\u2060get\u2060",
    "NUL": "Publier\x00 le bud\x00get",
    "controls": "\x0b\x01budget\x7f\x9f",
    "noncharacters": "\ufffe\uffffbudget\U0010ffff",
    "a lone surrogate": "\ud800",
    "surrogates in a word": "bud\udc00get \udbff",
    "emoji": "😀😀😀",
    "a family": FAMILY * 20,
    "a flag": "\U0001f1f2\U0001f1e6",
    "two hundred marks on a letter": ZALGO,
    "marks alone": "\u0301\u064b\u0489",
    "decomposed letters": "e\u0301cole publie\u0301e",
    "presentation forms": "ﺍﻟﺠﻤﺎﻋﺔ ﺍﻟﺼﺤﺔ",
    "vowels": "المُدَرِّسُ يَنْشُرُ المِيزَانِيَّةَ",
    "tatweel": "صـــــــــحة",
    "joiner inside a word": "مدر\u200cسة",
    "one-letter Tifinagh": "ⵏ ⴷ ⵉ ⵙ",
    "Cyrillic look-alikes": "рublier le budgеt",
    "letters of mathematics": "𝐛𝐮𝐝𝐠𝐞𝐭 𝒷𝓊𝒹𝑔ℯ𝓉",
    "one sign that unfolds to eighteen": "\ufdfa" * 500,
    "tags": "budget" + "\U000e0041" * 50,
    "stop words": "le la les de du des et ou",
    "Arabic stop words": "في من على إلى عن",
    "punctuation": "?!… ؟!،؛ «» ()[]{}",
    "figures": "2015 78 ٢٠٢٦",
    "white space": " \t\n\r\u2028\u2029\u00a0\u3000",
    "nothing": "",
}
MARKUP = {
    "script": "<script>alert(1)</script>",
    "svg": "<svg><p><style><a id='</style><img src=x onerror=alert(1)>'>",
    "template": "{{7*7}} ${7} %s {0.__class__}",
    "comparison": "2 < 3 & a>b",
    "formula": "=cmd|' /C calc'!A0",
    "statement": "'; DROP TABLE proposal; --",
    "address": "http://" + "a" * 2_000 + ".example/%00%ff",
}
LONG = {
    "ten megabytes": "Publier le budget de la commune et ses dépenses. " * 205_000,
    "a word of a million letters": "a" * 1_000_000,
    "an Arabic word of a million letters": "و" * 1_000_000,
    "a million marks": "e" + "\u0301" * 1_000_000,
    "a million opening signs": "<" * 1_000_000,
    "a million dots": "." * 1_000_000,
    "a million spaces": "a" + " " * 1_000_000 + "b",
    "a million line breaks": "\n" * 1_000_000,
    "a million words of one letter": "a " * 500_000,
    "a hundred thousand words, all different": " ".join(f"mot{number}" for number in range(100_000)),
    "a hundred and twenty thousand words": "budget école eau forêt route hôpital " * 20_000,
    "quotes and apostrophes": "l'd'qu'" * 150_000,
    "dots and abbreviations": "M. Mme. p.ex. etc. " * 50_000,
    "underscores": "_" * 1_000_000,
    "hyphens": "a-" * 500_000,
    "nested tags": "<div>" * 200_000,
    "joiners": "a\u200d" * 500_000,
    "family emoji": FAMILY * 100_000,
    "ligatures that unfold": "\ufdfa" * 1_000_000,
}


def checked(texts: list[Document]) -> Grouper:
    """Return the estimator that has learnt ``texts``, every id once, its bytes JSON in UTF-8."""
    began = time.process_time()
    grouper = Grouper().fit(texts)
    assert time.process_time() - began < BOUND
    assert ids_once(grouper.grouping_) == sorted(document.id for document in texts)
    assert len(grouper.labels_) == len(texts)
    assert json.loads(grouper.grouping_.dumps().decode("utf-8"))["quality"]["n_documents"] == len(texts)
    for group in grouper.grouping_.groups:
        assert all(len(excerpt) <= 300 for _, excerpt in group.representatives)
    return grouper


@pytest.mark.parametrize("text", [*UNICODE.values(), *MARKUP.values()], ids=[*UNICODE, *MARKUP])
def test_a_hostile_text_among_others_and_by_itself(text: str) -> None:
    odd = [Document("x0", text), Document("x1", "", text), Document("x2", text, text, text[:9], text[:9], text[:9])]
    checked([*documents(), *odd])
    checked(odd)
    checked(odd[:1])


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_very_long_text_is_bounded(text: str) -> None:
    checked([*documents(), Document("long", text[:100], text), Document("longer", text)])


@pytest.mark.parametrize("text", [*UNICODE.values(), *MARKUP.values(), *LONG.values()])
def test_the_hint_bears_hostile_texts(text: str) -> None:
    index = NearestIndex()
    for number, document in enumerate(documents()):
        index.add(document.id, document.text + text[: 50_000 * (number == 0)], document.language)
    began = time.process_time()
    assert len(index.nearest(text, "fr")) <= 3
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "identifier", ["", " ", "\x00", "\ud800", "‮id", "g1", "f1", "é" * 10_000, "-1", "null", "../x"]
)
def test_strange_ids_are_kept_as_they_are(identifier: str) -> None:
    found = checked([*documents(), Document(identifier, "La qualité de l'eau potable")])
    assert identifier in ids_once(found.grouping_)


def test_all_hostile_texts_together() -> None:
    texts = [*UNICODE.values(), *MARKUP.values(), *(text[:2_000] for text in LONG.values())]
    checked([Document(str(number), text) for number, text in enumerate(texts * 2)])


def test_many_texts_of_one_word_share_nothing_and_make_few_groups() -> None:
    found = checked([Document(f"{number:06}", f"mot{number % 8_000}") for number in range(20_000)])
    assert found.grouping_.quality["n_groups"] <= 300


def test_every_text_has_its_own_words() -> None:
    draw = random.Random(1)
    words = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=12)) for _ in range(3_000)]
    found = checked([Document(str(number), word) for number, word in enumerate(words)])
    assert found.grouping_.quality["warnings"] == ["nothing_in_common"]


def test_every_text_has_the_same_words_in_another_order() -> None:
    words = ["budget", "école", "eau", "forêt", "route", "hôpital", "jeunesse", "transparence"]
    texts = [" ".join(words[place:] + words[:place]) for place in range(8)]
    checked([Document(str(number), texts[number % 8]) for number in range(400)])


def test_ten_thousand_identical_texts_are_one_group() -> None:
    texts = [
        Document(f"{number:05}", "Publier le budget", "De la commune.", author=f"a{number}") for number in range(10_000)
    ]
    grouping = checked(texts).grouping_
    assert [len(group.members) for group in grouping.groups] == [10_000]
    assert grouping.quality["warnings"] == ["all_copies"]


def test_one_word_a_thousand_times_among_other_texts() -> None:
    spam = [Document(f"s{number:04}", "achetez " * (1 + number % 50)) for number in range(1_000)]
    found = checked([*documents(), *spam])
    home = {key: group.id for group in found.grouping_.groups for key in group.members}
    assert not {home.get(text.id) for text in spam} & {home[text.id] for text in documents() if text.id in home}


@pytest.mark.parametrize("text", ["", "😀", "le la les", "في من", "\ud800", "2015"])
def test_a_corpus_without_a_word(text: str) -> None:
    found = checked([Document(str(number), text) for number in range(50)])
    assert len(found.grouping_.ungrouped) == 50


def test_arabic_and_french_in_one_idea_are_reported() -> None:
    mixed = Document("mixed", "Publier le budget de la commune نشر ميزانية الجماعة على الإنترنت")
    assert checked([*documents(), mixed]).grouping_.quality["n_mixed_language"] == 1
