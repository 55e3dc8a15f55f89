"""The report as a workbook: groups to be scored, criteria, ideas, participation, remarks, events, data dictionary."""

from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cocreation.core.i18n import N_
from cocreation.core.spreadsheets import CELL, LINKS, OPTIONS, is_formula_like
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering.archive import restamped
from cocreation.synthesis.rendering.blocks import RIGHT_TO_LEFT, plain
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.scoring import Scoring, write_criteria
from cocreation.synthesis.rendering.tables import ADDRESS, NUMBER, SHARE, Column, Sheet, Value, sheets

HEAD_ROW = 2
LONG = (
    Column(N_("Number"), "", 9, "", NUMBER),
    Column(N_("Table"), "", 20, ""),
    Column(N_("Row"), "", 16, ""),
    Column(N_("Column"), "", 20, ""),
    Column(N_("Part"), "", 9, "", NUMBER),
    Column(N_("Text"), "", 100, ""),
)


def render(document: ReportDocument) -> bytes:
    """The report as XLSX; every text of a person is a string, never a formula."""
    made = BytesIO()
    book = _Book(xlsxwriter.Workbook(made, OPTIONS), document)
    book.write()
    return restamped(made.getvalue(), document.dated_on)


class _Book:
    """Writes the sheets one after the other, and the texts that no cell holds on a sheet of their own."""

    def __init__(self, book: Any, document: ReportDocument) -> None:
        self.book, self.document, self.labels = book, document, Labels(document.language)
        self.rtl = document.language in RIGHT_TO_LEFT
        self.running = self.labels.running(document)
        self.title = f"{self.labels.title} – {plain(document.cycle)}"
        self.looks = _looks(book, rtl=self.rtl, marked=bool(self.labels.mark(document)))
        self.long: list[tuple[Value, ...]] = []

    def write(self) -> None:
        noon = datetime.combine(self.document.dated_on, time(12))
        self.book.set_properties({"title": self.title[:255], "subject": self.running[:255], "created": noon})
        for sheet in sheets(self.document, self.labels):
            page = self.sheet(sheet)
            if sheet.key == "groups":
                last = HEAD_ROW + len(sheet.rows)
                Scoring(page, self.looks, self.labels, len(sheet.columns), HEAD_ROW + 1, last).write(HEAD_ROW)
                criteria = self.page(self.labels.gettext("Criteria"))
                write_criteria(self.book, criteria, self.looks, self.labels, HEAD_ROW)
        if self.long:
            self.sheet(Sheet("long", self.labels.gettext("Long texts"), LONG, tuple(self.long)))
        self.book.close()

    def page(self, name: str) -> Worksheet:
        """A new sheet, to be printed across, with two lines that name and mark it."""
        page: Worksheet = self.book.add_worksheet(name[:31])
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD_ROW)
        for row, height in enumerate((26, 18, 52)):
            page.set_row(row, height)
        page.set_header("&C" + self.running.replace("&", "&&"))
        page.set_footer("&C&P / &N")
        if self.rtl:
            page.right_to_left()
        page.write_string(0, 0, self.title[:CELL], self.looks["title"])
        page.write_string(1, 0, self.running, self.looks["mark"])
        return page

    def sheet(self, sheet: Sheet) -> Worksheet:
        page = self.page(sheet.title)
        for place, column in enumerate(sheet.columns):
            page.write_string(HEAD_ROW, place, self.labels.gettext(column.head), self.looks["head"])
            page.set_column(place, place, column.width)
        for number, row in enumerate(sheet.rows, start=HEAD_ROW + 1):
            page.set_row(number, _height(row, sheet.columns))
            for place, column in enumerate(sheet.columns):
                self.cell(page, number, place, self.held(sheet, row, place), column.kind)
        self.finish(page, sheet)
        return page

    def held(self, sheet: Sheet, row: tuple[Value, ...], place: int) -> Value:
        """The value itself, or where to read it: a text that no cell holds stands whole among the long texts."""
        value = row[place]
        if not isinstance(value, str) or sheet.key == "long" or _units(value) <= CELL:
            return value
        number = len({line[0] for line in self.long}) + 1
        head = self.labels.gettext(sheet.columns[place].head)
        for part, text in enumerate(_parts(value), start=1):
            self.long.append((number, sheet.title, str(row[0]), head, part, text))
        name = self.labels.gettext("Long texts")
        return self.labels.gettext(
            "Too long for a cell: whole in the sheet «%(name)s», number %(number)s", name=name, number=number
        )

    def cell(self, page: Worksheet, row: int, place: int, value: Value, kind: str) -> None:
        if value is None:
            page.write_blank(row, place, None, self.looks["text"])
        elif not isinstance(value, str):
            page.write_number(row, place, value, self.looks["percent" if kind == SHARE else "number"])
        elif kind == ADDRESS and value and row < LINKS:
            page.write_url(row, place, value, self.looks["link"], string=value)
        else:
            page.write_string(row, place, value, self.looks["quoted" if is_formula_like(value) else "text"])

    def finish(self, page: Worksheet, sheet: Sheet) -> None:
        last = HEAD_ROW + max(len(sheet.rows), 1)
        page.autofilter(HEAD_ROW, 0, last, len(sheet.columns) - 1)
        page.freeze_panes(HEAD_ROW + 1, 2)
        if sheet.bars is not None and sheet.rows:
            bars = {"type": "data_bar", "bar_color": "#9CC7B2", "min_type": "num", "min_value": 0}
            page.conditional_format(HEAD_ROW + 1, sheet.bars, last, sheet.bars, bars)


def _height(row: tuple[Value, ...], columns: tuple[Column, ...]) -> float:
    """Points for the longest text of a row, up to eight lines: only Excel works it out by itself."""
    lines = (
        len(value) / column.width + value.count("\n")
        for value, column in zip(row, columns, strict=True)
        if isinstance(value, str) and column.kind != ADDRESS
    )
    return 16.5 * min(8, 1 + int(max(lines, default=0)))


def _units(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text) + sum(letter > "\uffff" for letter in text) if len(text) * 2 > CELL else len(text)


def _parts(text: str) -> list[str]:
    """The text cut into pieces that a cell holds; joined they give it back."""
    step = CELL // 2
    return [text[at : at + step] for at in range(0, len(text), step)]


def _looks(book: Any, *, rtl: bool, marked: bool) -> dict[str, Format]:
    font = {"font_name": "Arial" if rtl else "Calibri", "font_size": 11, "font_color": "#1D1B18"}
    cell = {**font, "valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": "#D9D2C3"}
    bold = {**font, "bold": True, "valign": "vcenter"}
    head = {**bold, "font_color": "#FDFBF7", "bg_color": "#0B5D3B", "text_wrap": True}
    mark = {"font_color": "#8A5A00", "bold": True} if marked else {"font_color": "#5B554B"}
    looks = {
        "title": {**bold, "font_size": 16},
        "mark": {**font, **mark},
        "plain": font,
        "head": head,
        "scoring": {**head, "bg_color": "#8A5A00"},
        "text": cell,
        "strong": {**cell, "bold": True},
        "quoted": {**cell, "quote_prefix": True},
        "number": {**cell, "num_format": "#,##0", "align": "center"},
        "percent": {**cell, "num_format": "0 %", "align": "center"},
        "fill": {**cell, "bg_color": "#FAF3E3", "align": "center"},
        "score": {**cell, "bold": True, "num_format": "0.0", "align": "center"},
        "link": {**cell, "font_color": "#0B5D3B", "underline": 1, "text_wrap": False, "reading_order": 1},
    }
    return {name: book.add_format(look) for name, look in looks.items()}
