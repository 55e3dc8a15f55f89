"""A sheet filled in outside the platform: taken whole, or refused with every cell at fault."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from cocreation.core.db import db
from cocreation.evaluation import queries
from cocreation.evaluation.models import Workshop
from tests.evaluation.material import World, opened
from tests.proposals.material import sign_in

AT = "/fr/workshops/pan-test/1/sheet"
# One mark, an empty cell that stays one, and five that the scale does not have.
MARKS = {"C2": 3, "D2": 9, "E2": None, "E3": "sNaN", "F3": 1e9, "G3": "3,5", "H3": "٥"}


@pytest.fixture
def workshop(app: Flask, client: FlaskClient, world: World) -> Workshop:
    """A workshop whose first evaluator is signed in; one title looks like a formula."""
    app.config["WTF_CSRF_ENABLED"] = False
    world.ideas[2].current.title = '=HYPERLINK("https://evil.example";"Registres")'
    made = opened(world)
    sign_in(app, client, made.evaluators[0].account)
    return made


def bring(client: FlaskClient, changes: dict[str, object]) -> object:
    """Take the workbook, write into its cells, and bring it back."""
    book = load_workbook(BytesIO(client.get(f"{AT}.xlsx").data))
    for cell, value in changes.items():
        book.active[cell] = value
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return client.post(f"{AT}/workbook", data={"file": (stream, "fiche.xlsx")})


def test_it_holds_lists_of_marks_and_no_formula_from_peoples_words(client: FlaskClient, workshop: Workshop) -> None:
    page = load_workbook(BytesIO(client.get(f"{AT}.xlsx").data)).active
    assert page["B3"].value.startswith("=HYPERLINK")
    assert page["B3"].data_type == "s"
    assert len(page.data_validations.dataValidation) == 6
    assert page.data_validations.dataValidation[0].formula1 == '"0.0,1.0,2.0,3.0,4.0"'


def test_what_is_filled_in_comes_back(client: FlaskClient, workshop: Workshop) -> None:
    cells = {f"{column}{row}": 3 for column in "CDEFGH" for row in range(2, 6)}
    answer = bring(client, {**cells, "C2": "٤", "I2": "Très utile"})
    assert answer.status_code == 303  # type: ignore[attr-defined]
    db.session.expire_all()
    kept = queries.scores(workshop.id)
    assert (len(kept), kept[0].marks["1"], kept[0].comment) == (4, "4", "Très utile")
    assert load_workbook(BytesIO(client.get(f"{AT}.xlsx").data)).active["C2"].value == 4


def test_a_cell_at_fault_is_named_and_nothing_is_taken(client: FlaskClient, workshop: Workshop) -> None:
    answer = bring(client, {**MARKS, "A5": 77, "A4": 1})
    assert answer.status_code == 422  # type: ignore[attr-defined]
    page = answer.text  # type: ignore[attr-defined]
    assert all(f"ligne {line}" in page for line in (2, 3, 4, 5))
    assert all(text in page for text in ("sNaN", "1000000000", "3,5", "٥"))
    assert page.count("<li><bdi>") == 7
    assert queries.scores(workshop.id) == []


def test_what_is_no_workbook_of_this_sheet_is_refused(client: FlaskClient, workshop: Workshop) -> None:
    answer = client.post(f"{AT}/workbook", data={"file": (BytesIO(b"\x89PNG not a book"), "fiche.xlsx")})
    assert answer.status_code == 422
    assert bring(client, {"J1": "Une colonne de plus"}).status_code == 422  # type: ignore[attr-defined]
    # Columns in another order, or the sheet of another workshop under the same grid, hold good marks in wrong places.
    assert bring(client, {"C1": "2. Ailleurs (20)", "C2": 3}).status_code == 422  # type: ignore[attr-defined]
    assert bring(client, {"A1": "Élément pan-test/2", "C2": 3}).status_code == 422  # type: ignore[attr-defined]
    assert client.post(f"{AT}/workbook").status_code == 422
    assert queries.scores(workshop.id) == []


def test_a_sheet_taken_in_one_language_comes_back_in_another(client: FlaskClient, workshop: Workshop) -> None:
    stream = BytesIO(client.get(f"{AT}.xlsx").data)
    assert (
        client.post(f"{AT.replace('fr', 'ar', 1)}/workbook", data={"file": (stream, "fiche.xlsx")}).status_code == 303
    )


def test_a_workbook_that_would_hold_up_the_others_is_refused_unopened(client: FlaskClient, workshop: Workshop) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(client.get(f"{AT}.xlsx").data)) as good, zipfile.ZipFile(stream, "w", 8) as heavy:
        for name in good.namelist():
            heavy.writestr(name, good.read(name))
        for number in range(3):
            heavy.writestr(f"xl/media/{number}", b"0" * 4_000_000)
    stream.seek(0)
    answer = client.post(f"{AT}/workbook", data={"file": (stream, "fiche.xlsx")})
    assert answer.status_code == 422
    assert "10 Mo" in answer.text
