"""A new text after publication: proposed, checked while the present one stays, taken or not, and compared."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cocreation.attachments import queries as attachments
from cocreation.attachments import services as files
from cocreation.core import search
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.cycles import queries as cycle_queries
from cocreation.cycles import services as cycles
from cocreation.journal.models import JournalLine
from cocreation.proposals import revising
from cocreation.proposals.comparing import compared
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.proposals.policies import can_revise
from cocreation.proposals.refusals import EditedMeanwhile, NotPossible, SameText, TextIsFixed, TextWaits
from cocreation.proposals.versions import new_version, once_public
from tests.attachments import material
from tests.proposals.material import (
    NOW,
    form_id_of,
    make_body,
    make_cycle,
    make_person,
    make_theme,
    publish,
    send,
    sign_in,
    text,
    token_of,
)  # fmt: skip

LATER = NOW + timedelta(days=2)


@pytest.fixture
def world(app, session):
    cycle = make_cycle()
    theme, author = make_theme(cycle), make_person("Salma")
    proposal = publish(send(cycle, theme, author))
    db.session.commit()
    return cycle, author, proposal


def propose(cycle, author, proposal, **more):
    values = {
        "title": "Publier les budgets des communes en ligne", "problem": proposal.current.problem,
        "body": "Publier chaque budget en ligne, en arabe et en français.", "language": "fr",
        "why": "La langue manquait.", "by": author, "at": LATER,
    }  # fmt: skip
    return revising.propose(proposal=proposal, cycle=cycle, **{**values, **more})


def decide(version, to, **more):
    moderator = make_person("Modo" + to + str(version.number), "moderator")
    reason = {"reason_code": "insult"} if to == "refused" else {}
    revising.decide_version(version=version, to=to, by=moderator, role="moderator", at=LATER, **{**reason, **more})


@pytest.mark.both_databases
def test_the_present_text_stays_until_the_new_one_is_taken(world):
    cycle, author, proposal = world
    version = propose(cycle, author, proposal)
    assert (version.number, version.state, proposal.version_number) == (2, "proposed", 1)
    assert proposal.current.title == "Publier les budgets des communes"
    found = search.matching("proposal", "arabe")
    assert db.session.scalar(select(Proposal.id).where(Proposal.id.in_(found))) is None
    decide(version, "accepted")
    assert (proposal.version_number, proposal.current.title) == (2, "Publier les budgets des communes en ligne")
    found = search.matching("proposal", "arabe")
    assert db.session.scalar(select(Proposal.id).where(Proposal.id.in_(found))) == proposal.id
    lines = db.session.scalars(select(JournalLine.action).where(JournalLine.object_kind == "proposal")).all()
    assert [line for line in lines if "version" in line] == ["proposal.version_proposed", "proposal.version"]


@pytest.mark.both_databases
def test_a_new_text_that_is_refused_changes_nothing(world):
    cycle, author, proposal = world
    version = propose(cycle, author, proposal)
    decide(version, "refused", note="Un nom est cité.")
    assert (proposal.state, proposal.version_number, version.reason_code) == ("published", 1, "insult")
    again = propose(cycle, author, proposal)
    assert again.number == 3
    decide(again, "accepted")
    assert proposal.version_number == 3


@pytest.mark.both_databases
def test_an_undone_decision_has_the_text_wait_again(world):
    cycle, author, proposal = world
    version = propose(cycle, author, proposal)
    decide(version, "accepted")
    revising.restore_version(version=version, number_before=1, by=None, role="moderator", at=LATER)
    assert (version.state, proposal.version_number, version.decided_at) == ("proposed", 1, None)
    decide(version, "refused")
    revising.restore_version(version=version, number_before=1, by=None, role="moderator", at=LATER)
    assert (version.state, version.reason_code) == ("proposed", None)


@pytest.mark.both_databases
def test_one_new_text_waits_at_a_time_also_in_the_database(world):
    cycle, author, proposal = world
    propose(cycle, author, proposal)
    with pytest.raises(TextWaits):
        propose(cycle, author, proposal, title="Encore un autre titre")
    other = new_version(9, "Titre", "Problème", "Texte", "fr", "", NOW)
    other.proposal_id, other.state = proposal.id, "proposed"
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(other)


def test_what_is_not_taken(world):
    cycle, author, proposal = world
    text = proposal.current
    same = {"title": text.title, "problem": text.problem, "body": text.body}
    with pytest.raises(SameText):
        propose(cycle, author, proposal, **same)
    with pytest.raises(EditedMeanwhile):
        propose(cycle, author, proposal, revision_seen=proposal.revision - 1)
    phase = cycle_queries.phase(cycle, "prioritisation")
    cycles.set_phase(
        phase=phase, period=None, opens_at=NOW, closes_at=None, reason=OfficialText(fr="Début"), by=None, at=NOW
    )
    with pytest.raises(TextIsFixed):
        propose(cycle, author, proposal)


def test_only_a_published_text_has_a_successor_and_one_taken_back_is_over(world):
    cycle, author, proposal = world
    version = propose(cycle, author, proposal)
    revising.take_back(version=version, by=author, at=LATER)
    assert version.state == "withdrawn"
    with pytest.raises(NotPossible):
        decide(version, "accepted")
    waiting = send(cycle, proposal.theme, author, "Une autre idée pour les communes")
    with pytest.raises(NotPossible):
        propose(cycle, author, waiting)


def test_whoever_speaks_for_the_organisation_proposes_and_nobody_else(world):
    _cycle, author, proposal = world
    body = make_body("asso-essai", "association")
    speaker, other = make_person("Amina", "representative", organisation=body), make_person("Driss")
    assert can_revise(author, proposal)
    assert not can_revise(speaker, proposal)
    proposal.contributor.organisation = body
    assert can_revise(speaker, proposal)
    assert not can_revise(other, proposal)


def test_texts_that_were_never_public_stay_between_author_and_team(world):
    cycle, author, proposal = world
    decide(propose(cycle, author, proposal), "refused")
    decide(propose(cycle, author, proposal), "accepted")
    propose(cycle, author, proposal, title="Un troisième texte qui attend")
    db.session.refresh(proposal, ["versions"])
    assert [version.number for version in once_public(proposal.versions, proposal.published_at)] == [1, 3]


def test_files_belong_to_a_text_and_the_next_one_keeps_those_chosen(world, app, client):
    cycle, author, proposal = world
    kept, left = (
        attachments_add(proposal.current, name, content, author)
        for name, content in (("plan.png", material.picture()), ("lettre.docx", material.letter()))
    )
    version = propose(cycle, author, proposal, keep={kept.id})
    assert [file.name for file in attachments.of("proposal", version.id)] == ["plan.png"]
    assert [file.name for file in attachments.of("proposal", proposal.current.id)] == ["plan.png", "lettre.docx"]
    waiting = attachments.of("proposal", version.id)[0]
    assert client.get(f"/fr/attachments/{waiting.id}").status_code == 404
    assert client.get(f"/fr/attachments/{left.id}").status_code == 200
    decide(version, "accepted")
    assert client.get(f"/fr/attachments/{waiting.id}").status_code == 200
    assert client.get(f"/fr/attachments/{left.id}").status_code == 200


def attachments_add(version: ProposalVersion, name: str, content: bytes, by):
    return files.attach(
        holder_kind="proposal", holder_id=version.id, upload=BytesIO(content), filename=name,
        description="Le plan de la salle", by=by, role="citizen", at=NOW,
    )  # fmt: skip


class TestComparing:
    def both(self, first, last, languages=("fr", "fr")):
        one, other = (
            new_version(number, title, "", "", language, "", NOW)
            for number, title, language in zip((1, 2), (first, last), languages, strict=True)
        )
        return compared(one, other)[0]

    def test_words_that_went_and_came(self, app):
        with app.test_request_context("/fr/"):
            part = self.both("Publier les budgets", "Publier tous les budgets")
        assert [(piece.kind, piece.text.strip()) for piece in part["pieces"]] == [
            ("same", "Publier"), ("ins", "tous"), ("same", "les budgets"),
        ]  # fmt: skip
        assert part["after"]["dir"] == "ltr"

    def test_arabic_is_compared_in_its_own_direction(self, app):
        with app.test_request_context("/fr/"):
            part = self.both("نشر الميزانيات", "نشر ميزانيات الجماعات", ("ar", "ar"))
        assert part["after"]["dir"] == "rtl"
        assert {piece.kind for piece in part["pieces"]} == {"same", "del", "ins"}

    def test_two_directions_are_never_woven_into_one_line(self, app):
        with app.test_request_context("/fr/"):
            part = self.both("Publier les budgets", "نشر الميزانيات", ("fr", "ar"))
        assert part["pieces"] == []
        assert (part["before"]["dir"], part["after"]["dir"]) == ("ltr", "rtl")


def test_the_page_proposes_a_text_with_a_file_and_the_history_compares(world, app, client):
    _cycle, author, proposal = world
    sign_in(app, client, author)
    page = text(client.get("/fr/proposals/PANT-00001"))
    assert "/fr/proposals/PANT-00001/new-text" in page
    page = text(client.get("/fr/proposals/PANT-00001/new-text"))
    fields = {
        "csrf_token": token_of(page), "form_id": form_id_of(page), "revision": str(proposal.revision),
        "title": "Publier tous les budgets des communes", "problem": "Personne ne sait où va l’argent.",
        "body": "Publier chaque budget.", "language": "fr", "why": "Plus précis.",
        "file": (BytesIO(material.picture()), "plan.png"), "description": "Le plan",
    }  # fmt: skip
    sent = client.post("/fr/proposals/PANT-00001/new-text", data=fields, content_type="multipart/form-data")
    assert sent.status_code == 303, text(sent)
    mine = text(client.get("/fr/proposals/PANT-00001/history"))
    assert "Plus précis." in mine
    assert "<ins>" in mine
    assert "plan.png" in mine
    client.delete_cookie("session", domain="localhost")
    public = text(client.get("/fr/proposals/PANT-00001/history"))
    assert "Plus précis." not in public
    decide(db.session.scalar(select(ProposalVersion).where(ProposalVersion.number == 2)), "accepted")
    public = text(client.get("/fr/proposals/PANT-00001/history?from=2&to=1"))
    assert "Plus précis." in public
    assert "tous" in public.partition('class="comparison"')[2].partition("</ins>")[0]
    assert text(client.get("/fr/proposals/PANT-00001/history?from=7&to=x")).count("<h1") == 1


def test_a_refused_file_keeps_the_text_typed_and_sends_nothing(world, app, client):
    _cycle, author, proposal = world
    sign_in(app, client, author)
    page = text(client.get("/fr/proposals/PANT-00001/new-text"))
    fields = {
        "csrf_token": token_of(page), "form_id": form_id_of(page), "revision": str(proposal.revision),
        "title": "Un titre tout neuf pour les budgets", "problem": "Un problème.", "body": "Une proposition.",
        "language": "fr", "why": "Plus précis.", "file": (BytesIO(b"<svg onload=alert(1)>"), "dessin.svg"),
    }  # fmt: skip
    sent = client.post("/fr/proposals/PANT-00001/new-text", data=fields, content_type="multipart/form-data")
    assert sent.status_code == 422
    assert "Un titre tout neuf pour les budgets" in text(sent)
    assert db.session.scalars(select(ProposalVersion.number)).all() == [1]


def test_nobody_else_opens_the_page(world, app, client):
    assert client.get("/fr/proposals/PANT-00001/new-text").status_code == 303
    sign_in(app, client, make_person("Driss"))
    assert client.get("/fr/proposals/PANT-00001/new-text").status_code == 403
