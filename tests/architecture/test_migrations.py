"""Migrations make the tables the models describe, upwards and downwards, on both databases."""

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import CheckConstraint, Table, inspect

from cocreation.core.db import db


@pytest.mark.both_databases
def test_the_migrated_database_equals_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        tables = {table.name for table in db.metadata.sorted_tables}
        differences = [
            each
            for each in compare_metadata(context, db.metadata)
            # The search index of SQLite is a virtual table, which no model can describe.
            if not (each[0] in {"remove_table", "remove_index"} and each[1].name not in tables)
        ]
    assert differences == []


def checks(table: Table) -> dict[str, str]:
    found = (each for each in table.constraints if isinstance(each, CheckConstraint))
    return {str(each.name): squeezed(str(each.sqltext)) for each in found}


def squeezed(sql: str) -> str:
    return " ".join(sql.split())


@pytest.mark.both_databases
def test_every_check_of_the_models_is_in_the_database(app: Flask) -> None:
    """A changed CHECK is seen by no tool: its migration is written by hand, and here is what notices."""
    with app.app_context():
        inspector = inspect(db.engine)
        for table in db.metadata.sorted_tables:
            checked = inspector.get_check_constraints(table.name)
            found = {str(each["name"]): squeezed(each["sqltext"]) for each in checked}
            wanted = checks(table)
            assert set(found) == set(wanted), table.name
            # PostgreSQL rewrites what it is told; SQLite keeps the words.
            assert db.engine.dialect.name != "sqlite" or found == wanted


@pytest.mark.both_databases
def test_migrations_go_down_to_nothing_and_up_again(app: Flask) -> None:
    with app.app_context():
        flask_migrate.downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        flask_migrate.upgrade()
        assert {table.name for table in db.metadata.sorted_tables} <= set(inspect(db.engine).get_table_names())
