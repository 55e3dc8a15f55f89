"""The page that sums up and the cards for the workshop: how many pages, what stands on them, where they lead."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering import cards, summary
from tests.synthesis.rendering.reports import large, report, with_text


def pages(made: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(made)
    try:
        return [page.get_textpage().get_text_bounded() for page in pdf]
    finally:
        pdf.close()


def crowded() -> ReportDocument:
    """Ten groups of long titles and long quotes."""
    whole = with_text("Que chaque commune publie son budget en mots simples. " * 12)
    group = whole.chapters[0].groups[0]
    groups = tuple(replace(group, number=place + 1, members=("PAN2-00001",) * 900) for place in range(10))
    return replace(whole, chapters=(replace(whole.chapters[0], groups=groups),))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_summary_is_one_page(language: str) -> None:
    assert len(pages(summary.render(report(language)))) == 1


@pytest.mark.parametrize("document", [crowded(), large("ar", 200), with_text("")], ids=["crowded", "large", "empty"])
def test_the_summary_stays_one_page_and_says_how_the_sum_balances(document: ReportDocument) -> None:
    made = summary.render(document)
    assert len(pages(made)) == 1
    assert document.url.encode() in made


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_four_cards_stand_on_a_sheet_and_each_leads_to_its_group(language: str) -> None:
    whole = report(language)
    made = cards.render(whole)
    assert len(pages(made)) == -(-len(whole.groups) // 4)
    led = set(re.findall(rb"/URI\((https://[^)]*)\)", made))
    assert led == {group.url.encode() for group in whole.groups}


def test_a_card_keeps_its_place_whatever_it_holds() -> None:
    texts = pages(cards.render(crowded()))
    assert len(texts) == 3
    assert texts[0].count("888") == 4


def test_a_card_quotes_two_people_in_two_languages_where_it_can() -> None:
    chosen = cards._told_apart(report("fr").groups[0])
    assert len(chosen) == 2
    assert chosen[0].language != chosen[1].language


def test_cards_of_no_group_say_so() -> None:
    whole = report("en")
    assert "There is no group yet." in pages(cards.render(replace(whole, chapters=())))[0]


def test_each_card_says_when_it_is_a_draft() -> None:
    assert pages(cards.render(report("en")))[0].count("Draft") == 4
