"""XLSX workbooks: weighed and looked into as an archive before any parser opens them, then one sheet is read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from cocreation.core.i18n import N_
from cocreation.proposals.importing.faults import Fault, refuse
from cocreation.proposals.importing.tables import (
    EMPTY,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    TOO_BIG,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Table,
    build,
    kind_of_content,
)
from cocreation.text.cleaning import clean_text

MAX_PARTS = 1_000
MAX_RATIO = 100
# Below this size a part may be as repetitive as it likes.
SMALL_PART = 5_000_000
MAX_SHEET_ROW = 1_048_576

NOT_A_WORKBOOK = N_("the name says XLSX, and the content is not")
OTHER_CONTENT = N_("the name says XLSX, and the content is %(kind)s")
BROKEN = N_("the workbook is damaged and cannot be opened")
ENCRYPTED = N_("the workbook is encrypted, or of an old format: save it as XLSX without a password")
HAS_MACROS = N_("the workbook holds macros: save it as XLSX without macros")
TOO_WIDE = N_("the workbook would unpack to more than %(limit)s MB")
TOO_MANY_PARTS = N_("the workbook has more than %(limit)s parts")
BOMB = N_("a part of the workbook unpacks to more than %(ratio)s times its size: it is refused as a trap")
BAD_PART = N_("the workbook holds a part that no spreadsheet program writes («%(name)s»)")
SEVERAL_SHEETS = N_("the workbook has several sheets with content (%(names)s): choose one with --sheet NAME")
NO_SHEET = N_("the workbook has no visible sheet of this name; it has %(names)s")
HIDDEN_SHEETS = N_("hidden sheets are not read: %(names)s")
HIDDEN_ROW = N_("this row is hidden: show or delete it")
HIDDEN_COLUMN = N_("column %(name)s is hidden: show or delete it")
MERGED = N_("cells %(range)s are merged: separate them")
SHEET_ERROR = N_("the cell holds an error of the spreadsheet (%(text)s)")

_MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=\"([A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)\"")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")
_NUMBER = {name: re.compile(rb"\b" + name + rb"=\"(\d{1,7})\"") for name in (b"r", b"min", b"max")}
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be: bytes as sent, bytes unpacked, rows below the header."""

    packed: int
    unpacked: int
    rows: int


# What an operator brings in by a command; what comes by a form has limits of its own.
BY_COMMAND = Limits(packed=MAX_BYTES, unpacked=500_000_000, rows=MAX_ROWS)


def read_xlsx(path: Path, sheet: str | None = None, limits: Limits = BY_COMMAND) -> Table:
    """The table of one sheet of a workbook.

    Args:
        sheet: its name; needed only where several visible sheets hold something.

    Raises:
        Faulty.
    """
    _check_outside(path, limits)
    # Opened here and not by the library, which leaves the file open where it cannot read it.
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            return _table(path, book, sheet, limits)
        except (
            KeyError,
            ValueError,
            OSError,
            ParseError,
            IndexError,
            zipfile.BadZipFile,
            InvalidFileException,
        ) as error:
            raise refuse(BROKEN) from error


