"""The demonstration as an attacker finds it: somebody of every role, things of other people, and a way back."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from cocreation.accounts.models import Account, Organisation, Role
from cocreation.core.clock import as_instant, now
from cocreation.core.db import db
from cocreation.core.sessions import WebSession, digest_of
from cocreation.cycles.models import Cycle
from tests.fixtures.database import close, make_app, written
from tests.fixtures.demonstration import COLLECTING
from tests.security.furnishing import furnish

# Who knocks, in the order of the table. The owner is whoever the thing belongs to, named by each line of it.
ROLES = (
    "visitor", "unconfirmed", "erased", "citizen", "representative", "agent", "organiser", "other_moderator",
    "moderator", "administrator", "owner",
)  # fmt: skip
STATES = {"unconfirmed": "unconfirmed", "erased": "erased"}


@dataclass
class House:
    """The platform on a copy of the demonstration; whatever a request writes can be put back."""

    app: Flask
    path: Path
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def ask(self, statement: str) -> object:
        """Answer a question to the database: the one value of its first row."""
        with contextlib.closing(sqlite3.connect(self.path)) as base:
            row = base.execute(statement).fetchone()
        if row is None:
            raise LookupError(statement)
        return row[0]

    def make(self, make: Callable[[], object]) -> object:
        """What `make` gives in the application; what it writes stays when the rest is put back."""
        with self.app.app_context():
            made = written(make)
        kept = sqlite3.connect(self.path.with_suffix(".first"))
        with contextlib.closing(kept), contextlib.closing(sqlite3.connect(self.path, timeout=10)) as base:
            base.backup(kept)
        return made

    def as_(self, email: str) -> FlaskClient:
        """The browser of somebody: `visitor`, a role of the table, or the address of a person."""
        if email not in self.clients:
            client = self.clients[email] = self.app.test_client()
            if email != "visitor":
                client.set_cookie("session", session_of(email), domain="localhost")
        return self.clients[email]

    def put_back(self) -> None:
        """Undo everything since the beginning, under the connections the platform keeps."""
        with self.app.app_context():
            db.session.remove()
        first = sqlite3.connect(self.path.with_suffix(".first"))
        with contextlib.closing(first), contextlib.closing(sqlite3.connect(self.path, timeout=10)) as now_open:
            first.backup(now_open)
        self.clients.clear()


def session_of(email: str) -> str:
    """The number of somebody's session."""
    return f"session-of-{email}-long-enough-to-be-one"


def open_house(folder: Path, date: str) -> House:
    """Open the platform on a copy of the demonstration, with its people signed in."""
    path = folder / "cocreation.sqlite"
    app = make_app(f"sqlite:///{path}", folder / "instance", PROCESS_DATE=date)
    # The token of a form has tests of its own; here each request meets the door and the rule behind it.
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        _people()
        db.session.commit()
        furnish(app, grouped=date != COLLECTING, at=as_instant(date))
        for account in db.session.scalars(select(Account)).all():
            _open_session(account)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(path, path.with_suffix(".first"))
    return House(app, path)


def shut(house: House) -> None:
    """Close it."""
    close(house.app)


def _open_session(account: Account) -> None:
    # By its role for the people of the table, by its address for the others: even an account that is erased or
    # not confirmed holds a session here, as if a bug had left it one.
    data = {"subject": account.reference, "_user_id": account.reference}
    digest = digest_of(session_of(account.email.removesuffix("@roles.example.org")))
    row = WebSession(digest=digest, subject=account.reference, data=data, created_at=now(), seen_at=now())
    db.session.add(row)


def _people() -> None:
    association = _organisation("adfm")
    ministry = _organisation("mef")
    past = db.session.scalars(select(Cycle).where(Cycle.slug == "pan-2018-2020")).one()
    scopes: dict[str, tuple[str, tuple[str, int] | None]] = {
        "representative": ("representative", ("organisation", association.id)),
        "agent": ("agent", ("organisation", ministry.id)),
        "organiser": ("organiser", None),
        "other_moderator": ("moderator", ("cycle", past.id)),
        "moderator": ("moderator", None),
        "administrator": ("administrator", None),
    }
    for name in ROLES[1:-1]:
        state = STATES.get(name, "active")
        account = Account(
            email=f"{name}@roles.example.org", name=name, language="fr", state=state, link_generation=0,
            created_at=now() - timedelta(days=3), confirmed_at=now() - timedelta(days=2) if state == "active" else None,
        )  # fmt: skip
        if name in scopes:
            role, scope = scopes[name]
            kind, number = scope or (None, None)
            held = Role(role=role, scope_kind=kind, scope_id=number, state="active", starts_at=now() - timedelta(1))
            account.roles.append(held)
        db.session.add(account)
    db.session.flush()


def _organisation(slug: str) -> Organisation:
    return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()


Open = Callable[[str], House]
