"""Limits: counters shared by processes, that expire, that no failed request takes back."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask import request as flask_request
from limits import parse_many
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from cocreation.core import limits
from cocreation.core.access import public
from cocreation.core.db import db
from cocreation.core.limits import ADDRESS_SHARE, LIMITS, SharedCounters, TooMany

COUNT = """
import sys
from cocreation.core.limits import SharedCounters
counters = SharedCounters(database_url=sys.argv[1])
for _ in range(150):
    counters.incr("shared", 600)
counters.close()
"""


@pytest.fixture
def url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of counters: a new file, or a migrated PostgreSQL database."""
    if database_kind == "postgres":
        return str(request.getfixturevalue("database_url"))
    return f"sqlite:///{tmp_path / 'limits.sqlite'}"


@pytest.fixture
def counters(url: str) -> Iterator[SharedCounters]:
    storage = SharedCounters(database_url=url)
    yield storage
    storage.close()


@pytest.mark.both_databases
def test_two_processes_share_one_counter(url: str, counters: SharedCounters) -> None:
    processes = [subprocess.Popen([sys.executable, "-c", COUNT, url]) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert counters.get("shared") == 300


@pytest.mark.both_databases
def test_a_window_begins_with_the_first_and_ends_by_itself(counters: SharedCounters) -> None:
    with time_machine.travel("2026-03-01T10:00:00+00:00", tick=False) as clock:
        assert [counters.incr("a", 300), counters.incr("a", 300, 2)] == [1, 3]
        end = counters.get_expiry("a")
        clock.shift(299)
        assert (counters.incr("a", 300), counters.get_expiry("a")) == (4, end)
        clock.shift(1)
        assert counters.get("a") == 0
        assert counters.incr("a", 300) == 1
        assert counters.get_expiry("a") == end + 300


@pytest.mark.both_databases
def test_counters_are_cleared_one_by_one_or_together(counters: SharedCounters) -> None:
    long = "k" * 5_000
    assert [counters.incr(key, 60) for key in ("a", "b", long)] == [1, 1, 1]
    counters.clear("a")
    assert [counters.get(key) for key in ("a", "b", long)] == [0, 1, 1]
    assert counters.reset() == 2
    assert counters.check()


def test_what_expired_is_thrown_away(counters: SharedCounters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PURGE_EVERY", 10)
    with time_machine.travel("2026-03-01T10:00:00+00:00", tick=False) as clock:
        for number in range(9):
            counters.incr(f"old {number}", 60)
        clock.shift(60)
        counters.incr("new", 60)
    assert counters.reset() == 1


def test_counters_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    storage = SharedCounters(database_url=f"sqlite:///{tmp_path / 'limits.sqlite'}")
    with storage._engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE rate_counter")
    assert not storage.check()
    storage.close()


def test_programmes_that_start_at_once_on_new_files_all_start(tmp_path: Path) -> None:
    refused: list[Exception] = []

    def begin(url: str, start: threading.Barrier) -> None:
        start.wait()
        try:
            SharedCounters(database_url=url).close()
        except SQLAlchemyError as error:
            refused.append(error)

    for number in range(15):
        start = threading.Barrier(6)
        given = (f"sqlite:///{tmp_path / f'{number}.sqlite'}", start)
        programmes = [threading.Thread(target=begin, args=given) for _ in range(6)]
        for each in programmes:
            each.start()
        for each in programmes:
            each.join()
    assert refused == []


def test_every_limit_can_be_read() -> None:
    assert all(parse_many(words) for words in LIMITS.values())


@pytest.fixture
def settings() -> dict[str, object]:
    return {"RATE_LIMITS": True}


@pytest.fixture
def app(app: Flask) -> Flask:
    """Give an application with one page that is limited, and fails when asked to."""

    @app.route("/limited", methods=["GET", "POST"])
    @public
    @limits.limited("reset")
    def page() -> str:
        if "fail" in flask_request.args:
            raise RuntimeError
        return "done"

    return app


def from_address(address: str) -> dict[str, Any]:
    return {"environ_overrides": {"REMOTE_ADDR": address}}


@pytest.mark.both_databases
def test_the_sixth_of_five_is_refused_with_the_time_to_wait_and_the_text(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with time_machine.travel("2026-03-01T10:00:00+00:00", tick=False) as clock:
        assert [client.post("/limited").status_code for _ in range(5)] == [200] * 5
        answer = client.post("/limited", data={"problem": "Le texte que je ne veux pas perdre"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "86400")
        assert "Le texte que je ne veux pas perdre" in answer.text
        assert client.get("/limited").status_code == 200
        assert client.post("/limited", **from_address("192.0.2.7")).status_code == 200
        clock.shift(86_400)
        assert client.post("/limited").status_code == 200


def test_a_request_that_fails_counts_all_the_same(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    assert [client.post("/limited?fail").status_code for _ in range(6)] == [500] * 5 + [429]


def test_a_house_is_one_address_and_a_forged_header_changes_nothing(app: Flask) -> None:
    def key(address: str, **headers: str) -> str:
        with app.test_request_context(headers=headers, **from_address(address)):
            return limits.address_key()

    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9") != key("2001:db8:1:3::1")
    assert key("192.0.2.1") == key("192.0.2.1", **{"X-Forwarded-For": "198.51.100.1"}) != key("192.0.2.2")
    assert "192.0.2.1" not in key("192.0.2.1")


def test_an_account_counts_apart_from_its_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Person:
        reference = "user:12"

    with app.test_request_context(**from_address("192.0.2.1")):
        visitor = limits.person_key()
        monkeypatch.setattr(limits, "current_actor", Person)
        assert (visitor, limits.person_key()) == (limits.address_key(), "person:user:12")


def test_new_sessions_do_not_escape_the_limit_of_their_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Session:
        number = ""

    monkeypatch.setattr(limits, "session", Session)
    with app.test_request_context(**from_address("192.0.2.1")):
        for number in range(5 * ADDRESS_SHARE):
            Session.number = f"session {number}"
            limits.hit_person("reset")
        Session.number = "one more"
        with pytest.raises(TooMany):
            limits.hit_person("reset")


def test_several_keys_count_together_and_a_new_account_has_half(app: Flask) -> None:
    with app.test_request_context():
        for number in range(10):
            limits.hit("login", f"e-mail:{number}", "address:x")
        with pytest.raises(TooMany):
            limits.hit("login", "e-mail:new", "address:x")
        limits.hit("login", "e-mail:new", "address:y")
        for _ in range(2):
            limits.hit("proposal", "person:user:1", share=2)
        with pytest.raises(TooMany) as refusal:
            limits.hit("proposal", "person:user:1", share=2)
        assert refusal.value.values["minutes"] in {1439, 1440}


def test_too_much_reading_is_refused_and_static_files_do_not_count(app: Flask) -> None:
    client = app.test_client()
    with time_machine.travel("2026-03-01T10:00:00+00:00", tick=False) as clock:
        for _ in range(60):
            client.get("/static/none.css")
        assert [client.get("/limited").status_code for _ in range(51)] == [200] * 50 + [429]
        clock.shift(10)
        assert client.get("/limited").status_code == 200


def test_reading_goes_on_without_counters_and_writing_does_not(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    storage = app.extensions["cocreation.limits"].storage
    with storage._engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE rate_counter")
    client = app.test_client()
    assert client.get("/limited").status_code == 200
    assert client.post("/limited").status_code == 503


def test_beside_sqlite_the_counters_have_a_file_of_their_own(app: Flask) -> None:
    with app.test_request_context():
        limits.hit("login", "x")
        url = limits.counters_url(app)
        assert url.endswith("limits.sqlite")
        assert url != str(db.engine.url)
    engine = create_engine(url)
    assert inspect(engine).get_table_names() == ["rate_counter"]
    engine.dispose()


def test_turned_off_nothing_is_counted(app: Flask) -> None:
    limits.close(app)
    with app.test_request_context():
        for _ in range(20):
            limits.hit("login", "x")
            limits.hit_person("reset")


def test_a_view_cannot_name_a_limit_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        limits.limited("nothing")
