"""An evaluator's sheet as a workbook: one row an item, lists of the marks allowed; read back with faults by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from cocreation.core.i18n import LANGUAGES, N_, Translator, translator
from cocreation.core.spreadsheets import OPTIONS
from cocreation.evaluation.marks import BadMark, Scale, written
from cocreation.evaluation.models import Grid, Workshop
from cocreation.evaluation.presenting import ShownItem
from cocreation.proposals.importing.faults import Fault, Faulty, refuse
from cocreation.proposals.importing.tables import Row, Table
from cocreation.synthesis.rendering.blocks import RIGHT_TO_LEFT, plain
from cocreation.text.cleaning import clean_text

# A sheet of a hundred items and ten criteria weighs a tenth of this; opening more would hold up everybody else.
LARGEST, MOST_UNPACKED, MOST_ROWS = 2_000_000, 10_000_000, 2_000
TOO_LARGE = N_("the workbook is larger than %(limit)s MB")
NOT_THIS_SHEET = N_("the columns are not those of this sheet: take the workbook of this workshop again")
UNKNOWN_ITEM = N_("there is no item of this number that you score")
TWICE = N_("this item stands in two rows")
# Before the criteria: the number of the item and its title; after them: the comment.
BEFORE = 2
# Excel shows no more of a message beside a cell.
MESSAGE = 250


@dataclass(frozen=True)
class Marked:
    """What a row of the workbook says of an item."""

    position: int
    marks: Mapping[int, Fraction]
    comment: str


def made(workshop: Workshop, items: Sequence[ShownItem], kept: Mapping[int, Any], words: Translator) -> bytes:
    """The workbook of a sheet.

    Args:
        items: those the evaluator scores. kept: the scores given already, by item id.
    """
    grid = grid_of(workshop)
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    page = book.add_worksheet()
    if words.language in RIGHT_TO_LEFT:
        page.right_to_left()
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EEF3EF", "border": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for place, name in enumerate(_heads(workshop, words)):
        page.write_string(0, place, name, head)
        page.set_column(place, place, 8 if place == 0 else 44 if place in {1, BEFORE + len(grid.criteria)} else 16)
    for row, shown in enumerate(items, start=1):
        score = kept.get(shown.item.id)
        page.write_number(row, 0, shown.item.position, text)
        page.write_string(row, 1, plain(shown.title)[:1000], text)
        for place, one in enumerate(grid.criteria, start=BEFORE):
            mark = score.marks.get(str(one.id)) if score else None
            if mark is not None:
                page.write_number(row, place, float(mark), text)
        page.write_string(row, BEFORE + len(grid.criteria), plain(score.comment) if score else "", text)
    _lists(page, grid, len(items), words)
    page.freeze_panes(1, BEFORE)
    book.close()
    return stream.getvalue()


def grid_of(workshop: Workshop) -> Grid:
    """The grid of a workshop that scores."""
    if workshop.grid is None:
        raise LookupError("a workshop that scores has a grid")
    return workshop.grid


def _heads(workshop: Workshop, words: Translator) -> list[str]:
    criteria = [
        f"{place}. {plain(one.title.shown(words.language)[0])} ({one.weight})"
        for place, one in enumerate(grid_of(workshop).criteria, start=1)
    ]
    # By the first head a sheet is known again: two workshops may number their items alike, under the same grid.
    item = f"{words.gettext('Item')} {workshop.cycle.slug}/{workshop.number}"
    return [item, words.gettext("Title"), *criteria, words.gettext("Comment")]


def _lists(page: Any, grid: Grid, count: int, words: Translator) -> None:
    """Only marks of the scale are taken, and what a criterion asks is read beside its cells."""
    marks = [float(mark) for mark in grid.scale.marks()]
    for place, one in enumerate(grid.criteria, start=BEFORE):
        rule = {
            "validate": "list",
            "source": marks,
            "input_message": plain(one.guidance.shown(words.language)[0])[:MESSAGE],
            "error_message": words.gettext("A mark goes from 0 to %(most)s.", most=written(grid.scale.most)),
        }
        page.data_validation(1, place, max(1, count), place, rule)


def opened(file: IO[bytes], folder: Path) -> Table:
    """The table of a workbook that came back; it asks nothing of the database, for it may take its time.

    Args:
        folder: an empty one to work in.

    Raises:
        Faulty.
    """
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise refuse(TOO_LARGE, limit=LARGEST // 1_000_000)
    path = folder / "sheet.xlsx"
    path.write_bytes(content)
    # The reader of workbooks loads a library of numbers, which no web process carries until it is asked for.
    from cocreation.proposals.importing.workbook import Limits, read_xlsx

    return read_xlsx(path, limits=Limits(packed=LARGEST, unpacked=MOST_UNPACKED, rows=MOST_ROWS))


def read(table: Table, workshop: Workshop, positions: set[int]) -> list[Marked]:
    """What a workbook says, row by row; nothing where any cell is at fault.

    Args:
        positions: the numbers of the items the evaluator scores.

    Raises:
        Faulty: naming every line and column at fault.
    """
    grid = grid_of(workshop)
    if not any(table.headers == _cleaned(_heads(workshop, translator(code))) for code in LANGUAGES):
        raise refuse(NOT_THIS_SHEET)
    names = table.headers[BEFORE : BEFORE + len(grid.criteria)]
    faults = list(table.faults)
    found = []
    seen: set[int] = set()
    for row in table.rows:
        position = _position(row.cells.get(table.headers[0]))
        if position not in positions or position in seen:
            message = TWICE if position in seen else UNKNOWN_ITEM
            faults.append(Fault(message, line=row.line, column=table.headers[0]))
            continue
        seen.add(position)
        marks = _marks(row, names, grid, faults)
        comment = clean_text(str(row.cells.get(table.headers[-1]) or ""), multiline=True)
        found.append(Marked(position, marks, comment))
    if faults:
        raise Faulty(faults)
    return found


def _cleaned(heads: Iterable[str]) -> list[str]:
    """The heads as they are read from a file."""
    return [clean_text(head, multiline=False) for head in heads]


def _position(value: object) -> int:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _marks(row: Row, names: Sequence[str], grid: Grid, faults: list[Fault]) -> dict[int, Fraction]:
    scale: Scale = grid.scale
    marks = {}
    for one, name in zip(grid.criteria, names, strict=True):
        value = row.cells.get(name)
        try:
            mark = scale.read("" if value is None else str(value))
        except BadMark as fault:
            faults.append(Fault(fault.message, fault.values, row.line, name))
        else:
            if mark is not None:
                marks[one.id] = mark
    return marks
