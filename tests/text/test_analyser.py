import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation.text.analyser import analyse, keys, search_terms, search_text, words
from cocreation.text.folding import fold


@pytest.mark.parametrize("word", ["ⴷ", "ⵏ", "ⵉ", "ⵙ", "ⴳ"])
def test_a_tifinagh_word_of_one_letter_keeps_its_meaning(word: str) -> None:
    assert keys(f"ⵜⴰⵎⴰⵣⵉⵖⵜ {word} ⵜⵉⵏⵎⵍ", "zgh") == ["ⵜⴰⵎⴰⵣⵉⵖⵜ", word, "ⵜⵉⵏⵎⵍ"]


@pytest.mark.parametrize(
    "text", ["", " ", "\U0001f600\U0001f1f2\U0001f1e6", "les de la", "في من على", "the of", "؟!…", "5", "l' d'", "___"]
)
def test_nothing_to_say_gives_no_token(text: str) -> None:
    assert analyse(text) == []


def test_tokens_tell_where_they_stand() -> None:
    text = "L’eau: المُدَرِّسُون و2026_budget ⵏ ١٢٣"
    tokens = analyse(text, "fr")
    assert [text[token.start : token.end] for token in tokens] == [token.surface for token in tokens]
    assert [token.key for token in tokens][:2] == ["eau", keys("مدرسون")[0]]
    assert tokens[-1].key == "123"


def test_a_mixed_text_follows_each_script() -> None:
    found = keys("نطلب رقمنة les procédures administratives بالجماعات ⵜⵉⵏⵎⵍ")
    for expected in (keys("procédures administratives", "fr"), keys("الجماعة", "ar"), keys("ⵜⵉⵏⵎⵍ")):
        assert set(expected) <= set(found)


def test_presentation_forms_wide_letters_and_digits_are_read() -> None:
    assert keys("ﺍﻟﺠﻤﺎﻋﺔ") == keys("الجماعة")
    assert keys("Ｂｕｄｇｅｔ 𝐛𝐮𝐝𝐠𝐞𝐭", "fr") == ["budget", "budget"]
    assert keys("٢٠٢٦ ۲۰۲۶ 2026") == ["2026"] * 3


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("écoles publiques", "L'école publique du village", "fr"),
        ("ecole", "Les écoles", "fr"),
        ("schools", "A school for all", "en"),
        ("les", "Les routes", "fr"),
        ("الجماعات", "ميزانية جماعة", "ar"),
        ("مدرسه", "المَدَارِس القروية", "ar"),
        ("ﺍﻟﺼﺤﺔ", "صـــحة الأم", "ar"),
        ("e\u0301cole", "école", "fr"),
        ("ⵏ", "ⵜⵉⵏⵎⵍ ⵏ ⵜⵎⴷⵉⵏⵜ", "zgh"),
        ("٢٠٢٦", "budget 2026", "fr"),
        ("agua", "El agua de todos", "es"),
        ("في", "في الجماعة", "ar"),
    ],
)
def test_a_query_finds_the_text(query: str, text: str, language: str) -> None:
    index = set(search_text(text, language).split())
    assert all(index & set(choices) for choices in search_terms(query))
    assert search_terms(query)


def test_a_query_leaves_out_its_stop_words() -> None:
    assert len(search_terms("les routes de la commune")) == 2


@pytest.mark.parametrize("query", ["", "%%%_", "\U0001f600", "'", '"'])
def test_a_query_without_a_word_has_no_term(query: str) -> None:
    assert search_terms(query) == []


def test_a_query_of_a_thousand_words_is_cut() -> None:
    assert len(search_terms(" ".join(f"mot{number}" for number in range(1000)))) == 32


def test_words_are_folded_and_all_there() -> None:
    assert words("L’École de la Santé والصِّحة 12") == ["l", "ecole", "de", "la", "sante", "والصحه", "12"]


@given(st.text())
def test_any_text_gives_clean_keys(text: str) -> None:
    for token in analyse(text):
        assert token.key
        assert not any(char.isspace() for char in token.key)
        assert token.surface == text.replace("_", " ")[token.start : token.end]
    assert keys(text) == [token.key for token in analyse(text)]
    assert all(term for choices in search_terms(text) for term in choices)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_megabyte_is_read_whatever_it_holds() -> None:
    for unit in ("ا", "a", "a ", "و", "'", "\u064b", "\u200c", "_", "2", "ⴷ ", "é-"):
        assert len(analyse(unit * (1_000_000 // len(unit)))) <= 500_001
