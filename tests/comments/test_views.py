"""Doors of comments, through the client."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest
import time_machine

from cocreation.accounts.services import contributor_for
from cocreation.comments import services as comments
from cocreation.comments.models import Comment, KeptComment
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.sessions import WebSession
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
    assert answer.status_code == 400
    assert "Mon texte à moi" in text(answer)


def test_what_a_visitor_writes_is_there_after_signing_in(app, client, world):
    address = f"/fr/threads/{world['proposal'].thread_id}/comments"
    page = text(client.get(address))
    answer = client.post(address, data=values_of(page, source="Écrit avant d’entrer", side="against"))
    assert answer.status_code == 303
    assert db.session.query(Comment).count() == 0
    back = unquote(answer.location.partition("next=")[2])
    assert back.startswith(address + "?kept=")
    sign_in(app, client, world["reader"])
    found = text(client.get(back))
    assert "Écrit avant d’entrer" in found
    assert re.search(r'value="against"[^>]*checked|checked[^>]*value="against"', found)
    kept = back.partition("kept=")[2]
    values = values_of(found, source="Écrit avant d’entrer", side="against", kept=kept)
    assert client.post(address, data=values).status_code == 303
    assert db.session.query(Comment).one().source == "Écrit avant d’entrer"
    assert "Écrit avant" not in text(client.get(back)).partition('id="comment-form"')[2]
    assert db.session.query(KeptComment).count() == 0


def test_a_session_that_ended_while_one_wrote_loses_nothing(app, client, world):
    sign_in(app, client, world["reader"])
    address = f"/fr/threads/{world['proposal'].thread_id}/comments"
    values = values_of(text(client.get(ADDRESS)), source="Écrit pendant une heure", side="against")
    db.session.query(WebSession).delete()
    db.session.commit()
    refused = client.post(address, data=values, headers={"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 400
    again = text(refused)
    assert "Écrit pendant une heure" in again
    token = re.search(r'name="csrf_token" value="([^"]+)"', again[again.index("<h1") :])[1]
    answer = client.post(address, data={**values, "csrf_token": token})
    back = unquote(answer.location.partition("next=")[2])
    assert "Écrit pendant une heure" in text(sign_in(app, client, world["reader"]).get(back))


def test_a_visitor_replies_and_the_reply_stands_below_what_it_answers(app, client, world):
    (head,) = many(world, 1)
    assert f"/fr/comments/{head}/reply" in text(client.get(ADDRESS))
    page = text(client.get(f"/fr/comments/{head}/reply"))
    thread = f"/fr/threads/{world['proposal'].thread_id}/comments"
    answer = client.post(thread, data=values_of(page, source="Une réponse de passage", parent=str(head)))
    back = unquote(answer.location.partition("next=")[2])
    sign_in(app, client, world["reader"])
    found = text(client.get(back))
    parent = re.search(r'name="parent"[^>]* value="(\d+)"', found)[1]
    assert parent == str(head)
    client.post(thread, data=values_of(found, source="Une réponse de passage", parent=parent))
    assert db.session.query(Comment).filter_by(source="Une réponse de passage").one().parent_id == head


def test_what_is_kept_is_found_by_its_number_alone_and_for_its_own_thread(app, client, world):
    address = f"/fr/threads/{world['proposal'].thread_id}/comments"
    client.post(address, data=values_of(text(client.get(address)), source="À moi seul"))
    assert "À moi seul" not in text(client.get(address + "?kept=1"))
    kept = db.session.query(KeptComment).one()
    assert "À moi seul" not in text(client.get(address + f"?kept={kept.digest}"))


def test_the_thing_a_thread_is_about_hides_its_comments_too(app, client, world):
    sign_in(app, client, world["reader"])
    client.post(f"/fr/threads/{world['proposal'].thread_id}/comments", data=values_of(text(client.get(ADDRESS))))
    comments.set_public(thread_id=world["proposal"].thread_id, is_public=False)
    stranger = app.test_client()
    for address in ("/fr/comments/1", "/fr/comments/1/replies", "/fr/comments/1/reply"):
        assert stranger.get(address).status_code == 404, address
    assert stranger.get(f"/fr/threads/{world['proposal'].thread_id}/comments").status_code == 404
    assert client.get("/fr/comments/1/withdraw").status_code == 200


def edit_values(page: str, **more: str) -> dict[str, str]:
    form = page[page.index("<h1") :]
    names = ("csrf_token", "form_id", "seen")
    found = {name: re.search(rf'name="{name}"[^>]* value="([^"]*)"', form)[1] for name in names}
    return {**found, "source": "Je corrige", "side": "", **more}


def test_an_author_edits_and_everyone_sees_that_and_the_team_what_stood_there(app, client, world):
    sign_in(app, client, world["reader"])
    client.post(f"/fr/threads/{world['proposal'].thread_id}/comments", data=values_of(text(client.get(ADDRESS))))
    form = text(client.get("/fr/comments/1/edit"))
    assert "Je suis d’accord" in form
    empty = client.post("/fr/comments/1/edit", data=edit_values(form, source=""))
    assert empty.status_code == 422
    assert client.post("/fr/comments/1/edit", data=edit_values(form)).status_code == 303
    page = text(app.test_client().get(ADDRESS))
    assert "Je corrige" in page
    assert "modifié à" in page
    # An edit may take personal data back: what stood there is met on no page but the team's.
    stranger, author = app.test_client(), sign_in(app, app.test_client(), world["author"])
    for somebody in (stranger, author, client):
        assert "Je suis d’accord" not in text(somebody.get(ADDRESS))
        assert somebody.get("/fr/comments/1/history").status_code in {303, 403}
    assert author.get("/fr/comments/1/edit").status_code == 403
    moderator = sign_in(app, app.test_client(), make_person("Driss", "moderator"))
    assert "/fr/comments/1/history" in text(moderator.get(ADDRESS))
    assert "Je suis d’accord" in text(moderator.get("/fr/comments/1/history"))
    comments.hide(comment=db.session.get(Comment, 1), reason_code="insult", by=None, role="moderator", at=NOW)
    assert moderator.get("/fr/comments/1/history").status_code == 200


def test_an_edit_from_another_window_shows_both_texts_and_is_sent_again(app, client, world):
    sign_in(app, client, world["reader"])
    client.post(f"/fr/threads/{world['proposal'].thread_id}/comments", data=values_of(text(client.get(ADDRESS))))
    form = text(client.get("/fr/comments/1/edit"))
    client.post("/fr/comments/1/edit", data=edit_values(form))
    late = client.post("/fr/comments/1/edit", data=edit_values(form, source="Une autre fenêtre"))
    page = text(late)
    assert late.status_code == 409
    assert "Je corrige" in page
    assert "Une autre fenêtre" in page
    again = client.post("/fr/comments/1/edit", data=edit_values(page, source="Les deux"))
    assert again.status_code == 303
    assert db.session.get(Comment, 1).source == "Les deux"


def test_after_a_quarter_of_an_hour_the_text_comes_back_unsaved(app, client, world):
    sign_in(app, client, world["reader"])
    client.post(f"/fr/threads/{world['proposal'].thread_id}/comments", data=values_of(text(client.get(ADDRESS))))
    form = text(client.get("/fr/comments/1/edit"))
    with time_machine.travel(now() + timedelta(minutes=15, seconds=1), tick=False):
        answer = client.post("/fr/comments/1/edit", data=edit_values(form, source="Trop tard"))
        assert "/comments/1/edit" not in text(client.get(ADDRESS))
    assert answer.status_code == 409
    assert "Trop tard" in text(answer)
    assert db.session.get(Comment, 1).source == "Je suis d’accord"


def many(world, number: int) -> list[int]:
    thread = world["proposal"].thread
    made = [
        comments.post(
            thread=thread, contributor=contributor_for(world["reader"]), source=f"Remarque numéro {place}.",
            language="fr", side=None, parent=None, about_version=1, by=world["reader"], at=NOW,
        )
        for place in range(number)
    ]  # fmt: skip
    db.session.commit()
    return [comment.id for comment in made]


@pytest.mark.parametrize("order", ["newest", "oldest", ""])
def test_an_order_stands_in_the_address_and_its_pages_hold_everything(client, world, order):
    made = many(world, 45)
    seen, address = [], f"{ADDRESS}?order={order}" if order else ADDRESS
    while address:
        page = text(client.get(address))
        seen += [int(number) for number in re.findall(r'<li class="comment[^"]*" id="comment-(\d+)"', page)]
        links = re.findall(r'href="([^"]+)"[^>]*data-more="thread"(?! data-earlier)', page)
        address = unescape(links[0]) if links else ""
        assert not address or not order or f"order={order}" in address
    assert seen == (made[::-1] if order == "newest" else made)


def test_moderators_and_the_secretariat_are_marked(app, client, world):
    thread = world["proposal"].thread
    for name, role, badge in (("Driss", "moderator", "Modérateur"), ("Omar", "administrator", "Secrétariat")):
        person = make_person(name, role)
        comments.post(
            thread=thread, contributor=contributor_for(person), source="Un mot.", language="fr", side=None,
            parent=None, about_version=1, by=person, at=NOW,
        )  # fmt: skip
        db.session.commit()
        assert badge in text(client.get(ADDRESS)).partition('id="comments"')[2]


def test_a_comment_is_posted_shown_replied_to_and_counted(app, client, world):
    sign_in(app, client, world["reader"])
    post = f"/fr/threads/{world['proposal'].thread_id}/comments"
    values = values_of(text(client.get(ADDRESS)))
    answer = client.post(post, data=values)
    assert answer.status_code == 303
    assert client.post(post, data=values).location == answer.location
    assert answer.location == ADDRESS + "?comment=1#comment-1"
    assert client.get("/fr/comments/1").location == answer.location
    page = text(client.get(answer.location))
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
    addresses = ("reply", "withdraw", "edit", "replies")
    thread = f"/threads/{world['proposal'].thread_id}/comments"
    for address in (*(f"/comments/1/{name}" for name in addresses), "/proposals/PANT-00001", thread):
        page = text(client.get(f"/{language}{address}"))
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert page.count("<h1") == 1
        assert len(ids) == len(set(ids)), address
