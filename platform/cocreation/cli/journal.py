"""`cocreation journal`: prove that the journal is what was written."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from cocreation.journal import chain, services


@click.group("journal")
def journal() -> None:
    """Look after the journal."""


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


@journal.command("verify")
@click.option("--head", default=None, help="A hash published earlier that the chain must still hold.")
@click.option(
    "--file",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Verify a downloaded copy instead of the database.",
)
@with_appcontext
def verify(head: str | None, path: Path | None) -> None:
    """Read the whole chain; name the first bad line and leave with status 1 where there is one."""
    try:
        fault = chain.first_fault(_lines(path), head=head) if path else services.verify(head=head)
    except (ValueError, KeyError, TypeError) as error:
        print(f"this is not a copy of the journal: {error}", file=sys.stderr)
        sys.exit(1)
    if fault:
        print(f"line {fault.sequence}: {fault.reason}", file=sys.stderr)
        sys.exit(1)
    _say_good(path)


def _say_good(path: Path | None) -> None:
    if path:
        print("every line is as it was written")
        return
    last = services.last_line()
    print(f"{last.sequence} lines, head {last.hash}" if last else "the journal is empty")


@journal.command("head")
@with_appcontext
def head() -> None:
    """Print the hash of the last line, to be published elsewhere."""
    last = services.last_line()
    print(last.hash if last else services.GENESIS)
