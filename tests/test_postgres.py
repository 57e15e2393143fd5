"""The tests' own PostgreSQL: running, empty, and separate for each test."""

from __future__ import annotations

from sqlalchemy import create_engine, text

from tests.postgres import Postgres


def test_each_test_starts_with_an_empty_database(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as link:
        found = link.execute(text("select count(*) from pg_tables where schemaname = 'public'")).scalar_one()
    engine.dispose()
    assert found == 0


def test_a_copy_of_a_prepared_database_holds_its_rows(postgres: Postgres) -> None:
    prepared = postgres.create()
    engine = create_engine(postgres.url(prepared))
    with engine.begin() as link:
        link.execute(text("create table place (name text)"))
        link.execute(text("insert into place values ('Kanyabayonga')"))
    engine.dispose()

    copy = create_engine(postgres.url(postgres.create(template=prepared)))
    with copy.connect() as link:
        assert link.execute(text("select name from place")).scalar_one() == "Kanyabayonga"
    copy.dispose()
