"""One way through: doors, headers, sizes, strange addresses, forms out of time, and no page that answers 500."""

import re
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import insert

from cocreation import create_app, settings
from cocreation.core.access import BareDoor, check, go_back_to, is_local, public
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import translator
from cocreation.core.sessions import WebSession
from cocreation.core.web import PREFIX, number_in
from tests.accounts.people import browser_of, person, token_in
from tests.core.hostile import PARAMETERS

SECRET = "x" * 40


def test_a_production_start_without_a_secret_key_is_refused(tmp_path: Any) -> None:
    with pytest.raises(settings.BadSetting, match="SECRET_KEY"):
        create_app({"ENVIRONMENT": "production", "INSTANCE_PATH": str(tmp_path), "SECRET_KEY": ""})
    with pytest.raises(settings.BadSetting, match="PROCESS_DATE"):
        create_app(
            {
                "ENVIRONMENT": "production",
                "INSTANCE_PATH": str(tmp_path),
                "SECRET_KEY": SECRET,
                "PROCESS_DATE": "2020-10-15",
            }
        )


def test_an_endpoint_without_a_door_stops_the_start(app: Flask) -> None:
    app._got_first_request = False
    app.add_url_rule("/bare", "bare", lambda: "in")
    with pytest.raises(BareDoor, match="bare"):
        check(app)


def test_every_answer_carries_a_policy_with_a_nonce_and_no_foreign_source(client: FlaskClient) -> None:
    answer = client.get("/fr/how-it-works")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert not re.search(r"https?:", policy)
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert nonce[1] != re.search(r"'nonce-([^']+)'", client.get("/fr/").headers["Content-Security-Policy"])[1]  # type: ignore[index]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_reading_sets_no_cookie_and_a_signed_in_page_is_never_kept(app: Flask, session: object) -> None:
    visitor = app.test_client()
    for path in ("/fr/", "/ar/how-it-works", "/fr/proposals/", "/fr/cycles/"):
        answer = visitor.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        assert "Set-Cookie" not in answer.headers, path
    browser = browser_of(app, person())
    assert browser.get("/fr/").headers["Cache-Control"] == "no-store"


def test_a_foreign_host_is_refused(app: Flask) -> None:
    answer = app.test_client().get("/fr/", headers={"Host": "evil.example"})
    assert answer.status_code == 400


def test_a_body_too_large_is_refused_with_words(app: Flask, session: object) -> None:
    browser = app.test_client()
    answer = browser.post("/fr/account/sign-in", data={"email": "x" * (app.config["MAX_CONTENT_LENGTH"] + 1)})
    assert answer.status_code == 413
    assert translator("fr").gettext("What you sent is too large.") in answer.get_data(as_text=True)


