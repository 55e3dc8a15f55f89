"""Grouping of a file of lines, as the command does it: no database, no file written on a fault."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from cocreation.clustering.engine.documents import Document, corpus_sha256
from cocreation.clustering.engine.grouper import Grouper

TEXT_FIELDS = ("lang", "title", "body", "author", "theme")


class FaultyLine(ValueError):
    """A line that cannot be read; ``number`` counts from 1, ``reason`` says why in English."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number}: {reason}")
        self.number = number
        self.reason = reason


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _object(number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as fault:
        raise FaultyLine(number, "not JSON") from fault
    if not isinstance(value, dict):
        raise FaultyLine(number, "not a JSON object")
    return value


def _document(number: int, value: dict[str, Any]) -> Document:
    identifier = value.get("id")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    if identifier is None or identifier == "":
        raise FaultyLine(number, "no id")
    if not isinstance(identifier, str):
        raise FaultyLine(number, "the id is not text")
    given: dict[str, str] = {}
    for name in TEXT_FIELDS:
        part = value.get(name)
        if part is not None and not isinstance(part, str):
            raise FaultyLine(number, f"«{name}» is not text")
        given[name] = part or ""
    comments = value.get("comments") or 0
    if isinstance(comments, bool) or not isinstance(comments, int) or comments < 0:
        raise FaultyLine(number, "«comments» is not a whole number")
    return Document(
        id=identifier,
        title=given["title"],
        body=given["body"],
        language=given["lang"] or None,
        author=given["author"] or None,
        theme=given["theme"] or None,
        comments=comments,
    )


def read_lines(lines: Iterable[str]) -> tuple[list[Document], str]:
    """Return the documents of JSON ``lines`` and the SHA-256 of the corpus; blank lines are passed over.

    Raises ``FaultyLine`` for the first line that is not a JSON object, lacks an id or repeats one.
    """
    documents: dict[str, tuple[Document, dict[str, Any]]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        value = _object(number, line)
        document = _document(number, value)
        if document.id in documents:
            raise FaultyLine(number, f"the id {document.id!r} is repeated")
        documents[document.id] = (document, value)
    ordered = [documents[identifier] for identifier in sorted(documents)]
    return [document for document, _ in ordered], corpus_sha256(value for _, value in ordered)


def group_lines(lines: Iterable[str], seed: int = 0) -> bytes:
    """Return the grouping of JSON ``lines`` as UTF-8 JSON; raises ``FaultyLine``."""
    documents, sha256 = read_lines(lines)
    grouping = Grouper(seed=seed).fit(documents).grouping_
    return replace(grouping, corpus_sha256=sha256).dumps()


def _decoded(source: Path) -> Iterable[str]:
    with source.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as fault:
                raise FaultyLine(number, "not UTF-8") from fault


def group_file(source: Path, out: Path, seed: int = 0) -> None:
    """Group the JSON lines of ``source`` into the file ``out``, written whole or not at all.

    Raises ``FaultyLine`` for a faulty line and ``OSError`` for files that cannot be read or written.
    """
    _write(out, group_lines(_decoded(source), seed))


def _write(out: Path, result: bytes) -> None:
    if out.exists() and not out.is_file():
        # A device or a pipe is written to, never replaced: /dev/stdout stays what it is.
        out.write_bytes(result)
        return
    # A link keeps pointing at the file it names.
    place = out.resolve()
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(result)
        os.chmod(name, 0o644)
        os.replace(name, place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def main_group(source: str, out: str, seed: int = 0) -> int:
    """Group ``source`` into ``out``; print what is wrong and return 1 on a fault, else return 0."""
    at_fault = source
    try:
        result = group_lines(_decoded(Path(source)), seed)
        at_fault = out
        _write(Path(out), result)
    except (FaultyLine, OSError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        sys.stderr.write(f"{at_fault}: {reason}\n")
        return 1
    return 0
