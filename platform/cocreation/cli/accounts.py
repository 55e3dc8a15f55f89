"""`cocreation admin`: make the first administrator, and the second."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from cocreation.accounts import granting, links, services
from cocreation.core.clock import now
from cocreation.core.db import begin_write, db
from cocreation.core.errors import Refused
from cocreation.core.i18n import LANGUAGES
from cocreation.core.web import public_address


@click.group("admin")
def admin() -> None:
    """Look after the administrators."""


@admin.command("create")
@click.option("--email", required=True, help="The person's address; they sign in with it.")
@click.option("--name", default="", help="The name shown beside what they do.")
@click.option("--language", default="fr", type=click.Choice([*LANGUAGES]), help="Language of the mails to them.")
@with_appcontext
def create(email: str, name: str, language: str) -> None:
    """Make an administrator and print a link, good once and for two hours, to choose a password."""
    begin_write()
    try:
        account, is_new = services.open_account(email=email, name=name, language=language, at=now())
        granting.grant_role(account=account, role="administrator", by=None, at=now())
    except Refused as error:
        print(f"{email}: {error.message % error.values if error.values else error.message}", file=sys.stderr)
        sys.exit(1)
    db.session.commit()
    print(f"{account.email} is an administrator{'' if is_new else ' (the account was there already)'}.")
    print("Link to choose a password, good once and for two hours:")
    print(public_address(f"/{account.language}/account/password/{links.token_for(account, 'password')}"))
