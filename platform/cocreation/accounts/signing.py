"""Who makes a request, and how a browser starts and stops standing for a person.

Flask-Login keeps who is signed in; it is named in this file alone, so that replacing it is one file's work.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from flask import Flask, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from cocreation.accounts import devices, queries
from cocreation.accounts.models import Account
from cocreation.core.access import Visitor, current_actor
from cocreation.core.clock import now
from cocreation.core.sessions import RowSession

# How long a sign-in counts as fresh: what gives an account away asks for a fresh one (security.md, line 18).
FRESH = timedelta(minutes=15)


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
    session["device"] = devices.words(request.user_agent.string)
    session["entered_at"] = now().isoformat()
    login_user(account, force=True)
    # The library notes a digest of address and browser; nothing here needs it, so it is not kept.
    session.pop("_id", None)
    stand_for(account)


def is_fresh() -> bool:
    """Whether the person signed in within the last minutes, or showed just now that it is still them."""
    entered = str(session.get("entered_at") or "")
    return entered != "" and now() - datetime.fromisoformat(entered) < FRESH


def refresh() -> None:
    """Count the person as signed in just now, under a new session number."""
    own_session().renew()
    session["entered_at"] = now().isoformat()


def ask_again() -> Response:
    """Send the person to show that it is them, and back here afterwards."""
    return redirect(url_for("accounts.again", next=request.full_path.rstrip("?")), 303)


def sign_out() -> None:
    """End this browser's session."""
    logout_user()
    own_session().clear()
    g.actor, g.signed_in = Visitor(), False


def stand_for(account: Account) -> None:
    """Make the rest of this request that person's."""
    g.actor, g.signed_in = account, True


def _account_of(reference: str) -> Account | None:
    kind, _, number = reference.partition(":")
    account = queries.with_roles(int(number)) if kind == "account" and number.isdecimal() else None
    return account if account is not None and account.is_signed_in else None


def _who_asks() -> None:
    g.actor, g.signed_in = Visitor(), False
    if request.endpoint is None or request.endpoint == "static":
        return
    if current_user.is_signed_in:
        stand_for(current_user._get_current_object())


def init_app(app: Flask) -> None:
    """Ask who comes before any door is asked."""
    manager = LoginManager(app)
    manager.anonymous_user = Visitor
    # Sessions are rows that end on the server; the library's own guess by address and browser adds nothing.
    manager.session_protection = None
    manager.user_loader(_account_of)
    app.before_request(_who_asks)
