"""Every message stands in French and in Arabic, whole, and in the words the process uses."""

import re
import runpy
import subprocess
import sys
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from cocreation.core.i18n import translator
from tests.architecture.tree import PACKAGE, ROOT, python_files

LANGUAGES = {"fr": 2, "ar": 6}
# Amazigh may lack messages, which French then says; a placeholder it may not lose.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
# Words that translated platforms get wrong, each with the message it is wrong for and what is right.
FALSE_ARABIC = [
    (r"moderat", r"ال[إا]عتدال", "الإشراف على المحتوى"),
    (r"moderator", r"وسيط|وسطاء", "مشرف"),
    (r"\bminutes of\b|^minutes$", r"دقائق", "محضر"),
    (r"place|slot|seat", r"الشقوق|فتحات", "المقاعد المتاحة"),
    (r"behalf|speak for", r"انتحال", "نيابة عن"),
    (r"", r"الادعاءات|ادعاءات", "ملاحظات"),
    (r"", r"المسائلة", "المساءلة"),
    (r"", r"سبيكة", "معرّف"),
    (r"", r"تخفيض السعر", "Markdown"),
    (r"private|restricted", r"القطاع الخاص", "خاص"),
    (r"\bclose\b", r"^قريب$", "إغلاق"),
    (r"", r"الحكومة المفتوحة", "الحكومة المنفتحة"),
    (r"\bproposal", r"اقتراح", "مقترح"),
    (r"^(?!.*(?:session|cookie)).*\b(?:theme|axis)", r"الفئة|فئات|السمة", "محور"),
    (r"\bcommitment", r"تعهد", "التزام"),
    (r"milestone", r"حجر|أحجار", "معلم"),
    (r"\bsave\b", r"^إنقاذ|^وفر$", "حفظ"),
    (r"\bpost\b", r"بريد$|عمود", "نشر"),
]
# The same in French: calques and false friends of the terms of the process.
FALSE_FRENCH = [
    (r"open government", r"gouvernement transparent", "gouvernement ouvert"),
    (r"remark|comment", r"allégation", "observation, remarque"),
    (r"commitment", r"\bcompromis\b|\bréalisations?\b", "engagement"),
    (r"milestone", r"\bborne|étape-clé|pierre", "jalon"),
    (r"evidence", r"\bévidences?\b", "justificatif, preuve"),
    (r"support", r"\bsupporte", "soutenir"),
    (r"evaluator", r"\bvaluat|\bestimateur", "évaluateur"),
    (
        r"",
        r"\badresser un problème|\bdigital|\bimplémenter|\binitier\b|\ben charge de\b",
        "la langue de l’administration",
    ),
    (r"e-mail|mail", r"\be-mails?\b|\bemails?\b", "courriel"),
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


@pytest.mark.parametrize("language", [*LANGUAGES, "zgh"])
def test_placeholders_are_those_of_the_message(language: str) -> None:
    written = [each for each in messages(language) if all(forms(each))]
    assert [first(each) for each in written if not keeps_placeholders(each)] == []


def test_amazigh_is_written_in_tifinagh_and_says_that_nobody_has_signed_it() -> None:
    written = {first(each): form for each in messages("zgh") for form in forms(each) if form}
    assert 60 <= len(written) < len(messages("zgh"))
    bare = {text: re.sub(r"%\(\w+\)s|PNG|JPEG|WebP", "", form) for text, form in written.items()}
    assert [text for text, form in bare.items() if re.search(r"[A-Za-z\u0600-\u06ff]", form)] == []
    assert not any(each.fuzzy for each in messages("zgh"))
    assert "Not yet signed by a native reader" in catalogue("zgh").header_comment


@pytest.mark.parametrize(("about", "wrong", "right"), FALSE_ARABIC, ids=range(len(FALSE_ARABIC)))
def test_arabic_avoids_a_known_false_friend(about: str, wrong: str, right: str) -> None:
    meant = [each for each in messages("ar") if re.search(about, first(each), re.IGNORECASE)]
    found = [first(each) for each in meant if any(re.search(wrong, form) for form in forms(each))]
    assert found == [], f"write {right}"


@pytest.mark.parametrize(("about", "wrong", "right"), FALSE_FRENCH, ids=range(len(FALSE_FRENCH)))
def test_french_avoids_a_known_false_friend(about: str, wrong: str, right: str) -> None:
    meant = [each for each in messages("fr") if re.search(about, first(each), re.IGNORECASE)]
    found = [first(each) for each in meant if any(re.search(wrong, form, re.IGNORECASE) for form in forms(each))]
    assert found == [], f"write {right}"


@pytest.mark.parametrize(("language", "numbers"), [("fr", (0, 1, 2, 100)), ("ar", (0, 1, 2, 3, 11, 100))])
def test_every_plural_is_written_for_every_kind_of_number(language: str, numbers: tuple[int, ...]) -> None:
    """Zero, one, two, few, many and other in Arabic: each form is filled, and says its number from three on."""
    speaks, wrong = translator(language), []
    for message in messages(language):
        if message.pluralizable:
            values = {name: "x" for name in re.findall(r"%\((\w+)\)", message.id[1]) if name != "num"}
            said = {number: speaks.ngettext(message.id[0], message.id[1], number, **values) for number in numbers}
            whole = all(text.strip() and "%(" not in text for text in said.values())
            told = "%(num)s" not in message.id[1] or all(str(n) in text for n, text in said.items() if n > 2)
            if not whole or not told:
                wrong.append(said)
    assert wrong == []


def test_months_are_those_of_morocco() -> None:
    said = [translator("ar").day(date(2020, month, 15)).split()[1] for month in range(1, 13)]
    assert said == [
        "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
    ]  # fmt: skip


def test_numbers_and_dates_are_written_by_the_locale_data_alone() -> None:
    """A template never shapes a number or a date itself; a drawing may round what it draws."""
    shaping = re.compile(r"strftime|\|\s*format\b|\.format\(|\|\s*round(?!\(2\)|\(1\))|%[0-9.]*[df]\b")
    found = {
        path.name: match.group()
        for path in PACKAGE.rglob("templates/**/*.html")
        if (match := shaping.search(re.sub(r"{#.*?#}", "", path.read_text("utf-8"), flags=re.DOTALL)))
    }
    assert found == {}
    written = re.compile(r"\bstrftime\(|\{[^{}]*:,\}")
    # The value of a field is typed and read back in one shape, whatever the language.
    fields = {"moderation/forms.py", "cycles/views.py", "proposals/assisted.py", "evaluation/desk.py"}
    shaped = {
        str(path.relative_to(PACKAGE))
        for path in python_files(tests=False)
        if PACKAGE in path.parents and written.search(path.read_text("utf-8"))
    }
    assert shaped - fields == set()


def test_arabic_uses_the_digits_of_morocco() -> None:
    assert [first(each) for each in messages("ar") if re.search("[٠-٩۰-۹]", "".join(forms(each)))] == []


@pytest.mark.parametrize("slip", FRENCH_SLIPS)
def test_french_has_its_own_typography(slip: str) -> None:
    texts = [form for message in messages("fr") for form in forms(message)]
    bare = {text: re.sub(r"<[^>]*>|https?://\S+|%\(\w+\)s|\{\w+\}|&\w+;", "x", text) for text in texts}
    assert [text for text in texts if re.search(FRENCH_SLIPS[slip], bare[text])] == []
