"""The commands that feed the platform: their exit status, their words, what is left in the database."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, func, select

from cocreation.cli.cycle import cycle
from cocreation.cli.importing import import_group
from cocreation.cli.search import reindex
from cocreation.comments.models import Comment
from cocreation.core import search
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.proposals.models import Proposal
from tests.proposals.files import csv_file, json_lines, workbook

IDEAS = "id;titre;proposition\n1;Publier les budgets;Chaque commune publie.\n2;نشر الميزانيات;كل جماعة تنشر.\n"


def call(app: Flask, command: click.Command, *arguments: Any) -> Result:
    return app.test_cli_runner().invoke(command, [str(each) for each in arguments])


def counted(app: Flask, model: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def made(app: Flask) -> Flask:
    assert call(app, cycle, "create", "--slug", "essai", "--prefix", "ESS", "--lang", "en").exit_code == 0
    return app


def test_a_cycle_is_made_once(app: Flask) -> None:
    title = ("--title-fr", "Plan d’essai", "--title-ar", "مخطط")
    done = call(app, cycle, "create", "--slug", "essai", "--prefix", "ESS", *title, "--state", "past", "--lang", "en")
    assert (done.exit_code, done.output) == (0, "Cycle essai made: its references begin with ESS.\n")
    with app.app_context():
        found = db.session.scalars(select(Cycle)).one()
        assert (found.state, dict(found.title), len(found.phases)) == ("past", {"fr": "Plan d’essai", "ar": "مخطط"}, 7)
    again = call(app, cycle, "create", "--slug", "essai", "--prefix", "AUTRE", "--lang", "en")
    assert (again.exit_code, "already has this short name" in again.stderr) == (1, True)
    assert call(app, cycle, "create", "--slug", "Mauvais Nom", "--prefix", "X").exit_code == 1
    assert call(app, cycle, "create", "--slug", "sans-prefixe").exit_code == 2
    assert call(app, cycle, "list").output == "essai\tESS\tpast\tPlan d’essai\n"


def test_files_of_every_kind_are_imported(made: Flask, tmp_path: Path) -> None:
    rows = [["id", "title"], ["x1", "Une idée de tableur"]]
    files = [
        csv_file(tmp_path, IDEAS), workbook(tmp_path, rows),
        json_lines(tmp_path, [{"id": "j1", "title": "Une idée en JSON"}]),
    ]  # fmt: skip
    for path in files:
        done = call(made, import_group, "proposals", path, "--cycle", "essai", "--published", "--lang", "en")
        assert (done.exit_code, done.stderr) == (0, "")
    assert counted(made, Proposal) == 4
    said = json_lines(tmp_path, [{"id": "c1", "proposal_id": "x1", "text": "D’accord", "side": "for"}], "said.jsonl")
    done = call(made, import_group, "comments", said, "--cycle", "essai", "--published", "--lang", "en")
    assert done.output.splitlines() == ["1 comment imported", "  Visible: 1"]
    again = call(made, import_group, "comments", said, "--cycle", "essai", "--published", "--lang", "en")
    assert again.output.splitlines() == ["0 comments imported", "1 was there already"]
    assert counted(made, Comment) == 1


@pytest.mark.both_databases
def test_a_refused_file_leaves_nothing(made: Flask, tmp_path: Path) -> None:
    path = csv_file(tmp_path, IDEAS + "3;;Sans titre\n")
    done = call(made, import_group, "proposals", path, "--cycle", "essai", "--lang", "en")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "ideas.csv: line 4, column «titre»: empty, and needed",
        "Nothing was imported.",
    ]
    assert counted(made, Proposal) == 0


def test_a_dry_run_tells_and_writes_nothing(made: Flask, tmp_path: Path) -> None:
    path = json_lines(tmp_path, [{"id": "1", "title": "Une idée", "theme": "Eau", "votes": 3}])
    options = ("--cycle", "essai", "--create-themes", "--dry-run", "--lang", "en")
    done = call(made, import_group, "proposals", path, *options)
    assert done.output.splitlines() == [
        "Dry run: nothing was written. Without --dry-run:",
        "1 proposal imported",
        "  Waiting to be checked: 1",
        "Theme made: Eau (eau)",
        "Columns not read: votes",
    ]
    assert (done.exit_code, counted(made, Proposal)) == (0, 0)


def test_what_is_refused_and_what_is_wrong_usage(made: Flask, tmp_path: Path) -> None:
    good, arabic = csv_file(tmp_path, IDEAS), csv_file(tmp_path, "id;title\n1;مقترح\n", encoding="cp1256", name="a.csv")
    (tmp_path / "bad.toml").write_text("[")
    (tmp_path / "ideas.ods").write_bytes(b"PK\x03\x04")
    here = ("--cycle", "essai")
    expected = [
        ((good, "--cycle", "inconnu"), 1),
        ((good, *here, "--mapping", tmp_path / "bad.toml"), 1),
        ((tmp_path / "ideas.ods", *here), 1),
        ((arabic, *here), 1),
        ((good,), 2),
        ((tmp_path / "absent.csv", *here), 2),
        ((tmp_path, *here), 2),
        ((good, *here, "--encoding", "klingon"), 2),
        ((good, *here, "--channel", "pigeon"), 2),
        ((good, *here, "--nonsense"), 2),
        ((arabic, *here, "--encoding", "cp1256"), 0),
    ]
    found = [(arguments, call(made, import_group, "proposals", *arguments).exit_code) for arguments, _ in expected]
    assert found == expected
    assert call(made, import_group, "comments", good, *here, "--create-themes").exit_code == 2


def test_messages_are_in_the_language_asked_for(made: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = csv_file(tmp_path, IDEAS)
    answers = {
        call(made, import_group, "proposals", path, "--cycle", "inconnu", "--lang", lang).stderr
        for lang in ("fr", "ar", "en")
    }
    assert len(answers) == 3
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert call(made, import_group, "proposals", path, "--cycle", "inconnu").stderr.startswith("No cycle has")


def test_reindexing_counts_and_finds_again(made: Flask, tmp_path: Path) -> None:
    call(made, import_group, "proposals", csv_file(tmp_path, IDEAS), "--cycle", "essai", "--published")
    with made.app_context():
        db.session.execute(delete(search.SearchEntry))
        db.session.commit()
    done = call(made, reindex, "--lang", "en")
    assert (done.exit_code, "Proposals: 2" in done.output) == (0, True)
    with made.app_context():
        hits = search.matching("proposal", "budget")
        assert hits is not None
        assert len(db.session.scalars(hits).all()) == 1


def test_a_mapping_in_json_is_taken(made: Flask, tmp_path: Path) -> None:
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"columns": {"title": "Objet"}, "channel": "paper"}), encoding="utf-8")
    path = csv_file(tmp_path, "id,Objet\n1,Une idée sur papier\n")
    assert call(made, import_group, "proposals", path, "--cycle", "essai", "--mapping", mapping).exit_code == 0
    with made.app_context():
        assert db.session.scalars(select(Proposal.channel)).all() == ["paper"]
