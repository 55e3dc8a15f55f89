"""`cocreation report build`: the last published version, or the draft where that is asked for."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskCliRunner

from cocreation.cli.reports import report
from cocreation.core.db import db
from cocreation.synthesis import freezing
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
    path = Path(done.output.strip())
    assert path.name == "pan-test-report-ar-draft.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_every_format_of_the_published_version_is_built(app: Flask, tmp_path: Path) -> None:
    runner = prepared(app, published=True)
    done = runner.invoke(report, options(tmp_path, "--language", "fr", "--format", "all"))
    assert (done.exit_code, done.stderr) == (0, "")
    names = {path.name for path in (tmp_path / "new" / "folder").iterdir()}
    assert names == {f"pan-test-report-fr-v1.{suffix}" for suffix in ("pdf", "docx", "xlsx", "csv", "json")}


def test_an_unknown_cycle_a_wrong_option_and_a_file_in_the_way(app: Flask, tmp_path: Path) -> None:
    runner = prepared(app, published=True)
    what = ("--language", "fr", "--format", "json")
    assert runner.invoke(report, options(tmp_path, *what, cycle="inconnu")).exit_code == 1
    assert runner.invoke(report, options(tmp_path, "--language", "es", "--format", "json")).exit_code == 2
    assert runner.invoke(report, options(tmp_path, "--language", "fr", "--format", "odt")).exit_code == 2
    (tmp_path / "new").write_text("a file")
    assert runner.invoke(report, options(tmp_path, *what)).exit_code == 1
