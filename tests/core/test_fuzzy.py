"""Dates with their precision: read, written in three languages, sorted, kept in a database."""

import contextlib
import json
from collections.abc import Iterator
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import CheckConstraint, create_engine, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from cocreation.core.datewords import LANGUAGES
from cocreation.core.fuzzy import KINDS, DateNotUnderstood, FuzzyDate, bounds_of, fuzzy_date

READINGS = [
    ("11/09/2020", "day", date(2020, 9, 11), date(2020, 9, 11)),
    ("2020-09-11", "day", date(2020, 9, 11), date(2020, 9, 11)),
    ("1er octobre 2020", "day", date(2020, 10, 1), date(2020, 10, 1)),
    ("mercredi 15 juillet 2020", "day", date(2020, 7, 15), date(2020, 7, 15)),
    ("٧ شتنبر ٢٠٢٠", "day", date(2020, 9, 7), date(2020, 9, 7)),
    ("October 5, 2020", "day", date(2020, 10, 5), date(2020, 10, 5)),
    ("octobre 2020", "month", date(2020, 10, 1), date(2020, 10, 31)),
    ("غشت 2020", "month", date(2020, 8, 1), date(2020, 8, 31)),
    ("أغسطس 2020", "month", date(2020, 8, 1), date(2020, 8, 31)),
    ("2ème semaine de septembre 2020", "week_of_month", date(2020, 9, 8), date(2020, 9, 14)),
    ("الأسبوع الثاني من شتنبر 2020", "week_of_month", date(2020, 9, 8), date(2020, 9, 14)),
    ("last week of October 2020", "week_of_month", date(2020, 10, 25), date(2020, 10, 31)),
    ("fin Septembre 2020", "end_of_month", date(2020, 9, 21), date(2020, 9, 30)),
    ("نهاية شتنبر 2020", "end_of_month", date(2020, 9, 21), date(2020, 9, 30)),
    ("septembre – novembre 2020", "range", date(2020, 9, 1), date(2020, 11, 30)),
    ("من شتنبر إلى نونبر 2020", "range", date(2020, 9, 1), date(2020, 11, 30)),
    ("from September to November 2020", "range", date(2020, 9, 1), date(2020, 11, 30)),
    ("novembre – janvier 2021", "range", date(2020, 11, 1), date(2021, 1, 31)),
    ("19–27 Oct 2020", "range", date(2020, 10, 19), date(2020, 10, 27)),
    ("25–27/06/2020", "range", date(2020, 6, 25), date(2020, 6, 27)),
    ("3ème et 4ème semaines de septembre 2020", "range", date(2020, 9, 15), date(2020, 9, 28)),
    ("mi-octobre 2020", "range", date(2020, 10, 11), date(2020, 10, 20)),
    ("2021", "range", date(2021, 1, 1), date(2021, 12, 31)),
    ("à partir d’octobre 2020", "from", date(2020, 10, 1), None),
    ("ابتداء من أكتوبر 2020", "from", date(2020, 10, 1), None),
    ("from October 2020", "from", date(2020, 10, 1), None),
    ("dépend des 7 départements", "depends_on", None, None),
    ("رهين بجواب الوزارة", "depends_on", None, None),
    ("2 régions par mois", "recurring", None, None),
    ("Nouveau planning non encore communiqué", "not_communicated", None, None),
    ("غير محدد بعد", "not_communicated", None, None),
    ("Pas de visibilité pour le nouveau planning", "no_visibility", None, None),
    ("no visibility", "no_visibility", None, None),
]


