"""The PDF, opened again: texts in all three scripts, bookmarks, tags, language, marks, links."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2
import pytest

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering import typesetting
from cocreation.synthesis.rendering.glyphs import drawable
from cocreation.synthesis.rendering.pdf import render
from tests.synthesis.rendering.reports import report, with_text


@contextmanager
def opened(document: ReportDocument) -> Iterator[pypdfium2.PdfDocument]:
    pdf = pypdfium2.PdfDocument(render(document))
    try:
        yield pdf
    finally:
        pdf.close()


def texts_of(document: ReportDocument) -> list[str]:
    with opened(document) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_reference_leads_to_its_page(language: str) -> None:
    whole = report(language)
    # The references are read from their links: a line that holds Arabic is given back in another order.
    addresses = re.findall(rb"/URI\(https://[^)]*?(PAN2-(?:E\d{3}|\d{5}))", render(whole))
    found = {address.decode() for address in addresses}
    assert found == whole.references()


def test_all_scripts_are_drawn() -> None:
    text = " ".join(texts_of(report("fr")))
    assert "Bghit n3ref" in text
    assert re.search("[\u2d30-\u2d7f]{3}", text)
    assert re.search("[\u0600-\u06ff\ufb50-\ufeff]{3}", text)


@pytest.mark.parametrize("status", ["draft", "published", "withdrawn"])
def test_each_page_is_marked_unless_it_is_published(status: str) -> None:
    word = {"draft": "Draft", "published": "Draft", "withdrawn": "Version withdrawn"}[status]
    pages = texts_of(report("en", status=status))
    assert len(pages) > 10
    # «Draft» may also open a heading («Draft commitments»): as a mark it ends before the version.
    marked = [f"{word} Version 2" in " ".join(page.split()) for page in pages[1:]]
    assert marked == [status != "published"] * len(marked)
    assert (word in pages[0]) is (status != "published")


def test_bookmarks_name_parts_and_groups() -> None:
    with opened(report("en")) as pdf:
        titles = [bookmark.get_title() for bookmark in pdf.get_toc()]
    assert any("At a glance" in title for title in titles)
    assert any("Publish the audit reports" in title for title in titles)


@pytest.mark.parametrize(("language", "expected"), [("fr", b"fr"), ("ar", b"ar"), ("en", b"en")])
def test_the_file_is_tagged_titled_and_names_its_language(language: str, expected: bytes) -> None:
    made = render(report(language))
    assert b"/Lang(" + expected + b")" in made
    assert b"/MarkInfo" in made
    assert b"pdfuaid" in made
    with opened(report(language)) as pdf:
        assert pdf.get_metadata_value("Title")
        assert "20201102" in pdf.get_metadata_value("CreationDate")


def test_what_no_font_draws_becomes_one_square() -> None:
    assert drawable("avant 👩‍👩‍👧‍👦 漢字 après ⵣ ع") == "avant □ □ après ⵣ ع"
    assert "avant □ après" in " ".join(texts_of(with_text("avant 👩‍👩‍👧‍👦 après")))


def test_markup_of_people_stays_text() -> None:
    text = " ".join(texts_of(with_text('#import "x" *gras* $a$ = titre')))
    assert '#import "x" *gras* $a$ = titre' in text


def test_links_lead_to_the_web_only() -> None:
    made = render(with_text("javascript:alert(1)"))
    assert b"/URI(https://" in made
    assert b"/URI(javascript" not in made


def test_a_large_report_compiled_in_a_process_of_its_own_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    here = render(report("ar"))
    monkeypatch.setattr(typesetting, "LARGE", 0)
    assert render(report("ar")) == here


def test_the_words_of_a_drawing_may_join_two_scripts() -> None:
    whole = report("ar")
    title = 'إلا "CSV" والمعطيات لا'
    group = replace(whole.chapters[0].groups[0], title=title, heading=title, size=99)
    chapter = replace(whole.chapters[0], groups=(group,))
    assert "CSV" in " ".join(texts_of(replace(whole, chapters=(chapter,))))
