"""The search finds the same on both databases, in the same order: documents and queries written for this test."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from cocreation.core import search
from cocreation.core.db import db
from cocreation.core.search import SearchEntry, Source, Thing
from cocreation.text.finding import read_question, typed_words

HERE = Path(__file__).parent / "finding"
KIND = "document"
DAY = datetime(2020, 10, 1, tzinfo=UTC)


def documents() -> Iterator[Thing]:
    with (HERE / "documents.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        number = int(row["id"])
        words = f"{row['title']}\n{row['text']}"
        yield Thing(number, words, row["language"], row["title"], DAY + timedelta(days=number))


def queries() -> list[tuple[str, list[int]]]:
    """Read the table: query, hits in their order, what it shows. Quotes are part of the queries."""
    lines = (HERE / "queries.tsv").read_text(encoding="utf-8").splitlines()[1:]
    table = [line.split("\t") for line in lines]
    return [(query, [int(number) for number in hits.split()]) for query, hits, _ in table]


@pytest.fixture
def library(app: Flask, session: object) -> Flask:
    app.extensions["cocreation.search"][KIND] = Source("Documents", documents)
    search.put_many(kind=KIND, things=list(documents()))
    return app


def found(query: str, size: int = 50) -> list[int]:
    return search.found(KIND, read_question(query), size=size).items


@pytest.mark.both_databases
def test_every_query_finds_what_it_should_in_its_order(library: Flask) -> None:
    table = queries()
    assert len(table) >= 120
    assert {query: found(query) for query, _ in table} == dict(table)


@pytest.mark.both_databases
def test_the_index_answers_as_the_words_of_the_texts_do(library: Flask) -> None:
    contents = {row.object_id: row.content for row in db.session.scalars(select(SearchEntry))}
    for query, hits in queries():
        question = read_question(query)
        assert {number for number, content in contents.items() if question.holds(content)} == set(hits), query


@pytest.mark.both_databases
@pytest.mark.parametrize("query", [
    "budget " * 2_000, "\x00budget\x00", "\ud800 budget", '"' * 300, "-" * 300, "'; DROP TABLE search_entry; --",
    "a" * 10_000, "NEAR(budget, 3)", "{content}: budget", "budget + -", "& | ! <-> :*", "\\", "٪", "\u202e", "ـــ",
    '"\u064b"', "-\u064b", "ⵯ", "()" * 90, "ꭰ", "ᵃ", "①", "ﷺ", "🇲🇦", "x́" * 90,
])  # fmt: skip
def test_no_query_fails(library: Flask, query: str) -> None:
    question = read_question(query)
    page = search.found(KIND, question)
    assert search.counts(question)[KIND] == len(page.items)
    search.titles_beginning(KIND, typed_words(query), limit=5)


@pytest.mark.both_databases
def test_pages_by_key_show_each_hit_once(library: Flask) -> None:
    question, seen, cursor = read_question("publier"), [], None
    while True:
        page = search.found(KIND, question, cursor=cursor, size=2)
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == found("publier")
    assert len(seen) == len(set(seen)) > 4


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("bud", [23, 1]), ("éco", [2]), ("publ", [25, 4, 1]), ("budget com", [1]), ("ميزا", [13]), ("الما", [14]),
        ("الميزانية", [13]), ("ⵜⵉⵏ", [30, 29]), ("xyz", []),
    ],
)  # fmt: skip
def test_a_title_is_suggested_by_its_beginnings(
    library: Flask, monkeypatch: pytest.MonkeyPatch, typed: str, ids: list[int]
) -> None:
    assert list(search.titles_beginning(KIND, typed_words(typed), limit=5)) == ids
    # Words that too many say are looked for in every title.
    monkeypatch.setattr(search, "_FEW", 0)
    assert list(search.titles_beginning(KIND, typed_words(typed), limit=5)) == ids


@pytest.mark.both_databases
def test_what_is_taken_out_is_found_no_more(library: Flask) -> None:
    assert found("chaka") == [6]
    search.remove(kind=KIND, object_id=6)
    assert found("chaka") == []
    search.put(KIND, Thing(6, "Un autre texte", "fr"))
    assert (found("chaka"), found("autre texte")) == ([], [6])
    search.put(KIND, Thing(6, "Encore un autre", "fr"))
    assert (found("texte"), found("encore autre")) == ([], [6])


@pytest.mark.both_databases
def test_what_an_older_analyser_made_is_noticed_and_made_anew(library: Flask) -> None:
    assert search.stale() == []
    db.session.scalars(select(SearchEntry)).first().analyser = 1
    db.session.flush()
    assert search.stale() == [KIND]
    assert search.mend() == {KIND: 32}
    assert (search.stale(), search.mend()) == ([], {})
    assert found("budget") == [23, 1]


@pytest.mark.both_databases
def test_what_was_never_indexed_is_noticed_too(app: Flask, session: object) -> None:
    app.extensions["cocreation.search"][KIND] = Source("Documents", documents)
    assert search.stale() == [KIND]
    assert search.mend() == {KIND: 32}


def test_a_small_source_is_read_at_each_search(library: Flask) -> None:
    few = [Thing(1, "Les écoles\nL’eau", "fr", "Les écoles"), Thing(2, "L’eau des écoles", "fr", "L’eau des écoles")]
    library.extensions["cocreation.search"]["few"] = Source("Few", lambda: few, is_small=True)
    assert search.found("few", read_question("eau")).items == [2, 1]
    assert search.counts(read_question("eau"))["few"] == 2
    assert search.counts(read_question("-eau"))["few"] == 0


@pytest.mark.both_databases
def test_a_text_of_any_length_is_indexed(library: Flask) -> None:
    search.put(KIND, Thing(90, " ".join(f"mot{number}" for number in range(120_000)), "fr", "mot " * 400))
    assert found("mot17") == [90]
