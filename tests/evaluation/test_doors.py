"""What people type and press at the wrong moment, through the doors of the site: a clear answer, and nothing lost."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from cocreation.core.db import db
from cocreation.evaluation import queries, workshops
from cocreation.evaluation.models import Seat, Workshop
from tests.evaluation.material import HELD, World, adopted, discussed, items, opened, prepared, seat
from tests.proposals.material import make_person, sign_in

AT = "/fr/workshops/pan-test/1"


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """Let each request meet the door and the rule behind it; tokens have tests of their own."""
    app.config["WTF_CSRF_ENABLED"] = False


def sheet_of(workshop: Workshop, mark: str) -> dict[str, str]:
    """The marks of a form, all alike."""
    assert workshop.grid is not None
    return {f"mark-{one.id}": mark for one in workshop.grid.criteria}


def kept(seat: Seat) -> list[str]:
    """The marks kept of somebody's first item, in the order of the criteria."""
    db.session.expire_all()
    score = queries.score(seat.id, items(seat.workshop)[0].id)
    return list(score.marks.values()) if score else []


@pytest.mark.parametrize("step", ["1", "0.5"])
def test_marks_as_people_type_them(app: Flask, world: World, step: str) -> None:
    workshop = opened(world)
    assert workshop.grid is not None
    workshop.grid.step = step
    own = workshop.evaluators[0]
    client = sign_in(app, app.test_client(), own.account)
    first = f"mark-{workshop.grid.criteria[0].id}"
    refused = {"٥": "dépasse", "sNaN": "sNaN", "1e9": "1e9", "3,5": "entre deux notes"}
    if step == "0.5":
        del refused["3,5"]
    for typed, told in refused.items():
        answer = client.post(f"{AT}/sheet/1", data={**sheet_of(workshop, "2"), first: typed, "comment": "Resté"})
        assert (answer.status_code, told in answer.text, "Resté" in answer.text) == (422, True, True)
        assert kept(own) == []
    for typed, taken in {"٤": "4", "": None, **({"3,5": "3.5", "٣٫٥": "3.5"} if step == "0.5" else {})}.items():
        assert client.post(f"{AT}/sheet/1", data={**sheet_of(workshop, "2"), first: typed}).status_code == 303
        assert kept(own) == ([taken] if taken else []) + ["2"] * 5


def test_marks_are_saved_as_one_goes(app: Flask, world: World) -> None:
    workshop = opened(world)
    own = workshop.evaluators[0]
    client = sign_in(app, app.test_client(), own.account)
    one = dict([next(iter(sheet_of(workshop, "3").items()))])
    answer = client.post(f"{AT}/sheet/1", data={**one, "then": "here"})
    assert (answer.status_code, kept(own)) == (204, ["3"])
    assert client.post(f"{AT}/sheet/1", data={**one, "then": "here", "mark-1": "9"}).status_code == 422
    assert app.test_client().post(f"{AT}/sheet/1", data={**one, "then": "here"}).status_code != 204


def test_an_evaluator_removed_in_mid_scoring_is_told_and_their_marks_are_kept(app: Flask, world: World) -> None:
    workshop = opened(world)
    gone = workshop.evaluators[0]
    client, desk = (sign_in(app, app.test_client(), one) for one in (gone.account, world.secretariat))
    assert client.post(f"{AT}/sheet/1", data=sheet_of(workshop, "3")).status_code == 303
    door = f"/fr/workshop-desk/workshop/{workshop.id}/seats/{gone.id}/dismiss"
    assert "ses notes sont conservées" in desk.post(door, follow_redirects=True).text
    assert desk.post(door).status_code == 409
    for answer in (
        client.post(f"{AT}/sheet/2", data=sheet_of(workshop, "3")), client.get(f"{AT}/sheet"),
        client.get(f"{AT}/sheet.xlsx"), client.post(f"{AT}/sheet/send"),
    ):  # fmt: skip
        assert answer.status_code == 403
    assert kept(gone) == ["3"] * 6


