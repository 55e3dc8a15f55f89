"""A file as rows of named cells, whatever its format; the kind is told by name and by content, and both must agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cocreation.core.i18n import N_
from cocreation.proposals.importing.faults import Fault, refuse

MAX_BYTES = 50_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 500

EMPTY = N_("the file is empty")
NO_ROWS = N_("the file has a header and no row")
TOO_BIG = N_("the file is larger than %(limit)s MB: cut it into several")
TOO_MANY_ROWS = N_("the file has more than %(limit)s rows: cut it into several")
TOO_MANY_COLUMNS = N_("the file has more than %(limit)s columns")
UNKNOWN_KIND = N_("the name should end in .csv, .tsv, .txt, .xlsx or .jsonl, and this one ends in «%(suffix)s»")
NOT_TEXT = N_("the name says text, and the content is %(kind)s")
REPEATED_HEADER = N_("the header «%(name)s» stands twice")
NAMELESS_COLUMN = N_("column %(place)s holds values and has no header")
TOO_MANY_CELLS = N_("%(found)s cells where the header has %(expected)s")

WORKBOOK, OLD_OFFICE, PICTURE, PDF, HTML = (
    N_("an Office file or an archive"),
    N_("an old or encrypted Office file"),
    N_("a picture"),
    N_("a PDF"),
    N_("a web page"),
)
_SIGNATURES = (
    (b"PK\x03\x04", WORKBOOK),
    (b"PK\x05\x06", WORKBOOK),
    (b"\xd0\xcf\x11\xe0", OLD_OFFICE),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"%PDF", PDF),
)
_WEB_PAGE = re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One row: its line in the file, from 1, and its cells by header."""

    line: int
    cells: dict[str, Any]


@dataclass
class Table:
    """The rows of a file, its headers in order, the faults met while reading and remarks worth telling."""

    headers: list[str]
    rows: list[Row]
    faults: list[Fault] = field(default_factory=list)
    remarks: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def kind_of_content(start: bytes) -> str | None:
    """What the first bytes of a file say it is (a msgid), None for text."""
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            return kind
    return HTML if _WEB_PAGE.match(start) else None


def contents(path: Path) -> bytes:
    """The bytes of a file of a size an import takes; raises Faulty for an empty or too large one."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise refuse(TOO_BIG, limit=MAX_BYTES // 1_000_000)
    if size == 0:
        raise refuse(EMPTY)
    return path.read_bytes()


def build(header: Sequence[str], records: Sequence[tuple[int, Sequence[Any]]]) -> Table:
    """A table from its header and its records, blank ones left out; each record that does not fit is a fault.

    Args:
        records: (line, cells) pairs; empty cells past the header are no fault.

    Raises:
        Faulty: a header that cannot be used.
    """
    names = list(header)
    while names and not names[-1]:
        names.pop()
    _check_header(names)
    table = Table([name for name in names if name], [])
    for line, cells in records:
        if any(cell not in (None, "") for cell in cells):
            _add(table, names, line, cells)
    _check_nameless(table, names, records)
    return checked(table)


def _check_header(names: list[str]) -> None:
    if len(names) > MAX_COLUMNS:
        raise refuse(TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise refuse(REPEATED_HEADER, name="», «".join(repeated))


def _add(table: Table, names: list[str], line: int, cells: Sequence[Any]) -> None:
    beyond = [cell for cell in cells[len(names) :] if cell not in (None, "")]
    if beyond or len(cells) < len(names):
        table.faults.append(Fault(TOO_MANY_CELLS, {"found": len(cells), "expected": len(names)}, line))
        return
    table.rows.append(Row(line, {name: cell for name, cell in zip(names, cells, strict=False) if name}))


def _check_nameless(table: Table, names: list[str], records: Sequence[tuple[int, Sequence[Any]]]) -> None:
    for place, name in enumerate(names):
        if not name and any(len(cells) > place and cells[place] not in (None, "") for _, cells in records):
            table.faults.append(Fault(NAMELESS_COLUMN, {"place": place + 1}))


def checked(table: Table) -> Table:
    """The table itself where it has rows, and not too many."""
    if len(table.rows) > MAX_ROWS:
        raise refuse(TOO_MANY_ROWS, limit=MAX_ROWS)
    if not table.rows and not table.faults:
        raise refuse(NO_ROWS)
    return table
