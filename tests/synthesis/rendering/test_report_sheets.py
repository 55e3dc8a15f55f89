"""The workbook and the CSV, opened again: right to left, links, marks, and cells that cannot run."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering import csv as csv_format
from cocreation.synthesis.rendering import xlsx
from tests.synthesis.rendering.reports import report, with_text

FORMULAS = [
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "+33 6 12 34 56 78",
    "-اقتراح",
    "@ع",
    "＝1+1",
    "＋1",
    "\t=1+1",
    "  =1+1",
    "\u200f=1+1",
]


def opened(document: ReportDocument) -> Workbook:
    return openpyxl.load_workbook(BytesIO(xlsx.render(document)))


def rows_of(document: ReportDocument) -> list[list[str]]:
    return list(csv.reader(StringIO(csv_format.render(document).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(("language", "expected"), [("fr", None), ("ar", True), ("en", None)])
def test_arabic_sheets_are_right_to_left(language: str, expected: bool | None) -> None:
    book = opened(report(language))
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in book] == [bool(expected)] * 4


def test_the_first_sheet_is_the_scoring_grid() -> None:
    whole = report("en")
    sheet = opened(whole).worksheets[0]
    assert sheet.title == "Scoring grid"
    assert [cell.value for cell in sheet[3]][:5] == ["Group", "Title", "Theme", "Ideas", "Authors"]
    rows = list(sheet.iter_rows(min_row=4, max_row=3 + len(whole.groups)))
    assert [row[0].value for row in rows] == [group.number for group in whole.groups]
    assert [row[3].value for row in rows] == [group.size for group in whole.groups]
    assert [row[9].hyperlink.target for row in rows] == [group.url for group in whole.groups]
    assert [row[10].value.split() for row in rows] == [list(group.members) for group in whole.groups]


def test_heads_stay_in_view_and_can_be_filtered() -> None:
    for sheet in opened(report("fr")):
        assert sheet.freeze_panes == "C4"
        assert sheet.auto_filter.ref.startswith("A3:")


@pytest.mark.parametrize("status", ["draft", "published"])
def test_each_sheet_is_marked_while_it_is_a_draft(status: str) -> None:
    for sheet in opened(report("en", status=status)):
        assert sheet["A2"].value.startswith("Draft") is (status == "draft")
        assert ("Draft" in sheet.oddHeader.center.text) is (status == "draft")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_workbook_is_a_formula_and_the_text_reads_back(text: str) -> None:
    sheet = opened(with_text(text)).worksheets[1]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["B4"].value == text
    assert sheet["B4"].quotePrefix


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_csv_starts_as_a_formula(text: str) -> None:
    row = rows_of(with_text(text))[1]
    assert row[1] == f"'{text}"
    starts = tuple("=+-@＝＋\t")
    assert not any(cell.startswith(starts) for line in rows_of(with_text(text)) for cell in line)


def test_a_text_longer_than_a_cell_is_cut_and_marked() -> None:
    value = opened(with_text("ab " * 15_000)).worksheets[1]["B4"].value
    assert value.endswith("…")
    assert len(value) <= 32_767


def test_csv_has_a_mark_of_utf8_and_every_proposal() -> None:
    whole = report("ar")
    assert csv_format.render(whole).startswith(b"\xef\xbb\xbf")
    rows = rows_of(whole)
    assert [row[0] for row in rows[1:]] == [row.reference for row in whole.annex]


def test_each_row_of_the_csv_says_of_which_version_it_is() -> None:
    whole = replace(report("en"), version=7)
    assert {row[-1] for row in rows_of(whole)[1:]} == {"Draft · Version 7 · State of 2 November 2020"}


def test_comments_on_drafts_have_their_side_and_address() -> None:
    sheet = opened(report("en")).worksheets[3]
    assert [cell.value for cell in sheet[4]][:4] == [
        "PAN2-E001",
        "Portail unique des marchés publics ouverts",
        "Trésorerie Générale du Royaume",
        "To clarify",
    ]
    assert sheet["I4"].hyperlink.target.endswith("PAN2-E001")
