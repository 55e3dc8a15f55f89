"""A proposal written page after page: with an account, in two windows, with ideas near it, and in bad faith."""

import re

import pytest
from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.proposals import queries
from cocreation.proposals.models import Proposal
from cocreation.proposals.similar import SimilarIdea
from tests.proposals.material import (
    make_body,
    make_person,
    make_theme,
    publish,
    send,
    sign_in,
    text,
    token_of,
)
from tests.proposals.pen import ANSWERS, Pen, hidden_of, only_draft


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
        assert pen.client.post(where, data=form_id).location.endswith("/fr/proposals/PANT-00001/sent")
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

    def test_the_last_page_leads_to_every_question_also_those_left_empty(self, pen):
        pen.write()
        for step in ("theme", "title", "problem", "proposal", "language", "concerned", "documents", "name"):
            assert f"/{step}?back=check" in pen.page, step

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
        ("step", "said"),
        [
            ("theme", "Choisissez l’axe"), ("title", "en une phrase"), ("problem", "quel est le problème"),
            ("proposal", "ce qu’il faudrait faire"), ("check", "Écrivez votre adresse"),
        ],
    )  # fmt: skip
    def test_an_empty_answer_is_refused_in_words_of_its_own_question(self, pen, step, said):
        pen.write(until=step) if step != "theme" else pen.begin()
        assert pen.send().status_code == 422
        assert said in re.search(r'id="error-summary".*?</ul>', pen.page, re.DOTALL)[0]

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
        assert "nobody" not in pen.page
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
        for number in (pen.draft_id, 999_999_999):
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

    def test_an_arabic_title_is_not_turned_round_by_the_reference_beside_it(self, pen, near):
        pen.write(until="similar")
        pen.send(variant_of=near.reference)
        assert f'<dd lang="ar" dir="auto">نشر مواقيت الحافلات · \u2068{near.reference}\u2069</dd>' in pen.page

    def test_a_draft_begun_from_an_idea_is_linked_to_it(self, app, pen, near):
        app.extensions["cocreation.places"]._fillers["proposal.similar"] = []
        pen.open(pen.client.post(f"/fr/proposals/{near.reference}/variant").location)
        pen.write(until="title")
        pen.write(until="similar")
        pen.send(variant_of=near.reference)
        assert only_draft().variant_of_id == near.id
        assert near.reference in pen.page
        # It can be unlinked again.
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/similar?back=check")
        pen.send(variant_of="another")
        assert only_draft().variant_of_id is None

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


def test_a_second_press_of_any_step_lands_where_the_first_one_did(pen):
    pen.begin()
    while pen.step != "check":
        step, answers = pen.step, dict(ANSWERS[pen.step])
        if step == "theme":
            answers["theme"] = re.search(r'name="theme" type="radio" value="(\d+)"', pen.page)[1]
        sent = {"csrf_token": token_of(pen.page), **hidden_of(pen.page), **answers}
        first, second = (pen.client.post(pen.where, data=sent) for _ in range(2))
        assert (first.status_code, first.location) == (second.status_code, second.location) == (303, second.location)
        pen.open(first.location)
    assert db.session.query(Proposal).count() == 1
