"""`cocreation report`: the files of the last version or of the draft, verified, and what would change today."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from flask import Flask
from flask.testing import FlaskCliRunner

from cocreation.cli.reports import report
from cocreation.core.db import db
from cocreation.cycles import queries as cycles
from cocreation.synthesis import freezing
from cocreation.synthesis.rendering import FORMATS
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send


def prepared(app: Flask, *, published: bool) -> FlaskCliRunner:
    with app.app_context():
        cycle = make_cycle()
        publish(send(cycle, make_theme(cycle), make_person("Amina")))
        if published:
            freezing.publish(cycle=cycle, language="fr", by=None, at=NOW)
        db.session.commit()
    return app.test_cli_runner()


def options(folder: Path, *more: str, cycle: str = "pan-test") -> list[str]:
    return ["build", "--cycle", cycle, "--out", str(folder / "new" / "folder"), "--lang", "en", *more]


def test_without_a_published_version_a_draft_is_asked_for(app: Flask, tmp_path: Path) -> None:
    runner = prepared(app, published=False)
    refused = runner.invoke(report, options(tmp_path, "--language", "fr", "--format", "json"))
    assert refused.exit_code == 1
    assert "No version of this report is published yet. With --draft the current state is built." in refused.stderr
    assert not (tmp_path / "new").exists()
    done = runner.invoke(report, options(tmp_path, "--language", "ar", "--format", "csv", "--draft"))
    assert done.exit_code == 0
    sha256, path = done.output.split()
    assert Path(path).name == "pan-test-ideas-ar-draft.csv"
    assert sha256_of(Path(path)) == sha256
    assert Path(path).read_bytes().startswith(b"\xef\xbb\xbf")


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_format_is_built_with_its_checksum_its_archive_and_its_manifest(app: Flask, tmp_path: Path) -> None:
    runner = prepared(app, published=True)
    done = runner.invoke(report, options(tmp_path, "--language", "fr", "--format", "all"))
    assert (done.exit_code, done.stderr) == (0, "")
    told = {Path(path): sha256 for sha256, path in (line.split() for line in done.output.splitlines())}
    folder = tmp_path / "new" / "folder"
    assert set(told) == set(folder.iterdir())
    assert {path: sha256_of(path) for path in told} == told
    assert len(told) == len(FORMATS) + 2
    manifest = json.loads((folder / "pan-test-manifest-fr-v1.json").read_text())
    del told[folder / "pan-test-manifest-fr-v1.json"]
    assert manifest["files"] == {path.name: sha256 for path, sha256 in told.items()}


def test_files_are_verified_in_an_empty_folder_without_an_installation(app: Flask, tmp_path: Path) -> None:
    runner = prepared(app, published=True)
    runner.invoke(report, options(tmp_path, "--language", "fr", "--format", "pdf,csv"))
    folder = tmp_path / "new" / "folder"
    edited = folder / "edited.csv"
    good = (folder / "pan-test-ideas-fr-v1.csv").read_text(encoding="utf-8")
    edited.write_text(good.replace("budgets", "budgots"), encoding="utf-8")
    files = ["pan-test-report-fr-v1.pdf", "edited.csv"]
    # Neither a database nor a setting: what is at those addresses could not even be opened.
    nowhere = {"DATABASE_URL": "sqlite:////nowhere/x.sqlite", "INSTANCE_PATH": "/dev/null/x", "LANG": "en_GB.UTF-8"}
    program = Path(sys.executable).with_name("cocreation")
    done = subprocess.run(
        [str(program), "report", "verify", *files], cwd=folder, env={**os.environ, **nowhere},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    first, second, *more = done.stdout.splitlines()
    assert first.startswith("pan-test-report-fr-v1.pdf: good: drawn again")
    assert second.startswith("edited.csv: NOT what was frozen as PANT-fr-1-")
    assert any("line 2, column 2" in line and "budgots" in line and "budgets" in line for line in more), more
    assert not list(folder.glob("instance*"))


def test_a_file_alone_is_verified_against_the_database_and_a_changed_checksum_is_told(
    app: Flask, tmp_path: Path
) -> None:
    runner = prepared(app, published=True)
    runner.invoke(report, options(tmp_path, "--language", "fr", "--format", "csv"))
    folder = tmp_path / "new" / "folder"
    path = folder / "pan-test-ideas-fr-v1.csv"
    archive = folder / "pan-test-archive-fr-v1.json"
    manifest = folder / "pan-test-manifest-fr-v1.json"
    manifest.write_text(manifest.read_text().replace(sha256_of(path), "0" * 64))
    wrong = runner.invoke(report, ["verify", str(path), "--lang", "en"])
    assert wrong.exit_code == 1
    assert "Its SHA-256 is not the one in pan-test-manifest-fr-v1.json." in wrong.output
    manifest.unlink()
    archive.rename(tmp_path / "elsewhere.json")
    assert runner.invoke(report, ["verify", str(path)]).exit_code == 0
    assert runner.invoke(report, ["verify", str(path), "--archive", str(tmp_path / "elsewhere.json")]).exit_code == 0
    assert runner.invoke(report, ["verify", str(path), "--archive", str(path)]).exit_code == 1
    path.write_text("rien", encoding="utf-8")
    lost = runner.invoke(report, ["verify", str(path), "--lang", "en"])
    assert lost.exit_code == 1
    assert "Give one with --archive." in lost.stderr


def test_what_would_change_today_is_said(app: Flask) -> None:
    runner = prepared(app, published=True)
    asked = ["today", "--cycle", "pan-test", "--language", "fr", "--lang", "en"]
    assert runner.invoke(report, asked).output == "Nothing would change.\n"
    with app.app_context():
        cycle = cycles.by_slug("pan-test")
        assert cycle is not None
        send(cycle, None, make_person("Brahim"), title="Arrivée après coup")
        db.session.commit()
    told = runner.invoke(report, asked).output
    assert "PANT-00002: new: " in told
    assert "Ideas received: 1, then 2" in told
    assert runner.invoke(report, [*asked, "--version", "7"]).exit_code == 1


def test_an_unknown_cycle_a_wrong_option_and_a_file_in_the_way(app: Flask, tmp_path: Path) -> None:
    runner = prepared(app, published=True)
    what = ("--language", "fr", "--format", "json")
    assert runner.invoke(report, options(tmp_path, *what, cycle="inconnu")).exit_code == 1
    assert runner.invoke(report, options(tmp_path, "--language", "es", "--format", "json")).exit_code == 2
    assert runner.invoke(report, options(tmp_path, "--language", "fr", "--format", "odt")).exit_code == 2
    (tmp_path / "new").write_text("a file")
    assert runner.invoke(report, options(tmp_path, *what)).exit_code == 1
