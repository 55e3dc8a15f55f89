"""Paging by key: each page begins after the last row seen, so page 1,000 costs what page 1 costs.

An offset would count all earlier rows and show a row twice when another is added meanwhile.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, TypeDecorator, and_, or_
from sqlalchemy.orm import QueryableAttribute, Session, scoped_session

MAX_SIZE = 100
DEFAULT_SIZE = 20
_MAX_CURSOR = 2_000
_MAX_SMALL, _MAX_NUMBER = 2**31 - 1, 2**63 - 1

T = TypeVar("T")
Direction = Literal["asc", "desc"]
# The columns a list is sorted by, none of which is ever null; the last one must be unique.
Order = Sequence[tuple[ColumnElement[Any] | QueryableAttribute[Any], Direction]]


class NotSortable(Exception):
    """A list sorted by a column that no cursor can hold: a mistake of ours, never of the reader's."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, and the cursors of its neighbours (None where there is none)."""

    items: list[T]
    next_cursor: str | None = None
    previous_cursor: str | None = None


@dataclass(frozen=True)
class _Place:
    """Where a page begins: after (or, backwards, before) the row that has these values."""

    backwards: bool
    values: list[Any]


def page_size(asked: str | int | None, default: int = DEFAULT_SIZE) -> int:
    """Return a page size between 1 and 100 from whatever a query string says."""
    text = str(asked if asked is not None else default)
    if not (text.isascii() and text.isdigit()) or int(text[:9]) == 0:
        return default
    return min(int(text[:9]), MAX_SIZE)


def keyset(
    statement: Select[Any],
    *,
    order: Order,
    cursor: str | None,
    size: int = DEFAULT_SIZE,
    session: Session | scoped_session[Any],
) -> Page[Any]:
    """Return the page of `statement` at `cursor` (None or anything not ours: the first page).

    `statement` has no order or limit of its own; it selects one entity or column (items are then bare)
    or several (items are rows), and loads collections by `selectinload`.  `size` is cut to 1…100.
    """
    for column, _ in order:
        _kind(column)
    size = max(1, min(size, MAX_SIZE))
    place = _read(cursor, order)
    page = _page(statement, order, place, size, session)
    # Rows may have gone since the link was made: an empty or short page before the first would be odd.
    if place and (not page.items or (place.backwards and page.previous_cursor is None)):
        page = _page(statement, order, None, size, session)
    return page


def _page(
    statement: Select[Any],
    order: Order,
    place: _Place | None,
    size: int,
    session: Session | scoped_session[Any],
) -> Page[Any]:
    backwards = place is not None and place.backwards
    if place:
        statement = statement.where(_beyond(order, place))
    statement = statement.order_by(None).order_by(*_sorting(order, backwards)).limit(size + 1)
    keys = [column for column, _ in order]
    rows = list(session.execute(statement.add_columns(*keys)).all())
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    return _cut(rows, order, has_next=backwards or more, has_previous=more if backwards else place is not None)


def _cut(rows: list[Any], order: Order, *, has_next: bool, has_previous: bool) -> Page[Any]:
    """Take the sort values off each row and make the cursors out of the first and the last."""
    if not rows:
        return Page([])
    width = len(order)
    first, last = (list(row[-width:]) for row in (rows[0], rows[-1]))
    single = len(rows[0]) - width == 1
    return Page(
        [row[0] if single else row[:-width] for row in rows],
        _write(order, _Place(False, last)) if has_next else None,
        _write(order, _Place(True, first)) if has_previous else None,
    )


def _sorting(order: Order, backwards: bool) -> list[ColumnElement[Any]]:
    return [column.desc() if (way == "desc") != backwards else column.asc() for column, way in order]


def _beyond(order: Order, place: _Place) -> ColumnElement[bool]:
    """Return «a after x, or a = x and b after y, or …», which also serves mixed directions."""
    found: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for (column, way), value in zip(order, place.values, strict=True):
        after = column < value if (way == "desc") != place.backwards else column > value
        found.append(and_(*equal, after))
        equal.append(column == value)
    # Said again for the first column alone, so that an index on it gives the starting point.
    (column, way), value = order[0], place.values[0]
    start = column <= value if (way == "desc") != place.backwards else column >= value
    return and_(start, or_(*found))


def beside(order: Order, values: Sequence[Any], *, before: bool = False) -> str:
    """Return the cursor of the page after (or before) the row that has these values in the columns of `order`."""
    return _write(order, _Place(before, list(values)))


def _signature(order: Order) -> str:
    """Return a short name of the order, so that the cursor of another list is not taken for one of this."""
    words = " ".join(f"{column} {way}" for column, way in order)
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def _write(order: Order, place: _Place) -> str:
    values = [_encoded(value) for value in place.values]
    body = json.dumps([_signature(order), place.backwards, values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def _encoded(value: Any) -> str | int | float:
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return value
    raise NotSortable(f"a key of a list is a {type(value).__name__}: keys are never null")


def _read(cursor: str | None, order: Order) -> _Place | None:
    """Return the place a cursor names, or None for whatever this list did not write itself."""
    if not cursor or len(cursor) > _MAX_CURSOR:
        return None
    try:
        body = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        signature, backwards, values = json.loads(body)
        if signature != _signature(order) or not isinstance(backwards, bool) or len(values) != len(order):
            return None
        decoded = [_decoded(value, column) for value, (column, _) in zip(values, order, strict=True)]
    except (ValueError, TypeError, RecursionError, binascii.Error):
        return None
    return _Place(backwards, decoded)


def _kind(column: ColumnElement[Any] | QueryableAttribute[Any]) -> type:
    """Return the type of a column's values (a decorated type knows it through its base), or raise NotSortable."""
    declared = column.type
    kind = (declared.impl_instance if isinstance(declared, TypeDecorator) else declared).python_type
    # Said aloud: a column whose cursor could not be read would show its first page for ever.
    if kind not in _PLAIN and kind not in {date, datetime}:
        raise NotSortable(f"{column} has no type a cursor can hold; give it one (type_=…)")
    return kind


def _decoded(value: Any, column: ColumnElement[Any] | QueryableAttribute[Any]) -> Any:
    """Return a value of the column's own type; raises ValueError or TypeError for any other."""
    kind = _kind(column)
    if kind is datetime:
        return _moment(value)
    if kind is date:
        return date.fromisoformat(value)
    # A boolean is an int to Python, and NaN or a NUL are values that databases refuse with an error.
    if isinstance(value, bool) != (kind is bool) or not isinstance(value, _PLAIN[kind]):
        raise TypeError(value)
    if isinstance(value, str):
        value.encode()
        if "\x00" in value:
            raise ValueError(value)
    elif isinstance(value, int | float) and not -_most(column) <= value <= _most(column):
        raise ValueError(value)
    return value


def _most(column: ColumnElement[Any] | QueryableAttribute[Any]) -> int:
    """Return the largest number PostgreSQL compares with a column of this type."""
    is_small = isinstance(column.type, Integer) and not isinstance(column.type, BigInteger)
    return _MAX_SMALL if is_small else _MAX_NUMBER


_PLAIN: dict[type, tuple[type, ...]] = {str: (str,), int: (int,), bool: (bool,), float: (int, float)}


def _moment(text: str) -> datetime:
    """Return an aware moment, and one that no conversion to another zone carries past the calendar."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1000 < moment.year < 9999:
        raise ValueError(text)
    return moment
