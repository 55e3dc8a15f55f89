"""How often one may comment: a limit answers with the waiting time and keeps the text."""

import pytest

from cocreation.comments.models import Comment
from cocreation.core.db import db
from tests.proposals.material import (
    form_id_of,
    make_cycle,
    make_person,
    make_theme,
    publish,
    send,
    sign_in,
    text,
    token_of,
)


@pytest.fixture
def settings():
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": True}


def test_a_new_account_posts_fifteen_comments_an_hour(app, client, session):
    cycle = make_cycle()
    proposal = publish(send(cycle, make_theme(cycle), make_person("Salma")))
    sign_in(app, client, make_person("Amina"))
    page = text(client.get("/fr/proposals/PANT-00001"))
    values = {"csrf_token": token_of(page), "side": "", "about_version": "1"}
    answers = []
    for number in range(16):
        words = {"source": f"Commentaire numéro {number}", "form_id": f"{form_id_of(page)}-{number}"}
        answers.append(client.post(f"/fr/threads/{proposal.thread_id}/comments", data={**values, **words}))
    assert [answer.status_code for answer in answers] == [303] * 15 + [429]
    assert "Commentaire numéro 15" in text(answers[-1])
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert db.session.query(Comment).count() == 15
