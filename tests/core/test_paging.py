"""Keyset paging: every row once, both ways, on both databases, and no cursor breaks it."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, Integer, create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from cocreation.core.db import UTCDateTime
from cocreation.core.paging import MAX_SIZE, NotSortable, Order, Page, keyset, page_size
from tests.core.hostile import PARAMETERS, TEXTS
from tests.fixtures.postgres import Cluster

START = datetime(2020, 10, 1, tzinfo=UTC)


class _Base(DeclarativeBase):
    type_annotation_map = {datetime: UTCDateTime()}


class _Idea(_Base):
    __tablename__ = "paged_idea"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    day: Mapped[date]
    title: Mapped[str]
    size: Mapped[float]


NEWEST: Order = [(_Idea.at, "desc"), (_Idea.id, "desc")]
ORDERS: list[Order] = [
    NEWEST,
    [(_Idea.at, "asc"), (_Idea.id, "desc")],
    [(_Idea.day, "desc"), (_Idea.title, "asc"), (_Idea.id, "asc")],
    [(_Idea.size, "desc"), (_Idea.id, "asc")],
    [(func.length(_Idea.title, type_=Integer), "asc"), (_Idea.id, "asc")],
    [(_Idea.id, "asc")],
]


def _filled(url: str) -> Engine:
    engine = create_engine(url)
    _Base.metadata.create_all(engine)
    # Every third idea shares its moment, and titles repeat: the ties are what paging gets wrong.
    with Session(engine) as session:
        session.add_all(
            _Idea(
                id=n,
                at=START + timedelta(hours=n // 3, microseconds=n // 3),
                day=(START + timedelta(days=n % 5)).date(),
                title=f"مقترح {'é' * (n % 4)}",
                size=n % 7 / 4,
            )
            for n in range(47)
        )
        session.commit()
    return engine


@pytest.fixture(scope="module")
def engine_of(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Engine]]:
    engines: dict[str, Engine] = {}

    def engine(kind: str) -> Engine:
        if kind not in engines:
            url = "sqlite://"
            if kind == "postgres":
                cluster: Cluster = request.getfixturevalue("postgres_cluster")
                url = cluster.url(cluster.create())
            engines[kind] = _filled(url)
        return engines[kind]

    yield engine
    for each in engines.values():
        each.dispose()


@pytest.fixture
def session(database_kind: str, engine_of: Callable[[str], Engine]) -> Iterator[Session]:
    with Session(engine_of(database_kind)) as session:
        yield session
        session.rollback()


def walk(session: Session, order: Order, size: int) -> list[Page[Any]]:
    """Follow the links from the first page to the last."""
    pages = [keyset(select(_Idea.id), order=order, cursor=None, size=size, session=session)]
    while pages[-1].next_cursor and len(pages) < 10:
        pages.append(keyset(select(_Idea.id), order=order, cursor=pages[-1].next_cursor, size=size, session=session))
    return pages


@pytest.mark.both_databases
@pytest.mark.parametrize("order", ORDERS)
def test_every_row_once_forwards_and_the_same_pages_backwards(session: Session, order: Order) -> None:
    sorting = [column.desc() if way == "desc" else column.asc() for column, way in order]
    expected = list(session.scalars(select(_Idea.id).order_by(*sorting)))
    pages = walk(session, order, 10)
    assert [item for page in pages for item in page.items] == expected
    assert [len(page.items) for page in pages] == [10, 10, 10, 10, 7]
    assert pages[0].previous_cursor is None
    cursor = pages[-1].previous_cursor
    for page in reversed(pages[:-1]):
        back = keyset(select(_Idea.id), order=order, cursor=cursor, size=10, session=session)
        assert (back.items, back.next_cursor) == (page.items, page.next_cursor)
        cursor = back.previous_cursor
    assert cursor is None


@pytest.mark.both_databases
@pytest.mark.parametrize("item", [*PARAMETERS, *TEXTS], ids=str)
def test_a_cursor_that_is_not_ours_is_the_first_page(session: Session, item: Any) -> None:
    page = keyset(select(_Idea.id), order=NEWEST, cursor=item.text, size=5, session=session)
    assert page.items == [46, 45, 44, 43, 42]


def forged(values: Any, order: Order = NEWEST, backwards: Any = False) -> str:
    """Write a cursor that looks like one of `order`, with other values in it."""
    page = _first_cursor(order)
    signature = json.loads(base64.urlsafe_b64decode(page + "=" * (-len(page) % 4)))[0]
    return base64.urlsafe_b64encode(json.dumps([signature, backwards, values]).encode()).decode().rstrip("=")


def _first_cursor(order: Order) -> str:
    engine = create_engine("sqlite://")
    _Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(_Idea(id=n, at=START, day=START.date(), title="x", size=1.0) for n in range(2))
        session.flush()
        cursor = keyset(select(_Idea.id), order=order, cursor=None, size=1, session=session).next_cursor
    engine.dispose()
    assert cursor
    return cursor


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "values",
    [
        None, 3, [], [1], {}, "ab", ["2020-10-01T00:00:00+00:00"], ["not a date", 3], [None, None], [3, 3],
        ["2020-10-01T00:00:00", 3], ["0001-01-01T00:00:00+14:00", 3], ["2020-10-01T00:00:00+00:00", 2**80],
        ["2020-10-01T00:00:00+00:00", 2**31],
        ["2020-10-01T00:00:00+00:00", "3"], ["2020-10-01T00:00:00+00:00", True], [["2020"], {}],
        ["2020-10-01T00:00:00+00:00", float("nan")], ["9999-12-31T23:59:59-14:00", 3],
    ],
)  # fmt: skip
def test_forged_values_are_the_first_page(session: Session, values: Any) -> None:
    for backwards in (False, True, 1, None):
        page = keyset(select(_Idea.id), order=NEWEST, cursor=forged(values, NEWEST, backwards), size=3, session=session)
        assert page.items == [46, 45, 44]


@pytest.mark.both_databases
@pytest.mark.parametrize("text", ["\x00", "\ud800", 3, None])
def test_a_text_no_database_takes_is_the_first_page(session: Session, text: Any) -> None:
    order: Order = [(_Idea.title, "asc"), (_Idea.id, "asc")]
    page = keyset(select(_Idea.id), order=order, cursor=forged([text, 1], order), size=3, session=session)
    assert page.items == [0, 4, 8]


@given(st.text())
def test_no_cursor_breaks_a_list(cursor: str) -> None:
    engine = create_engine("sqlite://")
    _Base.metadata.create_all(engine)
    with Session(engine) as session:
        assert keyset(select(_Idea.id), order=NEWEST, cursor=cursor, size=3, session=session).items == []
    engine.dispose()


def test_the_cursor_of_another_order_is_the_first_page(session: Session) -> None:
    cursor = keyset(select(_Idea.id), order=ORDERS[1], cursor=None, size=5, session=session).next_cursor
    assert keyset(select(_Idea.id), order=NEWEST, cursor=cursor, size=2, session=session).items == [46, 45]


def test_rows_added_or_gone_meanwhile_shift_nothing(session: Session) -> None:
    first = keyset(select(_Idea), order=NEWEST, cursor=None, size=5, session=session)
    session.add(_Idea(id=100, at=START + timedelta(days=30), day=START.date(), title="neuve", size=0.0))
    session.delete(session.get_one(_Idea, 42))
    session.flush()
    second = keyset(select(_Idea), order=NEWEST, cursor=first.next_cursor, size=5, session=session)
    assert [idea.id for idea in second.items] == [41, 40, 39, 38, 37]
    # Back again, a page that would stand short at the top is the first page itself.
    back = keyset(select(_Idea), order=NEWEST, cursor=second.previous_cursor, size=5, session=session)
    assert [idea.id for idea in back.items] == [100, 46, 45, 44, 43]


def test_when_nothing_is_left_after_the_cursor_the_first_page_comes(session: Session) -> None:
    page = keyset(select(_Idea.id), order=NEWEST, cursor=None, size=46, session=session)
    session.delete(session.get_one(_Idea, 0))
    session.flush()
    assert keyset(select(_Idea.id), order=NEWEST, cursor=page.next_cursor, size=2, session=session).items == [46, 45]


def test_a_column_without_a_type_is_our_own_mistake_and_is_said_aloud(session: Session) -> None:
    order: Order = [(func.length(_Idea.title), "asc"), (_Idea.id, "asc")]
    with pytest.raises(NotSortable):
        keyset(select(_Idea.id), order=order, cursor=None, size=2, session=session)


def test_several_columns_come_as_rows(session: Session) -> None:
    page = keyset(select(_Idea.id, _Idea.title), order=NEWEST, cursor=None, size=2, session=session)
    assert [tuple(row) for row in page.items] == [(46, "مقترح éé"), (45, "مقترح é")]


def test_a_page_is_one_statement_of_at_most_a_hundred_rows(session: Session) -> None:
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    keyset(select(_Idea.id), order=NEWEST, cursor=None, size=10**9, session=session)
    assert len(statements) == 1
    assert "OFFSET" not in statements[0].split("LIMIT")[0]
    session.add_all(_Idea(id=n, at=START, day=START.date(), title="x", size=0.0) for n in range(200, 400))
    session.flush()
    assert len(keyset(select(_Idea.id), order=NEWEST, cursor=None, size=10**9, session=session).items) == MAX_SIZE


@pytest.mark.parametrize(
    ("asked", "size"),
    [(None, 20), ("50", 50), ("100000", 100), ("0", 20), ("-1", 20), ("9" * 25, 100), ("1e3", 20), ("١", 20), (7, 7)],
)
def test_a_page_size_from_the_address_is_between_one_and_a_hundred(asked: str | int | None, size: int) -> None:
    assert page_size(asked) == size
