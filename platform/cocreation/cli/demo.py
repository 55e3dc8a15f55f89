"""`cocreation demo`: load the demonstration, print its accounts; both refused in production."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from functools import partial

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from cocreation.core import jobs
from cocreation.core.clock import as_instant, to_local
from cocreation.core.errors import Refused
from cocreation.demo import queries, services
from cocreation.demo.people import PASSWORD, PEOPLE


@click.group("demo")
def demo() -> None:
    """Look after the demonstration of October 2020."""


def _moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    try:
        return as_instant(value) if value else None
    except ValueError as error:
        raise click.BadParameter("write a date, for example 2020-10-15 or 2020-11-10T18:00") from error


@demo.command("load")
@click.option("--until", callback=_moment, help="Day (at noon) or moment up to which events happen; 2020-10-15.")
@click.option("--once", is_flag=True, help="Do nothing where the database already holds something.")
@with_appcontext
def load(until: datetime | None, once: bool) -> None:
    """Play the demonstration's events into an empty database."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    date = until or as_instant(app.config["PROCESS_DATE"] or services.DEFAULT_DATE)
    began = time.monotonic()
    try:
        services.check_environment()
        if once and not queries.is_empty():
            print("The database already holds something: the demonstration is not loaded again.")
            return
        played = services.load(until=date, do_job=partial(jobs.run, app))
    except Refused as error:
        print(f"demo: {error.message % error.values}", file=sys.stderr)
        sys.exit(1)
    found = ", ".join(f"{number} {name}" for name, number in queries.counts().items())
    print(
        f"Loaded up to {to_local(date):%Y-%m-%d %H:%M} in {time.monotonic() - began:.1f} s ({played} events): {found}."
    )


@demo.command("accounts")
@with_appcontext
def accounts() -> None:
    """Print the address and the password of an account of each role."""
    try:
        services.check_environment()
    except Refused as error:
        print(f"demo: {error.message}", file=sys.stderr)
        sys.exit(1)
    print("Accounts of the demonstration:")
    for person in PEOPLE:
        print(f"  {person.email:<28} {PASSWORD}   {person.what}")
