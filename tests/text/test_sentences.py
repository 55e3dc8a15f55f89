import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation.text.sentences import excerpt, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M. Alami dit oui. Non !", ["M. Alami dit oui.", "Non !"]),
        ("Voir p. ex. l'art. 27. Fin.", ["Voir p. ex. l'art. 27.", "Fin."]),
        ("هل هذا ممكن؟ نعم؛ ربما… انتهى۔", ["هل هذا ممكن؟", "نعم؛ ربما…", "انتهى۔"]),
        ("It costs 3.5 DH. Mr. Smith paid?! Yes.", ["It costs 3.5 DH.", "Mr. Smith paid?!", "Yes."]),
        ("« Oui. » Et après", ["« Oui. »", "Et après"]),
        ("un\ndeux\n\n!!!\n", ["un", "deux"]),
        ("", []),
        ("...", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_an_excerpt_is_made_of_whole_sentences() -> None:
    assert excerpt("Une phrase. Une autre phrase. Une troisième.", 30) == "Une phrase. Une autre phrase."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Publier le budget. Nous demandons :\n- les comptes ;\n- les marchés.", "Publier le budget."),
        ("ننشر الميزانية.\nنطلب ما يلي:", "ننشر الميزانية."),
        ("Les comptes ; les marchés. Fin", "Les comptes ; les marchés. Fin"),
        ("- les comptes,", "- les comptes"),
    ],
)
def test_an_excerpt_ends_on_no_mark_that_leads_on(text: str, shown: str) -> None:
    assert excerpt(text, 45) == shown


def test_a_long_sentence_is_cut_after_a_word() -> None:
    cut = excerpt("Les routes, les ponts et les pistes de la province sont à refaire", 30)
    assert cut == "Les routes, les ponts et les…"


def test_an_excerpt_needs_some_room() -> None:
    with pytest.raises(ValueError, match="two characters"):
        excerpt("abc", 1)


@given(st.text(), st.integers(2, 400))
def test_an_excerpt_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(excerpt(text, limit)) <= limit


@given(st.text(alphabet="abc .!?؟\n…", max_size=200))
def test_no_word_is_lost(text: str) -> None:
    letters = [char for char in text if char.isalpha()]
    assert [char for sentence in sentences(text) for char in sentence if char.isalpha()] == letters


def test_a_megabyte_is_cut_whatever_it_holds() -> None:
    for unit in (".", ".a", "؟ ", "\n", "a", '."', "M. "):
        assert len(excerpt(unit * (1_000_000 // len(unit)))) <= 300
