"""`cocreation mail`: what came back, and what waits."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from cocreation.core.db import begin_write, db
from cocreation.core.mail import OutgoingMail, bounces


@click.group("mail")
def mail() -> None:
    """Look after the mails that leave and those that come back."""


@mail.command()
@click.argument("addresses", nargs=-1)
@click.option(
    "--file", "files", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A notice of the mail server, as it came; may be given several times.",
)  # fmt: skip
@with_appcontext
def bounced(addresses: tuple[str, ...], files: tuple[Path, ...]) -> None:
    """Send nothing more to ADDRESSES, or to those named by notices that came back."""
    begin_write()
    found = [bounces.Bounce(address.strip(), True, "named by hand") for address in addresses]
    for path in files:
        named = bounces.read_notice(path.read_bytes())
        if not named:
            click.echo(f"{path}: names no address that failed")
        found += named
    if not found and not files:
        raise click.UsageError("name an address, or a notice with --file")
    for bounce in found:
        if "@" not in bounce.address:
            raise click.UsageError(f"{bounce.address}: this is no e-mail address")
        stops = bounces.record(bounce)
        click.echo(f"{bounce.address}: {'stopped' if stops or bounces.is_stopped(bounce.address) else 'noted'}")
    db.session.commit()


@mail.command()
@click.argument("address")
@with_appcontext
def works(address: str) -> None:
    """Send to ADDRESS again: it works."""
    begin_write()
    bounces.forget(address)
    db.session.commit()
    click.echo(f"{address}: sent to again")


@mail.command()
@with_appcontext
def state() -> None:
    """Count the mails by state, and the addresses nothing is sent to."""
    for name, count in db.session.execute(
        select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state).order_by(OutgoingMail.state)
    ):
        click.echo(f"{name:10} {count}")
    click.echo(f"{'stopped':10} {len(list(bounces.stopped()))}")
