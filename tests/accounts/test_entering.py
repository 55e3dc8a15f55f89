"""Coming in: registering, confirming, passwords, links, and what another person could try."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from cocreation.accounts import links, passwords
from cocreation.accounts.models import Account
from cocreation.core import sessions
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.sessions import WebSession
from tests.accounts.people import PASSWORD, browser_of, enter, mails_to, path_in, person, post, token_in

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
    assert "Amina" in page
    assert EMAIL in page
    account = db.session.scalar(select(Account))
    assert account is not None
    assert (account.state, account.language) == ("active", "ar")


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
    assert answer.status_code == 303
    assert "Clear-Site-Data" in answer.headers
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


@pytest.mark.parametrize("page", ["/fr/account/register", "/fr/account/link", "/fr/account/forgotten"])
def test_known_and_unknown_addresses_get_the_same_answer(client: FlaskClient, session: object, page: str) -> None:
    person()
    answers = []
    for email in (EMAIL, "nobody@example.ma"):
        answer = post(client, page, email=email, language="fr")
        words = re.sub(r'value="[^"]{40,}"', "", answer.get_data(as_text=True).replace(email, ""))
        answers.append((answer.status_code, re.sub(r'nonce="[^"]+"', "", words)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("/fr/account/sign-in", {"password": "not the password"}),
        ("/fr/account/link", {}),
        ("/fr/account/forgotten", {}),
    ],
)
def test_the_time_of_an_answer_tells_nothing(
    client: FlaskClient, session: object, monkeypatch: pytest.MonkeyPatch, page: str, fields: dict[str, str]
) -> None:
    person()
    checks = []
    verify = type(passwords.hasher).verify
    monkeypatch.setattr(
        type(passwords.hasher), "verify", lambda self, *args: checks.append(args[0]) or verify(self, *args)
    )
    # The one slow thing is the check of a password: it is made once, with the same cost, for either address.
    for email in (EMAIL, "nobody@example.ma"):
        checks.clear()
        post(client, page, email=email, **fields)
        assert len(checks) == 1
        assert checks[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_links_of_one_purpose_open_no_other_door(client: FlaskClient, session: object) -> None:
    new, old = services_account("new@example.ma", "unconfirmed"), person()
    for made_for, account in (("confirm", new), ("sign-in", old), ("password", old)):
        token = links.token_for(account, made_for)
        for tried in links.PURPOSES:
            expected = 200 if tried == made_for else 410
            assert client.get(f"/fr/account/{tried}/{token}").status_code == expected


def services_account(email: str, state: str) -> Account:
    """An account in a state."""
    account = Account(email=email, state=state, created_at=now())
    db.session.add(account)
    db.session.commit()
    return account


@pytest.mark.parametrize("token", ["x", "é" * 40, "WzEsMF0.Zm9v.YmFy", "a" * 5000])
def test_a_forged_link_is_dead(client: FlaskClient, session: object, token: str) -> None:
    assert client.get(f"/fr/account/sign-in/{token}").status_code == 410


def test_an_old_link_is_dead(client: FlaskClient, session: object, monkeypatch: pytest.MonkeyPatch) -> None:
    account = person()
    token = links.token_for(account, "sign-in")
    monkeypatch.setitem(links.PURPOSES, "sign-in", timedelta(seconds=-1))
    assert client.get(f"/fr/account/sign-in/{token}").status_code == 410


def test_the_password_by_link_ends_sessions_and_kills_links(app: Flask, session: object) -> None:
    account = person()
    hers = browser_of(app, account)
    post(app.test_client(), "/fr/account/link", email=EMAIL)
    post(app.test_client(), "/fr/account/forgotten", email=EMAIL)
    sign_in_link, password_link = (path_in(mail) for mail in mails_to(EMAIL))
    other = app.test_client()
    assert post(other, password_link, password="trop court").status_code == 303
    assert other.get("/fr/account").status_code == 200
    assert hers.get("/fr/account").status_code == 303
    assert other.get(sign_in_link).status_code == 410
    assert other.get(password_link).status_code == 410
    assert mails_to(EMAIL)[-1].kind == "password-changed"
    enter(app.test_client(), EMAIL, "trop court")


def test_changing_the_password_keeps_this_session_and_ends_the_others(app: Flask, session: object) -> None:
    account = person()
    here, elsewhere = browser_of(app, account), browser_of(app, account)
    assert post(here, "/fr/account/password", current="wrong one", password="une autre phrase").status_code == 422
    assert post(here, "/fr/account/password", current=PASSWORD, password="une autre phrase").status_code == 303
    assert here.get("/fr/account").status_code == 200
    assert elsewhere.get("/fr/account").status_code == 303


def test_ending_one_session_and_never_another_persons(app: Flask, session: object) -> None:
    mine, stranger = person(), person("other@example.ma")
    here, there, hers = browser_of(app, mine), browser_of(app, mine), browser_of(app, stranger)
    mark = sessions.of(stranger.reference)[0].mark
    post(here, "/fr/account/sessions", mark=mark)
    assert hers.get("/fr/account").status_code == 200
    there_only = next(one.mark for one in sessions.of(mine.reference, own=cookie(here)) if not one.is_own)
    post(here, "/fr/account/sessions", mark=there_only)
    assert here.get("/fr/account").status_code == 200
    assert there.get("/fr/account").status_code == 303


def cookie(browser: FlaskClient) -> str:
    """The number in a browser's cookie."""
    found = browser.get_cookie("session")
    assert found is not None
    return str(found.value)


