"""JSON Lines: one object a line, its keys the columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from cocreation.core.i18n import N_
from cocreation.proposals.importing.encodings import decode
from cocreation.proposals.importing.faults import Fault, Faulty, refuse
from cocreation.proposals.importing.tables import (
    MAX_ROWS,
    NOT_TEXT,
    TOO_MANY_ROWS,
    Row,
    Table,
    checked,
    contents,
    kind_of_content,
)

NOT_JSON = N_("this line is not JSON")
NOT_AN_OBJECT = N_("this line is not a JSON object")
REPEATED_KEY = N_("the name «%(name)s» stands twice")


class _Repeated(ValueError):
    """A key given twice, of which a plain reader would keep the last one silently."""


def read_jsonl(path: Path, encoding: str | None = None) -> Table:
    """The table of a file of JSON objects, one a line; raises Faulty."""
    content = contents(path)
    if kind := kind_of_content(content[:512]):
        raise refuse(NOT_TEXT, kind=[kind])
    table, headers = Table([], []), dict[str, None]()
    for number, line in enumerate(decode(content, encoding).split("\n"), start=1):
        if not line.strip():
            continue
        found = _object(line, number, table)
        if found is not None:
            headers.update(dict.fromkeys(found))
            table.rows.append(Row(number, found))
        if len(table.rows) > MAX_ROWS:
            raise refuse(TOO_MANY_ROWS, limit=MAX_ROWS)
    if table.faults and not table.rows:
        # Without one line that could be read, columns that are missing say nothing.
        raise Faulty(table.faults)
    table.headers = list(headers)
    return checked(table)


def _object(line: str, number: int, table: Table) -> dict[str, Any] | None:
    try:
        value = json.loads(line, parse_constant=_not_a_number, object_pairs_hook=_pairs)
    except _Repeated as error:
        table.faults.append(Fault(REPEATED_KEY, {"name": str(error)}, number))
        return None
    except (ValueError, RecursionError):
        table.faults.append(Fault(NOT_JSON, line=number))
        return None
    if not isinstance(value, dict):
        table.faults.append(Fault(NOT_AN_OBJECT, line=number))
        return None
    return value


def _not_a_number(name: str) -> NoReturn:
    raise ValueError(name)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Repeated(name)
        found[name] = value
    return found
