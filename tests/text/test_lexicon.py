import pytest

from cocreation.text.analyser import analyse, keys
from cocreation.text.lexicon import Lexicon, concept_of, concepts, default_lexicon, read_rows, translate


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Publier le budget de la commune", "fr", ["c:publish", "c:budget", "c:municipality"]),
        ("نشر ميزانية الجماعة", "ar", ["c:publish", "c:budget", "c:municipality"]),
        ("Publish the budget of the municipality", "en", ["c:publish", "c:budget", "c:municipality"]),
        ("prendre rendez-vous à l'hôpital", "fr", ["c:appointment", "c:hospital"]),
        ("حجز المواعيد بالمستشفيات", "ar", ["c:appointment", "c:hospital"]),
        ("الولوج إلى المعلومة", "ar", ["c:access-to-information"]),
        ("Droit d’accès à l’information", "fr", ["c:access-to-information"]),
        ("appels d'offres", "fr", ["c:public-procurement"]),
        ("الصفقات العمومية", "ar", ["c:public-procurement"]),
        ("xyzzy", "fr", []),
    ],
)
def test_texts_show_their_concepts(text: str, language: str, expected: list[str]) -> None:
    assert concepts(analyse(text, language), language) == expected


def test_one_key_leads_to_its_concept() -> None:
    assert concept_of(keys("budgétaire", "fr")[0], "fr") == "c:budget"
    assert concept_of(keys("الميزانيات", "ar")[0], "ar") == "c:budget"
    assert concept_of("xyzzy", "fr") is None


@pytest.mark.parametrize(
    ("concept", "language", "word"),
    [("c:water", "ar", "ماء"), ("c:water", "fr", "eau"), ("c:water", "zgh", "ⴰⵎⴰⵏ"), ("c:tram", "zgh", "tramway")],
)
def test_a_concept_is_said_in_each_language(concept: str, language: str, word: str) -> None:
    assert translate(concept, language) == word


def test_an_unknown_concept_is_refused() -> None:
    with pytest.raises(KeyError):
        translate("c:xyzzy", "fr")


def test_the_lexicon_is_large_and_says_every_concept_in_three_languages() -> None:
    lexicon = default_lexicon()
    assert len(lexicon) >= 1900
    for concept in lexicon:
        for language in ("fr", "ar", "en"):
            assert translate(concept, language)


def test_a_word_leads_back_to_its_own_concept_in_most_rows() -> None:
    lexicon = default_lexicon()
    lost = [
        (concept, language)
        for concept in lexicon
        for language in ("fr", "ar", "en")
        if concepts(analyse(translate(concept, language), language), language) != [concept]
    ]
    assert len(lost) <= 0.05 * 3 * len(lexicon)


def test_rows_of_people_come_beside_ours() -> None:
    text = "concept,fr,ar,en\nlighthouse,phare|grand phare,منارة,lighthouse\n"
    lexicon = Lexicon(read_rows(text))
    assert lexicon.matches(keys("le grand phare", "fr"), "fr") == [(0, 2, "c:lighthouse")]
    assert lexicon.matches(keys("المنارات", "ar"), "ar") == [(0, 1, "c:lighthouse")]


def test_a_concept_may_be_marked_as_general() -> None:
    text = "concept,fr,ar,en,general\nimprove,améliorer,تحسين,improve,1\nlighthouse,phare,منارة,lighthouse,\n"
    lexicon = Lexicon(read_rows(text))
    assert lexicon.is_general("c:improve")
    assert not lexicon.is_general("c:lighthouse")
    assert not lexicon.is_general("c:xyzzy")
    assert default_lexicon().is_general("c:improve")
    assert not default_lexicon().is_general("c:budget")


def test_the_words_inside_a_phrase_are_given_when_asked() -> None:
    text = (
        "concept,fr,ar,en\nlight,phare,منارة,light\nbig,grand,كبير,big\nbig-light,grand phare,منارة كبيرة,big light\n"
    )
    lexicon = Lexicon(read_rows(text))
    entry = keys("grand phare", "fr")
    assert lexicon.matches(entry, "fr") == [(0, 2, "c:big-light")]
    assert lexicon.matches(entry, "fr", inside=True) == [(0, 2, "c:big-light"), (0, 1, "c:big"), (1, 2, "c:light")]


def test_a_sheet_without_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="en"):
        read_rows("concept,fr,ar\na,b,c\n")