def test_a_forged_or_late_form_gives_the_text_back(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    typed = "Ce que j’avais écrit pendant une heure"
    answer = browser.post("/fr/account/preferences", data={"name": typed, "csrf_token": "old"})
    page = answer.get_data(as_text=True)
    assert answer.status_code in {400, 404, 405}
    forged = browser.post("/fr/account/sign-out", data={"text": typed}, headers={"Origin": "http://evil.example"})
    assert forged.status_code == 400
    assert typed in forged.get_data(as_text=True)
    assert 'type="submit">Renvoyer' not in forged.get_data(as_text=True)
    own = browser.post("/fr/account/sign-out", data={"text": typed}, headers={"Origin": "http://localhost"})
    assert own.status_code == 400
    assert token_in(own) in own.get_data(as_text=True)
    assert typed in page or answer.status_code != 400


@pytest.mark.parametrize("language", ["xx", "../../etc", "ar-MA", "a" * 3000, "%ff%fe", "zz%00"])
def test_an_unknown_language_is_a_page_not_found(client: FlaskClient, language: str) -> None:
    assert client.get(f"/{language}/proposals/").status_code == 404


@pytest.mark.parametrize("number", ["9" * 25, str(2**80), "١", "-1", "1e3", "1_0"])
def test_a_strange_number_is_a_page_not_found(client: FlaskClient, number: str) -> None:
    assert client.get(f"/fr/comments/{number}/withdraw").status_code in {303, 404}
    assert client.get(f"/fr/administration/cycles/phases/{number}").status_code in {303, 404}


@pytest.mark.both_databases
@pytest.mark.parametrize("number", [2**31, 10**10 - 1, 10**15 - 1])
def test_a_number_no_row_can_have_leads_nowhere(client: FlaskClient, number: int) -> None:
    assert [number_in(text) for text in ("", None, "٣", "-1", str(number), "0003")] == [None] * 5 + [3]
    assert client.get(f"/fr/comments/{number}").status_code == 404
    assert client.get(f"/fr/attachments/{number}").status_code == 404
    assert client.get(f"/fr/comments/{2**31 - 1}").status_code == 404


@pytest.mark.both_databases
def test_of_two_who_make_the_same_thing_at_once_the_second_is_told_and_another_fault_is_ours(app: Flask) -> None:
    row = {"digest": "d" * 64, "data": {}, "created_at": now(), "seen_at": now()}

    @public
    def make() -> str:
        db.session.execute(insert(WebSession).values({name: row[name] for name in request.form.getlist("columns")}))
        return "made"

    app.add_url_rule(f"{PREFIX}/made", "made", make, methods=["POST"])
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post("/fr/made", data={"columns": list(row)}).status_code == 200
    told = client.post("/fr/made", data={"columns": list(row), "title": "Une idée"})
    assert told.status_code == 409
    assert "Une idée" in told.text
    assert client.post("/fr/made", data={"columns": ["digest"]}).status_code == 500


@pytest.mark.parametrize("value", [*PARAMETERS, "9" * 25, "%%%_", "{{7*7}}", "<svg onload=1>", "x" * 60_000])
def test_no_parameter_of_the_list_breaks_it_or_is_echoed_bare(client: FlaskClient, value: str) -> None:
    for name in ("q", "theme", "language", "region", "voice", "state", "order", "after", "cycle", "page"):
        answer = client.get("/fr/proposals/", query_string={name: value}, follow_redirects=True)
        assert answer.status_code in {200, 404, 422}, (name, value[:40])
        assert "<svg onload" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("/fr/proposals", True),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("https:evil.example", False),
        ("https://evil.example", False),
        ("/\tevil", False),
        ("/fr\\..\\x", False),
        ("javascript:alert(1)", False),
        ("", False),
        (None, False),
    ],
)
def test_only_local_addresses_are_gone_back_to(app: Flask, address: str | None, local: bool) -> None:
    assert is_local(address) is local
    with app.test_request_context():
        assert go_back_to(address, "/fr/").location == (address if local else "/fr/")


def test_accept_language_chooses_the_first_page(client: FlaskClient) -> None:
    assert client.get("/", headers={"Accept-Language": "ar-MA,fr;q=0.5"}).location == "/ar/"
    assert client.get("/", headers={"Accept-Language": "de;q=x,,\x7f"}).location == "/fr/"
    assert client.get("/").location == "/fr/"


def test_no_get_changes_a_row(app: Flask, session: object) -> None:
    browser = browser_of(app, person("admin@example.ma", "administrator", "moderator"))

    def rows() -> dict[str, int]:
        db.session.rollback()
        kept = [table for table in db.metadata.sorted_tables if table.name not in {"web_session", "rate_counter"}]
        return {table.name: db.session.scalar(db.select(db.func.count()).select_from(table)) or 0 for table in kept}

    before = rows()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and set(rule.arguments) <= {"language"}:
            answer = browser.get(rule.rule.replace(rule.rule.split("/")[1], "fr", 1) if rule.arguments else rule.rule)
            assert answer.status_code < 500, rule.rule
    assert rows() == before


def test_a_session_is_a_row_that_dies_at_sign_out(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    copied = browser.get_cookie("session")
    assert copied
    page = browser.get("/fr/account")
    assert page.status_code == 200
    browser.post("/fr/account/sign-out", data={"csrf_token": token_in(page)})
    thief = app.test_client()
    thief.set_cookie("session", copied.value)
    assert thief.get("/fr/account").status_code == 303
    assert (
        db.session.scalar(db.select(db.func.count()).select_from(WebSession).where(WebSession.subject.is_not(None)))
        == 0
    )


def test_texts_given_back_are_named_in_the_reader_s_language(client: FlaskClient) -> None:
    sent = {"title": "عنوان المقترح", "refuse-note": "كلمة إلى صاحبه", "other": "نص آخر", "signed_as": "other"}
    page = client.post("/ar/account/sign-in", data=sent).get_data(as_text=True)
    words = translator("ar")
    named = {"Title": "عنوان المقترح", "Your words to the author": "كلمة إلى صاحبه", "The text you typed": "نص آخر"}
    for name, text in named.items():
        label = re.escape(words.gettext(name))
        assert words.gettext(name) != name
        assert re.search(rf"<label[^>]*>{label}</label>\s*<textarea[^>]*>{text}</textarea>", page), name
    assert page.count("<textarea") == len(named)


def test_a_host_that_is_not_ours_gets_bare_words_and_fills_no_log(client: FlaskClient, caplog: Any) -> None:
    answer = client.get("/fr/", base_url="http://evil.example")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "evil" not in answer.get_data(as_text=True)
    assert not caplog.records
