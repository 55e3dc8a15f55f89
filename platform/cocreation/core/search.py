"""Full-text search: our own analyser's words, indexed by SQLite FTS5 or by PostgreSQL, with the same hits.

What is found comes in one order on both: what says everything asked for in its title, then the newest first.
No score of an engine is used, because no two engines count alike and none can be explained to a citizen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from flask import Flask, current_app
from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    and_,
    case,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from cocreation.core import paging
from cocreation.core.db import Base, db, is_sqlite
from cocreation.text.analyser import ANALYSER_VERSION, search_text
from cocreation.text.finding import MAX_QUERY, Phrase, Question, Word, read_question

__all__ = ["MAX_QUERY", "Hit", "SearchEntry", "Source", "Thing", "matching", "put", "put_many", "remove"]

# To be raised whenever what is kept of a text changes; the analyser has a version of its own.
_FORM = 2
VERSION = ANALYSER_VERSION * 100 + _FORM
LONGEST_TITLE = 240
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_MANY = 500
# So many entries are looked up one by one sooner than all titles are read.
_FEW = 500


class SearchEntry(Base):
    """The analysed words of one searchable thing, with the version of the analyser that made them."""

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "object_id"),
        Index("ix_search_entry_analyser", "analyser"),
        # All that a suggestion and the order of hits need, so that neither reads the long texts.
        Index("ix_search_entry_title", "kind", "at", "object_id", "title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    object_id: Mapped[int]
    analyser: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    # The terms of the title alone, each between two spaces, and the day by which the newest comes first.
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE), default="", server_default="")
    at: Mapped[datetime] = mapped_column(default=_LONG_AGO, server_default="1970-01-01 00:00:00")


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


class Thing(NamedTuple):
    """One thing as the index takes it: all its words, the title among them, in `language` (None: several)."""

    id: int
    words: str
    language: str | None = None
    title: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Hit:
    """One thing found, as the page of the search shows it.

    `text` is what an excerpt is cut from; `said` are the short words below it (who, when, where it stands).
    """

    title: str
    href: str
    text: str = ""
    lang: str | None = None
    reference: str | None = None
    said: Sequence[str] = ()
    admin: bool = False


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be searched.

    Attributes:
        label: its name in the plural, a msgid. things: everything of the kind that is public.
        hits: the public ones among some ids, with what the page shows of them.
        by_reference: the one that has a reference number, if it has one and is public.
        is_small: few things that change by many hands: read at each search, not kept in the index.
        more: the address of a fuller list for the same query, where there is one.
    """

    label: str
    things: Callable[[], Iterable[Thing]]
    hits: Callable[[Sequence[int]], Mapping[int, Hit]] = field(default=lambda ids: {})
    by_reference: Callable[[str], Hit | None] = field(default=lambda reference: None)
    is_small: bool = False
    order: int = 50
    more: Callable[[str], str | None] = field(default=lambda query: None)


def sources() -> dict[str, Source]:
    """What can be searched: kind → its source; filled by the rooms."""
    found: dict[str, Source] = current_app.extensions["cocreation.search"]
    return found


def _row(kind: str, thing: Thing) -> dict[str, Any]:
    return {
        "kind": kind,
        "object_id": thing.id,
        "analyser": VERSION,
        "content": search_text(thing.words, thing.language),
        "title": title_terms(thing.title, thing.language),
        "at": thing.at or _LONG_AGO,
    }


def title_terms(title: str, language: str | None) -> str:
    """The terms of a title on one line, each between two spaces, cut where a very long one ends."""
    line = " ".join(search_text(title, language).split())[: LONGEST_TITLE - 2]
    return f" {line} "


def put(kind: str, thing: Thing) -> None:
    """Index one thing, or index it anew; up to date as soon as the transaction is."""
    remove(kind=kind, object_id=thing.id)
    put_many(kind=kind, things=[thing])


def put_many(*, kind: str, things: Sequence[Thing]) -> None:
    """Index many things that are not in the index yet."""
    rows = [_row(kind, thing) for thing in things]
    if not rows:
        return
    statement = insert(SearchEntry).returning(SearchEntry.id, sort_by_parameter_order=True)
    ids = db.session.scalars(statement, rows).all()
    if is_sqlite():
        # Words whose entry was lost, as after a repair by hand, make room for those of the new entry.
        db.session.execute(
            text("INSERT OR REPLACE INTO search_words(rowid, content) VALUES (:id, :content)"),
            [{"id": number, "content": row["content"]} for number, row in zip(ids, rows, strict=True)],
        )


def remove(*, kind: str, object_id: int) -> None:
    """Take one thing out of the index."""
    remove_many(kind=kind, object_ids=[object_id])


