"""Workbooks to import: real files, made by XlsxWriter and openpyxl, and traps."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cocreation.core.i18n import translator
from cocreation.proposals.importing.faults import Faulty
from cocreation.proposals.importing.tables import Table
from cocreation.proposals.importing.workbook import BY_COMMAND, read_xlsx
from tests.proposals.files import HEADER, fill, repacked, workbook

ENGLISH = translator("en")
ROWS = [HEADER, ("1", "Des budgets lisibles", "Publier chaque budget."), (2, "الميزانية للجميع", "نشر الميزانية.")]


def refusal(read: Callable[[], Table]) -> str:
    with pytest.raises(Faulty) as caught:
        read()
    return "\n".join(caught.value.lines(ENGLISH))


def test_cells_keep_what_they_say(tmp_path: Path) -> None:
    path = tmp_path / "ideas.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Idées")
        fill(sheet, [("id", "title", "date", "flag"), (12, "=1+1", None, True), ("٣", "+212600", None, None)])
        sheet.write_datetime(
            1,
            2,
            datetime(2020, 10, 1, 9, 30),  # noqa: DTZ001
            book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        )
        sheet.write_blank(5, 3, None, book.add_format({"bold": True}))
    table = read_xlsx(path)
    assert table.rows[0].cells == {"id": 12, "title": "=1+1", "date": "2020-10-01T09:30:00", "flag": True}
    assert [row.line for row in table.rows] == [2, 3]
    assert table.faults == []


def test_the_workbooks_of_another_program_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [(None, None, None), *ROWS]:
        book.active.append(row)
    book.save(tmp_path / "ideas.xlsx")
    assert [row.cells["title"] for row in read_xlsx(tmp_path / "ideas.xlsx").rows] == [row[1] for row in ROWS[1:]]


def test_hidden_and_merged_cells_are_named(tmp_path: Path) -> None:
    path = tmp_path / "ideas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Idées")
        fill(sheet, [*ROWS, ("3", "Encore une idée", "")])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        sheet.merge_range("B4:C4", "Encore une idée")
    found = [fault.words(ENGLISH) for fault in read_xlsx(path).faults]
    assert any("line 3: this row is hidden" in fault for fault in found)
    assert any("column B is hidden" in fault for fault in found)
    assert any("line 4: cells B4:C4 are merged" in fault for fault in found)


def test_several_sheets_are_asked_about_and_hidden_ones_told(tmp_path: Path) -> None:
    path = tmp_path / "ideas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Octobre", "Novembre", "Brouillon"):
            fill(book.add_worksheet(name), [HEADER, ("1", name, "")])
        book.get_worksheet_by_name("Brouillon").hide()
    assert "choose one with --sheet NAME" in refusal(lambda: read_xlsx(path))
    table = read_xlsx(path, "Novembre")
    assert table.rows[0].cells["title"] == "Novembre"
    assert table.remarks[0][1] == {"names": "Brouillon"}
    assert "no visible sheet" in refusal(lambda: read_xlsx(path, "Brouillon"))


def test_faulty_headers_and_cells_are_named(tmp_path: Path) -> None:
    assert "stands twice" in refusal(lambda: read_xlsx(workbook(tmp_path, [("id", "title", "title"), (1, "a", "b")])))
    assert "is empty" in refusal(lambda: read_xlsx(workbook(tmp_path, [])))
    assert "no row" in refusal(lambda: read_xlsx(workbook(tmp_path, [HEADER])))
    table = read_xlsx(workbook(tmp_path, [HEADER, (1, "Une idée", "#N/A"), (2, "Deux", "", "de trop")]))
    found = {fault.words(ENGLISH) for fault in table.faults}
    assert "line 2, column «body»: the cell holds an error of the spreadsheet (#N/A)" in found
    assert "line 3: 4 cells where the header has 3" in found


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "the content is a picture"),
        (b"<!DOCTYPE html><html>", "the content is a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "encrypted, or of an old format"),
        (b"id;title\n1;x\n", "the content is not"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"", "the file is empty"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "ideas.xlsx").write_bytes(content)
    assert reason in refusal(lambda: read_xlsx(tmp_path / "ideas.xlsx"))


def test_other_office_files_and_macros_are_refused(tmp_path: Path) -> None:
    good = workbook(tmp_path, ROWS)
    with zipfile.ZipFile(good) as archive:
        types = archive.read("[Content_Types].xml")
    macro = types.replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    text = types.replace(b"spreadsheetml.sheet.main", b"wordprocessingml.document.main")
    made = repacked(good, "macro.xlsx", {"[Content_Types].xml": macro})
    assert "macros" in refusal(lambda: read_xlsx(made))
    hidden = repacked(good, "vba.xlsx", {"xl/vbaProject.bin": b"0"})
    assert "macros" in refusal(lambda: read_xlsx(hidden))
    document = repacked(good, "doc.xlsx", {"[Content_Types].xml": text})
    assert "the content is not" in refusal(lambda: read_xlsx(document))


def test_traps_are_refused_before_parsing(tmp_path: Path) -> None:
    good = workbook(tmp_path, ROWS)
    bomb = repacked(good, "bomb.xlsx", {"xl/worksheets/sheet1.xml": b"<row/>" * 2_000_000})
    assert bomb.stat().st_size < 200_000
    assert "refused as a trap" in refusal(lambda: read_xlsx(bomb))
    wide = repacked(good, "wide.xlsx", {f"xl/media/{number}": b"0" * 1_000_000 for number in range(3)})
    assert BY_COMMAND.unpacked == 500_000_000
    assert "more than 2 MB" in refusal(lambda: read_xlsx(wide, limits=replace(BY_COMMAND, unpacked=2_000_000)))
    assert "more than 1 rows" in refusal(lambda: read_xlsx(good, limits=replace(BY_COMMAND, rows=1)))
    parts = repacked(good, "parts.xlsx", {f"xl/media/{number}": b"" for number in range(1_000)})
    assert "more than 1000 parts" in refusal(lambda: read_xlsx(parts))
    laughs = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><sst>&lol;</sst>'
    entities = repacked(good, "entities.xlsx", {"xl/sharedStrings.xml": laughs})
    assert "no spreadsheet program writes" in refusal(lambda: read_xlsx(entities))
    slip = repacked(good, "slip.xlsx", {"../../outside.xml": b"<a/>"})
    assert "no spreadsheet program writes" in refusal(lambda: read_xlsx(slip))


def test_a_broken_sheet_and_too_many_rows_are_refused(tmp_path: Path) -> None:
    good = workbook(tmp_path, ROWS)
    broken = repacked(good, "broken.xlsx", {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"})
    assert "damaged" in refusal(lambda: read_xlsx(broken))
    with zipfile.ZipFile(good) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b'<row r="3"', b'<row r="1048577"').replace(b'"A3"', b'"A1048577"')
    assert "rows" in refusal(lambda: read_xlsx(repacked(good, "far.xlsx", {"xl/worksheets/sheet1.xml": far})))


def test_a_wrong_size_in_the_file_loses_no_row(tmp_path: Path) -> None:
    good = workbook(tmp_path, ROWS)
    with zipfile.ZipFile(good) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    small = sheet.replace(b'<dimension ref="A1:C3"/>', b'<dimension ref="A1:B2"/>')
    assert small != sheet
    assert len(read_xlsx(repacked(good, "small.xlsx", {"xl/worksheets/sheet1.xml": small})).rows) == 2
