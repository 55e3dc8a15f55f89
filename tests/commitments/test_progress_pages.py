"""The desk where progress is entered, the public pages it ends on, and the command of the table."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cocreation.cli.progress import progress
from cocreation.core.db import db
from cocreation.meetings import services as meetings
from tests.commitments.progress_material import World, make_world
from tests.proposals.material import NOW, sign_in, text, token_of

DESK, TABLE = "/fr/progress-desk/pan-test", "/fr/commitments/pan-test/meetings"


@pytest.fixture
def world(app: Flask, session: object) -> World:
    made = make_world()
    for meeting in (made.first, made.second):
        meetings.publish(meeting=meeting, by=made.secretariat, at=NOW)
    db.session.commit()
    return made


def post(client: FlaskClient, address: str, **values: str) -> int:
    """Send a form with its token."""
    token = token_of(text(client.get("/fr/progress-desk/")))
    return client.post(address, data={"csrf_token": token, **values}).status_code


def test_from_the_body_to_the_public_table(app: Flask, world: World) -> None:
    agent, secretariat = sign_in(app, app.test_client(), world.agent), app.test_client()
    sign_in(app, secretariat, world.secretariat)
    entered = {"percentage": "40", "remarks_fr": "Guide en cours\nFormation reportée"}
    assert post(agent, f"{DESK}/2020-03-12/3", **entered) == 303
    assert agent.get(f"{TABLE}/2020-03-12").status_code == 404
    assert post(agent, f"{DESK}/2020-03-12/3/record") == 403
    assert post(secretariat, f"{DESK}/2020-03-12/3/record") == 303
    opened = text(agent.get(f"{DESK}/2020-07-15/3"))
    assert 'value="40"' in opened
    assert "Formation reportée" in opened
    assert post(agent, f"{DESK}/2020-07-15/3/unchanged") == 303
    assert post(secretariat, f"{DESK}/2020-07-15/3/record") == 303
    page = text(app.test_client().get(f"{TABLE}/2020-07-15"))
    assert "Aucun avancement depuis la dernière réunion" in page
    assert "inchangé depuis le" in page
    assert "40" in text(app.test_client().get("/fr/commitments/pan-test/3"))


def test_an_action_is_replanned_in_the_words_of_the_body(app: Flask, world: World) -> None:
    agent = sign_in(app, app.test_client(), world.agent)
    post(agent, f"{DESK}/2020-03-12/3", percentage="40")
    action = f"{DESK}/2020-03-12/3/actions/{world.commitment.actions[0].id}"
    assert post(agent, action, state="replanned", due="un jour") == 422
    assert post(agent, action, state="cancelled") == 422
    assert post(agent, action, state="replanned", due="à partir d’octobre 2020") == 303
    assert "à partir d’octobre 2020" in text(agent.get(f"{DESK}/2020-03-12/3"))


def test_a_number_that_is_none_is_refused_with_words(app: Flask, world: World) -> None:
    agent = sign_in(app, app.test_client(), world.agent)
    for wrong in ("", "101", "-1", "quarante", "٤٠"):
        assert post(agent, f"{DESK}/2020-03-12/3", percentage=wrong) == 422
    assert post(agent, f"{DESK}/2020-03-12/3", percentage="40", no_progress="y") == 422


def test_the_files_and_the_command_say_the_same(app: Flask, world: World) -> None:
    world.recorded(world.second, 40)
    db.session.commit()
    answer = app.test_client().get(f"{TABLE}/2020-07-15/table.csv")
    assert answer.headers["Content-Disposition"].endswith('pan-test-2020-07-15-fr.csv"')
    asked = ["table", "--cycle", "pan-test", "--language", "fr", "--format", "csv"]
    told = app.test_cli_runner().invoke(progress, [*asked, "--meeting", "2020-07-15"])
    assert (told.exit_code, told.stdout_bytes) == (0, answer.data)
    assert app.test_cli_runner().invoke(progress, [*asked, "--meeting", "2020-03-12"]).exit_code == 1
