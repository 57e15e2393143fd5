"""Each test of the server runs on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import Database, migrate


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'baraza.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    """A migrated database."""
    migrate(empty_url)
    opened = Database(empty_url)
    yield opened
    opened.dispose()
