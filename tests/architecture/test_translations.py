"""Every message stands in French and in Arabic, whole, and in the words the process uses."""

import re
import runpy
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.architecture.tree import ROOT

LANGUAGES = {"fr": 2, "ar": 6}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
# Words that translated platforms get wrong, each with the message it is wrong for and what is right.
FALSE_ARABIC = [
    (r"moderat", r"ال[إا]عتدال", "الإشراف على المحتوى"),
    (r"moderator", r"وسيط|وسطاء", "مشرف"),
    (r"\bminutes of\b|^minutes$", r"دقائق", "محضر"),
    (r"place|slot|seat", r"الشقوق|فتحات", "المقاعد المتاحة"),
    (r"behalf", r"انتحال", "نيابة عن"),
    (r"", r"الادعاءات", "ملاحظات"),
    (r"", r"المسائلة", "المساءلة"),
    (r"", r"سبيكة", "معرّف"),
    (r"", r"تخفيض السعر", "Markdown"),
    (r"private|restricted", r"القطاع الخاص", "خاص"),
    (r"\bclose\b", r"^قريب$", "إغلاق"),
    (r"open government", r"الحكومة المفتوحة", "الحكومة المنفتحة"),
]
FRENCH_SLIPS = {
    "a straight apostrophe": r"\w'\w",
    "straight quotation marks": r'"',
    "no hard space before ; ! ?": r"[^\u00a0\u202f?!…][;!?]+(?=\s|$)",
    "no hard space before a colon": r"[^\u00a0\u202f]:(?=\s|$)",
    "no hard space inside « »": r"«[^\u00a0\u202f]|[^\u00a0\u202f]»",
}


@lru_cache
def catalogue(language: str) -> Catalog:
    path = ROOT / "translations" / language / "LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def first(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    options = runpy.run_path(str(ROOT / "dev"))["EXTRACT"].split()
    pot = tmp_path_factory.mktemp("messages") / "messages.pot"
    pybabel = str(Path(sys.executable).with_name("pybabel"))
    subprocess.run([pybabel, "--quiet", "extract", *options, "-o", str(pot), "platform"], cwd=ROOT, check=True)
    with pot.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_message_of_the_code(language: str, collected: Catalog) -> None:
    wanted = {first(message) for message in collected if message.id}
    assert len(wanted) > 100
    assert wanted - {first(message) for message in messages(language)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_doubtful(language: str) -> None:
    unfinished = [first(each) for each in messages(language) if each.fuzzy or not all(forms(each))]
    assert unfinished == []


@pytest.mark.parametrize(("language", "count"), LANGUAGES.items())
def test_plurals_have_every_form_of_the_language(language: str, count: int) -> None:
    assert catalogue(language).num_plurals == count
    wrong = [first(each) for each in messages(language) if each.pluralizable and len(forms(each)) != count]
    assert wrong == []


def keeps_placeholders(message: Message) -> bool:
    if not message.pluralizable:
        return placeholders(forms(message)[0]) == placeholders(str(message.id))
    wanted = placeholders(message.id[1])
    # Arabic says one and two without the number; every other placeholder stays in every form.
    kept = all(wanted - {"%(num)s"} <= placeholders(form) <= wanted for form in forms(message))
    return kept and wanted & {"%(num)s"} <= placeholders(forms(message)[-1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_message(language: str) -> None:
    written = [each for each in messages(language) if all(forms(each))]
    assert [first(each) for each in written if not keeps_placeholders(each)] == []


@pytest.mark.parametrize(("about", "wrong", "right"), FALSE_ARABIC, ids=range(len(FALSE_ARABIC)))
def test_arabic_avoids_a_known_false_friend(about: str, wrong: str, right: str) -> None:
    meant = [each for each in messages("ar") if re.search(about, first(each), re.IGNORECASE)]
    found = [first(each) for each in meant if any(re.search(wrong, form) for form in forms(each))]
    assert found == [], f"write {right}"


def test_arabic_uses_the_digits_of_morocco() -> None:
    assert [first(each) for each in messages("ar") if re.search("[٠-٩۰-۹]", "".join(forms(each)))] == []


@pytest.mark.parametrize("slip", FRENCH_SLIPS)
def test_french_has_its_own_typography(slip: str) -> None:
    texts = [form for message in messages("fr") for form in forms(message)]
    bare = {text: re.sub(r"<[^>]*>|https?://\S+|%\(\w+\)s|\{\w+\}|&\w+;", "x", text) for text in texts}
    assert [text for text in texts if re.search(FRENCH_SLIPS[slip], bare[text])] == []
