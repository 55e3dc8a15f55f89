"""Sessions are rows: they end when unused, keep nothing readable, and ask nothing for pictures."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from cocreation.core import sessions
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.sessions import WebSession
from tests.accounts.people import browser_of, person, post

pytestmark = pytest.mark.both_databases


def rows() -> int:
    """How many sessions are kept."""
    return db.session.scalar(select(func.count(WebSession.digest))) or 0


def test_the_table_does_not_hold_what_the_cookie_holds(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    cookie = browser.get_cookie("session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    kept = db.session.scalars(select(WebSession)).one()
    assert kept.digest == sessions.digest_of(str(cookie.value)) != cookie.value


@pytest.mark.parametrize("values", [{"seen_at": timedelta(hours=9)}, {"created_at": timedelta(days=31)}])
def test_a_session_ends_when_unused_and_at_the_latest_after_a_month(
    app: Flask, session: object, values: dict[str, timedelta]
) -> None:
    browser = browser_of(app, person())
    assert browser.get("/fr/account").status_code == 200
    db.session.execute(update(WebSession).values({name: now() - age for name, age in values.items()}))
    assert browser.get("/fr/account").status_code == 303


def test_two_pages_opened_at_once_share_the_token_of_their_forms(app: Flask, session: object) -> None:
    visitor = app.test_client()
    visitor.get("/fr/account/sign-in")
    began = db.session.scalars(select(WebSession.data)).one()
    # As a double press finds it: a session that no page with a form was shown in yet.
    signed_in = browser_of(app, person())
    first = db.session.scalars(select(WebSession.data).where(WebSession.subject.is_not(None))).one()
    signed_in.get("/fr/account/preferences")
    again = db.session.scalars(select(WebSession.data).where(WebSession.subject.is_not(None))).one()
    assert began["csrf_token"]
    assert first["csrf_token"] == again["csrf_token"] != began["csrf_token"]


def test_using_a_session_keeps_it(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    db.session.execute(update(WebSession).values(seen_at=now() - timedelta(hours=7)))
    assert browser.get("/fr/account").status_code == 200
    seen = db.session.scalars(select(WebSession.seen_at)).one()
    assert now() - seen < timedelta(minutes=1)


def test_old_sessions_are_swept_out_when_a_new_one_begins(app: Flask, session: object) -> None:
    account = person()
    browser_of(app, account)
    db.session.execute(update(WebSession).values(seen_at=now() - timedelta(hours=9)))
    browser_of(app, account)
    assert rows() == 1


def test_a_session_that_was_ended_does_not_come_back(app: Flask, session: object) -> None:
    account = person()
    browser = browser_of(app, account)
    sessions.end_all(account.reference)
    db.session.commit()
    assert browser.get("/fr/account").status_code == 303
    assert not sessions.of(account.reference)


@pytest.mark.parametrize("cookie", ["x", "a" * 3000, "é", "0" * 43])
def test_a_made_up_cookie_is_nobody(app: Flask, session: object, cookie: str) -> None:
    browser = app.test_client()
    browser.set_cookie("session", cookie)
    assert browser.get("/fr/account").status_code == 303


def test_style_sheets_ask_nothing_of_the_database(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    sent: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    answer = browser.get("/static/css/site.css")
    assert answer.status_code == 200
    answer.close()
    event.remove(db.engine, "before_cursor_execute", count)
    assert sent == []


def test_signing_out_leaves_no_row_and_tells_the_browser(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    answer = post(browser, "/fr/account/sign-out", page="/fr/account")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert rows() == 0


def test_the_production_cookie_is_bound_to_this_host(app: Flask) -> None:
    app.config["ENVIRONMENT"] = "production"
    sessions.init_app(app)
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert app.config["SESSION_COOKIE_SECURE"]
