"""Supports: one a person, counted apart, shown when the cycle says so, never one's own."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cocreation.core.db import begin_write, db
from cocreation.cycles.models import Cycle
from cocreation.journal.models import JournalLine
from cocreation.proposals import queries, supporting
from cocreation.proposals.models import Proposal, Support
from cocreation.proposals.refusals import NoSupport
from cocreation.proposals.supporting import Counts
from tests.proposals.material import (
    CLOSES,
    NOW,
    make_body,
    make_person,
    sign_in,
    text,
    token_of,
)  # fmt: skip


@pytest.fixture(autouse=True)
def supports_on(world):
    world["cycle"].supports = "on"
    db.session.commit()


def give(world, idea, person, **more):
    return supporting.support(proposal=idea, cycle=world["cycle"], by=person, at=NOW, **more)


@pytest.mark.both_databases
def test_people_and_organisations_are_counted_apart(world, idea):
    body = make_body("asso-essai", "association")
    speaker, colleague = (make_person(name, "representative", organisation=body) for name in ("Amina", "Yassine"))
    give(world, idea, make_person("Driss"))
    give(world, idea, speaker, organisation=body)
    with pytest.raises(NoSupport):
        give(world, idea, colleague, organisation=body)
    give(world, idea, colleague)
    assert supporting.counts([idea.id]) == {idea.id: Counts(people=2, organisations=1)}


def test_who_may_not(world, idea):
    ministry = make_body("min-essai", "administration")
    agent = make_person("Agent", "agent", organisation=ministry)
    for person in (world["author"], agent):
        with pytest.raises(NoSupport):
            give(world, idea, person)
    with pytest.raises(NoSupport):
        give(world, idea, make_person("Driss"), organisation=make_body("asso-b", "association"))


def test_when_they_are_taken_and_shown(world):
    cycle = world["cycle"]
    after = CLOSES + timedelta(days=1)
    found = {}
    for setting in ("off", "on", "after_closing"):
        cycle.supports = setting
        found[setting] = [supporting.takes_supports(cycle, at) for at in (NOW, after)]
        found[setting] += [supporting.shows_counts(cycle, at) for at in (NOW, after)]
    assert found == {
        "off": [False, False, False, False],
        "on": [True, False, True, True],
        "after_closing": [True, False, False, True],
    }


@pytest.mark.both_databases
def test_taking_back_and_an_erased_account(world, idea):
    driss, amina = make_person("Driss"), make_person("Amina")
    give(world, idea, driss)
    give(world, idea, amina)
    supporting.take_back(proposal=idea, cycle=world["cycle"], by=driss, at=NOW)
    supporting.take_back(proposal=idea, cycle=world["cycle"], by=driss, at=NOW)
    supporting.of_person(idea.id, amina.id).account_id = None
    db.session.flush()
    assert supporting.counts([idea.id])[idea.id] == Counts(people=1)
    assert db.session.scalar(select(Support.account_id)) is None
    lines = db.session.scalars(select(JournalLine).where(JournalLine.object_kind == "support")).all()
    assert [(line.action, line.actor) for line in lines] == [
        ("support.given", None), ("support.given", None), ("support.taken_back", None),
    ]  # fmt: skip


@pytest.mark.both_databases
def test_a_hundred_clicks_at_once_count_once(world, idea, app):
    driss = make_person("Driss")
    number, person = idea.id, driss.id
    db.session.commit()
    done: list[int] = []

    def click() -> None:
        with app.app_context():
            begin_write()
            try:
                proposal = db.session.get_one(Proposal, number)
                cycle = db.session.get_one(Cycle, proposal.cycle_id)
                supporting.support(proposal=proposal, cycle=cycle, by=db.session.get_one(type(driss), person), at=NOW)
                db.session.commit()
                done.append(1)
            finally:
                db.session.remove()

    for _ in range(5):
        clicks = [threading.Thread(target=click) for _ in range(20)]
        for each in clicks:
            each.start()
        for each in clicks:
            each.join()
    assert len(done) == 100
    assert db.session.scalar(select(func.count(Support.id))) == 1


def test_supports_order_no_list():
    assert not any("support" in order for order in queries.ORDERS)


def test_the_page_takes_and_gives_back(idea, app, client):
    page = text(client.get("/fr/proposals/PANT-00001"))
    assert 'id="support"' in page
    assert "/fr/account/sign-in?next=" in page
    sign_in(app, client, make_person("Driss"))
    token = token_of(text(client.get("/fr/proposals/PANT-00001")))
    door = "/fr/proposals/PANT-00001/support"
    for _ in range(2):
        assert client.post(door, data={"csrf_token": token}).status_code == 303
    assert db.session.scalar(select(func.count(Support.id))) == 1
    assert "take_back" in text(client.get("/fr/proposals/PANT-00001"))
    client.post(door, data={"csrf_token": token, "take_back": "1"})
    assert db.session.scalar(select(func.count(Support.id))) == 0


def test_a_body_one_speaks_for_no_more_is_not_taken_for_oneself(idea, app, client):
    body = make_body("asso-essai", "association")
    sign_in(app, client, make_person("Driss"))
    token = token_of(text(client.get("/fr/proposals/PANT-00001")))
    door = "/fr/proposals/PANT-00001/support"
    assert client.post(door, data={"csrf_token": token, "in_name_of": str(body.id)}).status_code == 409
    assert db.session.scalar(select(func.count(Support.id))) == 0


def test_off_shows_nothing_and_takes_nothing(world, idea, app, client):
    world["cycle"].supports = "off"
    sign_in(app, client, make_person("Driss"))
    page = text(client.get("/fr/proposals/PANT-00001"))
    assert 'id="support"' not in page
    sent = client.post("/fr/proposals/PANT-00001/support", data={"csrf_token": token_of(page)})
    assert sent.status_code == 409