def test_a_letter_box_is_not_filled_with_links(client: FlaskClient, session: object) -> None:
    person()
    for _ in range(8):
        assert post(client, "/fr/account/link", email=EMAIL).status_code == 200
    assert len(mails_to(EMAIL)) == 5


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "\t//evil.example", "/\t/e.x"],
)
def test_signing_in_never_leads_away(app: Flask, session: object, address: str) -> None:
    person()
    answer = post(app.test_client(), "/fr/account/sign-in", email=EMAIL, password=PASSWORD, next=address)
    assert answer.headers["Location"].endswith("/fr/account")


def test_signing_in_goes_on_where_the_person_was(app: Flask, session: object) -> None:
    person()
    answer = post(app.test_client(), "/fr/account/sign-in", email=EMAIL, password=PASSWORD, next="/fr/journal?a=b")
    assert answer.headers["Location"].endswith("/fr/journal?a=b")


@pytest.mark.parametrize("page", ["sign-in", "sign-out", "register", "link", "forgotten", "preferences", "sessions"])
def test_no_form_is_taken_without_its_token(app: Flask, session: object, page: str) -> None:
    browser = browser_of(app, person())
    answer = browser.post(f"/fr/account/{page}", data={"email": "new@example.ma", "name": "Autre"})
    assert answer.status_code == 400
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_only_declared_fields_change(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    extra = {"email": "evil@example.ma", "state": "disabled", "id": "99", "password_hash": "x", "link_generation": "9"}
    assert post(browser, "/fr/account/preferences", name="Noura", language="ar", **extra).status_code == 303
    account = db.session.scalars(select(Account)).one()
    assert (account.id, account.email, account.state, account.name) == (1, EMAIL, "active", "Noura")


@pytest.mark.parametrize("password", ["court", "password", "azertyuiop", "amina@example.ma", "11111111", "Maroc2020!"])
def test_a_weak_password_is_refused_with_words(app: Flask, session: object, password: str) -> None:
    browser = browser_of(app, person())
    assert post(browser, "/fr/account/password", current=PASSWORD, password=password).status_code == 422


def test_signed_in_answers_are_never_kept(app: Flask, session: object) -> None:
    answer = browser_of(app, person()).get("/fr/account/sign-in")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_pages_without_a_form_set_no_cookie(client: FlaskClient, session: object) -> None:
    for page in ("/fr/journal", "/fr/account/signed-out"):
        assert "Set-Cookie" not in client.get(page).headers
