"""The page of the search and its suggestions: what is public is found, nothing else is, and no query fails."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cocreation.accounts.services import contributor_for
from cocreation.comments import services as comments
from cocreation.core.db import db
from cocreation.cycles import queries as cycles
from cocreation.home import meaning
from cocreation.proposals import services
from cocreation.text.finding import read_question
from tests.proposals.material import (
    NOW,
    draft_text,
    make_body,
    make_cycle,
    make_person,
    make_theme,
    post_draft,
    publish,
    send,
    text,
)

SECRET = "chellah"


@pytest.fixture
def settings():
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": False}


@pytest.fixture
def world(session: object) -> dict[str, object]:
    """Make two public ideas with a comment each, a draft commitment, a theme, and texts nobody may find."""
    cycle = make_cycle()
    theme, author = make_theme(cycle), make_person("Salma")
    body, agent = make_body(), make_person("Agent", "agent")
    water = publish(send(cycle, theme, author, title="De l’eau <b>potable</b> à l’école"))
    other = publish(send(cycle, None, author, title="الماء الصالح للشرب", language="ar"))
    send(cycle, theme, author, title=f"{SECRET} en attente")
    services.decide(
        proposal=send(cycle, theme, author, title=f"{SECRET} refusé"), to="refused", by=None, role="moderator", at=NOW,
        reason_code="insult",
    )  # fmt: skip
    draft = post_draft(cycle, body, agent, text=draft_text("Un portail unique de l’eau"))
    services.submit_draft(draft=draft, by=agent, at=NOW)
    services.decide_draft(draft=draft, to="published", by=None, role="moderator", at=NOW, opens_at=NOW)
    post_draft(cycle, body, agent, text=draft_text(f"{SECRET} en projet"))
    said = comment(water, author, "L’eau manque aussi au souk")
    hidden = comment(water, author, f"{SECRET} caché")
    comments.hide(comment=hidden, reason_code="insult", by=None, role="moderator", at=NOW)
    db.session.flush()
    return {"water": water, "other": other, "draft": draft, "said": said, "author": author}


def comment(proposal, author, source):
    return comments.post(
        thread=proposal.thread, contributor=contributor_for(author), source=source, language="fr", side=None,
        parent=None, about_version=1, by=author, at=NOW,
    )  # fmt: skip


def search(client: FlaskClient, query: str, **more: str) -> str:
    answer = client.get("/fr/search", query_string={"q": query, **more})
    assert answer.status_code == 200
    return text(answer)


def results(page: str) -> list[str]:
    return re.findall(r'<h3[^>]*><a href="([^"]+)">', page)


@pytest.mark.both_databases
def test_each_kind_of_thing_is_found(client: FlaskClient, world) -> None:
    found = results(search(client, "eau"))
    assert f"/fr/proposals/{world['water'].reference}" in found
    assert f"/fr/drafts/{world['draft'].reference}" in found
    assert f"/fr/comments/{world['said'].id}" in found
    assert results(search(client, "accès")) == ["/fr/themes/pan-test/acces"]
    assert results(search(client, "eau", kind="comment")) == [f"/fr/comments/{world['said'].id}"]


def test_what_was_asked_is_marked_and_markup_stays_words(client: FlaskClient, world) -> None:
    page = search(client, "eau potable")
    assert "<mark>eau</mark>" in page
    assert "&lt;b&gt;<mark>potable</mark>&lt;/b&gt;" in page
    assert "<mark>الماء</mark>" in search(client, "ماء")
    assert "<script>" not in search(client, "<script>alert(1)</script>").split("<main", 1)[1].split("</main>")[0]


def test_nothing_that_waits_is_refused_hidden_or_withdrawn_is_found(client: FlaskClient, world) -> None:
    assert results(search(client, SECRET)) == []
    assert SECRET not in text(client.get(f"/fr/search/suggestions?q={SECRET[:4]}"))
    comments.withdraw(comment=world["said"], by=world["author"], at=NOW)
    services.withdraw(proposal=world["water"], by=world["author"], at=NOW)
    assert results(search(client, "eau", kind="comment")) == []
    assert results(search(client, "eau", kind="proposal")) == []


def test_comments_go_and_come_back_with_the_thing_they_are_about(client: FlaskClient, world) -> None:
    proposal = world["water"]
    for state, found in (("submitted", 0), ("published", 1)):
        services.restore(proposal=proposal, to=state, by=None, role="moderator", at=NOW)
        assert len(results(search(client, "souk", kind="comment"))) == found


def test_a_comment_shown_again_is_found_again(client: FlaskClient, world) -> None:
    comments.hide(comment=world["said"], reason_code="insult", by=None, role="moderator", at=NOW)
    assert results(search(client, "souk")) == []
    comments.show_again(comment=world["said"], by=None, role="moderator", at=NOW)
    assert len(results(search(client, "souk"))) == 1


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower"])
def test_a_reference_leads_straight_to_its_thing(client: FlaskClient, world, typed: str) -> None:
    for thing in (world["water"], world["draft"]):
        reference = thing.reference.lower() if typed == "lower" else typed.format(thing.reference)
        assert results(search(client, reference))[0].endswith(thing.reference)


def test_the_reference_of_a_private_thing_finds_nothing(client: FlaskClient, world) -> None:
    assert results(search(client, "PANT-00003")) == []
    assert results(search(client, "PANT-00004")) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("-eau", "Dites aussi ce que vous cherchez"),
        ("%%% ؟", "Il n’y a aucun mot à chercher"),
        ("xyzzy", "Aucun résultat"),
        ('"jamais dit" -ainsi', "Tel quel"),
        ("le budget de la ville", "Trop courants"),
        ("mot " * 3_000, "200 premiers caractères"),
    ],
)
def test_the_page_says_what_it_understood_and_what_to_do(client: FlaskClient, world, query: str, said: str) -> None:
    assert said in search(client, query)


@pytest.mark.parametrize(
    "query", ['"', "«", "((((", "a" * 10_000, "NEAR(", "\ud800", "*", '-"', "':*", "\u0600", "' OR 1=1 --"]
)
def test_no_query_fails_on_any_page(client: FlaskClient, world, query: str) -> None:
    sent = {"q": query.encode("utf-8", "replace")}
    for path in ("search", "search/suggestions", "proposals", "drafts"):
        assert client.get(f"/fr/{path}", query_string=sent).status_code == 200
    assert client.get("/fr/search?q=eau&kind=nothing&after=%ff%fe").status_code == 200
    # No text holds a NUL, and no address of ours.
    assert client.get("/fr/search?q=%00eau").status_code == 404


def test_suggestions_are_titles_then_words_and_are_kept_by_caches(client: FlaskClient, world) -> None:
    answer = client.get("/fr/search/suggestions?q=pota")
    found = json.loads(text(answer))["suggestions"]
    assert found[0] == {
        "label": "De l’eau <b>potable</b> à l’école", "href": f"/fr/proposals/{world['water'].reference}",
        "kind": "Propositions", "lang": "fr",
    }  # fmt: skip
    assert "max-age" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert (
        json.loads(text(client.get("/fr/search/suggestions?q=budg")))["suggestions"][0]["href"] == "/fr/search?q=budget"
    )
    assert json.loads(text(client.get("/fr/search/suggestions")))["suggestions"] == []


def test_a_theme_of_two_plans_is_suggested_once_and_leads_to_the_newest(client: FlaskClient, world) -> None:
    later = make_cycle("pan-suivant", "PANS")
    title = make_theme(later, "encore", "Éducation ouverte").title["fr"]
    make_theme(make_cycle("pan-dernier", "PAND"), "encore", title)
    db.session.commit()
    found = json.loads(text(client.get("/fr/search/suggestions?q=éducation ouv")))["suggestions"]
    assert [one["href"] for one in found if one["label"] == title] == ["/fr/themes/pan-dernier/encore"]


def test_the_same_word_in_other_languages_is_offered(client: FlaskClient, world) -> None:
    assert meaning.in_other_languages(read_question("budget")) == ["ميزانية"]
    assert meaning.in_other_languages(read_question('"budget"')) == []
    assert meaning.in_other_languages(read_question("budget école")) == []
    assert 'href="/fr/search?q=' in search(client, "eau").split("other-words")[1]


def test_words_that_find_nothing_together_are_offered_alone(client: FlaskClient, world) -> None:
    offered = search(client, f"eau zzzz potable marrakech {SECRET}").split('class="alone"')[1].split("</p>")[0]
    assert re.findall(r"<bdi>([^<]+)</bdi>", offered) == ["eau", "potable"]
    for query in ("zzzz", "eau", "zzzz yyyy"):
        assert 'class="alone"' not in search(client, query)


def test_one_kind_is_paged_to_its_end(app: Flask, client: FlaskClient, world) -> None:
    water = world["water"]
    for number in range(25):
        publish(send(cycles.by_id(water.cycle_id), None, world["author"], title=f"Puits numéro {number}"))
    seen: list[str] = []
    page = search(client, "puits", kind="proposal")
    while True:
        seen += results(page)
        following = re.search(r'class="next"[^>]*href="([^"]+)"', page)
        if following is None:
            break
        page = text(client.get(following[1].replace("&amp;", "&")))
    assert len(seen) == len(set(seen)) == 25
