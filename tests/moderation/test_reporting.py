"""The page of reports and what the desk shows of them, through the client."""

import re

import pytest

from cocreation.core.db import db
from cocreation.moderation import reports
from cocreation.moderation.models import ContentReport
from cocreation.proposals.queries import by_reference
from tests.moderation.material import scene, waiting_comment
from tests.proposals.material import NOW, form_id_of, make_person, sign_in, text, token_of


@pytest.fixture
def settings():
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": True, "MODERATION_UNDO_SECONDS": 120}


def sent(client, address, **more):
    page = text(client.get(address))
    values = {"csrf_token": token_of(page), "form_id": form_id_of(page), "reason": "insult", "words": ""}
    return client.post(address, data={**values, **more})


def test_a_reader_reports_once_and_sees_what_becomes_of_it(app, client, session):
    on = scene()
    comment = waiting_comment(on)
    address = f"/fr/report/comment/{comment.id}"
    assert client.get(address).location.startswith("/fr/account/sign-in?next=")
    assert address in text(client.get("/fr/proposals/PANT-00001"))
    reader = sign_in(app, client, make_person("Amina"))
    assert address in text(reader.get("/fr/proposals/PANT-00001"))
    missing = sent(reader, address, reason="other")
    assert missing.status_code == 422
    nothing = sent(reader, address, reason="nonsense", words="Mes mots à moi")
    assert nothing.status_code == 422
    assert "Mes mots à moi" in text(nothing)
    assert sent(reader, address, words="Il m’insulte.").status_code == 303
    assert db.session.query(ContentReport).one().words == "Il m’insulte."
    again = text(reader.get(address))
    assert 'name="reason"' not in again
    author = sign_in(app, app.test_client(), on.author)
    assert author.get(address).status_code == 403
    assert reader.get("/fr/report/comment/999").status_code == 404
    assert reader.get("/fr/report/decision/1").status_code == 404


def test_a_new_account_reports_ten_things_a_day(app, client, session):
    on = scene()
    comments = [waiting_comment(on)]
    about = comments[0].thread
    for _ in range(10):
        comments.append(waiting_comment(on, by_reference(about.about_reference)))
    db.session.commit()
    ids = [comment.id for comment in comments]
    reader = sign_in(app, client, make_person("Amina"))
    answers = [sent(reader, f"/fr/report/comment/{number}", words="Mes mots") for number in ids]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert "Mes mots" in text(answers[-1])


def test_the_desk_shows_reasons_and_words_but_never_who_reported(app, client, session):
    on = scene()
    comment = waiting_comment(on)
    reports.send(thing=comment, reason_code="danger", words="Regardez.", by=make_person("Zineb"), at=NOW)
    reports.send(thing=comment, reason_code="other", words="<b>Moi</b>", by=make_person("Yasmine"), at=NOW)
    db.session.commit()
    page = text(sign_in(app, client, on.moderator).get("/fr/moderation"))
    assert "Regardez." in page
    assert "&lt;b&gt;Moi&lt;/b&gt;" in page
    assert "Zineb" not in page
    assert "Yasmine" not in page
    keep = re.search(r'action="([^"]+/keep[^"]*)"', page)[1].replace("&amp;", "&")
    form = page[page.index("/keep") :]
    revision = re.search(r'name="keep-revision"[^>]* value="(\d+)"', form)[1]
    answer = client.post(keep, data={"csrf_token": token_of(form), "keep-revision": revision})
    assert answer.status_code == 303
    assert {report.state for report in db.session.query(ContentReport)} == {"kept"}
