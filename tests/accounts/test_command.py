"""`cocreation admin create`: the first administrator, and the second."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from cocreation.accounts import queries
from cocreation.accounts.models import Account
from cocreation.cli.accounts import admin
from cocreation.core.db import db
from tests.accounts.people import enter, post

pytestmark = pytest.mark.both_databases


def run(app: Flask, *words: str) -> tuple[int, str]:
    """Run the command; gives its exit status and what it says."""
    result = app.test_cli_runner().invoke(admin, ["create", *words])
    return result.exit_code, result.output


def test_the_link_lets_choose_a_password_once(app: Flask, session: object) -> None:
    code, words = run(app, "--email", "Premiere@Example.ma", "--name", "Première", "--language", "ar")
    assert code == 0
    link = re.search(r"http://[^/]+(/ar/account/password/\S+)", words)
    assert link
    assert post(app.test_client(), link[1], password="une phrase assez longue").status_code == 303
    assert app.test_client().get(link[1]).status_code == 410
    browser = enter(app.test_client(), "premiere@example.ma", "une phrase assez longue")
    assert browser.get("/fr/administration").status_code == 200


def test_the_second_one_makes_two(app: Flask, session: object) -> None:
    run(app, "--email", "un@example.ma")
    assert queries.is_only_administrator()
    run(app, "--email", "deux@example.ma")
    assert not queries.is_only_administrator()
    assert run(app, "--email", "deux@example.ma")[0] == 1


def test_bad_addresses_and_closed_accounts_are_one_line(app: Flask, session: object) -> None:
    code, words = run(app, "--email", "not an address")
    assert (code, words.count("\n")) == (1, 1)
    run(app, "--email", "un@example.ma")
    db.session.scalars(select(Account)).one().state = "disabled"
    db.session.commit()
    assert run(app, "--email", "un@example.ma")[0] == 1
