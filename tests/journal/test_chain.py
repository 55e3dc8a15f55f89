"""Nobody rewrites the journal unseen: every way of doing it is named."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from cocreation.cli.journal import journal as command
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.journal import chain, queries, services
from cocreation.journal.models import JournalLine

LINES = 6


@pytest.fixture
def written(session: object) -> list[str]:
    """A journal of six lines; gives their hashes."""
    received = datetime(2020, 10, 15, 11, 0, tzinfo=UTC)
    for number in range(1, LINES + 1):
        services.record(
            action="proposal.published",
            object_kind="proposal",
            object_id=number,
            by=None,
            role="moderator",
            at=received,
            from_state="submitted",
            to_state="published",
            reason_code="théme",
            detail={"version": number, "share": 0.25},
        )
    db.session.commit()
    return list(db.session.scalars(select(JournalLine.hash).order_by(JournalLine.sequence)))


def flip() -> None:
    """Change one field of line 3."""
    db.session.execute(update(JournalLine).where(JournalLine.sequence == 3).values(to_state="refused"))


def remove() -> None:
    """Delete line 3."""
    db.session.execute(delete(JournalLine).where(JournalLine.sequence == 3))


def exchange() -> None:
    """Let lines 3 and 4 change places."""
    for now_at, then_at in ((3, 100), (4, 3), (100, 4)):
        db.session.execute(update(JournalLine).where(JournalLine.sequence == now_at).values(sequence=then_at))


def rewrite() -> None:
    """Change line 3 and give it the hash it would have had."""
    line = db.session.get_one(JournalLine, 3)
    line.to_state = "refused"
    line.hash = chain.hash_of(chain.public_fields(line))


def pretend() -> None:
    """Say that somebody else did what line 3 says."""
    db.session.execute(update(JournalLine).where(JournalLine.sequence == 3).values(actor="account:9"))


def cut() -> None:
    """Remove the last two lines."""
    db.session.execute(delete(JournalLine).where(JournalLine.sequence > LINES - 2))


def rewrite_to_the_end() -> None:
    """Change line 3 and every hash after it."""
    previous = db.session.get_one(JournalLine, 2).hash
    for number in range(3, LINES + 1):
        line = db.session.get_one(JournalLine, number)
        line.to_state, line.previous_hash = "refused", previous
        line.hash = previous = chain.hash_of(chain.public_fields(line))


WAYS = [
    (flip, "line 3: the line was changed after it was written"),
    (remove, "line 3: a line is missing"),
    (exchange, "line 3: the line does not follow the one before it"),
    (rewrite, "line 4: the line does not follow the one before it"),
    (pretend, "line 3: who acted was changed after the line was written"),
    (cut, "line 5: the published head is not in the chain: lines were cut or rewritten"),
    (rewrite_to_the_end, "line 7: the published head is not in the chain: lines were cut or rewritten"),
]


@pytest.mark.both_databases
@pytest.mark.parametrize(("way", "words"), WAYS, ids=[way.__name__ for way, _ in WAYS])
def test_the_first_bad_line_is_named(app: Flask, written: list[str], way: Callable[[], None], words: str) -> None:
    way()
    db.session.commit()
    result = app.test_cli_runner().invoke(command, ["verify", "--head", written[-1]])
    assert result.exit_code == 1
    assert words in result.output


@pytest.mark.both_databases
def test_an_untouched_journal_is_good_against_any_head_it_had(app: Flask, written: list[str]) -> None:
    for head in (written[-1], written[2], chain.GENESIS):
        result = app.test_cli_runner().invoke(command, ["verify", "--head", head])
        assert result.exit_code == 0
        assert f"{LINES} lines, head {written[-1]}" in result.output
    assert services.verify(head="f" * 64) == chain.Fault(LINES + 1, chain.NO_HEAD)


def test_the_head_is_printed(app: Flask, written: list[str]) -> None:
    assert app.test_cli_runner().invoke(command, ["head"]).output.strip() == written[-1]


def test_an_empty_journal_is_good(app: Flask, session: object) -> None:
    assert "empty" in app.test_cli_runner().invoke(command, ["verify"]).output
    assert app.test_cli_runner().invoke(command, ["head"]).output.strip() == "0" * 64


class Someone:
    """Whoever acts."""

    reference = "account:4711"


def by_someone(kind: str = "role") -> None:
    """A line about a person, by a person."""
    services.record(
        action="role.granted", object_kind=kind, object_id=815, by=Someone(), role="administrator", at=now()
    )
    db.session.commit()


def test_the_download_is_checked_with_nothing_but_sha256(client: FlaskClient, written: list[str]) -> None:
    by_someone()
    answer = client.get("/fr/journal/lines.jsonl")
    previous = "0" * 64
    lines = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
    assert len(lines) == LINES + 1
    for line in lines:
        named = line.pop("hash")
        assert line["previous_hash"] == previous
        packed = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = hashlib.sha256(packed.encode()).hexdigest()
        assert previous == named


def test_the_download_says_nothing_about_people(client: FlaskClient, written: list[str]) -> None:
    by_someone("role")
    by_someone("account")
    text = client.get("/fr/journal/lines.jsonl").get_data(as_text=True)
    assert "4711" not in text
    assert ":815," not in text
    assert "salt" not in text


def test_a_downloaded_copy_is_verified_by_the_command(
    app: Flask, client: FlaskClient, written: list[str], tmp_path: Path
) -> None:
    copy = tmp_path / "journal.jsonl"
    text = client.get("/fr/journal/lines.jsonl").get_data(as_text=True)
    run = app.test_cli_runner().invoke
    for changed, code in ((text, 0), (text.replace('"published"', '"refused"', 1), 1), ("{}", 1), ("no", 1)):
        copy.write_text(changed, encoding="utf-8")
        assert run(command, ["verify", "--file", str(copy), "--head", written[-1]]).exit_code == code


def test_the_page_shows_head_lines_and_how_to_check(client: FlaskClient, written: list[str]) -> None:
    for language in ("fr", "ar", "en"):
        page = client.get(f"/{language}/journal").get_data(as_text=True)
        assert written[-1] in page
        assert "SHA-256" in page
        assert "proposal.published" in page


def test_the_page_goes_back_through_many_lines(client: FlaskClient, written: list[str]) -> None:
    for _ in range(60):
        by_someone()
    page = client.get("/fr/journal").get_data(as_text=True)
    assert 'rel="next"' in page
    assert queries.page(cursor=None).items[0].sequence == LINES + 60


def test_an_empty_journal_has_a_page(client: FlaskClient, session: object) -> None:
    assert "0" * 64 in client.get("/fr/journal").get_data(as_text=True)
    assert client.get("/fr/journal/lines.jsonl").get_data() == b""


def test_what_is_undone_leaves_no_line(session: object, written: list[str]) -> None:
    services.record(action="x", object_kind="proposal", object_id=1, by=None, role="machine", at=now())
    db.session.rollback()
    services.record(action="y", object_kind="proposal", object_id=1, by=None, role="machine", at=now())
    db.session.commit()
    assert queries.count() == LINES + 1
    assert services.verify() is None
    assert [line.action for line in queries.lines_of(object_kind="proposal", object_id=1)][-1] == "y"
