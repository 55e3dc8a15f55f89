"""The report as a workbook: the scoring grid first, then proposals, participation and comments."""

from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cocreation.core.spreadsheets import is_formula_like
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering.archive import restamped
from cocreation.synthesis.rendering.blocks import RIGHT_TO_LEFT, plain
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.tables import Sheet, Value, sheets

# Excel holds 32,767 UTF-16 units in a cell and 65,530 links in a sheet; what is longer is cut, or plain text.
CELL = 32_000
LINKS = 60_000
HEAD_ROW = 2
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def render(document: ReportDocument) -> bytes:
    """The report as XLSX; every text is a string, never a formula."""
    labels = Labels(document.language)
    made = BytesIO()
    book = xlsxwriter.Workbook(made, OPTIONS)
    noon = datetime.combine(document.dated_on, time(12))
    title = f"{labels.title} – {plain(document.cycle)}"
    book.set_properties({"title": title[:255], "subject": labels.running(document)[:255], "created": noon})
    for sheet in sheets(document, labels):
        _Page(book, sheet, document, labels).write(title)
    book.close()
    return restamped(made.getvalue(), document.dated_on)


class _Page:
    """Writes one sheet: two lines that name and mark it, the heads, the rows."""

    def __init__(self, book: Any, sheet: Sheet, document: ReportDocument, labels: Labels) -> None:
        self.sheet, self.document, self.labels = sheet, document, labels
        self.page: Worksheet = book.add_worksheet(sheet.name[:31])
        self.rtl = document.language in RIGHT_TO_LEFT
        self.looks = _looks(book, rtl=self.rtl, marked=bool(labels.mark(document)))

    def write(self, title: str) -> None:
        self.layout()
        self.page.write_string(0, 0, _fitting(title), self.looks["title"])
        self.page.write_string(1, 0, self.labels.running(self.document), self.looks["mark"])
        for place, column in enumerate(self.sheet.columns):
            self.page.write_string(HEAD_ROW, place, column.head, self.looks["head"])
            self.page.set_column(place, place, column.width)
        for number, row in enumerate(self.sheet.rows, start=HEAD_ROW + 1):
            self.page.set_row(number, self.height(row))
            for place, value in enumerate(row):
                self.cell(number, place, value)
        self.finish()

    def layout(self) -> None:
        page = self.page
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD_ROW)
        page.set_row(0, 26)
        page.set_row(1, 18)
        page.set_row(HEAD_ROW, 22)
        running = self.labels.running(self.document).replace("&", "&&")
        page.set_header(f"&C{running}")
        page.set_footer("&C&P / &N")
        if self.rtl:
            page.right_to_left()

    def height(self, row: tuple[Value, ...]) -> float:
        """Points for the longest text of a row, up to eight lines: only Excel works it out by itself."""
        pairs = zip(row, self.sheet.columns, strict=True)
        lines = (len(str(value)) / one.width + value.count("\n") for value, one in pairs
                 if isinstance(value, str) and not one.link)  # fmt: skip
        return 16.5 * min(8, 1 + int(max(lines, default=0)))

    def cell(self, row: int, column: int, value: Value) -> None:
        if isinstance(value, str):
            self.text(row, column, value)
        elif value is not None:
            look = "percent" if column == self.sheet.percents else "number"
            self.page.write_number(row, column, value, self.looks[look])
        else:
            self.page.write_blank(row, column, None, self.looks["text"])

    def text(self, row: int, column: int, value: str) -> None:
        if self.sheet.columns[column].link:
            self.link(row, column, value)
            return
        look = "quoted" if is_formula_like(value) else "text"
        self.page.write_string(row, column, _fitting(value), self.looks[look])

    def link(self, row: int, column: int, url: str) -> None:
        if url and row < LINKS:
            self.page.write_url(row, column, url, self.looks["link"], string=url)
        else:
            self.page.write_string(row, column, url, self.looks["link"])

    def finish(self) -> None:
        last = HEAD_ROW + max(len(self.sheet.rows), 1)
        self.page.autofilter(HEAD_ROW, 0, last, len(self.sheet.columns) - 1)
        self.page.freeze_panes(HEAD_ROW + 1, 2)
        if self.sheet.bars is not None and self.sheet.rows:
            bars = {
                "type": "data_bar",
                "bar_color": "#9CC7B2",
                "min_type": "num",
                "min_value": 0,
            }
            self.page.conditional_format(HEAD_ROW + 1, self.sheet.bars, last, self.sheet.bars, bars)


def _looks(book: Any, *, rtl: bool, marked: bool) -> dict[str, Format]:
    font = {"font_name": "Arial" if rtl else "Calibri", "font_size": 11, "font_color": "#1D1B18"}
    cell = {**font, "valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": "#D9D2C3"}
    head = {**font, "bold": True, "font_color": "#FDFBF7", "bg_color": "#0B5D3B", "valign": "vcenter"}
    mark = {"font_color": "#8A5A00", "bold": True} if marked else {"font_color": "#5B554B"}
    looks = {
        "title": {**font, "bold": True, "font_size": 16, "valign": "vcenter"},
        "mark": {**font, **mark},
        "head": head,
        "text": cell,
        "quoted": {**cell, "quote_prefix": True},
        "number": {**cell, "num_format": "#,##0", "align": "center"},
        "percent": {**cell, "num_format": "0 %", "align": "center"},
        "link": {**cell, "font_color": "#0B5D3B", "underline": 1, "text_wrap": False, "reading_order": 1},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def _fitting(text: str) -> str:
    """The text cut to what a cell holds, in the units Excel counts."""
    if len(text) * 2 <= CELL:
        return text
    units = text.encode("utf-16-le", "ignore")
    return text if len(units) <= 2 * CELL else units[: 2 * CELL].decode("utf-16-le", "ignore") + "…"
