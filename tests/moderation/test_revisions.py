"""New texts of published proposals pass the same queue: published or refused alone, undone, told."""

import pytest
from sqlalchemy import select

from cocreation.core.db import db
from cocreation.moderation import queries, services
from cocreation.moderation.policies import can_ask_second_look, can_decide, can_report
from cocreation.moderation.queries import Filter
from cocreation.notifications.models import Notification
from cocreation.proposals import revising
from tests.moderation.material import NOW, decide, scene, waiting_proposal
from tests.proposals.material import publish, sign_in, text, token_of


@pytest.fixture
def settings():
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": False}


@pytest.fixture
def on(app, session):
    return scene()


def revised(on, **more):
    proposal = publish(waiting_proposal(on))
    values = {"title": "Publier tous les budgets", "problem": "Un problème.", "body": "Tout publier.", **more}
    return revising.propose(
        proposal=proposal, cycle=on.cycle, language="fr", why="Plus précis.", by=on.author, at=NOW, **values
    )


def in_queue():
    page = queries.queue(asked=Filter(kinds=("revision",)))
    return [waiting.thing.number for waiting in page.items]


@pytest.mark.both_databases
def test_it_waits_in_its_part_of_the_queue_while_its_proposal_is_published(on):
    version = revised(on)
    assert in_queue() == [2]
    assert queries.counts(asked=Filter())["revision"] == 1
    decide(version.proposal, "out_of_scope", on.moderator, reason_code="other_level")
    assert in_queue() == []


@pytest.mark.both_databases
@pytest.mark.parametrize(("code", "number", "state"), [("publish", 2, "accepted"), ("refuse", 1, "refused")])
def test_it_is_decided_alone_and_undone_alone(on, code, number, state):
    version = revised(on)
    proposal = version.proposal
    more = {"reason_code": "insult"} if code == "refuse" else {}
    decision = decide(version, code, on.moderator, **more)
    assert (proposal.state, proposal.version_number, version.state) == ("published", number, state)
    assert (decision.object_kind, decision.from_state, decision.to_state) == ("revision", "proposed", state)
    services.undo(decision=decision, by=on.moderator, at=NOW)
    assert (proposal.version_number, version.state) == (1, "proposed")
    assert in_queue() == [2]


def test_only_these_two_decisions_and_only_while_it_waits(on):
    version = revised(on)
    assert services.options(version) == ["publish", "refuse"]
    with pytest.raises(services.NotDecidable):
        decide(version, "correction", on.moderator, reason_code="tone")
    with pytest.raises(services.ReasonNeeded):
        decide(version, "refuse", on.moderator)
    seen = version.proposal.revision
    decide(version, "publish", on.moderator)
    assert services.options(version) == []
    with pytest.raises(services.AlreadyDecided):
        decide(version, "refuse", on.second, revision_seen=seen, reason_code="insult")


def test_who_decides(on):
    version = revised(on)
    assert can_decide(on.moderator, version)
    assert not can_decide(on.author, version)
    version.by_id = on.moderator.id
    assert not can_decide(on.moderator, version)
    assert not can_report(on.second, version)
    assert not can_ask_second_look(on.author, version)


def test_whoever_sent_it_is_told_in_its_own_words(on):
    version = revised(on)
    decide(version, "refuse", on.moderator, reason_code="insult", note="Un nom est cité.")
    told = db.session.scalars(select(Notification).where(Notification.kind == "decision.refuse")).one()
    assert told.account_id == on.author.id
    assert "new text" in told.message
    assert told.path == "/proposals/PANT-00001/history"


def test_the_desk_shows_what_it_changes_and_publishes_it(on, app, client):
    version = revised(on)
    address = f"/fr/moderation/revision/{version.id}"
    sign_in(app, client, on.moderator)
    page = text(client.get(address))
    assert "<ins>" in page
    assert "Plus précis." in page
    assert "Publier les budgets des communes" in text(client.get("/fr/proposals/PANT-00001"))
    sent = {"csrf_token": token_of(page), "publish-revision": str(version.proposal.revision)}
    assert client.post(f"{address}/publish", data=sent).status_code == 303
    assert "Publier tous les budgets" in text(client.get("/fr/proposals/PANT-00001"))
    assert client.get("/fr/moderation/decisions").status_code == 200


def test_texts_from_before_publication_are_no_revisions(on, app, client):
    proposal = publish(waiting_proposal(on))
    sign_in(app, client, on.moderator)
    assert client.get(f"/fr/moderation/revision/{proposal.current.id}").status_code == 404
