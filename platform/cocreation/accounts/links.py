"""Signed links sent by mail: one salt a purpose, and a payload that dies after its use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import update

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.core.web import signing_keys

# Each purpose has its own salt, so that a link of one never opens another (security.md row 16).
PURPOSES: dict[str, timedelta] = {
    "confirm": timedelta(days=3),
    "sign-in": timedelta(minutes=30),
    "password": timedelta(hours=2),
}


class DeadLink(Refused):
    """The link was used, has expired, or was never ours."""

    status = 410
    message = N_("This link no longer works: it was used already, or it is too old.")
    what_to_do = N_("Ask for a new one: it arrives within a minute.")


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(signing_keys(), salt=f"account-link-{purpose}")


def token_for(account: Account, purpose: str) -> str:
    """A token for one purpose; it carries the account's link generation and dies when that is raised."""
    return str(_serializer(purpose).dumps([account.id, account.link_generation]))


# The state an account must be in for a link of each purpose to work.
STATES = {"confirm": "unconfirmed", "sign-in": "active", "password": "active"}


def account_of(token: str, purpose: str) -> Account:
    """The account a token was made for; looking uses nothing up.

    Raises:
        DeadLink: where it is forged, of another purpose, too old or used.
    """
    age = int(PURPOSES[purpose].total_seconds())
    try:
        account_id, generation = _serializer(purpose).loads(token[:500], max_age=age)
    except (BadSignature, ValueError, TypeError) as error:
        raise DeadLink() from error
    account = db.session.get(Account, account_id)
    if account is None or account.link_generation != generation or account.state != STATES[purpose]:
        raise DeadLink()
    return account


def use(token: str, purpose: str) -> Account:
    """The same, and the token is dead afterwards, with every other link sent to the person.

    Raises:
        DeadLink: also for the second of two people who press at the same moment.
    """
    account = account_of(token, purpose)
    seen = account.link_generation
    result: Any = db.session.execute(
        update(Account)
        .where(Account.id == account.id, Account.link_generation == seen)
        .values(link_generation=seen + 1)
    )
    if not result.rowcount:
        raise DeadLink()
    return account
