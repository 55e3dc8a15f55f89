"""What a file of a report says, line by line with the place of each line, whatever its kind: to compare two of them.

Pure: it reads bytes, in memory, and trusts none of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import ZipFile

from cocreation.core.i18n import N_
from cocreation.core.spreadsheets import read_csv

# A report unpacked is far smaller; a small file that unpacks to more was made to fill the memory.
UNPACKED = 1_000_000_000
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Unreadable(ValueError):
    """A file that is not of its kind, or not whole."""


@dataclass(frozen=True)
class Line:
    """A line of a file: where it stands (a msgid with its values) and what it says, spaces folded.

    ``file`` is the name of the file it stands in, where that one is packed into another.
    """

    place: str
    values: tuple[tuple[str, str], ...]
    text: str
    file: str = ""


def lines_of(name: str, content: bytes) -> list[Line]:
    """The lines of a file.

    Args:
        name: the file's name; its ending says what kind it is. Other kinds are one line with their SHA-256.

    Raises:
        Unreadable.
    """
    read = KINDS.get(PurePath(name).suffix.lower(), _digest)
    try:
        return [line for line in read(content) if line.text]
    except Unreadable:
        raise
    except Exception as error:
        # Each library has its own ways to fail on a broken file; all of them mean the same here.
        raise Unreadable(str(error)) from error


def _line(place: str, text: object, **values: object) -> Line:
    return Line(place, tuple((key, str(value)) for key, value in values.items()), " ".join(str(text).split()))


def _pdf(content: bytes) -> Iterator[Line]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage().get_text_bounded()
            yield from (_line(N_("page %(number)s"), line, number=number) for line in text.splitlines())
    finally:
        document.close()


def _unpacked(content: bytes) -> ZipFile:
    archive = ZipFile(BytesIO(content))
    if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
        raise Unreadable("too large")
    return archive


def _docx(content: bytes) -> Iterator[Line]:
    # Its parser expands no entity.
    from docx.oxml import parse_xml

    with _unpacked(content) as archive:
        body = parse_xml(archive.read("word/document.xml"))
    for number, paragraph in enumerate(body.iter(f"{WORD}p"), start=1):
        text = "".join(part.text or "" for part in paragraph.iter(f"{WORD}t"))
        yield _line(N_("paragraph %(number)s"), text, number=number)


def _xlsx(content: bytes) -> Iterator[Line]:
    from openpyxl import load_workbook

    _unpacked(content).close()
    book = load_workbook(BytesIO(content), read_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    place = {"sheet": sheet.title, "cell": cell.coordinate}
                    yield _line(N_("sheet «%(sheet)s», cell %(cell)s"), cell.value, **place)
    book.close()


def _csv(content: bytes) -> Iterator[Line]:
    for number, row in enumerate(read_csv(content.decode("utf-8-sig")), start=1):
        for place, cell in enumerate(row, start=1):
            yield _line(N_("line %(number)s, column %(column)s"), cell, number=number, column=place)


def _json(content: bytes) -> Iterator[Line]:
    yield from _leaves(json.loads(content), "")


def _leaves(value: Any, path: str) -> Iterator[Line]:
    if isinstance(value, dict):
        for name, held in value.items():
            yield from _leaves(held, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, held in enumerate(value):
            yield from _leaves(held, f"{path}[{place}]")
    elif value is not None:
        yield _line(N_("value %(path)s"), value, path=path)


class _Words(HTMLParser):
    """Collects the words of a page and where its links lead, with the line of the source."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Line] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"style", "script"}
        told = [value for name, value in attrs if name in {"href", "alt", "title"} and value]
        self.found += [_line(N_("line %(number)s"), value, number=self.getpos()[0]) for value in told]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(_line(N_("line %(number)s"), data, number=self.getpos()[0]))


def _html(content: bytes) -> list[Line]:
    words = _Words()
    words.feed(content.decode())
    words.close()
    return words.found


def _zip(content: bytes) -> Iterator[Line]:
    with _unpacked(content) as archive:
        for name in archive.namelist():
            for line in lines_of(name, archive.read(name)):
                yield replace(line, file=f"{name}/{line.file}".rstrip("/"))


def _text(content: bytes) -> Iterator[Line]:
    for number, line in enumerate(content.decode().splitlines(), start=1):
        yield _line(N_("line %(number)s"), line, number=number)


def _digest(content: bytes) -> Iterator[Line]:
    yield _line("SHA-256", hashlib.sha256(content).hexdigest())


KINDS: dict[str, Callable[[bytes], Any]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".json": _json,
    ".html": _html,
    ".zip": _zip,
    ".txt": _text,
    ".svg": _text,
}
