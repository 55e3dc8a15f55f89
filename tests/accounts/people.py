"""People for the tests: accounts made directly, and browsers that stand for them."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from cocreation.accounts import granting, services
from cocreation.accounts.models import Account
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail

PASSWORD = "un mot de passe de test"


def person(email: str = "amina@example.ma", *roles: str, name: str = "Amina", language: str = "fr") -> Account:
    """Open an account with PASSWORD and grant it roles without scope."""
    account, _ = services.open_account(email=email, name=name, language=language, at=now(), password=PASSWORD)
    for role in roles:
        granting.grant_role(account=account, role=role, by=None, at=now())
    db.session.commit()
    return account


def token_in(page: Any) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"', page.get_data(as_text=True))
    assert found, "the page has no form"
    return found[1]


def post(client: FlaskClient, path: str, /, *, page: str | None = None, **fields: str) -> Any:
    """Send the form of `page` (the same address by default) with its token."""
    token = token_in(client.get(page or path))
    return client.post(path, data={**fields, "csrf_token": token})


def enter(client: FlaskClient, email: str, password: str = PASSWORD) -> FlaskClient:
    """Sign a browser in."""
    answer = post(client, "/fr/account/sign-in", email=email, password=password)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client


def browser_of(app: Flask, account: Account) -> FlaskClient:
    """A new browser, signed in as `account`."""
    return enter(app.test_client(), account.email)


def mails_to(email: str) -> list[OutgoingMail]:
    """What was written to an address, oldest first."""
    return list(
        db.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == email).order_by(OutgoingMail.id))
    )


def path_in(mail: OutgoingMail) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.body)
    assert found, mail.body
    return found[1]
