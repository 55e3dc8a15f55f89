"""CSV files: the separator found in the header, quotes read strictly, every record with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from cocreation.core import spreadsheets
from cocreation.core.i18n import N_
from cocreation.proposals.importing.encodings import decode
from cocreation.proposals.importing.faults import Fault, Faulty, refuse
from cocreation.proposals.importing.tables import (
    EMPTY,
    MAX_ROWS,
    NOT_TEXT,
    TOO_MANY_ROWS,
    Table,
    build,
    contents,
    kind_of_content,
)
from cocreation.text.cleaning import clean_text

SEPARATORS = (";", ",", "\t")
UNCLOSED = N_("a quotation mark opened here is never closed")
BAD_QUOTES = N_("a cell goes on after its closing quotation mark: double the marks inside a quoted cell")
TOO_LONG = N_("a cell is longer than any text can be: is a quotation mark missing?")

Records = list[tuple[int, list[str]]]


def read_csv(path: Path, encoding: str | None = None) -> Table:
    """The table of a CSV file separated by «;», «,» or tabulators; raises Faulty."""
    content = contents(path)
    if kind := kind_of_content(content[:512]):
        raise refuse(NOT_TEXT, kind=[kind])
    text, skipped = _without_hint(decode(content, encoding))
    records = _records(text, _separator(text), skipped)
    if not records:
        raise refuse(EMPTY)
    header = [clean_text(name, multiline=False) for name in records[0][1]]
    return build(header, records[1:])


def _without_hint(text: str) -> tuple[str, int]:
    """Leave out the line «sep=;» that Excel writes and reads; count it for the numbers of lines."""
    first, _, rest = text.partition("\n")
    return (rest, 1) if first.strip().lower() in {f"sep={mark}" for mark in SEPARATORS} else (text, 0)


def _separator(text: str) -> str:
    """The separator that cuts the header into the most cells."""
    first = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    return max(SEPARATORS, key=lambda mark: len(next(csv.reader([first.rstrip("\r\n")], delimiter=mark))))


def _records(text: str, separator: str, skipped: int) -> Records:
    reader = spreadsheets.read_csv(text, separator, strict=True)
    records: Records = []
    for line, record in _numbered(reader, skipped):
        if any(cell.strip() for cell in record):
            records.append((line, [cell if cell.strip() else "" for cell in record]))
        if len(records) > MAX_ROWS + 1:
            raise refuse(TOO_MANY_ROWS, limit=MAX_ROWS)
    return records


def _numbered(reader: Iterator[list[str]], skipped: int) -> Iterator[tuple[int, list[str]]]:
    while True:
        start = getattr(reader, "line_num", 0) + skipped + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Faulty([Fault(_reason(str(error)), line=start)]) from error
        yield start, record


def _reason(error: str) -> str:
    if "end of data" in error:
        return UNCLOSED
    return TOO_LONG if "field limit" in error else BAD_QUOTES
