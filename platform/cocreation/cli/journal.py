"""`cocreation journal`: prove that the journal is what was written."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from cocreation.journal import services


@click.group("journal")
def journal() -> None:
    """Look after the journal."""


@journal.command("verify")
@click.option("--head", default=None, help="A hash published earlier that the chain must still hold.")
@with_appcontext
def verify(head: str | None) -> None:
    """Read the whole chain; name the first bad line and leave with status 1 where there is one."""
    fault = services.verify(head=head)
    if fault:
        print(f"line {fault.sequence}: {fault.reason}", file=sys.stderr)
        sys.exit(1)
    last = services.last_line()
    print(f"{last.sequence} lines, head {last.hash}" if last else "the journal is empty")


@journal.command("head")
@with_appcontext
def head() -> None:
    """Print the hash of the last line, to be published elsewhere."""
    last = services.last_line()
    print(last.hash if last else services.GENESIS)
