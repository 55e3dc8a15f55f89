"""How migrations run: on the application's own database, in one transaction, tables changed by batch."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app

from cocreation.core.db import begin_write, db
from cocreation.core.search import POSTGRESQL_ONLY, SQLITE_ONLY


def include_object(_thing: Any, name: str | None, kind: str, _reflected: bool, _against: Any) -> bool:
    """Leave out what only one engine has: the migration that makes it is written by hand."""
    return name not in SQLITE_ONLY and name not in POSTGRESQL_ONLY


def run() -> None:
    """Run the migrations."""
    begin_write()
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=include_object,
            transaction_per_migration=False,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
