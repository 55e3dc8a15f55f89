"""How migrations run: on the application's own database, in one transaction, tables changed by batch."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Any, cast

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from cocreation.core.db import begin_write, db
from cocreation.core.search import POSTGRESQL_ONLY, SQLITE_ONLY


def include_object(_thing: Any, name: str | None, kind: str, _reflected: bool, _against: Any) -> bool:
    """Leave out what only one engine has: the migration that makes it is written by hand."""
    return name not in SQLITE_ONLY and name not in POSTGRESQL_ONLY


@contextlib.contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Hold SQLite's foreign keys back: a table it rebuilds is dropped for a moment while others point at it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = cast("sqlite3.Connection", connection.connection.driver_connection)
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def refuse_lost_rows(connection: Connection) -> None:
    """Raise RuntimeError, which undoes the migration, where a row of SQLite points nowhere after it."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise RuntimeError(f"rows that point nowhere after the migration: {lost[:5]}")


def run() -> None:
    """Run the migrations."""
    begin_write()
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection, without_foreign_keys(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=include_object,
            transaction_per_migration=False,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()
            refuse_lost_rows(connection)


run()