def _check_outside(path: Path, limits: Limits) -> None:
    if path.stat().st_size > limits.packed:
        raise refuse(TOO_BIG, limit=limits.packed // 1_000_000)
    with path.open("rb") as file:
        start = file.read(512)
    if not start:
        raise refuse(EMPTY)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse(ENCRYPTED)
    if not start.startswith(b"PK"):
        kind = kind_of_content(start)
        raise refuse(OTHER_CONTENT, kind=[kind]) if kind else refuse(NOT_A_WORKBOOK)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(archive, limits)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise refuse(BROKEN) from error


def _check_archive(archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise refuse(TOO_MANY_PARTS, limit=MAX_PARTS)
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise refuse(TOO_WIDE, limit=limits.unpacked // 1_000_000)
    for part in parts:
        _check_part(part)
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        raise refuse(NOT_A_WORKBOOK)
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
        raise refuse(HAS_MACROS)
    if _MAIN not in types:
        raise refuse(NOT_A_WORKBOOK)
    for name in names:
        if name.endswith((".xml", ".rels")):
            _check_no_entities(archive, name)


def _check_part(part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 1:
        raise refuse(ENCRYPTED)
    if part.filename.startswith("/") or ".." in part.filename.split("/") or "\\" in part.filename:
        raise refuse(BAD_PART, name=clean_text(part.filename, multiline=False)[:80])
    if part.file_size > SMALL_PART and part.file_size > MAX_RATIO * max(1, part.compress_size):
        raise refuse(BOMB, ratio=MAX_RATIO)


def _check_no_entities(archive: zipfile.ZipFile, name: str) -> None:
    # A document type stands before the first element; spreadsheets have none, and entities that unfold do.
    with archive.open(name) as part:
        start = part.read(4_096)
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise refuse(BAD_PART, name=name)


def _table(path: Path, book: Any, sheet: str | None, limits: Limits) -> Table:
    visible = [found for found in book.worksheets if found.sheet_state == "visible"]
    hidden = [found.title for found in book.worksheets if found.sheet_state != "visible"]
    chosen = _choose(visible, sheet)
    records = list(_records(chosen, limits.rows))
    if not records:
        raise refuse(EMPTY)
    header = ["" if cell is None else clean_text(str(cell), multiline=False) for cell in records[0][1]]
    table = build(header, records[1:])
    table.faults += _hidden_and_merged(path, chosen, len(header))
    table.faults += [
        Fault(SHEET_ERROR, {"text": cell}, row.line, name)
        for row in table.rows
        for name, cell in row.cells.items()
        if isinstance(cell, str) and cell in _ERRORS
    ]
    if hidden:
        table.remarks.append((HIDDEN_SHEETS, {"names": ", ".join(hidden)}))
    return table


def _choose(visible: list[Any], sheet: str | None) -> Any:
    names = ", ".join(found.title for found in visible)
    if sheet is not None:
        chosen = [found for found in visible if found.title == sheet]
        if not chosen:
            raise refuse(NO_SHEET, names=names)
        return chosen[0]
    filled = [found for found in visible if next(_records(found, 1), None) is not None]
    if not filled:
        raise refuse(EMPTY)
    if len(filled) > 1:
        raise refuse(SEVERAL_SHEETS, names=", ".join(found.title for found in filled))
    return filled[0]


def _records(sheet: Any, most: int) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet that hold something, each with its number; empty cells are None."""
    # The size written in the file may be wrong, and then rows or cells would be left out silently.
    sheet.reset_dimensions()
    count, width = 0, 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > MAX_SHEET_ROW:
            raise refuse(TOO_MANY_ROWS, limit=most)
        if len(values) > MAX_COLUMNS:
            raise refuse(TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
        cells = [_plain(value) for value in values]
        if not any(cell is not None for cell in cells):
            continue
        count += 1
        if count > most + 1:
            raise refuse(TOO_MANY_ROWS, limit=most)
        # A sheet leaves out the empty cells at the end of a row, which is no fault of the person.
        width = width or len(cells)
        yield number, cells + [None] * (width - len(cells))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.isoformat() if isinstance(value, (datetime, date, time)) else value


def _hidden_and_merged(path: Path, sheet: Any, width: int) -> list[Fault]:
    faults: list[Fault] = []
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as part:
        for chunk in _chunks(part):
            for match in _ROW.finditer(chunk):
                if _HIDDEN.search(match[1]):
                    faults.append(Fault(HIDDEN_ROW, line=_number(match[1], b"r")))
            for match in _MERGE.finditer(chunk):
                first_row = range_boundaries(match[1].decode())[1]
                faults.append(Fault(MERGED, {"range": match[1].decode()}, first_row))
            faults += _hidden_columns(chunk, width)
    return faults


def _hidden_columns(chunk: bytes, width: int) -> list[Fault]:
    hidden = [match[1] for match in _COLUMN.finditer(chunk) if _HIDDEN.search(match[1])]
    return [
        Fault(HIDDEN_COLUMN, {"name": get_column_letter(place)})
        for found in hidden
        for place in range(_number(found, b"min"), min(width, _number(found, b"max")) + 1)
    ]


def _number(attributes: bytes, name: bytes) -> int:
    found = _NUMBER[name].search(attributes)
    return int(found[1]) if found else 1


def _chunks(part: IO[bytes], size: int = 1_000_000) -> Iterator[bytes]:
    """The text of a part in pieces that end after a tag, so that no tag is cut in two."""
    rest = b""
    while block := part.read(size):
        whole, mark, rest = (rest + block).rpartition(b">")
        yield whole + mark
    yield rest
