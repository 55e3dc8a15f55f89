"""What the team types in for somebody else: source, consent, another person decides, a slip and a scan."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from cocreation.attachments.models import Attachment
from cocreation.core.db import db
from cocreation.journal.models import JournalLine
from cocreation.moderation.policies import can_decide
from cocreation.proposals import assisting
from cocreation.proposals.models import Proposal
from cocreation.proposals.refusals import NotReceivedThen
from tests.attachments import material
from tests.proposals.material import (
    CLOSES,
    NOW,
    form_id_of,
    make_cycle,
    make_person,
    make_theme,
    publish,
    sign_in,
    text,
    token_of,
)  # fmt: skip


@pytest.fixture
def world(app, session):
    cycle = make_cycle()
    found = cycle, make_theme(cycle), make_person("Modo", "moderator")
    db.session.commit()
    return found


def type_in(world, **more):
    cycle, theme, moderator = world
    values = {
        "title": "نشر ميزانية الجماعة", "problem": "لا نعرف أين تصرف الأموال.", "body": "تعليقها في مقر الجماعة.",
        "language": "ar", "region": None, "channel": "paper", "source_reference": "F-12",
        "received_at": NOW - timedelta(days=3), "voice": "citizen", "name": "فاطمة", "consent": "text_and_name",
        "by": moderator, "at": NOW,
    }  # fmt: skip
    return assisting.type_in(cycle=cycle, theme=theme, **{**values, **more})


@pytest.mark.both_databases
def test_it_waits_in_the_queue_as_somebody_elses_words(world):
    made = type_in(world)
    assert (made.state, made.reference, made.channel, made.typed_by_id) == (
        "submitted",
        "PANT-00001",
        "paper",
        world[2].id,
    )
    assert (made.contributor.name, made.contributor.account_id) == ("فاطمة", None)
    assert made.received_at == NOW - timedelta(days=3)
    line = db.session.scalars(select(JournalLine).where(JournalLine.action == "proposal.typed_in")).one()
    assert (line.detail["channel"], line.detail["consent"]) == ("paper", "text_and_name")


def test_a_name_that_was_not_agreed_to_is_not_even_kept(world):
    assert type_in(world, consent="text").contributor.name == ""


def test_whoever_typed_it_in_does_not_decide_on_it(world):
    made = type_in(world)
    assert not can_decide(world[2], made)
    assert can_decide(make_person("Autre", "moderator"), made)


def test_it_must_have_come_while_ideas_were_taken(world):
    for moment in (NOW + timedelta(days=1), NOW - timedelta(days=30)):
        with pytest.raises(NotReceivedThen):
            type_in(world, received_at=moment)
    after = CLOSES + timedelta(days=5)
    assert type_in(world, received_at=CLOSES - timedelta(days=1), at=after).state == "submitted"


@pytest.mark.both_databases
def test_nothing_is_typed_in_without_consent(world):
    made = type_in(world)
    made.consent = None
    with pytest.raises(IntegrityError):
        db.session.flush()


class TestPage:
    def fields(self, client, **more):
        page = text(client.get("/fr/proposals/typed-in/new"))
        return {
            "csrf_token": token_of(page), "form_id": form_id_of(page), "channel": "paper", "source_reference": "F-12",
            "received": "15/10/2020", "voice": "citizen", "name": "Fatima", "consent": "text_and_name", "agreed": "y",
            "theme": "1", "title": "Afficher le budget de la commune", "problem": "On ne sait rien.",
            "body": "L’afficher en mairie.", "language": "fr", "region": "", **more,
        }  # fmt: skip

    def send(self, client, **more):
        fields = self.fields(client, **more)
        kept = {name: value for name, value in fields.items() if value is not None}
        return client.post("/fr/proposals/typed-in/new", data=kept, content_type="multipart/form-data")

    def test_typed_in_with_its_scan_then_a_slip_to_print(self, world, app, client):
        sign_in(app, client, world[2])
        sent = self.send(client, file=(BytesIO(material.photograph()), "feuille 12.jpg"))
        assert sent.location.endswith("/fr/proposals/PANT-00001/slip")
        slip = text(client.get("/fr/proposals/PANT-00001/slip"))
        assert "<svg" in slip
        assert "/fr/proposals/PANT-00001" in slip
        assert db.session.scalars(select(Attachment.audience)).all() == ["team"]
        publish(db.session.get_one(Proposal, 1))
        client.delete_cookie("session", domain="localhost")
        page = text(client.get("/fr/proposals/PANT-00001"))
        assert "F-12" in page
        assert "Fatima" in page
        assert "feuille 12.jpg" not in page
        assert client.get("/fr/proposals/PANT-00001/slip").status_code == 303

    @pytest.mark.parametrize(
        "wrong",
        [
            {"agreed": None}, {"consent": None}, {"name": ""}, {"received": "31/02/2020"}, {"received": "15/10/2019"},
            {"received": "16/10/2020"}, {"channel": "online"}, {"title": "\u200b\u200b"}, {"source_reference": ""},
            {"file": (BytesIO(b"MZ"), "a.exe")}, {"name": "Ministère de l’intérieur"},
        ],
    )  # fmt: skip
    def test_what_is_missing_is_named_and_the_words_stay(self, world, app, client, wrong):
        sign_in(app, client, world[2])
        sent = self.send(client, **wrong)
        assert sent.status_code == 422
        assert "L’afficher en mairie." in text(sent)
        assert db.session.scalar(select(func.count(Proposal.id))) == 0

    def test_one_sheet_is_typed_in_once_and_two_clicks_are_one(self, world, app, client):
        sign_in(app, client, world[2])
        fields = self.fields(client)
        for _ in range(2):
            assert client.post("/fr/proposals/typed-in/new", data=fields).status_code == 303
        assert "PANT-00001" in text(self.send(client))
        assert db.session.scalar(select(func.count(Proposal.id))) == 1

    def test_an_organiser_types_in_what_was_said_in_a_webinar_and_nothing_else(self, world, app, client):
        organiser = make_person("Hajar", "organiser")
        sign_in(app, client, organiser)
        assert 'value="paper"' not in text(client.get("/fr/proposals/typed-in/new"))
        assert self.send(client, channel="paper").status_code == 422
        sent = self.send(client, channel="webinar", source_reference="Webinaire du 12 octobre")
        assert sent.location.endswith("/fr/proposals/PANT-00001/slip")
        assert client.get("/fr/proposals/PANT-00001/slip").status_code == 200
        made = db.session.get_one(Proposal, 1)
        assert (made.state, made.channel, made.consent) == ("submitted", "webinar", "text_and_name")
        line = db.session.scalars(select(JournalLine).where(JournalLine.action == "proposal.typed_in")).one()
        assert line.acting_role == "organiser"
        other = type_in(world)
        db.session.commit()
        for closed in (f"proposals/{other.reference}/slip", "moderation", "administration", "grouping/pan-test"):
            assert client.get(f"/fr/{closed}").status_code in {403, 404}, closed

    def test_an_organiser_of_another_plan_types_in_nothing_here(self, world, app, client):
        organiser = make_person("Hajar", "organiser")
        organiser.roles[0].scope_kind, organiser.roles[0].scope_id = "cycle", world[0].id + 1
        sign_in(app, client, organiser)
        assert client.get("/fr/proposals/typed-in/new").status_code == 403

    def test_citizens_do_not_type_in_for_others(self, world, app, client):
        sign_in(app, client, make_person("Driss"))
        assert client.get("/fr/proposals/typed-in/new").status_code == 403
