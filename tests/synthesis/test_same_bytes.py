"""The same report gives the same bytes: another day, another order of rows, another database, another process."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from cocreation.clustering import services as clustering
from cocreation.core.db import db
from cocreation.cycles import queries as cycles
from cocreation.proposals import services as proposals
from cocreation.synthesis import freezing, services
from tests.clustering.test_room import BUDGET, HOSPITAL, computed, ideas
from tests.comments.material import say
from tests.fixtures.database import close, make_app
from tests.fixtures.postgres import Cluster
from tests.proposals.material import NOW, make_body, make_cycle, make_person, post_draft

# The bundle holds every other format.
NAMES = ["pdf", "docx", "xlsx", "html", "bundle"]


def furnish(app: Flask) -> None:
    """A published report with groups, comments on both sides and a draft commitment."""
    cycle = make_cycle()
    authors = [make_person(name) for name in ("amina", "brahim", "chama")]
    sent = [*ideas(cycle, BUDGET, authors, "budget"), *ideas(cycle, HOSPITAL, authors, "services")]
    for place, side in enumerate(("for", "for", "against", "against", "clarify")):
        say(sent[place % 2].thread, authors[place % 3], f"Un avis de la même longueur, {place}.", side=side)
    body = make_body()
    agent = make_person("agent", "agent", organisation=body)
    draft = post_draft(cycle, body, agent)
    proposals.submit_draft(draft=draft, by=agent, at=NOW)
    proposals.decide_draft(draft=draft, to="published", by=None, role="moderator", at=NOW, opens_at=NOW, closes_at=None)
    db.session.commit()
    clustering.publish_run(run=computed(app, cycle), by=None, at=NOW)
    freezing.publish(cycle=cycle, language="fr", by=None, at=NOW)
    db.session.commit()


def checksums() -> dict[str, str]:
    """The SHA-256 of every file of the published version, drawn now, archive and manifest included."""
    cycle = cycles.by_slug("pan-test")
    assert cycle is not None
    made = freezing.files_of(cycle=cycle, language="fr", names=NAMES, draft=False, at=NOW)
    return {name: hashlib.sha256(content).hexdigest() for name, content in made.items()}


def draft(language: str) -> str:
    """The report as it stands, built anew from the database."""
    cycle = cycles.by_slug("pan-test")
    assert cycle is not None
    return services.build_document(cycle=cycle, language=language, at=NOW).to_json()


@pytest.fixture
def backwards(postgres_cluster: Cluster, postgres_template: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a PostgreSQL that holds the rows of the open database, each table from its end."""
    name = postgres_cluster.create(postgres_template)
    app = make_app(postgres_cluster.url(name), tmp_path / "other")
    rows = {table: db.session.execute(select(table)).mappings().all() for table in db.metadata.sorted_tables}
    with app.app_context():
        # Rows come in whatever order: the keys between them are not asked for meanwhile.
        db.session.execute(text("SET session_replication_role = replica"))
        for table, held in rows.items():
            db.session.execute(table.delete())
            if held:
                db.session.execute(table.insert(), [dict(row) for row in reversed(held)])
        db.session.commit()
    yield app
    close(app)
    postgres_cluster.drop(name)


@pytest.fixture
def published(app: Flask, session: Session) -> dict[str, str]:
    """The checksums of the files of a published report."""
    furnish(app)
    return checksums()


def test_another_order_of_rows_on_the_other_database_gives_the_same_bytes(
    published: dict[str, str], backwards: Flask
) -> None:
    here = {language: draft(language) for language in ("fr", "ar", "en")}
    with backwards.app_context():
        assert {language: draft(language) for language in here} == here
        assert checksums() == published


def test_another_day_and_another_process_give_the_same_bytes(
    app: Flask, published: dict[str, str], tmp_path: Path
) -> None:
    with time_machine.travel(datetime(2031, 2, 3, 4, 5, tzinfo=UTC), tick=True):
        assert checksums() == published
    elsewhere = {
        "DATABASE_URL": app.config["DATABASE_URL"], "INSTANCE_PATH": str(tmp_path / "third"), "ENVIRONMENT": "test",
        "SECRET_KEY": "s" * 40, "PROCESS_DATE": "2021-05-05", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7",
        "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    command = [str(Path(sys.executable).with_name("cocreation")), "report", "build", "--cycle", "pan-test"]
    options = ["--language", "fr", "--format", ",".join(NAMES), "--out", str(tmp_path / "files")]
    done = subprocess.run(
        [*command, *options], env={**os.environ, **elsewhere}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = (line.split(maxsplit=1) for line in done.stdout.splitlines())
    assert {Path(path).name: sha256 for sha256, path in told} == published
