"""A proposal sent without an account: the link that proves an address, the closed door, the limits."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cocreation.accounts.models import Contributor
from cocreation.accounts.services import contributor_for
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.proposals import queries, services
from cocreation.proposals.models import DraftKey, Proposal
from cocreation.proposals.writing import keys, linking
from tests.proposals.material import (
    make_person,
    sign_in,
    text,
    token_of,
)
from tests.proposals.pen import Pen, ask_link, hidden_of, last_mail, only_draft


def steady(page: str) -> str:
    """Give a page without what differs from one showing to the next."""
    return re.sub(r'(draft/\d+|nonce="[^"]+"|value="[^"]+")', "", page)


class TestWithoutAnAccount:
    def test_of_two_clicks_one_mail_goes_and_a_little_later_another_may(self, pen, monkeypatch):
        pen.write()
        page, where = pen.page, pen.where
        ask_link(pen)
        pen.page, pen.where = page, where
        ask_link(pen)
        assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 1
        pen.page, pen.where = page, where
        ask_link(pen, "autre@example.org")
        assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 2
        later = now() + timedelta(minutes=2)
        monkeypatch.setattr(keys, "now", lambda: later)
        pen.page, pen.where = page, where
        ask_link(pen, "autre@example.org")
        assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 3

    def test_the_whole_way_ends_with_a_reference_and_an_account_without_password(self, pen):
        pen.write(name="Fleur du Rif", region="oriental", concerned=["rural", "youth"])
        assert "Publier les horaires des bus" in pen.page
        link = ask_link(pen)
        assert "n•••@example.org" in pen.page
        assert queries.by_id(pen.draft_id or 0) is None or only_draft().state == "draft"
        # The link only shows; its button sends, for mail scanners open every link they see.
        pen.open(link)
        assert only_draft().reference is None
        pen.send()
        assert pen.where.endswith("/fr/proposals/PANT-00001/sent")
        assert "PANT-00001" in pen.page
        assert "<svg" in pen.page
        assert " style=" not in pen.page
        proposal = queries.by_reference("PANT-00001")
        assert (proposal.state, proposal.region, proposal.concerned) == ("submitted", "oriental", ["youth", "rural"])
        assert (proposal.contributor.name, proposal.contributor.account.email) == (
            "Fleur du Rif",
            "nouvelle@example.org",
        )
        account = proposal.contributor.account
        assert (account.state, account.password_hash, account.name) == ("active", None, "Fleur du Rif")
        # The copy of what was sent.
        assert "Les afficher aux arrêts et en ligne." in last_mail().body
        assert proposal.progress == {}
        # Of the keys only the link is kept, without the address: pressed again, it says what it sent.
        assert [(key.purpose, key.email) for key in db.session.scalars(select(DraftKey))] == [("used", None)]
        assert db.session.scalars(select(Contributor)).all() == [proposal.contributor]
        # It came in by that link, and follows its proposal.
        assert "Publier les horaires des bus" in text(pen.client.get("/fr/proposals/mine"))

    def test_a_known_address_gets_the_same_answer_and_the_proposal_is_its_own(self, app, pen, world):
        pen.write()
        link = ask_link(pen, "salma@example.org")
        page = pen.page.replace("s•••", "n•••")
        other = Pen(app.test_client())
        other.write()
        ask_link(other)
        assert steady(other.page) == steady(page)
        pen.open(link)
        pen.send()
        assert queries.by_reference("PANT-00001").contributor.account.id == world["author"].id

    def test_it_opens_on_another_device_and_dies_after_use(self, app, pen):
        pen.write()
        link = ask_link(pen)
        other = Pen(app.test_client())
        other.open(link)
        page = other.page
        other.send()
        assert other.where.endswith("/sent")
        # Again, on any device and by a second press of the first page: what it sent, and nothing else.
        sent = {"csrf_token": token_of(page), **hidden_of(page)}
        assert other.client.post(link, data=sent).location.endswith("/fr/proposals/PANT-00001/sent")
        for answer in (pen.client.get(link), other.client.get(link), app.test_client().post(link, data=sent)):
            assert answer.status_code == 200
            assert 'href="/fr/proposals/PANT-00001"' in text(answer)
            assert 'name="seen"' not in text(answer)
        assert pen.client.get(link.replace("/send/", "/resume/")).status_code == 410
        assert db.session.query(Proposal).count() == 1

    def test_without_its_token_the_button_sends_nothing(self, pen):
        pen.write()
        pen.open(ask_link(pen))
        answer = pen.client.post(pen.where, data=hidden_of(pen.page))
        assert answer.status_code == 400
        assert only_draft().reference is None

    def test_a_role_holder_is_not_let_in_by_the_link(self, app, pen):
        make_person("Driss", "moderator")
        pen.write()
        link = ask_link(pen, "driss@example.org")
        pen.open(link)
        pen.send()
        assert pen.where.endswith("/sent")
        assert "PANT-00001" in pen.page
        assert pen.client.get("/fr/proposals/mine").status_code == 303

    def test_whoever_did_not_write_it_refuses(self, app, pen):
        pen.write()
        link = ask_link(pen, "salma@example.org")
        victim = Pen(app.test_client())
        victim.open(link)
        victim.send(where=link + "/refuse")
        assert app.test_client().get(link).status_code == 410
        assert only_draft().reference is None

    def test_a_text_changed_meanwhile_is_shown_before_it_is_sent(self, app, pen):
        pen.write()
        link = ask_link(pen, "salma@example.org")
        victim = Pen(app.test_client())
        victim.open(link)
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/title?back=check")
        pen.send(title="Tout autre chose")
        assert victim.send().status_code == 409
        assert "Tout autre chose" in victim.page
        assert only_draft().reference is None

    def test_a_link_expires(self, pen):
        pen.write()
        link = ask_link(pen)
        for key in db.session.scalars(select(DraftKey).where(DraftKey.purpose == "send")):
            key.expires_at = now() - timedelta(seconds=1)
        assert pen.client.get(link).status_code == 410

    def test_a_wrong_address_keeps_the_page(self, pen):
        pen.write()
        assert pen.send(email="nobody").status_code == 422
        assert 'id="error-summary"' in pen.page
        assert db.session.query(OutgoingMail).count() == 0

    def test_a_closed_account_gets_no_mail_and_the_page_says_the_same(self, pen, world):
        world["author"].state = "disabled"
        pen.write()
        assert pen.send(email="salma@example.org").status_code == 303
        assert pen.step == "waiting"
        assert db.session.query(OutgoingMail).count() == 0

    def test_reading_sets_no_cookie_and_the_first_answer_sets_one(self, app, world):
        client = app.test_client()
        for address in ("/fr/proposals/new", "/fr/proposals", "/fr/proposals/new/theme"):
            assert "Set-Cookie" not in client.get(address).headers, address
        assert client.get("/fr/proposals/new/theme").location.endswith("/fr/proposals/new")
        pen = Pen(client)
        pen.begin()
        assert client.get_cookie("draft") is None
        pen.write(until="title")
        cookie = client.get_cookie("draft")
        assert cookie.http_only
        assert db.session.scalars(select(DraftKey.digest)).one() == keys.digest_of(cookie.value)

    def test_a_browser_without_cookies_is_told(self, app, world):
        client = app.test_client(use_cookies=False)
        where = client.post("/fr/proposals/new").location
        where = client.get(where).location
        assert "cookies=off" in where
        assert "notice warning" in text(client.get(where))

    def test_a_session_that_ended_loses_nothing(self, app, pen):
        pen.write(until="proposal")
        pen.client.delete_cookie("session")
        pen.open(f"/fr/proposals/draft/{pen.draft_id}")
        assert pen.step == "proposal"
        # The page was open while the session ended: the text comes back with a button that sends it again.
        pen.client.delete_cookie("session")
        answer = pen.client.post(
            pen.where,
            data={"csrf_token": "old", "body": "Le texte tapé", "action": "continue"},
            headers={"Origin": "http://localhost"},
        )
        assert answer.status_code == 400
        page = text(answer)
        assert "Le texte tapé" in page
        again = {"csrf_token": token_of(page), "body": "Le texte tapé", "action": "continue"}
        assert pen.client.post(pen.where, data=again).status_code == 303
        assert only_draft().current.body == "Le texte tapé"

    def test_pages_with_somebodys_text_are_kept_by_no_cache(self, pen):
        pen.write()
        for step in ("title", "documents", "check"):
            answer = pen.client.get(f"/fr/proposals/draft/{pen.draft_id}/{step}")
            assert answer.headers["Cache-Control"] == "no-store", step


class TestClosed:
    @pytest.fixture
    def settings(self):
        return {"PROCESS_DATE": "2020-12-15", "RATE_LIMITS": False}

    def test_nothing_begins_and_the_page_says_when_it_closed(self, pen):
        assert "2020" in text(pen.client.get("/fr/proposals/new"))
        assert 'name="title"' not in text(pen.client.get("/fr/proposals/new"))
        pen.client.post("/fr/proposals/new")
        assert pen.client.get("/fr/proposals/new/theme").location.endswith("/fr/proposals/new")

    def test_what_was_written_is_kept_and_told_so(self, app, pen, world):
        sign_in(app, pen.client, world["author"])
        draft = services.save_draft(
            cycle=world["cycle"], contributor=contributor_for(world["author"]), theme=world["theme"], title="Un titre",
            problem="Un problème", body="Une idée", language="fr", region=None, by=world["author"], at=now(),
        )  # fmt: skip
        draft.progress = {"steps": ["concerned", "documents", "name"]}
        pen.open(f"/fr/proposals/draft/{draft.id}")
        assert pen.step == "check"
        assert "notice warning" in pen.page
        token = token_of(text(pen.client.get("/fr/account/preferences")))
        answer = pen.client.post(pen.where, data={"csrf_token": token})
        assert answer.location.endswith(f"/fr/proposals/draft/{draft.id}")
        assert "Un titre" in text(pen.client.get("/fr/proposals/mine"))
        assert only_draft().state == "draft"

    def test_a_link_opened_too_late_keeps_the_text_for_the_account(self, app, world):
        app.config["PROCESS_DATE"] = "2020-10-15"
        pen = Pen(app.test_client())
        pen.write()
        link = ask_link(pen)
        app.config["PROCESS_DATE"] = "2020-12-15"
        pen.open(link)
        pen.send()
        assert pen.step == "check"
        assert "notice warning" in pen.page
        kept = only_draft()
        assert kept.contributor.account.email == "nouvelle@example.org"
        assert "Publier les horaires des bus" in text(pen.client.get("/fr/proposals/mine"))


class TestLimits:
    @pytest.fixture
    def settings(self):
        return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": True}

    def test_drafts_from_one_address_end_at_a_limit_and_the_answer_says_how_long(self, pen, world):
        pen.begin()
        theme = str(world["theme"].id)
        codes = []
        for number in range(25):
            sent = {"csrf_token": token_of(pen.page), "form_id": f"form-{number}", "theme": theme}
            answer = pen.client.post("/fr/proposals/new/theme", data=sent)
            codes.append(answer.status_code)
        assert codes[:20] == [303] * 20
        assert set(codes[20:]) == {429}
        assert int(answer.headers["Retry-After"]) > 0
        assert db.session.query(Proposal).count() == 20

    def test_one_letter_box_gets_few_links(self, pen, monkeypatch):
        monkeypatch.setattr(linking, "A_MOMENT", timedelta(0))
        pen.write()
        sent = {"csrf_token": token_of(pen.page), "email": "victim@example.org"}
        codes = [pen.client.post(pen.where, data=sent).status_code for _ in range(5)]
        assert codes == [303, 303, 303, 429, 429]
        assert db.session.query(OutgoingMail).count() == 3
