"""Each thing told is in exactly one mail, or in none where the person chose so: whatever clocks, workers and mail do.

The cases to beat are decidim#9595 (a digest misses what happened after it was written and before midnight) and
decidim#16143 (a daily digest gathers «yesterday», so a job that runs late, twice or in another zone loses or doubles).
"""

import contextlib
import threading
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from cocreation.accounts.models import Account
from cocreation.core import mail
from cocreation.core.db import begin_write, db
from cocreation.core.mail import OutgoingMail
from cocreation.notifications import choices, digests, events, following
from cocreation.notifications.models import PACES, Event, Follow, MailChoice, Notification
from tests.accounts.people import person

THINGS = ("/proposals/PAN2-00001", "/themes/pan-2/eau", "/cycles/pan-2")
NUMBERS = count()


class Killed(BaseException):
    """The worker is killed here."""


class Clock:
    """A clock that may be late, wrong, or turned back."""

    def __init__(self) -> None:
        self.at = datetime(2026, 2, 13, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def set_clock(patched: pytest.MonkeyPatch, clock: Clock) -> None:
    """Have everything that writes or sends stand at one clock."""
    for module in (events, digests, following, mail.outgoing, mail.sending):
        patched.setattr(module, "now", clock)


def happen(clock: Clock, *about: str) -> str:
    """Something happens."""
    mark = f"thing:{next(NUMBERS)}"
    events.emit(mark=mark, kind="decision", about=about, message=mark, path="/", not_before=clock.at)
    db.session.commit()
    return mark


def told_by_mail(account_id: int) -> list[str]:
    """Every line of every mail to a person, as the mails themselves say it."""
    bodies = db.session.scalars(select(OutgoingMail.body))
    return [line.removeprefix("- ") for body in bodies for line in body.splitlines() if line.startswith("- thing:")]


class Life(RuleBasedStateMachine):
    """One person, three things, and everything that may go wrong."""

    account_id: int
    monkey: pytest.MonkeyPatch

    @initialize()
    def begin(self) -> None:
        for model in (Notification, Event, Follow, MailChoice, OutgoingMail):
            db.session.execute(delete(model))
        db.session.commit()
        self.clock = Clock()
        self.monkey.undo()
        set_clock(self.monkey, self.clock)
        self.told: list[str] = []
        self.never: set[str] = set()
        for path in THINGS:
            following.follow(account_id=self.account_id, kind="proposal", path=path)
        choices.choose(account_id=self.account_id, followed="daily")
        db.session.commit()

    def _pace(self) -> str:
        return choices.of(self.account_id).followed

    def _waiting(self) -> set[str]:
        return set(db.session.scalars(select(Event.mark).where(Event.spread_at.is_(None))))

    @rule(about=st.lists(st.sampled_from(THINGS), min_size=1, max_size=3, unique=True))
    def something_happens(self, about: list[str]) -> None:
        self.told.append(happen(self.clock, *about))

    @rule()
    def the_worker_tells(self) -> None:
        waiting = self._waiting()
        events.spread_due()
        if self._pace() == "site":
            # Where the clock was turned back, some happened ahead of it and wait on.
            self.never |= waiting - self._waiting()

    @rule(times=st.integers(1, 3))
    def the_mails_are_written(self, times: int) -> None:
        for _ in range(times):
            digests.run(self.clock.at)

    @rule(step=st.sampled_from(["queue", "give", "commit"]))
    def the_worker_is_killed_while_writing(self, step: str) -> None:
        def die(*_args: Any, **_values: Any) -> None:
            raise Killed

        target = {"queue": (mail, "queue"), "give": (digests, "_give"), "commit": (db.session, "commit")}[step]
        with self.monkey.context() as patched:
            if step == "commit":
                patched.setattr(digests, "_people", lambda _at: [self.account_id])
                calls = count()
                commit = db.session.commit
                patched.setattr(db.session, "commit", lambda: die() if next(calls) else commit())
            else:
                patched.setattr(*target, die)
            with contextlib.suppress(Killed):
                digests.run(self.clock.at)
        db.session.rollback()

    @rule(fails=st.booleans())
    def the_mails_leave_or_do_not(self, fails: bool) -> None:
        state = "failed" if fails else "sent"
        for row in db.session.scalars(select(OutgoingMail).where(OutgoingMail.state == "waiting")):
            row.state = state
        db.session.commit()

    @rule(minutes=st.integers(1, 60 * 24 * 9))
    def time_passes(self, minutes: int) -> None:
        self.clock.at += timedelta(minutes=minutes)

    @rule(minutes=st.integers(1, 60 * 24 * 3))
    def the_clock_is_turned_back(self, minutes: int) -> None:
        self.clock.at -= timedelta(minutes=minutes)

    @rule(hours=st.sampled_from([-30, -2, -1, 1, 2]))
    def it_stands_at_a_change_of_the_hour(self, hours: int) -> None:
        # Morocco goes back to UTC for Ramadan: 2026-02-15 at 02:00 UTC, and forward again on 2026-03-22.
        self.clock.at = datetime(2026, 2, 15, 2, tzinfo=UTC) + timedelta(hours=hours)

    @rule(pace=st.sampled_from(sorted(PACES)))
    def the_person_chooses_otherwise(self, pace: str) -> None:
        if pace == "site":
            asked = select(Event.mark).join(Notification, Notification.event_id == Event.id).where(Notification.waits)
            self.never |= set(db.session.scalars(asked))
        choices.choose(account_id=self.account_id, followed=pace)
        db.session.commit()

    @invariant()
    def nothing_is_in_two_mails_nor_where_none_is_wished(self) -> None:
        said = told_by_mail(self.account_id)
        assert len(said) == len(set(said))
        assert not set(said) & self.never

    def teardown(self) -> None:
        """In the end the clock is right and the worker runs: all that was wished by mail has left, once."""
        if self._pace() == "site":
            self.never |= self._waiting()
        self.clock.at = max(self.clock.at, datetime(2026, 2, 15, tzinfo=UTC)) + timedelta(days=40)
        events.spread_due()
        for _ in range(8):
            self.clock.at += timedelta(days=2)
            digests.run(self.clock.at)
        assert sorted(told_by_mail(self.account_id)) == sorted(set(self.told) - self.never)
        shown = db.session.scalars(select(Notification.message).where(Notification.account_id == self.account_id)).all()
        assert sorted(shown) == sorted(self.told), "in the site each stands once"


def test_whatever_happens_each_thing_is_in_exactly_one_mail_or_none(
    app: Flask, session: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_write()
    account = person()

    class OneLife(Life):
        account_id = account.id
        monkey = monkeypatch

    run_state_machine_as_test(
        OneLife,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.fixture
def amina(session: object) -> Account:
    """A person who follows one thing, daily."""
    account = person()
    following.follow(account_id=account.id, kind="proposal", path=THINGS[0])
    db.session.commit()
    return account


def days(patched: pytest.MonkeyPatch, *moments: tuple[datetime, str]) -> list[int]:
    """Play moments in order: «event» or «run»; gives how many lines each run wrote."""
    clock, written = Clock(), []
    set_clock(patched, clock)
    for at, what in moments:
        clock.at = at
        if what == "event":
            happen(clock, THINGS[0])
            events.spread_due()
        else:
            before = len(told_by_mail(0))
            digests.run(at)
            written.append(len(told_by_mail(0)) - before)
    return written


@pytest.mark.both_databases
def test_decidim_9595_what_happens_after_the_digest_of_the_day_is_in_the_next(
    amina: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert days(
        monkeypatch,
        (morning - hour, "event"),
        (morning, "run"),
        (morning + hour, "event"),
        (morning + 16 * hour, "event"),
        (morning + 17 * hour, "run"),
        (morning + day, "run"),
    ) == [1, 0, 2]


@pytest.mark.both_databases
def test_decidim_16143_a_job_that_runs_late_twice_or_not_at_all_for_days_neither_loses_nor_doubles(
    amina: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning, day = datetime(2026, 5, 4, 7, 0, tzinfo=UTC), timedelta(days=1)
    late = morning + 3 * day + timedelta(hours=11)
    assert days(
        monkeypatch,
        (morning - timedelta(minutes=1), "event"),
        (morning + timedelta(hours=20), "event"),
        (morning + 2 * day, "event"),
        (late, "run"),
        (late, "run"),
        (late - timedelta(hours=1), "run"),
        (morning + 4 * day, "run"),
    ) == [3, 0, 0, 0]


@pytest.mark.both_databases
def test_the_night_the_clocks_change_is_as_good_as_any(amina: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    before = datetime(2026, 2, 14, 20, 0, tzinfo=UTC)
    moments = [(before + timedelta(hours=hours), what) for hours in range(0, 60, 3) for what in ("event", "run")]
    assert sum(days(monkeypatch, *moments, (before + timedelta(days=4), "run"))) == 20


def test_a_clock_that_was_years_ahead_does_not_hold_mails_back(amina: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead, right = datetime(2031, 1, 1, 12, tzinfo=UTC), datetime(2026, 5, 4, 12, tzinfo=UTC)
    moments = ((ahead, "event"), (ahead + timedelta(days=1), "run"), (ahead, "event"), (right, "run"))
    assert days(monkeypatch, *moments) == [1, 1]


def test_two_workers_at_once_write_one_mail(app: Flask, amina: Account) -> None:
    db.session.commit()
    clock = Clock()
    happen(clock, THINGS[0])
    events.spread_due()
    later = datetime.now(UTC) + timedelta(days=1, minutes=1)
    start = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            begin_write()
            start.wait()
            events.spread_due()
            digests.run(later)
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told_by_mail(0)) == 1
