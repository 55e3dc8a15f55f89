"""Tables as files for spreadsheets: CSV and XLSX in which no text can run as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

# What a spreadsheet may take for a formula, ASCII or full-width, even behind spaces or invisible marks.
_FORMULA = re.compile("^[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\x00]")
# Excel holds 32,767 UTF-16 units in a cell and 65,530 links in a sheet; what is longer is cut, or plain text.
CELL = 32_000
LINKS = 60_000
# Past the limit of a text, HTML included, so that a long text is named as such and not taken for a broken file.
# Python has one such limit for the whole process, and a thread that moved it would break the reading of another.
LONGEST_READ = 1_000_000
csv.field_size_limit(LONGEST_READ)
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Percent(int):
    """A whole percentage: «70%» in a CSV, and in a workbook the number that is shown so."""


Value = str | int | None


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in characters, and whether its texts are addresses of the web."""

    head: str
    width: int
    link: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table: its title, lines of words above it, its columns and rows; `rtl` where it is read from the right."""

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    rtl: bool = False


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet could run this text instead of showing it."""
    return bool(_FORMULA.match(text))


def read_csv(text: str, separator: str = ",", *, strict: bool = False) -> Iterator[list[str]]:
    """The records of a CSV; cells longer than ``LONGEST_READ`` raise csv.Error, and so do bad quotes if ``strict``."""
    return csv.reader(StringIO(text, newline=""), delimiter=separator, strict=strict)


def as_csv(sheet: Sheet) -> bytes:
    """The heads and rows as CSV: UTF-8 with a mark that spreadsheets know it by, and CRLF."""
    made = StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([column.head for column in sheet.columns])
    writer.writerows([_safe(value) for value in row] for row in sheet.rows)
    return made.getvalue().encode("utf-8-sig")


def _safe(value: Value) -> str:
    # An apostrophe keeps a spreadsheet from running what looks like a formula.
    if isinstance(value, Percent):
        return f"{int(value)}%"
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and is_formula_like(text) else text


def as_xlsx(sheet: Sheet) -> bytes:
    """The table as a workbook of one sheet, to be printed across; every text is a string, never a formula."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, OPTIONS)
    book.set_properties({"title": sheet.title[:255]})
    page, looks = book.add_worksheet(), _looks(book, sheet.rtl)
    page.write_string(0, 0, _fitting(sheet.title), looks["title"])
    for place, note in enumerate(sheet.notes, start=1):
        page.write_string(place, 0, _fitting(note), looks["note"])
        page.set_row(place, 18)
    head = len(sheet.notes) + 1
    for place, column in enumerate(sheet.columns):
        page.write_string(head, place, column.head, looks["head"])
        page.set_column(place, place, column.width)
    for number, row in enumerate(sheet.rows, start=head + 1):
        page.set_row(number, _height(row, sheet.columns))
        for place, value in enumerate(row):
            _write(page, number, place, value, sheet.columns[place], looks)
    _layout(page, sheet, head)
    book.close()
    return made.getvalue()


def _write(page: Any, row: int, place: int, value: Value, column: Column, looks: dict[str, Any]) -> None:
    if isinstance(value, Percent):
        page.write_number(row, place, value / 100, looks["percent"])
    elif isinstance(value, int):
        page.write_number(row, place, value, looks["number"])
    elif not value:
        page.write_blank(row, place, None, looks["text"])
    elif column.link and row < LINKS:
        page.write_url(row, place, value, looks["link"], string=value)
    else:
        # The sign of a quoted text keeps it a text even where somebody edits the cell.
        page.write_string(row, place, _fitting(value), looks["quoted" if is_formula_like(value) else "text"])


def _fitting(text: str) -> str:
    units = text.encode("utf-16-le", "ignore")
    return text if len(units) <= 2 * CELL else units[: 2 * CELL].decode("utf-16-le", "ignore") + " …"


def _height(row: Iterable[Value], columns: Sequence[Column]) -> float:
    """Points for the longest text of a row, up to twenty lines: only Excel works it out by itself."""
    lines = [
        len(value) / column.width + value.count("\n")
        for value, column in zip(row, columns, strict=True)
        if isinstance(value, str) and not column.link
    ]
    return 16.5 * min(20, 1 + int(max(lines, default=0)))


def _layout(page: Any, sheet: Sheet, head: int) -> None:
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.set_row(0, 26)
    page.set_row(head, 34)
    page.set_footer("&C&P / &N")
    page.autofilter(head, 0, head + max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.freeze_panes(head + 1, 1)
    if sheet.rtl:
        page.right_to_left()


def _looks(book: Any, rtl: bool) -> dict[str, Any]:
    font = {"font_name": "Arial" if rtl else "Calibri", "font_size": 11, "font_color": "#1D1B18"}
    cell = {**font, "valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": "#D9D2C3"}
    # Our own words follow the sheet; what people wrote follows its own letters.
    ours = {**font, "reading_order": 2 if rtl else 1}
    looks = {
        "title": {**ours, "bold": True, "font_size": 16, "valign": "vcenter"},
        "note": {**ours, "font_color": "#5B554B"},
        "head": {
            **ours,
            "bold": True,
            "font_color": "#FDFBF7",
            "bg_color": "#0B5D3B",
            "valign": "vcenter",
            "text_wrap": True,
        },
        "text": cell,
        "number": {**cell, "align": "center"},
        "percent": {**cell, "align": "center", "num_format": "0%"},
        "quoted": {**cell, "quote_prefix": True},
        "link": {**cell, "font_color": "#0B5D3B", "underline": 1, "text_wrap": False, "reading_order": 1},
    }
    return {name: book.add_format(look) for name, look in looks.items()}
