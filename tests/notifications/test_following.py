"""What is followed is told once: spread by the worker, gathered by one mail, let go where the person says so."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.notifications import choices, digests, events, following, services
from cocreation.notifications.models import Event, Follow, Notification
from tests.accounts.people import mails_to, person

pytestmark = pytest.mark.both_databases
IDEA, THEME, CYCLE = "/proposals/PAN2-00001", "/themes/pan-2/eau", "/cycles/pan-2"


@pytest.fixture
def amina(session: object) -> Account:
    """A person who reads French."""
    return person()


def happened(mark: str, *about: str, **more: object) -> Event | None:
    """Something happens, and what it is about is followed or not."""
    made = services.emit(
        mark=mark,
        kind="decision",
        about=about or (IDEA,),
        message="%(reference)s is published.",
        values={"reference": "PAN2-00001"},
        path=IDEA,
        **more,  # type: ignore[arg-type]
    )
    db.session.commit()
    return made


def follows(account: Account, path: str = IDEA, kind: str = "proposal") -> Follow:
    """A person follows a thing."""
    made = following.follow(account_id=account.id, kind=kind, path=path)
    db.session.commit()
    assert made is not None
    return made


def told_to(account: Account) -> list[Notification]:
    """What a person was told, oldest first."""
    asked = select(Notification).where(Notification.account_id == account.id).order_by(Notification.id)
    return list(db.session.scalars(asked.execution_options(populate_existing=True)))


def tomorrow() -> datetime:
    """A moment past the next daily round."""
    return now() + timedelta(days=1, minutes=1)


def test_following_twice_is_following_once(amina: Account) -> None:
    assert follows(amina).id == follows(amina).id
    assert len(following.of(amina.id)) == 1


def test_who_follows_several_of_the_things_is_told_once(amina: Account) -> None:
    for path, kind in ((CYCLE, "cycle"), (THEME, "theme"), (IDEA, "proposal")):
        follows(amina, path, kind)
    happened("published:1", IDEA, THEME, CYCLE)
    assert events.spread_due() == 1
    assert events.spread_due() == 0
    [told] = told_to(amina)
    assert told.through == IDEA, "the nearest follow brings it"


def test_what_is_recorded_twice_is_one_event(amina: Account) -> None:
    follows(amina)
    first, second = happened("published:1"), happened("published:1")
    assert first is not None
    assert second is not None
    assert first.id == second.id
    events.spread_due()
    assert len(told_to(amina)) == 1


def test_nobody_is_told_of_what_they_did_themselves(amina: Account) -> None:
    follows(amina)
    happened("published:1", by=amina)
    events.spread_due()
    assert told_to(amina) == []


def test_the_author_is_told_without_following_and_once(amina: Account) -> None:
    happened("grouped:1", author_id=amina.id)
    follows(amina)
    events.spread_due()
    [told] = told_to(amina)
    assert told.share == "own"


def test_who_was_told_by_a_mail_of_their_own_is_not_told_again(amina: Account) -> None:
    follows(amina)
    event = happened("published:1")
    services.tell(account_id=amina.id, kind="decision", message="x", path=IDEA, event=event)
    db.session.commit()
    events.spread_due()
    assert len(told_to(amina)) == 1


def test_what_is_undone_in_time_is_told_to_nobody(amina: Account) -> None:
    follows(amina)
    happened("published:1", not_before=now() + timedelta(minutes=2))
    assert events.spread_due() == 0
    assert services.take_back_event("published:1")
    db.session.commit()
    happened("published:2")
    events.spread_due()
    assert [told.event_id for told in told_to(amina)] == [
        db.session.scalar(select(Event.id).where(Event.mark == "published:2"))
    ]
    assert not services.take_back_event("published:2"), "it was told already"


def test_a_daily_mail_holds_all_that_waits_and_leaves_once(amina: Account) -> None:
    follows(amina)
    for number in range(5):
        happened(f"published:{number}")
    events.spread_due()
    assert digests.run(tomorrow()) == 1
    assert digests.run(tomorrow()) == 0
    [mail] = mails_to(amina.email)
    assert {told.mail_id for told in told_to(amina)} == {mail.id}
    assert mail.body.count("PAN2-00001 ") == 5


def test_a_mail_at_once_gathers_what_came_together_and_the_next_waits_a_little(amina: Account) -> None:
    follows(amina)
    choices.choose(account_id=amina.id, followed="now")
    happened("a")
    happened("b")
    events.spread_due()
    assert digests.run() == 1
    happened("c")
    events.spread_due()
    assert digests.run() == 0
    assert digests.run(now() + digests.GAP) == 1
    assert len(mails_to(amina.email)) == 2


def test_on_the_site_only_goes_into_no_mail_not_even_later(amina: Account) -> None:
    follows(amina)
    happened("a")
    events.spread_due()
    choices.choose(account_id=amina.id, followed="site")
    happened("b")
    events.spread_due()
    choices.choose(account_id=amina.id, followed="daily")
    db.session.commit()
    assert digests.run(tomorrow()) == 0
    assert len(told_to(amina)) == 2
    assert mails_to(amina.email) == []


def test_a_follow_may_have_a_pace_of_its_own(amina: Account) -> None:
    follow = follows(amina)
    following.set_pace(follow=follow, pace="now")
    happened("a")
    events.spread_due()
    assert digests.run() == 1


def test_a_pause_and_an_end_let_go_of_what_waits(amina: Account) -> None:
    follow = follows(amina)
    happened("a")
    events.spread_due()
    following.pause(follow=follow, paused=True)
    happened("b")
    events.spread_due()
    following.pause(follow=follow, paused=False)
    happened("c")
    events.spread_due()
    following.unfollow(account_id=amina.id, path=IDEA)
    happened("d")
    events.spread_due()
    assert len(told_to(amina)) == 2
    assert digests.run(tomorrow()) == 0


def test_who_is_disabled_gets_nothing_even_what_waits(amina: Account) -> None:
    follows(amina)
    happened("a")
    events.spread_due()
    amina.state = "disabled"
    happened("b")
    events.spread_due()
    assert digests.run(tomorrow()) == 0
    assert len(told_to(amina)) == 1


def test_the_weekly_round_is_monday_at_eight_in_morocco(amina: Account) -> None:
    # Morocco is an hour ahead of UTC, and at UTC in Ramadan.
    assert digests.last_round("weekly", datetime(2026, 11, 24, 12, tzinfo=UTC)).moment.isoformat() == (
        "2026-11-23T07:00:00+00:00"
    )
    assert digests.last_round("daily", datetime(2026, 3, 1, 8, tzinfo=UTC)).moment.isoformat() == (
        "2026-03-01T08:00:00+00:00"
    )
    assert digests.last_round("daily", datetime(2026, 3, 1, 7, 59, tzinfo=UTC)).day.isoformat() == "2026-02-28"


def test_stations_are_told_once_even_after_a_correction(amina: Account) -> None:
    for _ in range(3):
        services.tell_station(
            station="grouped", mark="7:g2", reference="PAN2-00001", author_id=amina.id, path=IDEA, values={"group": "2"}
        )
        db.session.commit()
        events.spread_due()
    assert [told.kind for told in told_to(amina)] == ["station.grouped"]
    assert db.session.scalars(select(OutgoingMail)).all() == []
    assert digests.run() == 1, "news of one's own leaves at once"
