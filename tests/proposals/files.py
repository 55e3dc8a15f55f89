"""Files to import, written as people and programs write them."""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

HEADER = ("id", "title", "body")


def csv_file(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "ideas.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def json_lines(folder: Path, rows: Sequence[Any], name: str = "ideas.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def workbook(folder: Path, rows: Sequence[Sequence[Any]], name: str = "ideas.xlsx", sheet: str = "Idées") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        fill(book.add_worksheet(sheet), rows)
    return path


def fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)


def repacked(path: Path, name: str, changed: dict[str, bytes]) -> Path:
    """Write a workbook again with some parts changed or added."""
    target = path.with_name(name)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for part in source.infolist():
            if part.filename not in changed:
                made.writestr(part, source.read(part.filename))
        for filename, content in changed.items():
            made.writestr(filename, content)
    return target
