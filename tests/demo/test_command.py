"""The commands of the demonstration."""

import pytest
from flask import Flask

from cocreation.accounts.services import open_account
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.demo.people import PASSWORD, PEOPLE


def run(app: Flask, *arguments: str):
    from cocreation.cli.demo import demo

    return app.test_cli_runner().invoke(demo, list(arguments))


def test_load_up_to_a_date_then_once_does_nothing(app):
    first = run(app, "load", "--until", "2020-08-01")
    assert first.exit_code == 0, first.output
    assert "up to 2020-08-01 12:00" in first.output
    assert "16 organisations, 0 proposals" in first.output
    again = run(app, "load", "--once")
    assert again.exit_code == 0
    assert "not loaded again" in again.output
    with app.app_context():
        assert db.session.query(Cycle).count() == 2


def test_a_database_that_holds_something_is_left_alone(app):
    with app.app_context():
        open_account(email="someone@example.org", name="", language="fr", at=now())
        db.session.commit()
    refused = run(app, "load")
    assert refused.exit_code == 1
    assert "not empty" in refused.output
    with app.app_context():
        assert db.session.query(Cycle).count() == 0


def test_a_date_that_is_none_is_a_wrong_usage(app):
    assert run(app, "load", "--until", "October").exit_code == 2


def test_accounts_prints_an_address_and_password_for_each_role(app):
    output = run(app, "accounts").output
    assert output.count(PASSWORD) == len(PEOPLE) == 8
    for person in PEOPLE:
        assert person.email in output
    roles = [person.role for person in PEOPLE]
    assert roles.count("administrator") == 2
    assert roles.count("moderator") == 2


@pytest.mark.parametrize("command", ["load", "accounts"])
def test_production_refuses(app, command):
    app.config["ENVIRONMENT"] = "production"
    refused = run(app, command)
    assert refused.exit_code == 1
    assert "production" in refused.output
    assert PASSWORD not in refused.output
