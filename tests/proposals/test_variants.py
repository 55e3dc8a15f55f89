"""The same idea in one's own words: linked, counted as an idea of its own, never a chain."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from cocreation.accounts.services import contributor_for
from cocreation.core.db import db
from cocreation.proposals import queries, services, variants
from cocreation.proposals.models import Proposal
from cocreation.proposals.refusals import NoVariant
from tests.proposals.material import (
    NOW,
    make_cycle,
    make_person,
    make_theme,
    publish,
    send,
    sign_in,
    text,
    token_of,
)  # fmt: skip


@pytest.fixture
def settings():
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": False}


@pytest.fixture
def world(app, session):
    cycle = make_cycle()
    theme, author = make_theme(cycle), make_person("Salma")
    return cycle, theme, publish(send(cycle, theme, author))


def draft(world, person, title="Mettre les comptes de la commune en ligne"):
    cycle, theme, _first = world
    return services.save_draft(
        cycle=cycle, contributor=contributor_for(person), theme=theme, title=title, problem="On ne voit rien.",
        body="Tout publier.", language="fr", region=None, by=person, at=NOW,
    )  # fmt: skip


def say(world, person, original):
    cycle, theme, _first = world
    made = draft(world, person)
    variants.link(draft=made, original=original, by=person)
    text = made.current
    return publish(
        services.submit(
            cycle=cycle, contributor=made.contributor, theme=theme, title=text.title, problem=text.problem,
            body=text.body, language="fr", region=None, by=person, at=NOW, draft=made,
        )
    )  # fmt: skip


@pytest.mark.both_databases
def test_a_variant_of_a_variant_points_at_the_first(world):
    first = world[2]
    second = say(world, make_person("Driss"), first)
    third = say(world, make_person("Amina"), second)
    assert second.variant_of is first
    assert third.variant_of is first
    assert [found.id for found in variants.of(first)] == [second.id, third.id]
    assert [found.id for found in variants.of(second)] == [third.id]
    assert queries.state_counts(first.cycle_id) == {"published": 3}


def test_not_ones_own_nor_of_another_plan_nor_unpublished_nor_once_sent(world):
    first = world[2]
    driss = make_person("Driss")
    own = draft(world, first.contributor.account)
    with pytest.raises(NoVariant):
        variants.link(draft=own, original=first, by=first.contributor.account)
    elsewhere = make_cycle("pan-autre", "PANB")
    other = publish(send(elsewhere, make_theme(elsewhere), make_person("Amina")))
    waiting = send(world[0], world[1], make_person("Yassine"), "Une idée qui attend son tour")
    for original in (other, waiting):
        with pytest.raises(NoVariant):
            variants.link(draft=draft(world, driss), original=original, by=driss)
    with pytest.raises(NoVariant):
        variants.link(draft=waiting, original=first, by=driss)


@pytest.mark.both_databases
def test_nothing_is_its_own_variant(world):
    number = world[2].id
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Proposal).where(Proposal.id == number).values(variant_of_id=number))


def test_both_pages_show_the_link_and_a_withdrawn_first_is_not_named(world, client):
    first = world[2]
    second = say(world, make_person("Driss"), first)
    assert f"/fr/proposals/{second.reference}" in text(client.get(f"/fr/proposals/{first.reference}"))
    assert first.current.title in text(client.get(f"/fr/proposals/{second.reference}"))
    services.withdraw(proposal=first, by=first.contributor.account, at=NOW)
    assert first.current.title not in text(client.get(f"/fr/proposals/{second.reference}"))


def test_one_click_begins_a_variant_that_the_first_answer_makes(world, app, client):
    first, driss = world[2], make_person("Driss")
    sign_in(app, client, driss)
    token = token_of(text(client.get(f"/fr/proposals/{first.reference}")))
    sent = client.post(f"/fr/proposals/{first.reference}/variant", data={"csrf_token": token})
    assert sent.location.endswith("/fr/proposals/new/theme")
    page = text(client.get("/fr/proposals/new/theme"))
    client.post("/fr/proposals/new/theme", data={"csrf_token": token_of(page), "theme": str(world[1].id)})
    made = db.session.query(Proposal).order_by(Proposal.id.desc()).first()
    assert (made.state, made.variant_of_id) == ("draft", first.id)
