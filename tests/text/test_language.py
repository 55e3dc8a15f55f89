import pytest

from cocreation.text.language import detect, is_darija, stop_words
from cocreation.text.scripts import direction, script_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Publier le budget de chaque commune sur un site ouvert à tous", "fr"),
        ("Réduire les délais", "fr"),
        ("Publish the budget of every municipality on an open website", "en"),
        ("We should train teachers", "en"),
        ("Publicar el presupuesto de cada ayuntamiento en una página abierta", "es"),
        ("نشر ميزانية كل جماعة على موقع مفتوح", "ar"),
        ("خاصنا سبيطار فالحومة ديالنا", "ar"),
        ("bghina sbitar jdid f l7ouma dyalna 7it makaynch", "ar"),
        ("3lach ma kaynch lma f douar", "ar"),
        ("ⵜⵓⵜⵍⴰⵢⵜ ⵜⴰⵎⴰⵣⵉⵖⵜ ⴳ ⵜⵉⵏⵎⵍ", "zgh"),
        ("azul, tamazight deg uɣerbaz", "zgh"),
        ("", "und"),
        ("12 345 !", "und"),
        ("\U0001f600", "und"),
        ("Здравствуйте", "und"),
    ],
)
def test_detect(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    ["خاصنا سبيطار فالحومة ديالنا", "bghina ma3louma 3la lbudget", "3lach ma kaynch lma", "واش كاين شي طبيب"],
)
def test_darija_is_seen(text: str) -> None:
    assert is_darija(text)


@pytest.mark.parametrize(
    "text",
    [
        "نقترح تحسين الخدمات الصحية بالعالم القروي",
        "Réduire le CO2 et passer à la 5G avant 2030 en France",
        "The covid19 plan of the G20 and the H1N1 flu",
        "",
    ],
)
def test_other_texts_are_not_darija(text: str) -> None:
    assert not is_darija(text)


def test_stop_words_are_folded_and_unknown_languages_have_none() -> None:
    assert {"les", "etait"} <= stop_words("fr")
    assert "../fr" not in stop_words("fr")
    assert stop_words("../fr") == frozenset()


@pytest.mark.parametrize("word", ["information", "open", "young", "state", "website", "work"])
def test_words_of_public_life_are_not_stop_words(word: str) -> None:
    assert word not in stop_words("en")


@pytest.mark.parametrize(
    ("text", "script"),
    [("abc", "latin"), ("école ما", "latin"), ("ماء eau مدرسة", "arabic"), ("ⵜⴰ", "tifinagh"), ("12", "other")],
)
def test_script(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ar", "rtl"),
        ("ar-MA", "rtl"),
        ("ar_MA", "rtl"),
        ("fr", "ltr"),
        ("zgh", "ltr"),
        ("en-GB", "ltr"),
        ("الماء", "rtl"),
        ("Le mot ماء", "ltr"),
        ("שלום", "rtl"),
        ("", "ltr"),
        ("12", "ltr"),
    ],
)
def test_direction(value: str, expected: str) -> None:
    assert direction(value) == expected
