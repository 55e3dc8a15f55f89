"""The `cocreation` command: one group, each subject's commands in a module of its own."""

from __future__ import annotations

import sys
from typing import NoReturn

from flask.cli import FlaskGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from cocreation import create_app
from cocreation.cli.accounts import admin
from cocreation.cli.cycle import cycle
from cocreation.cli.demo import demo
from cocreation.cli.files import files
from cocreation.cli.grouping import group as grouping
from cocreation.cli.importing import import_group
from cocreation.cli.journal import journal
from cocreation.cli.mail import mail
from cocreation.cli.progress import progress
from cocreation.cli.reports import report
from cocreation.cli.search import reindex
from cocreation.cli.trace import trace
from cocreation.cli.worker import worker
from cocreation.settings import BadSetting

group = FlaskGroup(
    name="cocreation",
    help="Run, feed and look after the co-creation platform.",
    create_app=create_app,
    add_default_commands=False,
    add_version_option=False,
)

group.add_command(worker)
group.add_command(journal)
group.add_command(admin)
group.add_command(demo)
group.add_command(cycle)
group.add_command(import_group)
group.add_command(grouping)
group.add_command(report)
group.add_command(reindex)
group.add_command(files)
group.add_command(mail)
group.add_command(trace)
group.add_command(progress)


def main() -> None:
    """Enter here from the shell; a setting, a database or a file that cannot be used is one line."""
    try:
        group.main(prog_name="cocreation")
    except BadSetting as error:
        _stop(str(error))
    except (OperationalError, ProgrammingError) as error:
        # The first line says what the database answers; the rest is for those who write programs.
        line = str(error.orig).strip().splitlines()[0]
        missing = "no such table" in line or "does not exist" in line
        _stop(f"the database cannot be used: {line}" + ("; run: cocreation db upgrade" if missing else ""))
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _stop(line: str) -> NoReturn:
    print(f"cocreation: {line}", file=sys.stderr)
    sys.exit(1)
