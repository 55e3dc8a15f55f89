"""The pages of workshops, as those who sit in them and everyone else use them, without JavaScript."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.evaluation import deciding, minutes, queries
from cocreation.evaluation.models import Workshop
from tests.evaluation.material import HELD, World, discussed, items, mark, mark_all, opened
from tests.proposals.material import publish, send, sign_in

AT = "/fr/workshops/pan-test/1"


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """Let each request meet the door and the rule behind it; tokens have tests of their own."""
    app.config["WTF_CSRF_ENABLED"] = False


def as_(app: Flask, person: Account) -> FlaskClient:
    return sign_in(app, app.test_client(), person)


def sheet_of(workshop: Workshop, mark: str) -> dict[str, str]:
    assert workshop.grid is not None
    return {f"mark-{one.id}": mark for one in workshop.grid.criteria}


def test_an_evaluator_marks_item_after_item_and_sends(app: Flask, world: World) -> None:
    workshop = opened(world)
    seat = workshop.evaluators[0]
    client = as_(app, seat.account)
    for place in range(1, 5):
        answer = client.post(f"{AT}/sheet/{place}", data={**sheet_of(workshop, "3"), "comment": "Utile"})
        assert answer.headers["Location"].endswith(f"/sheet/{place + 1}" if place < 4 else "/sheet")
    assert client.post(f"{AT}/sheet/send").status_code == 303
    assert queries.seated(seat.account_id)[0].evaluators[0].sent_at is not None


def test_a_mark_that_is_none_is_refused_beside_its_criterion_and_the_others_stay(app: Flask, world: World) -> None:
    workshop = opened(world)
    assert workshop.grid is not None
    first, second = (one.id for one in workshop.grid.criteria[:2])
    client = as_(app, workshop.evaluators[0].account)
    typed = {**sheet_of(workshop, "3"), f"mark-{first}": "sNaN", f"mark-{second}": "٥", "comment": "Gardé"}
    answer = client.post(f"{AT}/sheet/1", data=typed)
    assert answer.status_code == 422
    assert "sNaN" in answer.text
    assert "5 dépasse" in answer.text or "٥" in answer.text
    assert "Gardé" in answer.text
    assert answer.text.count('value="3" checked') == 4
    assert queries.scores(workshop.id) == []


def test_nobody_reads_marks_before_the_round_is_over(app: Flask, world: World) -> None:
    workshop = opened(world)
    mark_all(workshop, workshop.evaluators[0], 4)
    for person in (workshop.evaluators[1].account, workshop.chairs[0].account, world.second):
        client = as_(app, person)
        assert client.get(f"{AT}/room").status_code == 403
        assert client.get(f"{AT}/room/items/1").status_code == 403
        assert (client.get(f"{AT}/sheet").status_code == 200) is (person is workshop.evaluators[1].account)


def test_a_recused_evaluator_scores_by_no_door(app: Flask, world: World) -> None:
    workshop = opened(world)
    seat = workshop.evaluators[0]
    client = as_(app, seat.account)
    mark(seat, items(workshop)[0], 4)
    assert client.post(f"{AT}/sheet/1/recuse", data={"conflict": ""}).status_code == 422
    assert client.post(f"{AT}/sheet/1/recuse", data={"conflict": "Mon projet"}).status_code == 303
    assert "mark-" not in client.get(f"{AT}/sheet/1").text
    assert client.post(f"{AT}/sheet/1", data=sheet_of(workshop, "4")).status_code == 403
    assert {one.marks["1"] for one in queries.scores(workshop.id)} == {"4"}


def test_the_room_shows_figures_and_the_chair_decides_and_closes(app: Flask, world: World) -> None:
    workshop = discussed(world)
    client = as_(app, workshop.chairs[0].account)
    assert client.get(f"{AT}/room").text.count("<svg") >= 4
    faulty = client.post(f"{AT}/room/items/1", data={"outcome": "retained"})
    assert faulty.status_code == 422
    for place in range(1, 5):
        data = {"outcome": "retained", "reason_fr": "Le plus utile"}
        assert client.post(f"{AT}/room/items/{place}", data=data).status_code == 303
    assert as_(app, workshop.evaluators[0].account).post(f"{AT}/room/items/1", data=data).status_code == 403
    assert client.post(f"{AT}/room/close").status_code == 303
    public = app.test_client().get(AT).text
    assert "Le plus utile" in public
    assert "50" in public


def test_everyone_sees_the_gates_the_grid_and_the_workshop_but_no_result_before_the_closing(
    app: Flask, client: FlaskClient, world: World
) -> None:
    workshop = discussed(world)
    assert client.get("/fr/workshops/pan-test").status_code == 200
    assert workshop.grid is not None
    assert workshop.grid.digest in client.get("/fr/workshops/pan-test/grid/1").text
    assert '<svg class="turns"' not in client.get(AT).text


def test_the_minutes_hold_every_decision_with_its_reason_and_wait_for_the_closing(app: Flask, world: World) -> None:
    workshop = discussed(world)
    client = app.test_client()
    assert client.get(f"{AT}/minutes/fr.docx").status_code == 404
    for place, item in enumerate(items(workshop)):
        reason = OfficialText(fr=f"Motif numéro {place}", ar=f"التعليل رقم {place}")
        verdict = deciding.Verdict("not_retained", reason)
        deciding.decide(item=item, verdict=verdict, chair=workshop.chairs[0], at=HELD)
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
    for language, word in (("fr", "Motif numéro"), ("ar", "التعليل رقم")):
        document = Document(BytesIO(client.get(f"{AT}/minutes/{language}.docx").data))
        told = ["\n".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
        assert all(any(f"{word} {place}" in row for row in told) for place in range(4))
        assert sum(minutes.TO_SIGN in row for row in told) == len(workshop.seats)
    assert client.get(f"{AT}/minutes/ar.pdf").data.startswith(b"%PDF")


def test_single_scores_are_public_only_where_the_committee_so_decided(app: Flask, world: World) -> None:
    workshop = discussed(world)
    for item in items(workshop):
        verdict = deciding.Verdict("retained", workshop.title)
        deciding.decide(item=item, verdict=verdict, chair=workshop.chairs[0], at=HELD)
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
    assert "Notes par évaluateur" not in app.test_client().get(AT).text
    workshop.marks_public = True
    db.session.commit()
    assert "Notes par évaluateur" in app.test_client().get(AT).text


def test_a_sift_without_answer_or_ideas_sends_nothing_and_what_waits_comes_first(app: Flask, world: World) -> None:
    client = as_(app, world.secretariat)
    group = f"group:{world.group.id}"
    for sent in ({"ideas": group, "answer": ""}, {"answer": "linked:access"}, {"ideas": "group:999", "answer": "x"}):
        assert client.post("/fr/sift-desk/pan-test", data={**sent, "note": "", "link": ""}).status_code == 422
    assert queries.gates(world.cycle.id) == {"linked": 4}
    later = publish(send(world.cycle, None, world.authors[3], title="Une idée venue après"))
    page = client.get("/fr/sift-desk/pan-test").text
    assert page.index(f'value="idea:{later.id}"') < page.index(f'value="{group}"')


def test_an_administrator_sifts_writes_the_grid_and_prepares_a_workshop(app: Flask, world: World) -> None:
    client = as_(app, world.secretariat)
    group = f"group:{world.group.id}"
    sent = {"ideas": group, "answer": "other_channel:complaint", "note": "", "link": ""}
    assert client.post("/fr/sift-desk/pan-test", data=sent).status_code == 303
    assert queries.gates(world.cycle.id) == {"other_channel": 2, "linked": 2}
    assert client.post("/fr/sift-desk/pan-test/2/undo").status_code == 303
    assert client.post("/fr/grid-desk/pan-test/begin").status_code == 303
    assert client.post("/fr/grid-desk/1/scale", data={"most": "11", "step": "1"}).status_code == 422
    criterion = {"weight": "20", "title_fr": "Lien", "anchor_0_fr": "Aucun lien"}
    assert client.post("/fr/grid-desk/1/criterion/1", data={**criterion, "anchor_4_ar": "م" * 301}).status_code == 422
    assert client.post("/fr/grid-desk/1/criterion/1", data=criterion).status_code == 303
    assert 'value="Aucun lien"' in client.get("/fr/grid-desk/1/criterion/1").text
    assert client.post("/fr/grid-desk/1/propose").status_code == 422
    plan = {"title_fr": "Atelier", "starts_at": "03/12/2020 09:30", "minimum": "٣"}
    assert client.post("/fr/workshop-desk/pan-test/new", data=plan).status_code == 303
    added = client.post("/fr/workshop-desk/workshop/1/items", data={"things": [group, f"draft:{world.draft.id}"]})
    assert added.status_code == 303
    seat = {"email": "amina@example.org", "duty": "evaluator", "side": "civil", "organisation": ""}
    assert client.post("/fr/workshop-desk/workshop/1/seats", data=seat).status_code == 303
    assert client.post("/fr/workshop-desk/workshop/1/open").status_code == 409
    assert [one.source for one in queries.recusals(1)] == ["membership"]