@pytest.mark.parametrize(("typed", "kind", "first", "last"), READINGS)
def test_what_an_administrator_types_is_read(typed: str, kind: str, first: date | None, last: date | None) -> None:
    for language in LANGUAGES:
        read = FuzzyDate.parse(f"  {typed} ", language)
        assert (read.as_written, read.kind, read.first, read.last) == (typed, kind, first, last)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("07/09/2020 à 10h", time(10)),
        ("7 septembre 2020 à 10 h 30", time(10, 30)),
        ("2020-09-07T10:00", time(10)),
        ("7 September 2020 at 3 pm", time(15)),
        ("7 شتنبر 2020 على الساعة 10:30", time(10, 30)),
    ],
)
def test_an_hour_is_read(typed: str, hour: time) -> None:
    read = FuzzyDate.parse(typed, "fr")
    assert (read.kind, read.first, read.hour) == ("hour", date(2020, 9, 7), hour)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "octobre",
        "31/02/2020",
        "0000-00-00",
        "01/01/99999",
        "31/12/9999",
        "12/13/2020",
        "3 mois",
        "à 10h",
        "5e semaine de février 2021",
        "9" * 5000,
        "-" * 199,
        "septembre " * 19,
        "27 – 19 octobre 2020",
    ],
)
def test_what_is_no_date_is_refused_in_words(typed: str) -> None:
    with pytest.raises(DateNotUnderstood) as refusal:
        FuzzyDate.parse(typed, "fr")
    assert refusal.value.message % refusal.value.values


@given(st.text(max_size=250), st.sampled_from(["fr", "ar", "en", "xx"]))
def test_no_text_breaks_the_reader(typed: str, language: str) -> None:
    with contextlib.suppress(DateNotUnderstood):
        assert FuzzyDate.parse(typed, language).kind in KINDS


WRITTEN = [
    (FuzzyDate.day(date(2020, 10, 1)), "1er octobre 2020", "1 أكتوبر 2020", "1 October 2020"),
    (FuzzyDate.month(2020, 8), "août 2020", "غشت 2020", "August 2020"),
    (
        FuzzyDate.week_of_month(2020, 10, 1),
        "1re semaine d’octobre 2020",
        "الأسبوع الأول من أكتوبر 2020",
        "1st week of October 2020",
    ),
    (
        FuzzyDate.week_of_month(2020, 10, -1),
        "dernière semaine d’octobre 2020",
        "الأسبوع الأخير من أكتوبر 2020",
        "last week of October 2020",
    ),
    (FuzzyDate.end_of_month(2020, 9), "fin septembre 2020", "نهاية شتنبر 2020", "end of September 2020"),
    (
        FuzzyDate.range(date(2020, 9, 1), date(2020, 11, 30)),
        "septembre – novembre 2020",
        "من شتنبر إلى نونبر 2020",
        "September – November 2020",
    ),
    (
        FuzzyDate.range(date(2020, 10, 19), date(2020, 10, 27)),
        "19–27 octobre 2020",
        "من 19 إلى 27 أكتوبر 2020",
        "19–27 October 2020",
    ),
    (FuzzyDate.range(date(2021, 1, 1), date(2021, 12, 31)), "2021", "2021", "2021"),
    (
        FuzzyDate.starting(date(2020, 10, 1)),
        "à partir d’octobre 2020",
        "ابتداء من أكتوبر 2020",
        "from October 2020",
    ),
    (
        FuzzyDate.starting(date(2020, 9, 7)),
        "à partir du 7 septembre 2020",
        "ابتداء من 7 شتنبر 2020",
        "from 7 September 2020",
    ),
    (FuzzyDate.not_communicated(), "non communiqué", "لم يُعلن عنه بعد", "not communicated"),
    (FuzzyDate.depends_on("dépend des départements"), *["dépend des départements"] * 3),
]


@pytest.mark.parametrize(("value", "french", "arabic", "english"), WRITTEN)
def test_a_date_is_written_in_each_language(value: FuzzyDate, french: str, arabic: str, english: str) -> None:
    assert (value.format("fr"), value.format("ar"), value.format("en")) == (french, arabic, english)
    assert value.format("xx") == french


@pytest.mark.parametrize(("value", "_french", "_arabic", "_english"), WRITTEN)
def test_what_is_written_can_be_read_again(value: FuzzyDate, _french: str, _arabic: str, _english: str) -> None:
    for language in LANGUAGES:
        again = FuzzyDate.parse(value.format(language), language)
        assert (again.kind, again.first, again.last) == (value.kind, value.first, value.last)


