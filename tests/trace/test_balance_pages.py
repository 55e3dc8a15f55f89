"""The page of the sums, its lists and files, the administrators' page, the command, and the check of every night."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, update

from cocreation.cli.trace import trace
from cocreation.core import jobs
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.jobs import Job
from cocreation.core.mail import OutgoingMail
from cocreation.notifications.models import Notification
from cocreation.proposals.models import Proposal
from cocreation.trace import watching
from cocreation.trace.models import BalanceFault
from tests.accounts.people import browser_of, person, post
from tests.proposals.material import make_person, publish, send
from tests.trace.sums import Plan, make_plan

PAGE = "/fr/ideas-became/pan-test"


@pytest.fixture
def plan(app: Flask, session: object) -> Plan:
    """A plan in which ideas stand at many stations."""
    return make_plan()


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_shows_the_sums_and_leads_to_the_ideas(plan: Plan, client: FlaskClient) -> None:
    page = page_of(client, PAGE)
    assert "Les sommes diffèrent" not in page
    for address in ("?at=submitted", "?at=retained", "?fate=elsewhere"):
        assert f'href="{PAGE}/ideas{address}"' in page
    assert page.count('role="img"') == 2
    assert '<th scope="rowgroup"' in page
    assert f'href="{PAGE}/ideas?region=oriental"' in page_of(client, f"{PAGE}?by=region")
    assert f'href="{PAGE}"' in page_of(client, "/fr/cycles/pan-test")
    assert f'href="{PAGE}"' in page_of(client, "/fr/ideas-became/")


def test_arabic_is_drawn_from_the_right(plan: Plan, client: FlaskClient) -> None:
    assert 'text-anchor="end"' in page_of(client, "/ar/ideas-became/pan-test")


def test_a_difference_is_said_to_everyone(plan: Plan, client: FlaskClient) -> None:
    db.session.execute(update(Proposal).where(Proposal.id == plan.waiting.id).values(state="draft"))
    assert "Les sommes diffèrent" in page_of(client, PAGE)


def test_a_list_names_the_ideas_behind_a_number_and_hides_what_is_hidden(plan: Plan, client: FlaskClient) -> None:
    retained = page_of(client, f"{PAGE}/ideas?at=retained")
    assert [name in retained for name in names(plan)] == [True, True, False, False]
    refused = page_of(client, f"{PAGE}/ideas?fate=refused&region=oriental")
    assert plan.refused.reference in refused
    assert f">{plan.refused.current.title}<" not in refused
    waiting = page_of(client, f"{PAGE}/ideas?at=submitted")
    assert plan.waiting.reference in waiting
    assert f"/proposals/{plan.waiting.reference}" not in waiting
    assert "Aucune idée ne figure ici" in page_of(client, f"{PAGE}/ideas?at=merged")
    assert "9 idées reçues" in page_of(client, f"{PAGE}/ideas?at=nowhere&theme=none&page=0")
    assert client.get("/fr/ideas-became/nothing/ideas").status_code == 404


def names(plan: Plan) -> list[str]:
    return [idea.reference or "" for idea in plan.ideas]


def test_the_files_say_the_same(plan: Plan, client: FlaskClient) -> None:
    data = json.loads(page_of(client, f"{PAGE}/sums.json"))
    assert data["received"] == data["counted"] == sum(one["ideas"] for one in data["stations"]) == 9
    assert data["by"]["region"]["oriental"]["stations"]["retained"] == 2
    rows = table(client, "sums")
    assert sum(int(row[-1]) for row in rows if not row[0]) == 9
    assert {parting: sum(int(row[-1]) for row in rows if row[0] == parting) for parting in ("theme", "voice")} == {
        "theme": 9, "voice": 9,
    }  # fmt: skip
    ideas = table(client, "ideas")
    assert len(ideas) == len({row[0] for row in ideas}) == 9
    assert {row[0]: row[1] for row in ideas}[names(plan)[0]] == "retained"


def table(client: FlaskClient, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page_of(client, f"{PAGE}/{name}.csv").lstrip("\ufeff"))))[1:]


def test_the_number_of_statements_does_not_grow_with_the_ideas(plan: Plan, client: FlaskClient) -> None:
    few = counted(client)
    for number in range(5):
        publish(send(plan.cycle, None, make_person(f"more{number}"), title=f"Encore {number}"))
    assert counted(client) == few <= 25


def counted(client: FlaskClient) -> int:
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    page_of(client, PAGE)
    event.remove(db.engine, "before_cursor_execute", hear)
    return len(said)


def lose(plan: Plan) -> None:
    """Change the state of an idea by another door."""
    db.session.execute(update(Proposal).where(Proposal.id == plan.waiting.id).values(state="withdrawn"))
    db.session.commit()


def check(app: Flask) -> Job:
    """Do a check as the worker does."""
    number = watching.ask(by=None).id
    db.session.commit()
    jobs.run(app, number)
    db.session.expire_all()
    return db.session.get_one(Job, number)


def test_a_fault_is_told_once_and_settled_when_it_is_gone(app: Flask, plan: Plan) -> None:
    reference, before = plan.waiting.reference, db.session.scalar(select(func.count(OutgoingMail.id)))
    assert check(app).result == {"faults": 0}
    lose(plan)
    for _ in range(2):
        assert check(app).result == {"faults": 1}
    told = db.session.scalars(select(Notification).where(Notification.kind == "balance-fault")).all()
    assert {one.account_id for one in told} == {plan.world.secretariat.id, plan.world.second.id}
    assert {one.values["names"] for one in told} == {reference}
    assert len(told) == 2
    assert db.session.scalar(select(func.count(OutgoingMail.id))) == (before or 0) + 2
    db.session.execute(update(Proposal).where(Proposal.id == plan.waiting.id).values(state="submitted"))
    assert check(app).result == {"faults": 0}
    assert db.session.scalars(select(BalanceFault)).one().gone_at is not None


def test_the_nightly_check_is_asked_for_once_a_night(app: Flask, session: object) -> None:
    at = now().replace(hour=12)
    first = watching.ask_nightly(at)
    assert first is not None
    first.created_at = at
    db.session.flush()
    assert watching.ask_nightly(at + timedelta(hours=6)) is None
    assert watching.ask_nightly(at + timedelta(hours=24)) is not None


def test_administrators_see_what_does_not_agree_and_check_now(app: Flask, plan: Plan) -> None:
    lose(plan)
    admin = browser_of(app, person("admin@example.ma", "administrator"))
    assert "Pas encore vérifié" in page_of(admin, "/fr/administration/sums")
    assert post(admin, "/fr/administration/sums", page="/fr/administration/sums").status_code == 303
    assert post(admin, "/fr/administration/sums", page="/fr/administration/sums").status_code == 303
    number = db.session.scalars(select(Job.id).where(Job.kind == watching.JOB)).one()
    db.session.rollback()
    jobs.run(app, number)
    page = page_of(admin, "/fr/administration/sums")
    assert plan.waiting.reference in page
    assert "/fr/administration/sums" in page_of(admin, "/fr/administration")
    assert app.test_client().get("/fr/administration/sums").status_code in {302, 303}
    member = browser_of(app, person("moderator@example.ma", "moderator"))
    assert member.get("/fr/administration/sums").status_code == 403


def test_the_command_prints_the_sums_and_leaves_with_one_where_they_differ(app: Flask, plan: Plan) -> None:
    def run(*arguments: str) -> Result:
        return app.test_cli_runner().invoke(trace, ["balance", *arguments])

    good = run("--cycle", "pan-test", "--lang", "en")
    assert (good.exit_code, good.output.splitlines()[-1]) == (0, "Total\t9")
    lose(plan)
    bad = run("--cycle", "pan-test", "--json")
    assert bad.exit_code == 1
    assert [fault["name"] for fault in json.loads(bad.output)["faults"]] == [plan.waiting.reference]
    said = run("--cycle", "pan-test", "--lang", "en")
    assert f"{plan.waiting.reference}: Its row says «withdrawn»" in said.stderr
    none = run("--cycle", "nothing", "--lang", "en")
    assert (none.exit_code, "nothing" in none.output) == (1, True)
