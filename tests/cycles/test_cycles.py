"""Cycles and phases: made, dated in public, numbering what is received; their pages."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from cocreation.core.clock import LOCAL_ZONE, FuzzyDate
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.cycles import policies, queries, services
from cocreation.cycles.forms import moment
from cocreation.cycles.models import Cycle
from cocreation.journal import queries as journal
from tests.accounts.people import browser_of, person, post
from tests.proposals.material import CLOSES, NOW, make_cycle


def extend(cycle: Cycle, closes: datetime, reason: str = "Prolongation demandée") -> None:
    phase = queries.phase(cycle, "collection")
    services.set_phase(
        phase=phase,
        period=FuzzyDate.parse("octobre 2020", "fr"),
        opens_at=phase.opens_at,
        closes_at=closes,
        reason=OfficialText(fr=reason),
        by=None,
        at=NOW,
    )
    db.session.flush()


@pytest.mark.both_databases
def test_a_phase_opens_and_closes_at_its_moments(session: object) -> None:
    cycle = make_cycle()
    assert policies.collects(cycle, NOW)
    assert not policies.collects(cycle, CLOSES)
    assert policies.collects(cycle, CLOSES - timedelta(seconds=1))
    assert not policies.collects(cycle, datetime(2020, 9, 30, tzinfo=UTC))


@pytest.mark.both_databases
def test_an_extension_is_recorded_with_its_reason_and_keeps_the_first_date(session: object) -> None:
    cycle = make_cycle()
    later = CLOSES + timedelta(days=15)
    extend(cycle, later)
    change = queries.changes(cycle)[0]
    assert (change.closed_before, change.closes_at) == (CLOSES, later)
    assert change.reason["fr"] == "Prolongation demandée"
    phase = queries.phase(cycle, "collection")
    db.session.expire_all()
    assert phase.period == FuzzyDate.parse("octobre 2020", "fr")
    assert [line.action for line in journal.lines_of(object_kind="phase", object_id=phase.id)] == ["phase.dated"] * 2


def test_a_phase_never_closes_before_it_opens(session: object) -> None:
    cycle = make_cycle()
    with pytest.raises(services.DatesOutOfOrder):
        extend(cycle, datetime(2020, 9, 1, tzinfo=UTC))


@pytest.mark.parametrize(("slug", "prefix"), [("Pan", "PAN1"), ("pan 1", "PAN1"), ("pan-1", "pan1"), ("../x", "X1")])
def test_a_name_that_cannot_stand_in_an_address_is_refused(session: object, slug: str, prefix: str) -> None:
    with pytest.raises(services.BadName):
        services.create_cycle(slug=slug, prefix=prefix, title=OfficialText(fr="x"), by=None, at=NOW)


def test_a_name_is_never_given_twice(session: object) -> None:
    make_cycle()
    with pytest.raises(services.NameTaken):
        make_cycle(prefix="OTHER")


@pytest.mark.both_databases
def test_references_follow_each_other(session: object) -> None:
    cycle = make_cycle()
    assert [services.next_reference(cycle) for _ in range(3)] == ["PANT-00001", "PANT-00002", "PANT-00003"]


def test_the_secretariat_makes_and_dates_a_cycle_in_pages(app: Flask, session: object) -> None:
    browser = browser_of(app, person("admin@example.ma", "administrator"))
    answer = post(
        browser, "/fr/administration/cycles/new", slug="pan-3", prefix="PAN3", title_fr="Troisième plan", state="open"
    )
    assert answer.status_code == 303
    cycle = queries.by_slug("pan-3")
    assert cycle is not None
    phase = queries.phase(cycle, "collection")
    path = f"/fr/administration/cycles/phases/{phase.id}"
    wrong = post(
        browser, path, opens_at="31/02/2021 09:00", closes_at="2021", reason_fr="Calendrier", period="jamais peut-être"
    )
    assert wrong.status_code == 422
    assert "31/02/2021 09:00" in wrong.get_data(as_text=True)
    good = post(
        browser,
        path,
        opens_at="01/10/2023 09:00",
        closes_at="31/10/2023 18:00",
        period="octobre 2023",
        reason_fr="Calendrier du comité",
    )
    assert good.status_code == 303
    page = app.test_client().get("/fr/cycles/pan-3").get_data(as_text=True)
    assert "Calendrier du comité" in page
    assert "octobre 2023" in page


def test_a_cycle_in_preparation_is_nobody_elses_business(app: Flask, session: object) -> None:
    services.create_cycle(slug="secret", prefix="SEC", title=OfficialText(fr="Secret"), by=None, at=NOW)
    db.session.commit()
    assert app.test_client().get("/fr/cycles/secret").status_code == 404
    assert browser_of(app, person()).get("/fr/administration/cycles/new").status_code == 403
    assert app.test_client().get("/fr/administration/cycles/new").status_code == 303


def test_moments_are_read_in_the_digits_of_every_keyboard() -> None:
    evening = datetime(2020, 10, 31, 18, tzinfo=LOCAL_ZONE)
    for typed in ("31/10/2020 18:00", "2020-10-31T18:00", "٣١/١٠/٢٠٢٠ ١٨:٠٠", "۳۱/۱۰/۲۰۲۰ ۱۸:۰۰"):
        assert moment(typed) == evening, typed
    for typed in ("٣١/٠٢/٢٠٢٠", "31/10/2020 25:00", "²/10/2020"):
        with pytest.raises(ValueError, match="2020"):
            moment(typed)
