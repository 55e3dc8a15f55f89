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


def draft(world, person, title="Mettre les comptes de la commune en ligne"):
    cycle, theme = world["cycle"], world["theme"]
    return services.save_draft(
        cycle=cycle, contributor=contributor_for(person), theme=theme, title=title, problem="On ne voit rien.",
        body="Tout publier.", language="fr", region=None, by=person, at=NOW,
    )  # fmt: skip


def say(world, person, original):
    cycle, theme = world["cycle"], world["theme"]
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
def test_a_variant_of_a_variant_points_at_the_first(world, idea):
    second = say(world, make_person("Driss"), idea)
    third = say(world, make_person("Amina"), second)
    assert second.variant_of is idea
    assert third.variant_of is idea
    assert [found.id for found in variants.of(idea)] == [second.id, third.id]
    assert [found.id for found in variants.of(second)] == [third.id]
    assert queries.state_counts(idea.cycle_id) == {"published": 3}


def test_not_ones_own_nor_of_another_plan_nor_unpublished_nor_once_sent(world, idea):
    driss = make_person("Driss")
    own = draft(world, idea.contributor.account)
    with pytest.raises(NoVariant):
        variants.link(draft=own, original=idea, by=idea.contributor.account)
    elsewhere = make_cycle("pan-autre", "PANB")
    other = publish(send(elsewhere, make_theme(elsewhere), make_person("Amina")))
    waiting = send(world["cycle"], world["theme"], make_person("Yassine"), "Une idée qui attend son tour")
    for original in (other, waiting):
        with pytest.raises(NoVariant):
            variants.link(draft=draft(world, driss), original=original, by=driss)
    with pytest.raises(NoVariant):
        variants.link(draft=waiting, original=idea, by=driss)


@pytest.mark.both_databases
def test_nothing_is_its_own_variant(world, idea):
    number = idea.id
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Proposal).where(Proposal.id == number).values(variant_of_id=number))


def test_both_pages_show_the_link_and_a_withdrawn_first_is_not_named(world, idea, client):
    second = say(world, make_person("Driss"), idea)
    assert f"/fr/proposals/{second.reference}" in text(client.get(f"/fr/proposals/{idea.reference}"))
    assert idea.current.title in text(client.get(f"/fr/proposals/{second.reference}"))
    services.withdraw(proposal=idea, by=idea.contributor.account, at=NOW)
    assert idea.current.title not in text(client.get(f"/fr/proposals/{second.reference}"))


def test_one_click_begins_a_variant_that_the_first_answer_makes(world, idea, app, client):
    driss = make_person("Driss")
    sign_in(app, client, driss)
    token = token_of(text(client.get(f"/fr/proposals/{idea.reference}")))
    sent = client.post(f"/fr/proposals/{idea.reference}/variant", data={"csrf_token": token})
    assert sent.location.endswith("/fr/proposals/new/theme")
    page = text(client.get("/fr/proposals/new/theme"))
    client.post("/fr/proposals/new/theme", data={"csrf_token": token_of(page), "theme": str(world["theme"].id)})
    made = db.session.query(Proposal).order_by(Proposal.id.desc()).first()
    assert (made.state, made.variant_of_id) == ("draft", idea.id)
