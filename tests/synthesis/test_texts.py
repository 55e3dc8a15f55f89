"""The texts of a report: written by the platform from its figures, edited by people, their figures kept true."""

import re
from dataclasses import replace

import pytest

from cocreation.synthesis.document import Count, Method, Phase, Point, ReportDocument, Sides
from cocreation.synthesis.fields import Faults, figures_of, literal
from cocreation.synthesis.texts import Texts, titles_of
from tests.synthesis.rendering.reports import report


def filled(language: str = "fr") -> ReportDocument:
    """A report with a disputed group, shared concerns and a dated collection."""
    whole = report(language)
    chapter = whole.chapters[0]
    point = Point(words="budget {x}", language=language, references=("PAN2-00001", "PAN2-00002"))
    group = replace(chapter.groups[0], sides=Sides(pro=3, contra=2), shared=(point,), copies=1)
    chapter = replace(chapter, groups=(group, *chapter.groups[1:]))
    phases = (Phase(key="collection", title="Collecte", dates="octobre 2020"), *whole.method.phases)
    return replace(whole, chapters=(chapter, *whole.chapters[1:]), method=replace(whole.method, phases=phases))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_platform_writes_every_text_and_leaves_no_mark_open(language: str) -> None:
    document = filled(language)
    sections = Texts(document, {}).sections()
    assert [section.key for section in sections] == list(titles_of(document))
    for section in sections:
        assert not section.edited
        for paragraph in section.paragraphs:
            assert not re.search(r"\{(?!x\})[a-z0-9_]+\}|%\(", paragraph), (section.key, paragraph)


def test_a_paragraph_about_a_group_rests_on_its_ideas() -> None:
    document = filled()
    section = next(one for one in Texts(document, {}).sections() if one.key == "chapter:info")
    group = document.chapters[0].groups[0]
    assert section.sources[1] == group.members
    assert group.title in section.paragraphs[1]
    assert "budget {x} (2)" in section.paragraphs[1]


def test_numbers_and_their_words_agree() -> None:
    one = replace(filled(), method=Method(received=1, published=1, authors=1))
    many = replace(filled(), method=Method(received=2, published=2, authors=2))
    first = Texts(one, {}).section("summary").paragraphs[0]
    second = Texts(many, {}).section("summary").paragraphs[0]
    assert "1 idée a été reçue (1 auteur)." in first
    assert "2 idées ont été reçues (2 auteurs)." in second


def test_of_many_disputed_groups_the_most_disputed_are_named() -> None:
    document = filled()
    chapter = document.chapters[0]
    groups = tuple(
        replace(chapter.groups[0], number=100 + place, sides=Sides(pro=12, contra=place))
        for place in (2, 10, 9, 8, 7, 6, 5, 4, 3)
    )
    many = replace(document, chapters=(replace(chapter, groups=groups), *document.chapters[1:]))
    told = next(one for one in Texts(many, {}).section("summary").paragraphs if "notamment" in one)
    numbers = re.findall(r"Groupe (1\d\d)", told)
    assert numbers == ["110", "109", "108", "107", "106", "105", "104", "103"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "لم يُتوصل بأي فكرة"), (1, "بفكرة واحدة"), (2, "بفكرتين"), (5, "5 أفكار"), (11, "11 فكرة"), (100, "100 فكرة")],
)
def test_arabic_has_its_six_forms(number: int, words: str) -> None:
    document = replace(filled("ar"), method=Method(received=number, authors=3))
    assert words in Texts(document, {}).section("summary").paragraphs[0]


def test_a_figure_in_an_edited_text_stays_true_when_the_corpus_changes() -> None:
    written = {"introduction": "Nous avons lu {received} idées, dont {g1_ideas} dans {g1}. Voir PAN2-00002."}
    before = Texts(filled(), written).section("introduction")
    assert before.paragraphs == ("Nous avons lu 48 idées, dont 4 dans Groupe 1. Voir PAN2-00002.",)
    later = replace(filled(), method=replace(filled().method, received=51))
    after = Texts(later, written).section("introduction")
    assert after.paragraphs[0].startswith("Nous avons lu 51 idées")
    assert after.edited
    assert set(after.sources[0]) == {"PAN2-00001", "PAN2-00002", "PAN2-00003", "PAN2-00004"}


def test_braces_can_be_written_and_people_never_write_a_figure() -> None:
    figures = figures_of(filled())
    assert figures.fill("{{received}} et {received}").words == "{received} et 48"
    assert figures.fill(literal("{received}")).words == "{received}"
    chapter = filled().chapters[0]
    theirs = replace(filled(), chapters=(replace(chapter, title="Le {received}"),))
    assert figures_of(theirs).fill("{theme_info_title}").words == "Le {received}"


@pytest.mark.parametrize("mark", ["{unknown}", "{}", "{", "}", "{g999_ideas}", "{received ", "{reçues}"])
def test_an_unknown_mark_is_named_and_the_text_stays(mark: str) -> None:
    figures = figures_of(filled())
    found = figures.fill(f"Avant {mark} après")
    assert found.words == f"Avant {mark} après"
    assert found.unknown
    assert figures.faults(f"Avant {mark} après").fields == found.unknown


def test_references_must_exist_and_have_a_public_text() -> None:
    whole = filled()
    rows = (replace(whole.annex[0], state="refused", title=""), *whole.annex[1:])
    figures = figures_of(replace(whole, annex=rows))
    faults = figures.faults("PAN2-00001, PAN2-00002, PAN2-99999 et PAN2-E001.")
    assert faults == Faults(missing=("PAN2-99999",), closed=("PAN2-00001",))
    assert figures.fill("PAN2-00001 et PAN2-00002").sources == ("PAN2-00002",)


def test_an_empty_report_writes_its_texts_all_the_same() -> None:
    bare = replace(report("fr"), chapters=(), commitments=(), annex=(), participation=(), method=Method(), sections=())
    words = " ".join(words for section in Texts(bare, {}).sections() for words in section.paragraphs)
    assert "Les idées ne sont pas encore regroupées." in words
    assert "Aucune rencontre" in words


def test_a_share_is_a_figure_of_its_own() -> None:
    document = replace(filled(), participation=(replace(filled().participation[0], rows=_rows()),))
    figures = figures_of(document)
    assert figures.fill("{theme_access} ({theme_access_share})").words.replace("\xa0", " ") == "3 (75 %)"
    assert figures.fill("{theme_not_given}").words == "1"


def _rows() -> tuple[Count, ...]:
    return (Count(key="access", label="Accès", count=3), Count(key="", label="", count=1))