def test_an_hour_is_written_as_each_language_does() -> None:
    value = FuzzyDate.at_hour(date(2020, 9, 7), time(10, 30))
    assert value.format("fr") == "7 septembre 2020 à 10\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30"
    assert value.format("ar") == "7 شتنبر 2020 على الساعة 10:30"
    assert FuzzyDate.parse(value.format("fr"), "fr").hour == time(10, 30)


@pytest.mark.parametrize("value", [*(row[0] for row in WRITTEN), FuzzyDate.at_hour(date(2020, 9, 7), time(10, 30))])
def test_a_date_goes_through_json(value: FuzzyDate) -> None:
    assert FuzzyDate.from_json(json.loads(json.dumps(value.as_json()))) == value


def test_dates_sort_by_their_bounds_and_the_unknown_come_last() -> None:
    month = FuzzyDate.month(2020, 9)
    day = FuzzyDate.day(date(2020, 9, 1))
    open_ended = FuzzyDate.starting(date(2020, 9, 1))
    unknown = FuzzyDate.no_visibility()
    assert sorted([unknown, open_ended, month, day]) == [day, month, open_ended, unknown]
    assert [month.may_be(day) for day in (date(2020, 9, 30), date(2020, 10, 1))] == [True, False]
    assert [value.may_be(date(2030, 1, 1)) for value in (open_ended, unknown)] == [True, False]


@pytest.mark.parametrize(
    ("kind", "first", "last", "hour"),
    [
        ("soon", None, None, None),
        ("day", None, None, None),
        ("range", date(2020, 2, 1), date(2020, 1, 1), None),
        ("hour", date(2020, 2, 1), date(2020, 2, 1), None),
        ("from", None, None, None),
    ],
)
def test_a_date_that_cannot_be_is_refused(kind: str, first: date | None, last: date | None, hour: time | None) -> None:
    with pytest.raises(ValueError):
        FuzzyDate("x", kind, first, last, hour)


class _Base(DeclarativeBase):
    pass


class _Phase(_Base):
    __tablename__ = "phase"
    id: Mapped[int] = mapped_column(primary_key=True)
    opens: Mapped[FuzzyDate] = fuzzy_date("opens")
    closes: Mapped[FuzzyDate | None] = fuzzy_date("closes", nullable=True)


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    _Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_a_date_keeps_its_words_its_kind_its_bounds_and_its_hour(session: Session) -> None:
    opens = FuzzyDate.parse("07/09/2020 à 10h", "fr")
    session.add(_Phase(id=1, opens=opens, closes=None))
    session.add(_Phase(id=2, opens=FuzzyDate.month(2020, 8), closes=FuzzyDate.not_communicated("à définir")))
    session.commit()
    session.expunge_all()
    first, second = session.get_one(_Phase, 1), session.get_one(_Phase, 2)
    assert (first.opens, first.closes) == (opens, None)
    assert second.closes == FuzzyDate("à définir", "not_communicated")
    second.closes = None
    session.commit()
    session.expunge_all()
    assert session.get_one(_Phase, 2).closes is None


def test_queries_filter_and_sort_by_the_bounds(session: Session) -> None:
    months = [FuzzyDate.month(2020, 10), FuzzyDate.month(2020, 8), FuzzyDate.no_visibility()]
    session.add_all([_Phase(id=n, opens=opens) for n, opens in enumerate(months)])
    session.flush()
    first, last = bounds_of(_Phase.opens)
    assert session.scalars(select(_Phase.id).order_by(first.nulls_last())).all() == [1, 0, 2]
    assert session.scalars(select(_Phase.id).where(last < date(2020, 9, 1))).all() == [1]


def test_the_database_refuses_an_unknown_kind_and_bounds_reversed(session: Session) -> None:
    names = {c.name for c in _Phase.__table__.constraints if isinstance(c, CheckConstraint)}
    assert names == {"opens_kind", "opens_bounds", "closes_kind", "closes_bounds"}
    session.add(_Phase(id=1, opens=FuzzyDate.month(2020, 8)))
    session.commit()
    for change in ("opens_kind = 'soon'", "opens_last = '1999-01-01'"):
        with pytest.raises(IntegrityError):
            session.execute(text(f"UPDATE phase SET {change}"))
        session.rollback()
