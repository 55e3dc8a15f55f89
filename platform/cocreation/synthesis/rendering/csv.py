"""Tables of the report as CSV for spreadsheets: UTF-8 with BOM, no cell that could run as a formula."""

import csv
from io import StringIO

from cocreation.core.spreadsheets import is_formula_like
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.tables import Sheet, Value, ideas


def render(document: ReportDocument) -> bytes:
    """Every idea with its whole text and its state."""
    labels = Labels(document.language)
    return as_csv(ideas(document, labels), document, labels)


def as_csv(sheet: Sheet, document: ReportDocument, labels: Labels) -> bytes:
    """A table; its last column says of which version it is, and whether that is a draft."""
    made = StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([*(labels.gettext(column.head) for column in sheet.columns), labels.title])
    running = labels.running(document)
    writer.writerows([*map(_safe, row), running] for row in sheet.rows)
    return made.getvalue().encode("utf-8-sig")


def _safe(value: Value) -> str:
    """The value as text; an apostrophe keeps a spreadsheet from running what looks like a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and is_formula_like(text) else text
