"""Authors of imported texts: one contributor a mark, found again at the next import."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from cocreation.accounts.lists import VOICES
from cocreation.accounts.models import Contributor
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.proposals.importing.cells import MAX_NAME, Cells
from cocreation.proposals.importing.mapping import plain

_VOICES = {plain(code): code for code in VOICES}
# How many values one statement may name: SQLite takes 32,766, PostgreSQL 65,535.
AT_ONCE = 10_000
MAX_MARK = 1_000
MAX_KEY = 120


@dataclass(frozen=True)
class Author:
    """Who signed: the mark of the source (empty where none is given), the name to show and the voice."""

    mark: str
    name: str
    voice: str


def read_author(cells: Cells) -> Author:
    """The author of a row; the mark is never shown, the name is."""
    return Author(
        mark=cells.line("author", limit=MAX_MARK),
        name=cells.line("name", limit=MAX_NAME),
        voice=cells.code("voice", "voices", _VOICES, "citizen") or "citizen",
    )


def key_of(slug: str, mark: str) -> str:
    """The key of an author's mark in a cycle; a long mark stands as its digest."""
    key = f"{slug}:{mark}"
    return key if len(key) <= MAX_KEY else f"{slug}:{hashlib.sha256(mark.encode()).hexdigest()[:48]}"


def contributors(slug: str, authors: Sequence[Author]) -> list[int]:
    """The id of the contributor of each author, made where none is there; authors without a mark all differ."""
    keys = [key_of(slug, author.mark) if author.mark else None for author in authors]
    known = _known({key for key in keys if key})
    named: dict[tuple[str, str], str] = {}
    for key, author in zip(keys, authors, strict=True):
        if key and author.name:
            named.setdefault((key, author.voice), author.name)
    new, places = list[dict[str, object]](), list[int]()
    for key, author in zip(keys, authors, strict=True):
        found = known.get((key, author.voice)) if key else None
        if found is None:
            # Not made yet: its place among those about to be made, as a negative number.
            new.append(_row(key, named.get((key or "", author.voice), author.name), author.voice))
            found = -len(new)
            if key:
                known[key, author.voice] = found
        places.append(found)
    made = _insert(new)
    return [made[-place - 1] if place < 0 else place for place in places]


def _row(key: str | None, name: str, voice: str) -> dict[str, object]:
    return {"name": name, "voice": voice, "external_key": key, "created_at": now()}


def _insert(rows: list[dict[str, object]]) -> list[int]:
    if not rows:
        return []
    statement = insert(Contributor).returning(Contributor.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))


def _known(keys: set[str]) -> dict[tuple[str | None, str], int]:
    found: dict[tuple[str | None, str], int] = {}
    for part in portions(sorted(keys)):
        statement = select(Contributor.external_key, Contributor.voice, Contributor.id)
        rows = db.session.execute(statement.where(Contributor.external_key.in_(part)).order_by(Contributor.id.desc()))
        found.update({(key, voice): number for key, voice, number in rows})
    return found


def portions(values: Sequence[str]) -> Iterable[Sequence[str]]:
    """Values in portions one statement can name."""
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