def remove_many(*, kind: str, object_ids: Sequence[int]) -> None:
    """Take things out of the index; those that are not in it are passed over."""
    for start in range(0, len(object_ids), _MANY):
        part = object_ids[start : start + _MANY]
        _delete(SearchEntry.kind == kind, SearchEntry.object_id.in_(part))


def _delete(*which: ColumnElement[bool]) -> None:
    if is_sqlite():
        found = db.session.scalars(select(SearchEntry.id).where(*which)).all()
        if found:
            db.session.execute(text("DELETE FROM search_words WHERE rowid = :id"), [{"id": each} for each in found])
    db.session.execute(delete(SearchEntry).where(*which).execution_options(synchronize_session=False))


def _quoted(term: str, mark: str) -> str:
    return mark + term.replace(mark, "").replace("\\", "") + mark


def _one_of(terms: Sequence[str], mark: str, either: str) -> str:
    kept = sorted({_quoted(term, mark) for term in terms})
    return "(" + either.join(kept) + ")"


def _expression(question: Question) -> str:
    """What the index is asked: every word, each word of every phrase, none of the words to leave out."""
    fts = is_sqlite()
    mark, either, both, without = ('"', " OR ", " AND ", " NOT ") if fts else ("'", " | ", " & ", " & !")
    asked = [word.terms for word in question.words]
    asked += [(word,) for phrase in question.phrases for word in phrase.telling]
    unwanted = [term for word in question.without_words for term in word.terms]
    found = both.join(_one_of(terms, mark, either) for terms in asked)
    return f"({found}){without}{_one_of(unwanted, mark, either)}" if unwanted else found


def _stands(phrase: Phrase, column: Any = SearchEntry.content) -> ColumnElement[bool]:
    place = func.instr if is_sqlite() else func.strpos
    return place(column, phrase.needle) > 0


def _says(expression: str) -> ColumnElement[bool]:
    if is_sqlite():
        found = text("search_entry.id IN (SELECT rowid FROM search_words WHERE search_words MATCH :words)")
    else:
        found = text("to_tsvector('simple', search_entry.content) @@ to_tsquery('simple', :words)")
    return found.bindparams(words=expression)  # type: ignore[return-value]


def conditions(question: Question) -> list[ColumnElement[bool]]:
    """What an entry has to satisfy to answer the question, beside being of the right kind; the question must ask."""
    return [
        _says(_expression(question)),
        *(_stands(phrase) for phrase in question.phrases),
        *(not_(_stands(phrase)) for phrase in question.without_phrases),
    ]


def _kind() -> ColumnElement[str]:
    # Said so that a database begins with the words, which find few entries, and not with the kind, which most have.
    return SearchEntry.kind.concat("")


def matching(kind: str, query: str | Question) -> Select[Any] | None:
    """The ids of the things of `kind` that answer a query, as a SELECT to put in a WHERE … IN.

    Returns:
        None where the query has nothing to look for.
    """
    question = read_question(query) if isinstance(query, str) else query
    if not question.asks:
        return None
    if is_sqlite():
        return select(SearchEntry.object_id).where(_kind() == kind, *conditions(question))
    # PostgreSQL knows how many entries say a word: found once and for all, they are joined as their number asks for,
    # and no index is walked along which each text would be tried.
    hits = select(SearchEntry.object_id).where(SearchEntry.kind == kind, *conditions(question)).cte()
    return select(hits.prefix_with("MATERIALIZED").c.object_id)


def _in_title(terms: Sequence[str]) -> ColumnElement[bool]:
    place = func.instr if is_sqlite() else func.strpos
    return or_(*(place(SearchEntry.title, f" {term} ") > 0 for term in terms))


def _rank(question: Question) -> ColumnElement[int]:
    """1 where the title alone says everything asked for, else 0."""
    asked = [_in_title(word.terms) for word in question.words]
    asked += [_stands(phrase, SearchEntry.title) for phrase in question.phrases]
    return case((and_(*asked), 1), else_=0)


def found(
    kind: str, question: Question, *, cursor: str | None = None, size: int = paging.DEFAULT_SIZE
) -> paging.Page[int]:
    """One page of the ids that answer a question: those whose title says it, then the others, each newest first."""
    if not question.asks:
        return paging.Page([])
    source = sources().get(kind)
    if source is not None and source.is_small:
        return paging.Page([thing.id for thing in _small(source, question)])
    statement = select(SearchEntry.object_id).where(_kind() == kind, *conditions(question))
    order: paging.Order = [(_rank(question), "desc"), (SearchEntry.at, "desc"), (SearchEntry.object_id, "desc")]
    return paging.keyset(statement, order=order, cursor=cursor, size=size, session=db.session)


