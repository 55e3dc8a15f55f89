"""The pages of threads: an idea’s own, its open data and sheet; groups, bodies, projects; ideas without news."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cocreation.comments import services as comments
from cocreation.commitments import opening
from cocreation.core.db import db
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from tests.evaluation.material import HELD, World, closed
from tests.proposals.material import NOW, make_cycle, make_person, publish, send, sign_in, text

KEYS = {
    "format", "reference", "url", "language", "title", "standing", "is_over", "news_due", "stations", "coming",
}  # fmt: skip
STATION = {"code", "words", "at", "now", "standing", "by", "title", "reason", "url", "link", "journal"}


def refused() -> Proposal:
    """An idea whose text nobody may read, refused with words for its author alone."""
    idea = send(make_cycle(), None, make_person("salma"), title="Un texte injurieux")
    proposals.decide(
        proposal=idea, to="refused", by=None, role="moderator", at=NOW, reason_code="insult", note="Le mot de trop"
    )
    db.session.commit()
    return idea


def test_a_refused_idea_shows_reference_state_and_reason_without_text(client: FlaskClient, session: object) -> None:
    idea = refused()
    for address in ("", ".json"):
        page = text(client.get(f"/en/trace/{idea.reference}{address}"))
        assert "Insults or threatens someone" in page
        assert "injurieux" not in page
        assert "de trop" not in page
        assert "Salma" not in page
    found = client.get(f"/en/trace/{idea.reference}.json").json
    assert (found["title"], found["is_over"], found["news_due"]) == (None, True, None)
    assert client.get(f"/en/trace/{idea.reference}.pdf").data.startswith(b"%PDF")


def test_the_open_data_of_a_thread_is_stable_and_dated(world: World, client: FlaskClient) -> None:
    closed(world)
    answer = client.get(f"/ar/trace/{world.ideas[0].reference.lower()}.json")
    assert answer.content_type == "application/json"
    found = answer.json
    assert set(found) == KEYS
    assert all(set(one) == STATION for one in found["stations"])
    assert [one["now"] for one in found["stations"]].count(True) == 1
    assert all(datetime.fromisoformat(one["at"]).tzinfo for one in found["stations"])
    assert found["standing"]["code"] == "retained"
    assert [one["code"] for one in found["coming"]] == ["answered", "holder", "sheet"]
    assert found["format"] == "cocreation/thread/1"


def test_nobody_is_named_on_a_thread(world: World, client: FlaskClient) -> None:
    closed(world)
    page = text(client.get(f"/en/trace/{world.ideas[0].reference}"))
    assert "Chair" in page
    for name in ("chair@", "amina", "secretariat@", "evaluator"):
        assert name not in page


def test_what_was_withdrawn_names_no_group_on_the_thread_of_another(world: World, client: FlaskClient) -> None:
    proposals.withdraw(proposal=world.ideas[0], by=world.authors[0], at=HELD)
    db.session.commit()
    for address in (f"/fr/trace/{world.ideas[1].reference}", "/fr/trace/groups/pan-test/all/g1"):
        page = text(client.get(address))
        assert "Publier le registre numéro 1" in page
        assert "Publier le registre numéro 0" not in page
        assert "Registres publics" not in page


def test_a_reference_leads_to_its_thread_and_an_unknown_one_is_said_clearly(world: World, client: FlaskClient) -> None:
    found = client.get(f"/fr/trace/?reference=+{world.ideas[0].reference.lower()}+")
    assert (found.status_code, found.location) == (303, f"/fr/trace/{world.ideas[0].reference}")
    assert client.get(f"/en/trace/?reference={world.draft.reference}").status_code == 303
    unknown = client.get("/en/trace/?reference=%3Cb%3EPANT-99999")
    assert unknown.status_code == 404
    assert "No idea has this reference: &lt;b&gt;PANT-99999" in text(unknown)
    assert client.get("/en/trace/PANT-99999").status_code == 404
    assert client.get("/en/trace/PANT-99999.pdf").status_code == 404


def test_a_draft_nobody_sent_has_no_thread(client: FlaskClient, session: object) -> None:
    cycle, author = make_cycle(), make_person("salma")
    sent = send(cycle, None, author)
    proposals.save_draft(
        cycle=cycle, contributor=sent.contributor, theme=None, title="Brouillon", problem="", body="", language="fr",
        region=None, by=author, at=NOW,
    )  # fmt: skip
    db.session.commit()
    assert "Brouillon" not in text(client.get(f"/fr/trace/{sent.reference}"))
    assert client.get("/fr/trace/None").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_draft_commitment_goes_on_to_the_workshop(world: World, client: FlaskClient, language: str) -> None:
    closed(world)
    for address in (f"/trace/{world.draft.reference}", f"/drafts/{world.draft.reference}"):
        page = client.get(f"/{language}{address}")
        assert page.status_code == 200
        assert "/workshops/pan-test/1" in text(page)
        assert text(page).count('aria-current="step"') == 1


def test_a_group_says_what_became_of_each_of_its_ideas(world: World, client: FlaskClient) -> None:
    closed(world)
    page = text(client.get("/en/trace/groups/pan-test/all/g1"))
    assert all(f"/trace/{idea.reference}" in page for idea in world.ideas[:2])
    assert f"/trace/{world.ideas[2].reference}" not in page
    found = client.get("/en/trace/groups/pan-test/all/g1.json").json
    assert [one["code"] for one in found["stations"]][:4] == ["grouped", "listed", "scored", "decided"]
    assert {one["reference"] for one in found["ideas"]} == {idea.reference for idea in world.ideas[:2]}
    for unknown in ("all/g9", "nowhere/g1", "all/f1"):
        assert client.get(f"/en/trace/groups/pan-test/{unknown}").status_code == 404


def test_a_project_shows_every_idea_voice_and_remark_behind_it(world: World, client: FlaskClient) -> None:
    idea = world.ideas[0]
    comments.post(
        thread=idea.thread, contributor=world.ideas[1].contributor, source="Et pour les petites communes ?",
        language="fr", side="clarify", parent=None, about_version=1, by=None, at=NOW,
    )  # fmt: skip
    closed(world)
    project = next(
        one
        for one in opening.open_all(cycle=world.cycle, by=world.secretariat, at=HELD)
        if one.item.group_id == world.group.id
    )
    db.session.commit()
    address = f"/en/trace/projects/pan-test/{project.number}"
    page = text(client.get(address))
    assert "Et pour les petites communes ?" in page
    assert all(each.reference in page for each in world.ideas[:2])
    found = client.get(address + ".json").json
    assert [one["text"]["text"] for one in found["ideas"][0]["remarks"]] == ["Et pour les petites communes ?"]
    assert "Project of commitment" in text(client.get(f"/en/trace/{idea.reference}"))
    assert client.get("/en/trace/projects/pan-test/99").status_code == 404


def test_a_body_sees_what_became_of_its_draft_commitments(world: World, client: FlaskClient) -> None:
    closed(world)
    page = text(client.get("/en/trace/organisations/min-essai"))
    assert world.draft.reference in page
    assert "Retained" in page
    assert client.get("/en/trace/organisations/min-essai.json").json["ideas"] == []
    assert "/trace/organisations/min-essai" in text(client.get("/en/organisations/min-essai"))


class TestWithoutNews:
    @pytest.fixture
    def settings(self) -> dict[str, object]:
        return {"PROCESS_DATE": "2020-12-20", "NEWS_DAYS": 60}

    def test_the_secretariat_sees_who_waits_longest_first(
        self, app: Flask, client: FlaskClient, session: object
    ) -> None:
        cycle, author = make_cycle(), make_person("salma")
        old = send(cycle, None, author, title="Ancienne", at=NOW.replace(day=2))
        older_news = publish(send(cycle, None, author, title="Publiée"))
        fresh = publish(send(cycle, None, author, title="Récente"), at=HELD)
        withdrawn = send(cycle, None, author, title="Retirée")
        proposals.withdraw(proposal=withdrawn, by=author, at=NOW)
        sign_in(app, client, make_person("secretaire", "administrator"))
        page = text(client.get("/en/administration/ideas-without-news/"))
        assert page.index(old.reference) < page.index(older_news.reference)
        assert fresh.reference not in page
        assert withdrawn.reference not in page
        waiting = text(client.get("/en/administration/ideas-without-news/?waits=checked"))
        assert old.reference in waiting
        assert older_news.reference not in waiting
        assert "2 ideas without news" in text(client.get("/en/administration"))

    def test_its_author_sees_when_news_is_due(self, app: Flask, client: FlaskClient, session: object) -> None:
        cycle, author = make_cycle(), make_person("salma")
        late = send(cycle, None, author, at=NOW.replace(day=2))
        publish(send(cycle, None, author, title="Récente"), at=HELD)
        sign_in(app, client, author)
        for address in ("/en/proposals/mine", "/en/account/contributions"):
            page = text(client.get(address))
            assert "News was due on 1 December 2020; the secretariat knows." in page
            assert "News by 1 February 2021." in page
        assert "News was due on 1 December 2020" in text(client.get(f"/en/proposals/{late.reference}"))
        client.delete_cookie("session", domain="localhost")
        assert client.get("/en/administration/ideas-without-news/").status_code in {302, 303, 403}
