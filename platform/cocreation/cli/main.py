"""The `cocreation` command: one group, each subject's commands in a module of its own."""

from __future__ import annotations

import sys

from flask.cli import FlaskGroup

from cocreation import create_app
from cocreation.cli.accounts import admin
from cocreation.cli.cycle import cycle
from cocreation.cli.demo import demo
from cocreation.cli.grouping import group as grouping
from cocreation.cli.importing import import_group
from cocreation.cli.journal import journal
from cocreation.cli.reports import report
from cocreation.cli.search import reindex
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


def main() -> None:
    """Enter here from the shell; a setting that cannot be used is one clear line."""
    try:
        group.main(prog_name="cocreation")
    except BadSetting as error:
        print(f"cocreation: {error}", file=sys.stderr)
        sys.exit(1)
