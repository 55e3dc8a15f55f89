"""The Word report, opened again: headings, directions, links, languages, marks."""

from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering.docx import render
from tests.synthesis.rendering.reports import report, with_text

ARABIC = "نطلب من كل جماعة"


def opened(document: ReportDocument) -> WordDocument:
    return Document(BytesIO(render(document)))


def paragraphs(word: WordDocument) -> list:
    return list(word.element.body.iter(qn("w:p")))


def text_of(element) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def is_rtl(paragraph) -> bool:
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None


def test_arabic_paragraphs_and_tables_are_right_to_left() -> None:
    word = opened(report("ar"))
    headings = [p for p in paragraphs(word) if p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}") is not None]
    headings = [p for p in headings if p.pPr.pStyle.get(qn("w:val")).startswith("Heading")]
    assert len(headings) > 10
    assert all(is_rtl(heading) for heading in headings)
    tables = list(word.element.body.iter(qn("w:tblPr")))
    assert len(tables) > 10
    assert all(table.find(qn("w:bidiVisual")) is not None for table in tables)
    assert word.sections[0]._sectPr.find(qn("w:bidi")) is not None


def test_french_tables_and_headings_are_left_to_right() -> None:
    word = opened(report("fr"))
    assert not list(word.element.body.iter(qn("w:bidiVisual")))
    assert word.sections[0]._sectPr.find(qn("w:bidi")) is None


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_people_keep_their_own_direction(language: str) -> None:
    found = [p for p in paragraphs(opened(report(language))) if ARABIC in text_of(p)]
    assert found
    assert all(is_rtl(paragraph) for paragraph in found)
    runs = [r for p in found for r in p.iter(qn("w:r")) if ARABIC in text_of(r)]
    assert all(run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None for run in runs)
    latin = [p for p in paragraphs(opened(report(language))) if "Bghit n3ref" in text_of(p)]
    assert latin
    assert not any(is_rtl(paragraph) for paragraph in latin)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_reference_of_the_report_stands_in_it_and_no_other(language: str) -> None:
    whole = report(language)
    words = " ".join(text_of(p) for p in paragraphs(opened(whole))).replace("·", " ").split()
    found = {word.strip("\u200e\u200f") for word in words if word.startswith("PAN2-")}
    assert found - {"PAN2-E001-C4"} == whole.references()


def test_headings_are_real_and_the_contents_lead_to_them() -> None:
    word = opened(report("fr"))
    headings = [p.text for p in word.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    marks = {mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))]
    anchors = {anchor for anchor in links if anchor}
    assert len(headings) == len(marks) == len(anchors)
    assert anchors == marks
    assert any("TOC" in (node.text or "") for node in word.element.body.iter(qn("w:instrText")))


def test_every_style_that_a_paragraph_names_exists() -> None:
    word = opened(report("ar"))
    known = {style.style_id for style in word.styles}
    named = {style.get(qn("w:val")) for style in word.element.body.iter(qn("w:pStyle"))}
    assert named <= known
    assert {"TOC1", "TOC2", "Heading1", "Heading2"} <= named


def test_title_language_and_dates_of_the_file() -> None:
    properties = opened(report("ar", status="published")).core_properties
    assert "خطة العمل الوطنية الثانية" in properties.title
    assert properties.language == "ar-MA"
    assert f"{properties.created:%Y-%m-%d}" == "2020-11-12"
    assert properties.author == ""


@pytest.mark.parametrize("status", ["draft", "published"])
def test_the_header_marks_a_draft_on_each_page(status: str) -> None:
    head = opened(report("en", status=status)).sections[0].header
    assert head is not None
    assert ("Draft" in " ".join(p.text for p in head.paragraphs)) is (status == "draft")


def test_links_lead_to_the_web_only() -> None:
    word = opened(with_text("javascript:alert(1)"))
    targets = [rel.target_ref for rel in word.part.rels.values() if rel.reltype.endswith("/hyperlink")]
    assert targets
    assert all(target.startswith("https://") for target in targets)
