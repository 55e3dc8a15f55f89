"""The workbook and the CSV, opened again: right to left, links, marks, and cells that cannot run."""

import csv
import re
from dataclasses import replace
from io import BytesIO, StringIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering import csv as csv_format
from cocreation.synthesis.rendering import xlsx
from cocreation.synthesis.rendering.scoring import CRITERIA
from cocreation.synthesis.rendering.tables import GROUPS
from tests.synthesis.rendering.reports import report, with_text

IDEAS_SHEET = 2
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
    assert len(book.worksheets) == 7
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in book} == {bool(expected)}


def test_the_first_sheet_holds_the_groups() -> None:
    whole = report("en")
    sheet = opened(whole).worksheets[0]
    assert sheet.title == "Groups"
    heads = [cell.value for cell in sheet[3]]
    assert heads[:7] == ["Group", "Title", "Title as written", "Theme", "Family", "Ideas", "Authors"]
    rows = list(sheet.iter_rows(min_row=4, max_row=3 + len(whole.groups)))
    assert [row[0].value for row in rows] == [group.number for group in whole.groups]
    assert [row[5].value for row in rows] == [group.size for group in whole.groups]
    assert [row[12].hyperlink.target for row in rows] == [group.url for group in whole.groups]
    assert [row[13].value.split() for row in rows] == [list(group.members) for group in whole.groups]


def test_the_groups_are_scored_by_formulas_of_ours_alone() -> None:
    book = opened(with_text("=1+1"))
    groups = book.worksheets[0]
    first = len(GROUPS) + 1
    formulas = {cell.column - first for row in groups.iter_rows() for cell in row if cell.data_type == "f"}
    assert formulas == {7, 8}
    assert groups.cell(3, first).value == "Dans le champ"
    score = groups.cell(4, first + 7).value
    assert all(f"weight_{place}" in score for place in range(1, len(CRITERIA) + 1))
    assert set(book.defined_names) == {f"weight_{place}" for place in range(1, len(CRITERIA) + 1)}
    assert sum(weight for _, weight, _ in CRITERIA) == 100
    checks = {check.type for check in groups.data_validations.dataValidation}
    assert checks == {"list", "whole"}


def reckoned(formula: str, cells: dict[str, object]) -> object:
    """What a formula of the scoring grid gives: the few functions it uses, read as Python."""
    names = {f"weight_{place}": weight for place, (_, weight, _) in enumerate(CRITERIA, start=1)}
    names["IF"] = lambda test, one, other: one if test else other
    names["COUNT"] = lambda *values: sum(isinstance(value, int) for value in values)
    names["cell"] = lambda name: cells.get(name, 0)
    first, last = re.search(r"COUNT\(([A-Z]+)\d+:([A-Z]+)\d+\)", formula).groups()
    marks = [name for name in cells if first <= re.sub(r"\d", "", name) <= last]
    text = re.sub(r"COUNT\([^)]*\)", f"COUNT({','.join(marks)})", formula[1:])
    text = re.sub(r"\b[A-Z]+\d+\b", lambda found: f'cell("{found[0]}")', text).replace("=", "==")
    return eval(text, names)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("Yes", 4, 4, 4, 4, 4, 4), 100),
        (("", 4, 4, 4, 4, 4, 4), 100),
        (("Yes", 0, 4, 4, 4, 4, 4), 0),
        (("No", 4, 4, 4, 4, 4, 4), 0),
        # (2×25 + 1×25 + 0×20 + 4×10 + 3×10 + 1×10) / 4
        (("Yes", 2, 1, 0, 4, 3, 1), 38.75),
        (("Yes", 2, 1, 0, 4, 3), ""),
    ],
)
def test_scores_follow_the_marks(given: tuple, expected: object) -> None:
    groups, first = opened(report("en")).worksheets[0], len(GROUPS) + 1
    cells = {groups.cell(4, first + place).coordinate: value for place, value in enumerate(given)}
    assert reckoned(groups.cell(4, first + 7).value, cells) == expected


def test_every_column_is_in_the_data_dictionary() -> None:
    book = opened(report("fr"))
    dictionary = book.worksheets[-1]
    told = [(row[0].value, row[1].value) for row in dictionary.iter_rows(min_row=4)]
    for name in ("Idées", "Participation", "Événements"):
        heads = [cell.value for cell in book[name][3] if cell.value]
        assert [column for sheet, column in told if sheet == name] == heads
    assert all(row[3].value for row in dictionary.iter_rows(min_row=4))


def test_heads_stay_in_view_and_can_be_filtered() -> None:
    for sheet in opened(report("fr")):
        if sheet.title == "Critères":
            continue
        assert sheet.freeze_panes == "C4"
        assert sheet.auto_filter.ref.startswith("A3:")


@pytest.mark.parametrize("status", ["draft", "published"])
def test_each_sheet_is_marked_while_it_is_a_draft(status: str) -> None:
    for sheet in opened(report("en", status=status)):
        assert sheet["A2"].value.startswith("Draft") is (status == "draft")
        assert ("Draft" in sheet.oddHeader.center.text) is (status == "draft")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_workbook_is_a_formula_and_the_text_reads_back(text: str) -> None:
    sheet = opened(with_text(text)).worksheets[IDEAS_SHEET]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["B4"].value == text
    assert sheet["B4"].quotePrefix


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_csv_starts_as_a_formula(text: str) -> None:
    row = rows_of(with_text(text))[1]
    assert row[1] == f"'{text}"
    starts = tuple("=+-@＝＋\t")
    assert not any(cell.startswith(starts) for line in rows_of(with_text(text)) for cell in line)


def test_a_text_longer_than_a_cell_stands_whole_among_the_long_texts() -> None:
    text = "ab 👩 " * 15_000
    book = opened(with_text(text))
    assert "Textes longs" in book.worksheets[IDEAS_SHEET]["B4"].value
    lines = [
        row
        for row in book["Textes longs"].iter_rows(min_row=4, values_only=True)
        if row[2:4] == ("PAN2-00001", "Titre")
    ]
    assert "".join(line[5] for line in lines) == text
    assert [line[4] for line in lines] == list(range(1, len(lines) + 1))
    assert all(len(line[5].encode("utf-16-le")) <= 2 * 32_767 for line in lines)


def test_csv_has_a_mark_of_utf8_and_every_proposal() -> None:
    whole = report("ar")
    assert csv_format.render(whole).startswith(b"\xef\xbb\xbf")
    rows = rows_of(whole)
    assert [row[0] for row in rows[1:]] == [row.reference for row in whole.annex]


def test_each_row_of_the_csv_says_of_which_version_it_is() -> None:
    whole = replace(report("en"), version=7)
    assert {row[-1] for row in rows_of(whole)[1:]} == {"Draft · Version 7 · State of 2 November 2020"}


def test_comments_on_drafts_have_their_side_and_address() -> None:
    sheet = opened(report("en"))["Draft commitments"]
    assert [cell.value for cell in sheet[4]][:4] == [
        "PAN2-E001",
        "Portail unique des marchés publics ouverts",
        "Trésorerie Générale du Royaume",
        "To clarify",
    ]
    assert sheet["I4"].hyperlink.target.endswith("PAN2-E001")
