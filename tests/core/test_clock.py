"""The real clock, the process clock, and the Moroccan hour."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from cocreation.core.clock import (
    as_instant,
    now,
    process_at,
    process_now,
    to_local,
    week_of,
)


def test_the_real_clock_is_aware_and_in_utc() -> None:
    assert now().utcoffset() == timedelta(0)


def test_a_bare_process_date_stands_at_noon_in_morocco() -> None:
    assert process_now("2020-10-15") == datetime(2020, 10, 15, 11, 0, tzinfo=UTC)


def test_the_context_wins_over_the_setting_and_ends_with_its_block() -> None:
    with process_at(date(2020, 7, 15)):
        assert process_now("2020-10-15").date() == date(2020, 7, 15)
    assert process_now("2020-10-15").date() == date(2020, 10, 15)


@time_machine.travel("2026-03-01T10:00:00+00:00", tick=False)
def test_without_a_process_date_both_clocks_agree() -> None:
    assert process_now() == process_now("") == now()


@time_machine.travel("2026-03-01T10:00:00+00:00", tick=False)
def test_a_held_process_leaves_the_real_clock_alone() -> None:
    assert to_local(process_now("2020-10-15")).date() == date(2020, 10, 15)
    assert now() == datetime(2026, 3, 1, 10, tzinfo=UTC)


def test_a_time_without_a_zone_is_moroccan() -> None:
    assert as_instant("2020-09-07T10:00") == datetime(2020, 9, 7, 9, 0, tzinfo=UTC)
    assert as_instant("2020-09-07T10:00:00+00:00") == datetime(2020, 9, 7, 10, 0, tzinfo=UTC)
    with pytest.raises(ValueError):
        as_instant("15 octobre 2020")


def test_morocco_goes_back_an_hour_during_ramadan() -> None:
    before = datetime(2021, 4, 1, 12, tzinfo=UTC)
    during = datetime(2021, 4, 20, 12, tzinfo=UTC)
    assert (to_local(before).hour, to_local(during).hour) == (13, 12)
    with pytest.raises(ValueError):
        to_local(datetime(2021, 4, 1))  # noqa: DTZ001 - the missing zone is what is refused


def test_a_week_begins_on_the_local_monday() -> None:
    late_sunday_in_utc = datetime(2020, 10, 11, 23, 30, tzinfo=UTC)
    assert week_of(late_sunday_in_utc) == date(2020, 10, 12)
    assert week_of(datetime(2020, 10, 15, 12, tzinfo=UTC)) == date(2020, 10, 12)
