"""A proposal written page after page: with an account, without one, in two windows, late, and in bad faith."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from cocreation.accounts.models import Account, Contributor
from cocreation.accounts.services import contributor_for
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.proposals import queries, services
from cocreation.proposals.models import DraftKey, Proposal
from cocreation.proposals.similar import SimilarIdea
from cocreation.proposals.writing import keys
from tests.proposals.material import (
    make_body,
    make_cycle,
    make_person,
    make_theme,
    publish,
    send,
    sign_in,
    text,
    token_of,
)
from tests.proposals.pen import ANSWERS, Pen, hidden_of, link_in


@pytest.fixture
def settings():
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": False, "ENVIRONMENT": "test"}


@pytest.fixture
def world(session):
    cycle = make_cycle()
    theme = make_theme(cycle)
    author = make_person("Salma")
    session.commit()
    return {"cycle": cycle, "theme": theme, "author": author}


@pytest.fixture
def pen(client, world):
    return Pen(client)


def only_draft() -> Proposal:
    return db.session.scalars(select(Proposal).where(Proposal.state == "draft")).one()


def last_mail() -> OutgoingMail:
    return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)).one()


def ask_link(pen: Pen, email: str = "nouvelle@example.org") -> str:
    """Ask for the link that sends, and give its path."""
    assert pen.send(email=email).status_code == 303
    assert pen.step == "waiting"
    return link_in(last_mail().body)


def steady(page: str) -> str:
    """Give a page without what differs from one showing to the next."""
    return re.sub(r'(draft/\d+|nonce="[^"]+"|value="[^"]+")', "", page)


class TestWithoutAnAccount:
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
        assert db.session.scalars(select(DraftKey)).all() == []
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
        for client in (pen.client, app.test_client()):
            assert client.get(link).status_code == 410
        assert app.test_client().post(link, data=hidden_of(page)).status_code in {400, 410}
        assert db.session.query(Proposal).count() == 1

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


class TestComingBack:
    def test_a_link_by_mail_opens_the_draft_on_another_device_once(self, app, pen):
        pen.write(until="problem")
        pen.send(problem="À moitié", action="leave")
        assert pen.step == "leave"
        pen.send(email="nouvelle@example.org")
        link = link_in(last_mail().body)
        other = Pen(app.test_client())
        other.open(link)
        assert "À moitié" not in other.page
        other.send()
        assert other.step == "proposal"
        other.write()
        assert "À moitié" in other.page
        assert app.test_client().get(link).status_code == 410
        # The first device still has it too.
        assert pen.open(f"/fr/proposals/draft/{pen.draft_id}/check").status_code == 200

    def test_the_link_can_be_shown_and_is_not_kept(self, pen):
        pen.write(until="problem")
        pen.send(action="leave", problem="")
        pen.send(action="show", email="")
        shown = re.search(r"/fr/proposals/resume/([\w-]+)", pen.page)[1]
        assert db.session.scalars(select(DraftKey).where(DraftKey.digest == shown)).all() == []
        assert keys.open_by(shown, "resume").draft.id == only_draft().id
        # A key of one purpose opens nothing else.
        with pytest.raises(keys.DeadLink):
            keys.open_by(shown, "send")
        with pytest.raises(keys.DeadLink):
            keys.open_by(pen.client.get_cookie("draft").value, "resume")

    def test_the_start_lists_the_drafts_of_this_browser(self, pen):
        pen.write(until="problem")
        assert "Publier les horaires des bus" in text(pen.client.get("/fr/proposals/new"))

    def test_forgetting_here_deletes_what_no_link_opens(self, pen):
        pen.write(until="problem")
        where = f"/fr/proposals/draft/{pen.draft_id}/delete"
        pen.open(where)
        assert only_draft().current.title
        pen.send()
        assert db.session.query(Proposal).count() == 0
        assert db.session.query(Contributor).count() == 0
        assert pen.client.get_cookie("draft") is None
        assert pen.client.get(where).status_code == 303

    def test_forgetting_here_keeps_what_a_link_opens(self, app, pen):
        pen.write(until="problem")
        pen.send(action="leave", problem="")
        pen.send(email="nouvelle@example.org")
        link = link_in(last_mail().body)
        number = pen.draft_id
        pen.open(f"/fr/proposals/draft/{number}/delete")
        pen.send()
        assert pen.client.get(f"/fr/proposals/draft/{number}/title").status_code == 303
        assert app.test_client().get(link).status_code == 200

    def test_signing_in_in_the_middle_makes_the_draft_ones_own(self, app, pen, world):
        pen.write(until="name")
        sign_in(app, pen.client, world["author"])
        pen.open(pen.where)
        assert "signed_as" in pen.page
        pen.write()
        assert (only_draft().contributor.account_id, only_draft().contributor.name) == (world["author"].id, "Salma")
        assert db.session.query(DraftKey).count() == 0
        assert not db.session.scalars(select(Contributor).where(Contributor.account_id.is_(None))).all()
        pen.send()
        assert pen.where.endswith("/fr/proposals/PANT-00001/sent")


class TestWithAnAccount:
    def test_a_citizen_writes_checks_sends_and_follows(self, app, pen, world):
        sign_in(app, pen.client, world["author"])
        pen.write()
        form_id = {"csrf_token": token_of(pen.page), **hidden_of(pen.page)}
        where = pen.where
        pen.send()
        assert pen.where.endswith("/fr/proposals/PANT-00001/sent")
        proposal = queries.by_reference("PANT-00001")
        assert (proposal.state, proposal.current.language, proposal.region) == ("submitted", "fr", None)
        assert proposal.contributor.name == "Salma"
        # Pressed twice, or after the back button: the same proposal.
        assert pen.client.post(where, data=form_id).location.endswith("/fr/proposals/PANT-00001")
        assert db.session.query(Proposal).count() == 1

    def test_the_first_answer_sent_twice_is_one_draft(self, app, pen, world):
        for client in (sign_in(app, app.test_client(), world["author"]), app.test_client()):
            pen = Pen(client)
            pen.begin()
            values = {"csrf_token": token_of(pen.page), **hidden_of(pen.page), "theme": str(world["theme"].id)}
            first = client.post(pen.where, data=values).location
            assert client.post(pen.where, data=values).location == first
        assert db.session.query(Proposal).count() == 2

    def test_an_organisation_speaks_by_those_who_may(self, app, pen, world):
        body = make_body("assoc", "association")
        speaker = make_person("Nadia", "representative", organisation=body)
        sign_in(app, pen.client, speaker)
        pen.write(signed_as=str(body.id))
        pen.send()
        proposal = queries.by_reference("PANT-00001")
        assert (proposal.contributor.organisation_id, proposal.contributor.voice) == (body.id, "association")
        other = Pen(sign_in(app, app.test_client(), world["author"]))
        other.write(until="name")
        assert other.send(signed_as=str(body.id)).status_code == 422

    def test_who_lost_the_role_before_sending_chooses_again(self, app, pen):
        body = make_body("assoc", "association")
        speaker = make_person("Nadia", "representative", organisation=body)
        sign_in(app, pen.client, speaker)
        pen.write(signed_as=str(body.id))
        db.session.get(Account, speaker.id).roles[0].state = "ended"
        pen.send()
        assert pen.step == "name"
        assert only_draft().reference is None

    def test_an_unfinished_text_is_kept_and_only_its_author_sees_it(self, app, pen, world):
        sign_in(app, pen.client, world["author"])
        pen.write(until="problem")
        address = pen.where
        pen.send(problem="À moitié écrit", action="leave")
        assert pen.where.endswith("/fr/proposals/mine")
        assert "Publier les horaires des bus" in pen.page
        assert "À moitié écrit" in text(pen.client.get(address))
        other = sign_in(app, app.test_client(), make_person("Amina"))
        assert other.get(address).status_code == 404
        assert app.test_client().get(address).status_code == 303


class TestEachPage:
    def test_change_on_the_last_page_returns_there_and_asks_nothing_twice(self, pen):
        pen.write()
        for step in ("theme", "title", "problem", "proposal", "concerned", "name"):
            pen.open(f"/fr/proposals/draft/{pen.draft_id}/{step}?back=check")
            given = {} if step != "theme" else {"theme": str(only_draft().theme_id)}
            pen.send(**{**ANSWERS[step], **given})
            assert pen.step == "check", step
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/documents?back=check")
        pen.send(action="continue")
        assert pen.step == "check"
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/language?back=check")
        pen.send(language="en")
        assert pen.step == "check"
        # The choice wins over what is recognised, also after the text is changed.
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/title?back=check")
        pen.send(title="Publier les horaires de tous les bus")
        assert only_draft().current.language == "en"

    def test_a_page_reached_too_early_leads_to_the_question_that_waits(self, pen, world):
        pen.write(until="title")
        number = pen.draft_id
        for step in ("proposal", "concerned", "documents", "name", "similar", "check"):
            pen.open(f"/fr/proposals/draft/{number}/{step}")
            assert pen.step == "title", step
        pen.open(f"/fr/proposals/draft/{number}/title")
        for step in ("name", "documents", "similar", "check"):
            sent = {"csrf_token": token_of(pen.page), "name": "X", "email": "a@example.org", "action": "continue"}
            answer = pen.client.post(f"/fr/proposals/draft/{number}/{step}", data=sent)
            assert answer.status_code == 303, step
            assert answer.location.endswith("/title"), step
        assert db.session.query(OutgoingMail).count() == 0

    @pytest.mark.parametrize(
        ("step", "wrong"),
        [
            ("title", {"title": ""}), ("title", {"title": "\u200b\u200b"}), ("title", {"title": "é" * 151}),
            ("problem", {"problem": "é" * 5_001}), ("proposal", {"body": "7"}), ("proposal", {"body": "x" * 600_000}),
            ("name", {"name": "Ministеre"}), ("name", {"name": "Min. d’essai"}), ("name", {"name": "é" * 81}),
            ("concerned", {"region": "atlantis"}), ("concerned", {"concerned": "nobody"}),
        ],
    )  # fmt: skip
    def test_wrong_answers_are_kept_and_named(self, pen, step, wrong):
        body = make_body()
        body.acronym = "Min. d’essai"
        pen.write(until=step)
        assert pen.send(**{**ANSWERS[step], **wrong}).status_code == 422
        assert 'id="error-summary"' in pen.page
        assert "<title>" in pen.page
        value = next(iter(wrong.values()))
        if len(value) > 20:
            assert value in pen.page
        kept = only_draft()
        assert value not in {kept.current.title, kept.current.problem, kept.current.body, kept.contributor.name} - {""}

    @pytest.mark.parametrize(
        "words", ["\ud800 x", "a\x00b c", "\u202eabc", "<svg onload=alert(1)>", "{{7*7}}", "%s a", "🧑‍👩‍👧 ok"]
    )
    def test_hostile_texts_are_cleaned_or_shown_as_typed(self, pen, words):
        pen.write(until="title")
        sent = {"csrf_token": token_of(pen.page), "title": words.encode("utf-8", "surrogatepass"), "action": "continue"}
        assert pen.client.post(pen.where, data=sent).status_code in {303, 422}
        page = text(pen.client.get(pen.where))
        assert "<svg onload" not in page
        assert "\u202e" not in page

    def test_two_windows_do_not_write_over_each_other(self, app, pen, world):
        pen.write()
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/problem?back=check")
        second = Pen(pen.client)
        second.open(pen.where)
        pen.send(problem="Le premier changement")
        assert second.send(problem="Le second <b>changement</b>").status_code == 409
        assert "Le premier changement" in second.page
        assert "Le second &lt;b&gt;changement&lt;/b&gt;" in second.page
        assert second.send(problem="Les deux changements").status_code == 303
        assert only_draft().current.problem == "Les deux changements"

    def test_two_windows_may_answer_different_questions(self, pen):
        pen.write()
        second = Pen(pen.client)
        second.open(f"/fr/proposals/draft/{pen.draft_id}/title?back=check")
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/problem?back=check")
        pen.send(problem="Un autre problème")
        assert second.send(title="Un autre titre").status_code == 303
        assert (only_draft().current.title, only_draft().current.problem) == ("Un autre titre", "Un autre problème")

    def test_another_visitors_draft_is_not_known_to_exist(self, app, pen):
        pen.write()
        stranger = app.test_client()
        stranger.set_cookie("draft", "x" * 43, domain="localhost")
        for number in (pen.draft_id, 999_999_999_999_999):
            for step in ("title", "documents", "similar", "check", "waiting", "leave", "delete"):
                answer = stranger.get(f"/fr/proposals/draft/{number}/{step}")
                assert (answer.status_code, "sign-in" in answer.location) == (303, True), step
        other = Pen(stranger)
        other.write()
        token = token_of(other.page)
        stolen = {"csrf_token": token, "title": "Volé ici"}
        answer = stranger.post(f"/fr/proposals/draft/{pen.draft_id}/title", data=stolen)
        assert answer.status_code == 401
        assert "Volé ici" in text(answer)
        assert "Volé ici" not in {proposal.current.title for proposal in db.session.scalars(select(Proposal))}

    @pytest.mark.parametrize("address", ["send/", "resume/"])
    @pytest.mark.parametrize("token", ["x", "é" * 40, "x" * 3_000, "%00", "..%2f"])
    def test_links_that_are_not_ours_are_dead(self, client, world, address, token):
        assert client.get(f"/fr/proposals/{address}{token}").status_code in {404, 410}

    def test_the_theme_chosen_goes_away(self, pen, world):
        pen.write()
        world["theme"].state = "withdrawn"
        make_theme(world["cycle"], "budget", "Budget ouvert")
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/check")
        assert pen.step == "theme"


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


class TestIdeasLikeIt:
    @pytest.fixture
    def near(self, app, world):
        sent = send(world["cycle"], world["theme"], make_person("Amina"), title="نشر مواقيت الحافلات", language="ar")
        first = publish(sent)
        idea = SimilarIdea(first.reference, first.current.title, "ar", "تعليقها في المواقف", ("horaires", "bus"))
        app.extensions["cocreation.places"]._fillers["proposal.similar"] = [lambda **asked: [idea]]
        return first

    def test_they_are_shown_in_their_language_with_why(self, pen, near):
        pen.write(until="similar")
        assert '<h2 lang="ar" dir="auto">' in pen.page
        assert "horaires · bus" in pen.page
        assert f"/fr/proposals/{near.reference}#comments" in pen.page
        pen.send(variant_of="another")
        assert pen.step == "check"
        assert only_draft().variant_of_id is None

    def test_the_same_idea_in_other_words_is_linked(self, pen, near):
        pen.write(until="similar")
        pen.send(variant_of=near.reference)
        assert only_draft().variant_of_id == near.id
        assert near.reference in pen.page
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/similar?back=check")
        assert re.search(rf'checked[^>]* value="{near.reference}"', pen.page)
        assert pen.send(variant_of="PANT-99999").status_code == 422

    def test_the_page_is_passed_where_nothing_is_near(self, app, pen):
        app.extensions["cocreation.places"]._fillers["proposal.similar"] = []
        pen.write(until="name")
        pen.send(name="")
        assert pen.step == "check"

    def test_the_hint_answers_with_a_few_lines_and_writes_nothing(self, pen, near):
        pen.write(until="title")
        token = token_of(pen.page)
        answer = pen.client.post("/fr/proposals/similar", data={"csrf_token": token, "title": "Les horaires des bus"})
        assert "نشر مواقيت الحافلات" in text(answer)
        assert "<html" not in text(answer)
        assert only_draft().current.title == ""
        assert pen.client.post("/fr/proposals/similar", data={"title": "x"}).status_code == 400


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

    def test_one_letter_box_gets_few_links(self, pen):
        pen.write()
        sent = {"csrf_token": token_of(pen.page), "email": "victim@example.org"}
        codes = [pen.client.post(pen.where, data=sent).status_code for _ in range(5)]
        assert codes == [303, 303, 303, 429, 429]
        assert db.session.query(OutgoingMail).count() == 3


@pytest.mark.both_databases
class TestKeeping:
    def test_drafts_nobody_writes_on_go_with_all_that_opens_them(self, app, client, world):
        pen = Pen(client)
        pen.write(until="title")
        old = only_draft()
        assert keys.sweep() == 0
        for key in db.session.scalars(select(DraftKey)):
            key.expires_at = now() - timedelta(days=1)
        db.session.flush()
        assert keys.sweep() == 1
        db.session.flush()
        assert db.session.get(Proposal, old.id) is None
        assert db.session.query(DraftKey).count() == 0
        assert db.session.query(Contributor).count() == 0

    def test_writing_on_keeps_a_draft_longer(self, app, client, world):
        pen = Pen(client)
        pen.write(until="title")
        key = db.session.scalars(select(DraftKey)).one()
        key.expires_at = now() + timedelta(days=1)
        pen.send(title="Un titre tout neuf")
        assert db.session.scalars(select(DraftKey)).one().expires_at > now() + timedelta(days=29)

    def test_the_whole_way_on_both_databases(self, app, client, world):
        pen = Pen(client)
        pen.write(name="Fleur du Rif")
        link = ask_link(pen)
        pen.open(link)
        pen.send()
        assert queries.by_reference("PANT-00001").contributor.name == "Fleur du Rif"
