"""What a query is understood to ask, and where a text says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation.text.analyser import search_text
from cocreation.text.finding import MAX_QUERY, excerpt, hits_in, marked, read_question


def typed(query: str) -> tuple[list[str], list[str], list[str], list[str]]:
    question = read_question(query)
    return (
        [word.typed for word in question.words],
        [phrase.typed for phrase in question.phrases],
        [word.typed for word in question.without_words],
        [phrase.typed for phrase in question.without_phrases],
    )


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("budget école", (["budget", "école"], [], [], [])),
        ('"budget de la commune"', ([], ["budget de la commune"], [], [])),
        ("« budget de la commune » école", (["école"], ["budget de la commune"], [], [])),
        ("“open data” 2020", (["2020"], ["open data"], [], [])),
        ("„open data” 2020", (["2020"], ["open data"], [], [])),
        ("école -privée", (["école"], [], ["privée"], [])),
        ("ماء −شرب", (["ماء"], [], ["شرب"], [])),
        ('eau -"eau potable"', (["eau"], [], [], ["eau potable"])),
        ("vaccin -covid-19", (["vaccin"], [], [], ["covid-19"])),
        ("covid-19", (["covid", "19"], [], [], [])),
        ("eau -l’école", (["eau"], [], ["école"], [])),
        ('"portail fermé', (["portail", "fermé"], [], [], [])),
        ('"" «»', ([], [], [], [])),
        ("- -- −", ([], [], [], [])),
        ('le "budget"', ([], ["budget"], [], [])),
        ("les de la", (["les", "de", "la"], [], [], [])),
        ("-eau", ([], [], ["eau"], [])),
        ("😀 %%%_ ()*:^", ([], [], [], [])),
    ],
)
def test_what_a_query_asks(query: str, asked: tuple[list[str], ...]) -> None:
    assert typed(query) == asked


def test_common_words_are_named() -> None:
    assert read_question("les routes de la commune").left_out == ("les", "de", "la")


@pytest.mark.parametrize(
    ("query", "reference"),
    [
        ("PAN2-00123", "PAN2-00123"),
        (" pan2-00123 ", "PAN2-00123"),
        ("PAN2-٠٠١٢٣", "PAN2-00123"),
        ("PAN2-D-003", "PAN2-D-003"),
        ("budget", None),
        ("2020-10", None),
        ("", None),
    ],
)
def test_a_reference_is_known(query: str, reference: str | None) -> None:
    assert read_question(query).reference == reference


def test_only_words_to_leave_out_ask_nothing() -> None:
    assert not read_question("-eau").asks
    assert not read_question("-eau").holds(search_text("Une école", "fr"))


def test_a_long_query_is_cut_and_says_so() -> None:
    question = read_question("mot " * 5_000)
    assert question.was_cut
    assert len(question.query) <= MAX_QUERY


def test_a_long_query_is_cut_between_two_words() -> None:
    assert {word.typed for word in read_question("budget " * 100).words} == {"budget"}
    assert len(read_question("b" * 300).query) == MAX_QUERY


@pytest.mark.parametrize(
    ("text", "language", "query", "holds"),
    [
        ("Le budget de la commune", "fr", '"budget de la commune"', True),
        ("Le budget communal de la ville", "fr", '"budget de la commune"', False),
        ("Le budget.\nDe la commune", "fr", '"budget de la commune"', False),
        ("Une date à fixer", "fr", "open data", False),
        ("L’open data, à date fixe", "fr", "open data", True),
        ("Les budgets", "fr", '"budget"', False),
        ("L’eau potable", "fr", '"l\'eau potable"', True),
        ("Eau du robinet", "fr", "eau -potable", True),
        ("Eau potable", "fr", "eau -potable", False),
        ("Eau potable", "fr", 'eau -"eau potable"', False),
        ("Potable, l’eau ?", "fr", 'eau -"eau potable"', True),
        ("الماءُ الصالحُ للشرب", "ar", "«الماء الصالح للشرب»", True),
    ],
)
def test_a_text_answers_or_not(text: str, language: str, query: str, holds: bool) -> None:
    assert read_question(query).holds(search_text(text, language)) is holds


@pytest.mark.parametrize(
    ("text", "language", "query", "said"),
    [
        ("Des écoles rurales", "fr", "école", ["écoles"]),
        ("المَدَارِس القروية", "ar", "مدرسة", ["المَدَارِس"]),
        ("Budget de la commune, commune", "fr", '"de la commune"', ["de la commune"]),
        ("En ٢٠٢٠ ou 2020", "fr", "2020", ["٢٠٢٠", "2020"]),
        ("Rien", "fr", "école", []),
        ("L’open data, à date fixe", "fr", "open data", ["open", "data"]),
        ("La visite du maire", "fr", "visa", []),
        # Spanish makes one stem of both; a French text is read by French rules.
        ("Qui a visé juste ?", "fr", "visa", []),
    ],
)
def test_what_was_asked_is_marked_as_it_is_written(text: str, language: str, query: str, said: list[str]) -> None:
    assert [part for part, hit in marked(text, read_question(query), language) if hit] == said


def test_an_excerpt_shows_the_first_hit_deep_in_a_text() -> None:
    parts = excerpt("mot " * 300 + "école " + "fin " * 300, read_question("école"), "fr")
    assert ("école", True) in parts
    assert parts[0] == ("… ", False)
    assert parts[-1] == (" …", False)
    assert sum(len(part) for part, _ in parts) < 240


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_query_is_read_and_any_text_is_kept_whole(text: str, query: str) -> None:
    question = read_question(query)
    assert "".join(part for part, _ in marked(text, question)) == text
    assert all(0 <= start < end <= len(text) for start, end in hits_in(text, question))
    assert all(phrase.words for phrase in (*question.phrases, *question.without_phrases))
    excerpt(text, question)