def test_an_item_withdrawn_by_its_author_leaves_the_sheets_and_keeps_its_marks(app: Flask, world: World) -> None:
    workshop = opened(world)
    own, idea = workshop.evaluators[0], world.ideas[2]
    client, author = (sign_in(app, app.test_client(), one) for one in (own.account, world.authors[2]))
    for place in (1, 2):
        client.post(f"{AT}/sheet/{place}", data=sheet_of(workshop, "3"))
    assert author.post(f"/fr/proposals/{idea.reference}/withdraw", data={"sure": "y"}).status_code == 303
    answer = client.post(f"{AT}/sheet/2", data=sheet_of(workshop, "4"))
    assert answer.status_code == 409
    assert "retiré pendant l’atelier" in answer.text
    assert "mark-" not in client.get(f"{AT}/sheet/2").text
    assert "retiré" in client.get(f"{AT}/sheet").text.lower()
    assert idea.current.title not in _rows(client)
    for place in (3, 4):
        client.post(f"{AT}/sheet/{place}", data=sheet_of(workshop, "3"))
    assert client.post(f"{AT}/sheet/send").status_code == 303
    assert sum(one.seat_id == own.id for one in queries.scores(workshop.id)) == 4


def _rows(client: FlaskClient) -> list[str]:
    page = load_workbook(BytesIO(client.get(f"{AT}/sheet.xlsx").data)).active
    return [row[1].value for row in page.iter_rows(min_row=2)]


def test_a_recused_evaluator_scores_by_no_door(app: Flask, world: World) -> None:
    adopted(world)
    workshop = prepared(world)
    author = seat(world, workshop, world.authors[2])
    workshops.open_round(workshop=workshop, by=world.second, at=HELD)
    client = sign_in(app, app.test_client(), author.account)
    assert "mark-" not in client.get(f"{AT}/sheet/2").text
    for more in ({}, {"then": "here"}, {"reason": "Quand même"}):
        answer = client.post(f"{AT}/sheet/2", data={**sheet_of(workshop, "4"), **more})
        assert answer.status_code == 403
        assert "conflit" in answer.text
    book = load_workbook(BytesIO(client.get(f"{AT}/sheet.xlsx").data))
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == [1, 3, 4]
    book.active.append([2, "La mienne", 4, 4, 4, 4, 4, 4])
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    answer = client.post(f"{AT}/sheet/workbook", data={"file": (stream, "fiche.xlsx")})
    assert (answer.status_code, "ligne 5" in answer.text) == (422, True)
    assert queries.scores(workshop.id) == []


def test_nor_in_the_discussion_when_the_conflict_comes_to_light_late(app: Flask, world: World) -> None:
    workshop = discussed(world)
    own = workshop.evaluators[0]
    client = sign_in(app, app.test_client(), own.account)
    data = {**sheet_of(workshop, "4"), "reason": "Convaincu"}
    assert client.post(f"{AT}/sheet/1/recuse", data={"conflict": "J’y travaille"}).status_code == 303
    assert client.post(f"{AT}/sheet/1", data=data).status_code == 403
    assert kept(own) == ["1"] * 6
    assert client.post(f"{AT}/sheet/2", data=data).status_code == 303


def test_a_grid_that_is_not_whole_is_not_proposed_and_says_what_lacks(app: Flask, world: World) -> None:
    client = sign_in(app, app.test_client(), world.secretariat)
    client.post("/fr/grid-desk/pan-test/begin")
    page = client.get("/fr/grid-desk/1/criterion/1").text
    assert 'name="weight"' in page
    criterion = {
        "title_fr": "Lien",
        "guidance_fr": "Quel lien ?",
        **{f"anchor_{n}_fr": f"Niveau {n}" for n in range(5)},
    }
    assert client.post("/fr/grid-desk/1/criterion/1", data={**criterion, "weight": "20"}).status_code == 303
    answer = client.post("/fr/grid-desk/1/propose")
    assert (answer.status_code, "95" in answer.text) == (422, True)
    criterion |= {f"anchor_3_{code}": "" for code in ("fr", "ar", "en")}
    assert client.post("/fr/grid-desk/1/criterion/1", data={**criterion, "weight": "25"}).status_code == 303
    answer = client.post("/fr/grid-desk/1/propose")
    assert (answer.status_code, "Lien" in answer.text) == (422, True)
    for weight in ("sNaN", "1e9", "-5", "٣٫٥", "101", ""):
        assert client.post("/fr/grid-desk/1/criterion/1", data={**criterion, "weight": weight}).status_code == 422


def test_somebody_without_a_seat_has_no_sheet_and_an_administrator_no_room(app: Flask, world: World) -> None:
    workshop = discussed(world)
    for person in (make_person("outsider"), world.secretariat):
        client = sign_in(app, app.test_client(), person)
        for door in ("/sheet", "/sheet/1", "/sheet.xlsx", "/room", "/room/items/1"):
            assert client.get(AT + door).status_code == 403
        assert client.post(f"{AT}/sheet/1", data=sheet_of(workshop, "4")).status_code == 403
        assert client.post(f"{AT}/room/close").status_code == 403
