"""Sessions are rows on the server: the cookie holds only a random number, and signing out kills the row."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import CallbackDict

from cocreation.core.clock import now
from cocreation.core.db import Base, begin_write, db, mark_request

TOUCH_EVERY = timedelta(minutes=5)


class WebSession(Base):
    """One browser's session. Only the digest of its number is kept, so that a copy of the table opens nothing."""

    __tablename__ = "web_session"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[str | None] = mapped_column(String(40), index=True)
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class RowSession(CallbackDict[str, Any], SessionMixin):
    """The session of a request; `number` is None until something is kept in it."""

    def __init__(self, initial: dict[str, Any] | None = None, number: str | None = None) -> None:
        super().__init__(initial or {}, lambda changed: setattr(changed, "modified", True))
        self.number = number
        self.modified = False
        self.renewed = False
        self.stale = False

    def renew(self) -> None:
        """Take a new number: a cookie planted or copied before sign-in is dead after it."""
        self.renewed = True
        self.modified = True


def digest_of(number: str) -> str:
    """The digest under which a session's row is kept."""
    return hashlib.sha256(number.encode()).hexdigest()


def end_all(subject: str, *, but: str | None = None) -> None:
    """End every session of a person (sign-out everywhere, new password, disabled account).

    Args:
        subject: the person's mark, as in `Actor.reference`.
        but: number of a session to keep.
    """
    statement = delete(WebSession).where(WebSession.subject == subject)
    if but:
        statement = statement.where(WebSession.digest != digest_of(but))
    db.session.execute(statement)


@dataclass(frozen=True)
class OpenSession:
    """What a person is told of one of their sessions: a mark to end it by, its times, whether it is this one.

    `device` is what the room of people wrote into the session of the browser it is, if anything.
    """

    mark: str
    created_at: datetime
    seen_at: datetime
    is_own: bool
    device: str = ""


def of(subject: str, *, own: str | None = None) -> list[OpenSession]:
    """The sessions of a person, the last used first.

    Args:
        own: number of the session of this very browser.
    """
    rows = db.session.execute(
        select(WebSession.digest, WebSession.created_at, WebSession.seen_at, WebSession.data)
        .where(WebSession.subject == subject)
        .order_by(WebSession.seen_at.desc(), WebSession.digest)
    )
    mine = digest_of(own) if own else ""
    return [
        OpenSession(row.digest, row.created_at, row.seen_at, row.digest == mine, str(row.data.get("device", "")))
        for row in rows
    ]


def end_one(subject: str, mark: str) -> None:
    """End one session of a person, and never another person's.

    Args:
        mark: as `of` gives it.
    """
    db.session.execute(delete(WebSession).where(WebSession.subject == subject, WebSession.digest == mark))


class RowSessionInterface(SessionInterface):
    """Reads and writes sessions as rows, in a transaction of their own after the request's."""

    def open_session(self, app: Flask, request: Request) -> RowSession:
        """The row the cookie points at, unless it is unknown or has ended."""
        # This is the first statement of a request: from here on its transaction is known to read or to write.
        mark_request(request.method)
        # Pictures and style sheets are everybody's: they ask nothing of the database.
        number = None if request.path.startswith("/static/") else request.cookies.get(self.get_cookie_name(app))
        if not number or len(number) > 100:
            return RowSession()
        row = db.session.execute(
            select(WebSession.data, WebSession.seen_at, WebSession.created_at).where(
                WebSession.digest == digest_of(number)
            )
        ).first()
        if row is None or self._ended(app, row.seen_at, row.created_at):
            return RowSession()
        found = RowSession(dict(row.data), number)
        found.stale = now() - row.seen_at > TOUCH_EVERY
        return found

    def _ended(self, app: Flask, seen_at: datetime, created_at: datetime) -> bool:
        idle = timedelta(hours=app.config["SESSION_IDLE_HOURS"])
        return now() - seen_at > idle or now() - created_at > timedelta(days=app.config["SESSION_DAYS"])

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed; an anonymous page that keeps nothing sets no cookie."""
        if not isinstance(session, RowSession):
            raise TypeError("this session was not opened here")
        if session.number and not session and session.modified:
            self._write(delete(WebSession).where(WebSession.digest == digest_of(session.number)))
            response.delete_cookie(self.get_cookie_name(app), path="/", secure=self.get_cookie_secure(app))
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        elif session and session.modified:
            self._store(app, session, response)
        elif session.number and session.stale:
            self._touch(session)

    def _store(self, app: Flask, session: RowSession, response: Response) -> None:
        values = {"data": dict(session), "subject": session.get("subject"), "seen_at": now()}
        kept = session.number and not session.renewed
        if kept and session.number:
            self._write(update(WebSession).where(WebSession.digest == digest_of(session.number)).values(**values))
            return
        number = secrets.token_urlsafe(32)
        # The token of its forms is made with the session: were it left to the first page that holds a form, two such
        # pages opened at once would each write their own, and a form of one of them be refused.
        session.setdefault("csrf_token", secrets.token_hex(20))
        values["data"] = dict(session)
        ended = now() - timedelta(hours=app.config["SESSION_IDLE_HOURS"])
        # A new row is the moment to sweep out those that nobody uses any more; the index makes it cheap.
        statements: list[Any] = [
            delete(WebSession).where(WebSession.seen_at < ended),
            insert(WebSession).values(digest=digest_of(number), created_at=now(), **values),
        ]
        if session.number:
            statements.append(delete(WebSession).where(WebSession.digest == digest_of(session.number)))
        self._write(*statements)
        response.set_cookie(
            self.get_cookie_name(app),
            number,
            max_age=app.config["SESSION_DAYS"] * 86400,
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
            path="/",
        )

    def _touch(self, session: RowSession) -> None:
        if session.number:
            where = WebSession.digest == digest_of(session.number)
            self._write(update(WebSession).where(where).values(seen_at=now()))

    def _write(self, *statements: Any) -> None:
        # The request's own transaction is over by now; closing it first keeps SQLite's single writer free.
        db.session.remove()
        begin_write()
        with db.engine.begin() as connection:
            for statement in statements:
                connection.execute(statement)


def init_app(app: Flask) -> None:
    """Keep sessions as rows, under a cookie that only this host can set in production."""
    secure = app.config["ENVIRONMENT"] == "production"
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.session_interface = RowSessionInterface()
