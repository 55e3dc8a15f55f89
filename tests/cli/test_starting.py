"""The command where it cannot start: one line that says why, and no trace."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("cocreation")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"DATABASE_URL": "sqlite:////nowhere/at/all/x.sqlite"}, "the database cannot be used: "),
        ({"DATABASE_URL": "postgresql+psycopg://u:secret@127.0.0.1:1/x"}, "the database cannot be used: "),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL: "),
        ({"INSTANCE_PATH": "/dev/null/x"}, "/dev/null/x: "),
        ({"ENVIRONMENT": "production"}, "SECRET_KEY: "),
    ],
)
def test_what_keeps_the_command_from_starting_is_one_line(tmp_path: Path, given: dict[str, str], said: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "PROCESS_DATE"}}
    environment = {**kept, "INSTANCE_PATH": str(tmp_path), **given}
    done = subprocess.run(
        [str(PROGRAM), "cycle", "list"], env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"cocreation: {said}")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr
