"""Dates as a public process writes them: with the precision they were given, and bounds to sort by.

An administration writes «2ème semaine de septembre 2020», «à partir d’octobre» or «non communiqué».
A plain DATE column would lose this, so four facts are kept: the words, the kind, the first and the
last possible day (and the hour, when one was given).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Self

from sqlalchemy import CheckConstraint, Column, ColumnElement, Date, String, Table, Time, event
from sqlalchemy.orm import Composite, MappedColumn, QueryableAttribute, composite, mapped_column

from cocreation.core import datewords
from cocreation.core.datereading import MAX_LENGTH, month_end, read, week_of_month
from cocreation.core.i18n import N_

KINDS = (
    "day",
    "hour",
    "week_of_month",
    "end_of_month",
    "month",
    "range",
    "from",
    "depends_on",
    "not_communicated",
    "no_visibility",
    "recurring",
)
_CLOSED = frozenset({"day", "hour", "week_of_month", "end_of_month", "month", "range"})


class DateNotUnderstood(ValueError):
    """A text that says no date we can place; `message` is a msgid and `values` fill it."""

    message = N_("The date “%(text)s” is not understood.")

    def __init__(self, text: str) -> None:
        self.values = {"text": text[:MAX_LENGTH]}
        super().__init__(self.message % self.values)


@dataclass(frozen=True)
class FuzzyDate:
    """A date with its precision.

    `as_written` is what the administration wrote, `kind` one of `KINDS`, `first` and `last` the
    first and last day it can mean (None: open, or unknown), `hour` the local hour of kind «hour».
    """

    as_written: str
    kind: str
    first: date | None = None
    last: date | None = None
    hour: time | None = None

    def __post_init__(self) -> None:
        """Refuse with ValueError what no kind of date can be."""
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of date: {self.kind}")
        if self.kind in _CLOSED and (self.first is None or self.last is None):
            raise ValueError(f"a date of kind {self.kind} needs both bounds")
        if self.first and self.last and self.first > self.last:
            raise ValueError("a date cannot end before it begins")
        if (self.kind == "from" and self.first is None) or (self.kind == "hour") != (self.hour is not None):
            raise ValueError(f"a date of kind {self.kind} lacks its day or its hour")

    @classmethod
    def parse(cls, text: str, language: str = "fr") -> Self:
        """Return what an administrator typed in fr, ar or en, as written and as bounds.

        Raises DateNotUnderstood for anything else, a date without its year included.
        """
        reading = read(text, language)
        if reading is None:
            raise DateNotUnderstood(text)
        return cls(text.strip(), reading.kind, reading.first, reading.last, reading.hour)

    @classmethod
    def _made(cls, written: str | None, kind: str, first: date | None, last: date | None) -> Self:
        if written is None:
            written = cls("", kind, first, last).format("fr")
        return cls(written, kind, first, last)

    @classmethod
    def day(cls, day: date, written: str | None = None) -> Self:
        """Return a date known to the day."""
        return cls._made(written, "day", day, day)

    @classmethod
    def at_hour(cls, day: date, hour: time, written: str | None = None) -> Self:
        """Return a date known to the (local) hour."""
        return cls(written or datewords.write_hour(day, hour, "fr"), "hour", day, day, hour)

    @classmethod
    def month(cls, year: int, month: int, written: str | None = None) -> Self:
        """Return a whole month."""
        return cls._made(written, "month", date(year, month, 1), month_end(year, month))

    @classmethod
    def week_of_month(cls, year: int, month: int, number: int, written: str | None = None) -> Self:
        """Return week `number` (1 to 5, -1 the last) of a month; week 2 is days 8 to 14."""
        return cls._made(written, "week_of_month", *week_of_month(year, month, number))

    @classmethod
    def end_of_month(cls, year: int, month: int, written: str | None = None) -> Self:
        """Return the end of a month: from its 21st to its last day."""
        return cls._made(written, "end_of_month", date(year, month, 21), month_end(year, month))

    @classmethod
    def range(cls, first: date, last: date, written: str | None = None) -> Self:
        """Return every day from `first` to `last`, both included."""
        return cls._made(written, "range", first, last)

    @classmethod
    def starting(cls, first: date, written: str | None = None) -> Self:
        """Return a date open at its end («à partir de»)."""
        return cls._made(written, "from", first, None)

    @classmethod
    def depends_on(cls, written: str) -> Self:
        """Return a date that waits for something else, said in words."""
        return cls(written, "depends_on")

    @classmethod
    def recurring(cls, written: str, first: date | None = None, last: date | None = None) -> Self:
        """Return a repeated date («2 régions par mois»), said in words."""
        return cls(written, "recurring", first, last)

    @classmethod
    def not_communicated(cls, written: str | None = None) -> Self:
        """Return a date the administration has not given."""
        return cls._made(written, "not_communicated", None, None)

    @classmethod
    def no_visibility(cls, written: str | None = None) -> Self:
        """Return a date the administration cannot foresee."""
        return cls._made(written, "no_visibility", None, None)

    def format(self, language: str) -> str:
        """Return the date in words of `language` (fr for a language we have no words in).

        Dates that wait or repeat are sentences of their author: they come back as written.
        """
        language = language if language in datewords.LANGUAGES else "fr"
        if self.kind == "not_communicated":
            return datewords.NOT_COMMUNICATED[language]
        if self.kind == "no_visibility":
            return datewords.NO_VISIBILITY[language]
        if self.first is None or self.is_sentence:
            return self.as_written
        return self._format_bounds(self.first, self.last, language)

    def _format_bounds(self, first: date, last: date | None, language: str) -> str:
        if last is None:
            return datewords.write_from(first, language)
        if self.hour is not None:
            return datewords.write_hour(first, self.hour, language)
        if self.kind == "week_of_month":
            return datewords.write_week(first, _week_number(first), language)
        if self.kind == "end_of_month":
            return datewords.write_end(first, language)
        if self.kind == "month":
            return datewords.write_month(first, language)
        if first == last:
            return datewords.write_day(first, language)
        return datewords.write_range(first, last, _is_whole_months(first, last), language)

    @property
    def is_sentence(self) -> bool:
        """Whether the date is shown as its author's own words, whatever the language of the page."""
        return self.kind in {"depends_on", "recurring"}

    @property
    def is_placed(self) -> bool:
        """Whether at least its first day is known."""
        return self.first is not None

    @property
    def sort_key(self) -> tuple[date, date]:
        """Return first and last day to sort by; what is open or unknown comes last."""
        return self.first or date.max, self.last or date.max

    def __lt__(self, other: "FuzzyDate") -> bool:
        """Order by bounds."""
        return self.sort_key < other.sort_key

    def may_be(self, day: date) -> bool:
        """Tell whether `day` lies within the bounds."""
        return self.first is not None and self.first <= day and (self.last is None or day <= self.last)

    def as_json(self) -> dict[str, str | None]:
        """Return the date as JSON can hold it; `from_json` reads it back."""
        first, last = (bound.isoformat() if bound else None for bound in (self.first, self.last))
        hour = self.hour.isoformat("minutes") if self.hour else None
        return {"as_written": self.as_written, "kind": self.kind, "first": first, "last": last, "hour": hour}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Return the date `as_json` wrote; raises ValueError or KeyError for anything else."""
        first, last = (date.fromisoformat(value[key]) if value.get(key) else None for key in ("first", "last"))
        hour = time.fromisoformat(value["hour"]) if value.get("hour") else None
        return cls(value["as_written"], value["kind"], first, last, hour)

    def __composite_values__(self) -> tuple[str, str, date | None, date | None, time | None]:
        """Return the values of the columns, in the order `fuzzy_date` declares them."""
        return self.as_written, self.kind, self.first, self.last, self.hour


def _week_number(first: date) -> int:
    """Return the week that begins on `first`: 1 to 5, or 6 for the last seven days of the month."""
    return 6 if (first.day - 1) % 7 else (first.day - 1) // 7 + 1


def _is_whole_months(first: date, last: date) -> bool:
    return first.day == 1 and last == month_end(last.year, last.month)


def fuzzy_date(prefix: str, *, nullable: bool = False) -> Composite[Any]:
    """Map a FuzzyDate onto five columns.

    Declare it as `opens: Mapped[FuzzyDate] = fuzzy_date("opens")`.  Its columns are `<prefix>_written`,
    `_kind`, `_first`, `_last` and `_hour`, with a CHECK on the kind and one on the bounds.  With `nullable`,
    the attribute is `Mapped[FuzzyDate | None]`.  Assign a whole FuzzyDate: it does not change in place.
    """
    kind: MappedColumn[Any] = mapped_column(f"{prefix}_kind", String(20), nullable=nullable)
    event.listen(kind.column, "after_parent_attach", _add_checks, propagate=True)
    return composite(
        FuzzyDate if not nullable else _from_columns,
        mapped_column(f"{prefix}_written", String(MAX_LENGTH), nullable=nullable),
        kind,
        mapped_column(f"{prefix}_first", Date, nullable=True),
        mapped_column(f"{prefix}_last", Date, nullable=True),
        mapped_column(f"{prefix}_hour", Time, nullable=True),
    )


def _from_columns(written: str | None, kind: str | None, *bounds: Any) -> FuzzyDate | None:
    return None if kind is None else FuzzyDate(written or "", kind, *bounds)


def _add_checks(column: Column[Any], table: Table) -> None:
    """Write the two CHECKs on the table itself, where migrations see them."""
    if column.info.get("checked"):
        # Alembic compares copies of tables: their checks are copied too, and must not be written a second time.
        return
    column.info["checked"] = True
    prefix = column.name.removesuffix("_kind")
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    table.append_constraint(CheckConstraint(f"{prefix}_kind IN ({kinds})", name=f"{prefix}_kind"))
    table.append_constraint(CheckConstraint(f"{prefix}_first <= {prefix}_last", name=f"{prefix}_bounds"))


def bounds_of(attribute: QueryableAttribute[Any]) -> tuple[ColumnElement[date], ColumnElement[date]]:
    """Return the first-day and last-day columns of a mapped FuzzyDate, to filter and sort by in a query."""
    clauses = attribute.property.columns
    return clauses[2], clauses[3]
