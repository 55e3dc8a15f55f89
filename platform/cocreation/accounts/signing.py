"""Who makes a request, and how a browser starts and stops standing for a person."""

from __future__ import annotations

from typing import cast

from flask import Flask, g, request, session

from cocreation.accounts import queries
from cocreation.accounts.models import Account
from cocreation.core.access import Visitor, current_actor
from cocreation.core.sessions import RowSession


def current_account() -> Account:
    """The signed-in person; behind a door that lets in signed-in people only."""
    return cast(Account, current_actor())


def own_session() -> RowSession:
    """The session of this browser."""
    # The proxy stands for the object that core.sessions made; its class is what is needed here.
    return cast(RowSession, session)


def sign_in(account: Account) -> None:
    """Let this browser stand for `account`, under a new session number: nothing of before sign-in is kept."""
    own_session().clear()
    own_session().renew()
    session["subject"] = account.reference
    stand_for(account)


def sign_out() -> None:
    """End this browser's session."""
    own_session().clear()
    g.actor, g.signed_in = Visitor(), False


def stand_for(account: Account) -> None:
    """Make the rest of this request that person's."""
    g.actor, g.signed_in = account, True


def _who_asks() -> None:
    g.actor, g.signed_in = Visitor(), False
    if request.endpoint is None or request.endpoint == "static":
        return
    kind, _, number = str(session.get("subject", "")).partition(":")
    account = queries.with_roles(int(number)) if kind == "account" and number.isdecimal() else None
    if account is not None and account.is_signed_in:
        stand_for(account)


def init_app(app: Flask) -> None:
    """Ask who comes before any door is asked."""
    app.before_request(_who_asks)
