"""Coming in: registering, confirming, passwords, links, and what another person could try."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.accounts.people import PASSWORD, browser_of, enter, mails_to, path_in, person, post, token_in

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.sessions import WebSession

EMAIL = "amina@example.ma"


def registered(client: FlaskClient, email: str = EMAIL, **fields: str) -> str:
    """Register and return the path of the link that confirms."""
    answer = post(client, "/fr/account/register", email=email, language="ar", **fields)
    assert answer.status_code == 200
    return path_in(mails_to(email)[-1])


def test_registering_confirming_and_coming_in(client: FlaskClient, session: object) -> None:
    link = registered(client, name="Amina", password=PASSWORD)
    assert link.startswith("/ar/account/confirm/")
    assert client.get("/fr/account").status_code == 303
    assert post(client, link).status_code == 303
    page = client.get("/fr/account").get_data(as_text=True)
    assert "Amina" in page and EMAIL in page
    account = db.session.scalar(select(Account))
    assert account is not None and account.state == "active" and account.language == "ar"


def test_the_password_typed_while_registering_works_after_confirming(app: Flask, session: object) -> None:
    browser = app.test_client()
    post(browser, registered(browser, password=PASSWORD))
    enter(app.test_client(), EMAIL)


def test_whoever_registers_somebody_elses_address_leaves_no_password(app: Flask, session: object) -> None:
    stranger, owner = app.test_client(), app.test_client()
    link = registered(stranger, password=PASSWORD)
    assert post(owner, link).status_code == 303
    answer = post(app.test_client(), "/fr/account/sign-in", email=EMAIL, password=PASSWORD)
    assert answer.status_code == 422


def test_opening_a_link_uses_nothing_up(client: FlaskClient, app: Flask, session: object) -> None:
    link = registered(client)
    for _ in range(3):
        assert app.test_client().get(link).status_code == 200
    assert db.session.scalar(select(Account.state)) == "unconfirmed"
    assert post(client, link).status_code == 303


def test_a_link_works_once(client: FlaskClient, app: Flask, session: object) -> None:
    link = registered(client)
    post(client, link)
    assert app.test_client().get(link).status_code == 410


def test_signing_out_kills_the_cookie_that_was_copied(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    copied = browser.get_cookie("session")
    assert copied is not None
    token = token_in(browser.get("/fr/account"))
    answer = browser.post("/fr/account/sign-out", data={"csrf_token": token})
    assert answer.status_code == 303 and "Clear-Site-Data" in answer.headers
    thief = app.test_client()
    thief.set_cookie("session", copied.value)
    assert thief.get("/fr/account").status_code == 303
    assert db.session.scalar(select(WebSession)) is None


def test_a_cookie_planted_before_sign_in_is_dead_after_it(app: Flask, session: object) -> None:
    person()
    browser = app.test_client()
    browser.get("/fr/account/sign-in")
    planted = browser.get_cookie("session")
    enter(browser, EMAIL)
    other = app.test_client()
    assert planted is not None
    other.set_cookie("session", planted.value)
    assert other.get("/fr/account").status_code == 303