def _small(source: Source, question: Question) -> list[Thing]:
    things = [thing for thing in source.things() if question.holds(search_text(thing.words, thing.language))]
    return sorted(things, key=lambda thing: not question.holds(search_text(thing.title, thing.language)))


def counts(question: Question) -> dict[str, int]:
    """How many things of each kind answer a question, in the order of the kinds."""
    ordered = sorted(sources().items(), key=lambda each: each[1].order)
    if not question.asks:
        return {kind: 0 for kind, _ in ordered}
    kind = _kind()
    statement = select(kind, func.count()).where(*conditions(question)).group_by(kind)
    indexed = {row[0]: row[1] for row in db.session.execute(statement)}
    return {
        kind: len(_small(source, question)) if source.is_small else indexed.get(kind, 0) for kind, source in ordered
    }


def _begins(title: str, words: Sequence[Word]) -> bool:
    whole = all(any(f" {term} " in title for term in word.terms) for word in words[:-1])
    return whole and any(f" {term}" in title for term in words[-1].terms)


def _few_saying(words: Sequence[Word]) -> Sequence[int] | None:
    """The entries that say these words anywhere, the last one begun; None where they are many."""
    mark, either, both, begun = ('"', " OR ", " AND ", "*") if is_sqlite() else ("'", " | ", " & ", ":*")
    whole = [_one_of(word.terms, mark, either) for word in words[:-1]]
    last = either.join(sorted({_quoted(term, mark) + begun for term in words[-1].terms}))
    asked = select(SearchEntry.id).where(_says(both.join([*whole, f"({last})"]))).limit(_FEW + 1)
    found = db.session.scalars(asked).all()
    return found if len(found) <= _FEW else None


def titles_beginning(kind: str, words: Sequence[Word], *, limit: int) -> Sequence[int]:
    """The newest things of a kind whose title says all these words, the last of them perhaps only begun."""
    if not words:
        return []
    source = sources().get(kind)
    if source is not None and source.is_small:
        lines = ((thing.id, title_terms(thing.title, thing.language)) for thing in source.things())
        return [number for number, line in lines if _begins(line, words)][:limit]
    place = func.instr if is_sqlite() else func.strpos
    # A word that begins with a shorter term begins with the longer one's beginning: one look is enough.
    last = words[-1].terms
    terms = [term for term in last if not any(term != other and term.startswith(other) for other in last)]
    begun = or_(*(place(SearchEntry.title, f" {term}") > 0 for term in terms))
    few = _few_saying(words)
    among = [SearchEntry.kind == kind] if few is None else [_kind() == kind, SearchEntry.id.in_(few)]
    statement = select(SearchEntry.object_id).where(*among, *(_in_title(word.terms) for word in words[:-1]), begun)
    return db.session.scalars(
        statement.order_by(SearchEntry.at.desc(), SearchEntry.object_id.desc()).limit(limit)
    ).all()


def reindex(
    progress: Callable[[str, int], None] = lambda kind, count: None, *, kinds: Iterable[str] | None = None
) -> dict[str, int]:
    """Index everything anew, after the analyser changed or an import was cut short.

    Args:
        kinds: only these.

    Returns:
        How many things of each kind are indexed.
    """
    counts: dict[str, int] = {}
    wanted = sources() if kinds is None else {kind: sources()[kind] for kind in kinds if kind in sources()}
    for kind, source in sorted(wanted.items()):
        if source.is_small:
            continue
        _delete(SearchEntry.kind == kind)
        things = list(source.things())
        for start in range(0, len(things), _MANY):
            put_many(kind=kind, things=things[start : start + _MANY])
        counts[kind] = len(things)
        progress(kind, counts[kind])
    return counts


def stale() -> list[str]:
    """Kinds whose entries another version of the analyser made, or that were never indexed: `mend` makes them anew."""
    known: dict[str, list[int]] = {}
    for kind, version in db.session.execute(select(SearchEntry.kind, SearchEntry.analyser).distinct()):
        known.setdefault(kind, []).append(version)
    indexed = {kind: source for kind, source in sources().items() if not source.is_small}
    return [
        kind
        for kind, source in sorted(indexed.items())
        if known.get(kind, []) != [VERSION] and (kind in known or next(iter(source.things()), None) is not None)
    ]


def mend() -> dict[str, int]:
    """Index anew what is stale, as after an upgrade; gives what `reindex` gives."""
    kinds = stale()
    return reindex(kinds=kinds) if kinds else {}


def init_app(app: Flask) -> None:
    """Give the application its (empty) list of searchable things."""
    app.extensions["cocreation.search"] = {}
