"""`cocreation group`, as a program of its own: no database, no settings, no file on a fault."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.proposals.files import json_lines

PROGRAM = Path(sys.executable).with_name("cocreation")


def group(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # A production without its key cannot start the application, and this command does not need it.
    environment = {**os.environ, "ENVIRONMENT": "production", "INSTANCE_PATH": str(folder / "none"), "SECRET_KEY": ""}
    return subprocess.run(
        [str(PROGRAM), "group", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_file_is_grouped_without_a_database(tmp_path: Path) -> None:
    subjects = {"eau": "L’eau potable manque dans les douars", "bus": "Les bus arrivent en retard en ville"}
    rows = [{"id": f"{name}{n}", "title": f"{text} {n}"} for name, text in subjects.items() for n in range(6)]
    json_lines(tmp_path, [*rows, {"id": "vide", "title": "…"}])
    done = group(tmp_path, "ideas.jsonl", "--out", "groups.json", "--seed", "3")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads((tmp_path / "groups.json").read_bytes())
    members = [member for each in found["groups"] for member in each["members"]]
    assert sorted([*members, *found["ungrouped"]]) == sorted([*(row["id"] for row in rows), "vide"])
    assert not (tmp_path / "none").exists()


def test_a_faulty_line_is_named_and_no_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "ideas.jsonl").write_text('{"id": "1"}\n{"id": "1"}\n')
    done = group(tmp_path, "ideas.jsonl", "--out", "groups.json")
    assert (done.returncode, "line 2" in done.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["ideas.jsonl"]


def test_wrong_usage_is_two(tmp_path: Path) -> None:
    json_lines(tmp_path, [{"id": "1"}])
    assert group(tmp_path, "ideas.jsonl").returncode == 2
    assert group(tmp_path, "absent.jsonl", "--out", "groups.json").returncode == 2
    assert group(tmp_path, "ideas.jsonl", "--out", "groups.json", "--seed", "x").returncode == 2


def test_the_result_goes_through_a_pipe_or_a_link_and_replaces_neither(tmp_path: Path) -> None:
    json_lines(tmp_path, [{"id": str(n), "title": f"L’eau potable manque au douar {n}"} for n in range(4)])
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link.json").symlink_to(tmp_path / "behind.json")
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit((tmp_path / "pipe").read_bytes)
        assert group(tmp_path, "ideas.jsonl", "--out", "pipe").returncode == 0
        piped = read.result(timeout=30)
    assert group(tmp_path, "ideas.jsonl", "--out", "link.json").returncode == 0
    assert (tmp_path / "behind.json").read_bytes() == piped
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "link.json").is_symlink()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    json_lines(tmp_path, [{"id": "1", "title": "L’eau potable"}])
    done = group(tmp_path, "ideas.jsonl", "--out", "absent/groups.json")
    assert (done.returncode, done.stderr) == (1, "absent/groups.json: No such file or directory\n")
