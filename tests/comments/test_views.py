"""Doors of comments, through the client."""

import re

import pytest

from cocreation.comments import services as comments
from cocreation.comments.models import Comment
from cocreation.core.db import db
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send, sign_in


@pytest.fixture
def settings():
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": False}


@pytest.fixture
def world(session):
    cycle = make_cycle()
    author = make_person("Salma")
    proposal = publish(send(cycle, make_theme(cycle), author))
    session.commit()
    return {"proposal": proposal, "author": author, "reader": make_person("Amina")}


ADDRESS = "/fr/proposals/PANT-00001"


def text(response) -> str:
    return response.get_data(as_text=True)


def values_of(page: str, **more: str) -> dict[str, str]:
    form = page[page.index('id="comment-form"') if 'id="comment-form"' in page else page.index("<h1") :]
    found = {name: re.search(rf'name="{name}"[^>]* value="([^"]*)"', form)[1] for name in ("csrf_token", "form_id")}
    return {**found, "source": "Je suis d’accord", "side": "for", "about_version": "1", **more}


def test_a_visitor_reads_and_is_led_to_sign_in_and_back(client, world):
    page = text(client.get(ADDRESS))
    assert "/fr/account/sign-in?next=/fr/proposals/PANT-00001%23comment-form" in page
    assert 'name="source"' not in page
    answer = client.post(f"/fr/threads/{world['proposal'].thread_id}/comments", data={"source": "Mon texte à moi"})
    assert answer.status_code in {400, 401}
    assert "Mon texte à moi" in text(answer)


def test_a_comment_is_posted_shown_replied_to_and_counted(app, client, world):
    sign_in(app, client, world["reader"])
    post = f"/fr/threads/{world['proposal'].thread_id}/comments"
    values = values_of(text(client.get(ADDRESS)))
    answer = client.post(post, data=values)
    assert answer.status_code == 303
    assert client.post(post, data=values).location == answer.location
    there = client.get(answer.location)
    assert there.location.startswith(ADDRESS + "?comment=1#comment-1")
    page = text(client.get(there.location))
    assert "Je suis d’accord" in page
    assert "Amina" in page
    reply = text(client.get("/fr/comments/1/reply"))
    assert "Je suis d’accord" in reply
    answer = client.post(post, data=values_of(reply, source="Pourquoi donc ?", parent="1", side=""))
    assert answer.status_code == 303
    made = db.session.get(Comment, 2)
    assert (made.parent_id, made.side, made.language) == (1, None, "fr")
    assert world["proposal"].thread.visible_count == 2


@pytest.mark.parametrize(("words", "side"), [("", "for"), ("é" * 2_001, "for"), ("Mon avis", "love"), ("!!", "")])
def test_a_wrong_comment_comes_back_with_its_text(app, client, world, words, side):
    sign_in(app, client, world["reader"])
    values = values_of(text(client.get(ADDRESS)), source=words, side=side)
    answer = client.post(f"/fr/threads/{world['proposal'].thread_id}/comments", data=values)
    assert answer.status_code == 422
    assert words in text(answer)
    assert db.session.query(Comment).count() == 0


@pytest.mark.parametrize("unseen", ["\u200b" * 15, "\u2060\x00", "\u202e\u200f", " \u3164 "])
def test_a_comment_of_signs_nobody_sees_is_refused(app, client, world, unseen):
    sign_in(app, client, world["reader"])
    values = values_of(text(client.get(ADDRESS)), source=unseen)
    answer = client.post(f"/fr/threads/{world['proposal'].thread_id}/comments", data=values)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text(answer)
    assert db.session.query(Comment).count() == 0


def test_strange_numbers_do_no_harm(app, client, world):
    sign_in(app, client, world["reader"])
    post = f"/fr/threads/{world['proposal'].thread_id}/comments"
    values = values_of(text(client.get(ADDRESS)))
    assert client.post(post, data={**values, "parent": "999"}).status_code == 404
    assert client.post(post, data={**values, "parent": "²"}).status_code == 404
    assert client.post("/fr/threads/999/comments", data=values).status_code == 404
    assert client.get("/fr/comments/999999999999999").status_code == 404
    assert client.post(post, data={**values, "about_version": "9" * 30}).status_code == 303
    assert client.get(f"{ADDRESS}?comment={'9' * 15}&after=zz").status_code == 200


def test_a_hidden_comment_keeps_its_place_and_takes_no_reply(app, client, world):
    sign_in(app, client, world["reader"])
    client.post(
        f"/fr/threads/{world['proposal'].thread_id}/comments",
        data=values_of(text(client.get(ADDRESS)), source="Paroles retirées"),
    )
    comment = db.session.get(Comment, 1)
    comments.hide(comment=comment, reason_code="insult", by=None, role="moderator", at=NOW)
    page = text(client.get(ADDRESS))
    assert 'id="comment-1"' in page
    assert "Paroles retirées" not in page
    answer = client.get("/fr/comments/1/reply")
    assert answer.status_code == 409


def test_only_its_author_withdraws_a_comment(app, client, world):
    sign_in(app, client, world["reader"])
    client.post(f"/fr/threads/{world['proposal'].thread_id}/comments", data=values_of(text(client.get(ADDRESS))))
    other = sign_in(app, app.test_client(), world["author"])
    assert other.get("/fr/comments/1/withdraw").status_code == 403
    page = text(client.get("/fr/comments/1/withdraw"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', page[page.index("<h1") :])[1]
    assert other.post("/fr/comments/1/withdraw", data={"csrf_token": token}).status_code in {400, 403}
    assert client.post("/fr/comments/1/withdraw", data={"csrf_token": token}).status_code == 303
    assert "Je suis d’accord" not in text(client.get(ADDRESS))
    assert client.post("/fr/comments/1/withdraw", data={"csrf_token": token}).status_code == 409


def test_a_closed_thread_gives_the_text_back(app, client, world):
    sign_in(app, client, world["reader"])
    values = values_of(text(client.get(ADDRESS)), source="Un long commentaire")
    comments.set_open(thread_id=world["proposal"].thread_id, is_open=False)
    answer = client.post(f"/fr/threads/{world['proposal'].thread_id}/comments", data=values)
    assert answer.status_code == 409
    assert "Un long commentaire" in text(answer)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_pages_have_one_heading_and_no_double_id(app, client, world, language):
    sign_in(app, client, world["reader"])
    client.post(f"/fr/threads/{world['proposal'].thread_id}/comments", data=values_of(text(client.get(ADDRESS))))
    for address in ("/comments/1/reply", "/comments/1/withdraw", "/proposals/PANT-00001"):
        page = text(client.get(f"/{language}{address}"))
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert page.count("<h1") == 1
        assert len(ids) == len(set(ids)), address
