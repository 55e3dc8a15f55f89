"""The database: one typed base, one session, UTC times, and the habits SQLite and PostgreSQL need."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, MetaData, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import JSON, TypeDecorator

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Pages of the file are read where the system keeps them, and not copied into a small cache of each connection.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=8000", "mmap_size=268435456")
# Reading pages must not queue behind a writer, and a transaction that reads first and writes later fails at
# once on SQLite; so whoever means to write says so before its first statement (see `writing`).
_writes: ContextVar[bool] = ContextVar("cocreation_writes", default=True)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC; naive values are refused, so that no local time slips in unnoticed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes and hand the rest over in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: give it a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware datetime; SQLite forgets the zone, which is always UTC here."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table; enumerations are String columns with a hand-named CHECK."""

    # A registry of our own rather than `type_annotation_map`: Flask-SQLAlchemy derives a second base from this one.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={datetime: UTCDateTime(), dict[str, Any]: JSON, list[Any]: JSON},
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "autoflush": True})


@contextlib.contextmanager
def writing(enabled: bool) -> Iterator[None]:
    """Say whether the transactions begun inside may write.

    Args:
        enabled: False for pages that only read: SQLite then begins without taking the writer's place.
    """
    token = _writes.set(enabled)
    try:
        yield
    finally:
        _writes.reset(token)


def mark_request(method: str) -> None:
    """Set the kind of transaction for one request: only unsafe methods write."""
    _writes.set(method not in {"GET", "HEAD", "OPTIONS"})


def begin_write() -> None:
    """Make the transactions that follow in this context writing ones (jobs, commands, rare writes of a GET)."""
    _writes.set(True)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes.get() else "BEGIN")


def is_sqlite() -> bool:
    """Whether the application's database is SQLite."""
    return db.engine.dialect.name == "sqlite"


def init_app(app: Flask) -> None:
    """Connect the application to its database and prepare the connections."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite"):
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"connect_args": {"timeout": 8}})
    else:
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"pool_pre_ping": True, "pool_size": 8})
    db.init_app(app)
    with app.app_context():
        if is_sqlite():
            _prepare_sqlite(db.engine)
