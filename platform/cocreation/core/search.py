"""Full-text search: our own analyser's words, indexed by SQLite FTS5 or by PostgreSQL, with the same hits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Index, Select, String, Text, UniqueConstraint, delete, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from cocreation.core.db import Base, db, is_sqlite
from cocreation.text.analyser import ANALYSER_VERSION, search_terms, search_text

MAX_QUERY = 200


class SearchEntry(Base):
    """The analysed words of one searchable thing, with the version of the analyser that made them."""

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "object_id"),
        Index("ix_search_entry_analyser", "analyser"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    object_id: Mapped[int]
    analyser: Mapped[int]
    content: Mapped[str] = mapped_column(Text)


# Tables and indexes only one engine knows; the migration writes them by hand and comparisons leave them out.
SQLITE_ONLY = (
    "search_words",
    "search_words_data",
    "search_words_idx",
    "search_words_docsize",
    "search_words_config",
    "search_words_content",
)
POSTGRESQL_ONLY = ("ix_search_entry_vector",)

Source = Callable[[], Iterable[tuple[int, str, str | None]]]


def sources() -> dict[str, Source]:
    """Who can be searched: kind → everything of that kind as (id, text, language); filled by the rooms."""
    found: dict[str, Source] = current_app.extensions["cocreation.search"]
    return found


def put(*, kind: str, object_id: int, words: str, language: str | None) -> None:
    """Index one thing, or index it anew; up to date as soon as the transaction is."""
    remove(kind=kind, object_id=object_id)
    entry = SearchEntry(kind=kind, object_id=object_id, analyser=ANALYSER_VERSION, content=search_text(words, language))
    db.session.add(entry)
    db.session.flush()
    if is_sqlite():
        db.session.execute(
            text("INSERT INTO search_words(rowid, content) VALUES (:id, :content)"),
            {"id": entry.id, "content": entry.content},
        )


def put_many(*, kind: str, things: Sequence[tuple[int, str, str | None]]) -> None:
    """Index many things that are not in the index yet.

    Args:
        things: (id, words, language).
    """
    rows = [
        {"kind": kind, "object_id": number, "analyser": ANALYSER_VERSION, "content": search_text(words, language)}
        for number, words, language in things
    ]
    if not rows:
        return
    statement = insert(SearchEntry).returning(SearchEntry.id, sort_by_parameter_order=True)
    ids = db.session.scalars(statement, rows).all()
    if is_sqlite():
        db.session.execute(
            text("INSERT INTO search_words(rowid, content) VALUES (:id, :content)"),
            [{"id": number, "content": row["content"]} for number, row in zip(ids, rows, strict=True)],
        )


def remove(*, kind: str, object_id: int) -> None:
    """Take one thing out of the index."""
    found = db.session.scalar(
        select(SearchEntry.id).where(SearchEntry.kind == kind, SearchEntry.object_id == object_id)
    )
    if found is None:
        return
    if is_sqlite():
        db.session.execute(text("DELETE FROM search_words WHERE rowid = :id"), {"id": found})
    db.session.execute(delete(SearchEntry).where(SearchEntry.id == found))


def _quoted(key: str, mark: str) -> str:
    return mark + key.replace(mark, "").replace("\\", "") + mark


def _expression(query: str) -> str:
    fts = is_sqlite()
    mark, either, both = ('"', " OR ", " AND ") if fts else ("'", " | ", " & ")
    words = []
    for alternatives in search_terms(query[:MAX_QUERY]):
        keys = sorted({key for key in alternatives if key.strip(mark + "\\ ")})
        if keys:
            words.append("(" + either.join(_quoted(key, mark) for key in keys) + ")")
    return both.join(words)


def matching(kind: str, query: str) -> Select[Any] | None:
    """The ids of the things of `kind` that hold every word of `query`, as a SELECT to put in a WHERE … IN.

    Returns:
        None where the query has no searchable word.
    """
    expression = _expression(query)
    if not expression:
        return None
    statement = select(SearchEntry.object_id).where(SearchEntry.kind == kind)
    if is_sqlite():
        found = text("search_entry.id IN (SELECT rowid FROM search_words WHERE search_words MATCH :words)")
    else:
        found = text("to_tsvector('simple', search_entry.content) @@ to_tsquery('simple', :words)")
    return statement.where(found.bindparams(words=expression))


def reindex(progress: Callable[[str, int], None] = lambda kind, count: None) -> dict[str, int]:
    """Index everything anew, after the analyser changed or an import was cut short.

    Returns:
        How many things of each kind are indexed.
    """
    counts: dict[str, int] = {}
    for kind, source in sorted(sources().items()):
        _clear(kind)
        things = list(source())
        put_many(kind=kind, things=things)
        counts[kind] = len(things)
        progress(kind, counts[kind])
    return counts


def _clear(kind: str) -> None:
    if is_sqlite():
        db.session.execute(
            text("DELETE FROM search_words WHERE rowid IN (SELECT id FROM search_entry WHERE kind = :kind)"),
            {"kind": kind},
        )
    db.session.execute(delete(SearchEntry).where(SearchEntry.kind == kind))


def stale() -> Iterator[str]:
    """Kinds whose entries were made by another version of the analyser: `cocreation reindex` mends them."""
    statement = select(SearchEntry.kind).where(SearchEntry.analyser != ANALYSER_VERSION).distinct()
    yield from db.session.scalars(statement)


def init_app(app: Flask) -> None:
    """Give the application its (empty) list of searchable things."""
    app.extensions["cocreation.search"] = {}
