"""The schema goes forward and back, and is what the models say."""

from __future__ import annotations

from alembic import command
from sqlalchemy import inspect

from app.database import Database, alembic_config, migrate


def tables(url: str) -> set[str]:
    database = Database(url)
    found = set(inspect(database.engine).get_table_names())
    database.dispose()
    return found - {"alembic_version"}


def test_an_empty_database_goes_forward_and_back_and_forward_again(empty_url: str) -> None:
    migrate(empty_url)
    there = tables(empty_url)
    migrate(empty_url, "base")
    assert tables(empty_url) == set()
    migrate(empty_url)
    assert tables(empty_url) == there >= {"edit", "feed", "record", "scope", "form_version"}


def test_the_migrations_come_to_what_the_models_say(empty_url: str) -> None:
    migrate(empty_url)
    command.check(alembic_config(empty_url))
