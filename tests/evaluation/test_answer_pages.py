"""The pages of answers: the desk, the publication by two, the public list, the author’s reaction and its queue."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.evaluation import answers
from tests.evaluation.answered import answered, decided, published, written
from tests.evaluation.material import World
from tests.proposals.material import make_person, sign_in

EMPTY = {"words_fr": "", "words_ar": "", "words_en": ""}
DESK, PUBLIC = "/fr/answer-desk/pan-test", "/fr/answers/pan-test"


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """Let each request meet the door and the rule behind it; tokens have tests of their own."""
    app.config["WTF_CSRF_ENABLED"] = False
    # The pages stand on today, the answers on December 2020.
    app.config["REACTION_DAYS"] = 36_500


def as_(app: Flask, person: Account) -> FlaskClient:
    return sign_in(app, app.test_client(), person)


def press() -> dict[str, str]:
    return {"press_fr": "Communiqué", "press_ar": "بلاغ", "press_en": "Press"}


def test_from_the_desk_to_the_public_page_through_two_administrators(app: Flask, world: World) -> None:
    decided(world)
    first, second = as_(app, world.secretariat), as_(app, world.second)
    desk = first.get(DESK)
    assert desk.text.count('name="things"') == 3
    keys = [one.key for one in answers.subjects(world.cycle.id)]
    assert first.post(DESK, data={"things": keys, "how": "offered"}).status_code == 303
    assert first.get(f"{DESK}?lacks=any").text.count('name="things"') == 0
    assert app.test_client().get(PUBLIC).status_code == 404
    assert "4" in first.get(f"{DESK}/publication").text
    assert first.post(f"{DESK}/publication", data=press()).status_code == 303
    assert first.post(f"{DESK}/publication/publish").status_code == 403
    assert second.post(f"{DESK}/publication/publish").status_code == 303
    page = app.test_client().get(PUBLIC)
    assert page.text.count("Le motif de l’atelier") == 4
    assert app.test_client().get(f"{PUBLIC}?q={world.ideas[0].reference}").text.count("Le motif de l’atelier") == 1
    assert "Communiqué" in app.test_client().get(f"{PUBLIC}/1/press-fr.txt").text
    assert "Le motif de l’atelier" in app.test_client().get(f"/fr/proposals/{world.ideas[0].reference}").text


@pytest.mark.parametrize(
    ("things", "how", "words"),
    [([], "offered", ""), (["item-1"], "words", ""), (["item-999"], "offered", ""), (["item-1"], "shout", "x"),
     (["item-1"], "words", "é" * 3_001)],
)  # fmt: skip
def test_bulk_answers_refuse_bad_input_and_keep_what_was_typed(
    app: Flask, world: World, things: list[str], how: str, words: str
) -> None:
    decided(world)
    answer = as_(app, world.secretariat).post(DESK, data={"things": things, "how": how, "words_fr": words})
    assert answer.status_code == 422
    assert words in answer.text
    assert not any(one.words for one in answers.subjects(world.cycle.id))


def test_markup_typed_in_an_answer_is_shown_as_words(app: Flask, world: World) -> None:
    decided(world)
    key = answers.subjects(world.cycle.id)[0].key
    data = {"words_fr": "<script>alert(1)</script>", "words_ar": "نص", "seen": "0"}
    assert as_(app, world.secretariat).post(f"{DESK}/answer/{key}", data=data).status_code == 303
    written(world)
    published(world)
    page = app.test_client().get(PUBLIC).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_second_of_two_writers_sees_both_texts_and_may_then_record(app: Flask, world: World) -> None:
    decided(world)
    subject = answers.subjects(world.cycle.id)[0]
    client, at = as_(app, world.second), f"{DESK}/answer/{subject.key}"
    assert as_(app, world.secretariat).post(at, data={**EMPTY, "words_fr": "La leur", "seen": "0"}).status_code == 303
    late = client.post(at, data={**EMPTY, "words_fr": "La mienne", "seen": "0"})
    assert late.status_code == 409
    assert "La leur" in late.text
    assert "La mienne" in late.text
    assert 'value="1"' in late.text
    assert client.post(at, data={**EMPTY, "words_fr": "La mienne", "seen": "1"}).status_code == 303
    assert answers.subjects(world.cycle.id)[0].words == {"fr": "La mienne"}
    assert client.post(at, data={**EMPTY, "words_fr": "La mienne", "seen": "²٣9999999999"}).status_code == 409


def test_the_author_reacts_the_queue_shows_it_and_only_the_fact_is_public(app: Flask, world: World) -> None:
    answered(world)
    author, at = as_(app, world.authors[0]), f"{PUBLIC}/react/{world.ideas[0].reference}"
    assert author.post(at, data={"kind": "misread", "words": ""}).status_code == 422
    assert author.post(at, data={"kind": "nothing", "words": "x"}).status_code == 422
    assert author.post(at, data={"kind": "misread", "words": "Mots privés"}).status_code == 303
    assert author.post(at, data={"kind": "misread", "words": "Encore"}).status_code == 409
    desk = as_(app, world.second)
    assert "1" in desk.get(f"{DESK}/reactions").text
    assert "/answer-desk/pan-test/reactions" in desk.get("/fr/administration/").text
    (found,) = answers.reactions(world.cycle.id)
    data = {"resolution": "maintained", "reply": "Réponse privée"}
    assert "Mots privés" in desk.get(f"/fr/answer-desk/reactions/{found.id}").text
    faulty = desk.post(f"/fr/answer-desk/reactions/{found.id}", data={"resolution": "changed", "reply": "x"})
    assert faulty.status_code == 422
    assert desk.post(f"/fr/answer-desk/reactions/{found.id}", data=data).status_code == 303
    assert "Réponse privée" in author.get(at).text
    for page in (PUBLIC, f"/fr/proposals/{world.ideas[0].reference}"):
        text = app.test_client().get(page).text
        assert "privé" not in text
        assert "maintenue" in text


@pytest.mark.parametrize(
    ("role", "desk", "publication", "queue"),
    [(None, 403, 403, 403), ("moderator", 200, 403, 403), ("administrator", 200, 200, 200)],
)
def test_each_door_of_the_desk_opens_to_its_role(
    app: Flask, world: World, role: str | None, desk: int, publication: int, queue: int
) -> None:
    answered(world)
    client = as_(app, make_person("somebody", *([role] if role else [])))
    doors = (DESK, f"{DESK}/publication", f"{DESK}/reactions")
    assert [client.get(door).status_code for door in doors] == [desk, publication, queue]
    assert client.get(f"{PUBLIC}/react/{world.ideas[0].reference}").status_code == 403
    db.session.rollback()


def test_what_is_not_there_is_not_found(app: Flask, world: World) -> None:
    answered(world)
    client = as_(app, world.secretariat)
    for path in (f"{PUBLIC}/9", f"{PUBLIC}/1/press-en.txt", f"{PUBLIC}/react/PAN9-00001", f"{DESK}/answer/item-x",
                 f"{DESK}/idea/PAN9-00001", "/fr/answer-desk/reactions/99", "/fr/answers/ailleurs"):  # fmt: skip
        assert client.get(path).status_code == (200 if path.endswith("press-en.txt") else 404), path
