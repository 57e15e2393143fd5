from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, select

from app.database import Database, works
from app.errors import Busy, StorageFull
from app.models import Audit, Region
from app.services import moments, regions
from app.settings import Settings


def note(session: Session, who: str = "amina") -> None:
    session.add(Audit(at=moments.now(), who=who, what="test"))


def count(database: Database) -> int:
    with database.read() as session:
        return len(session.exec(select(Audit)).all())


def test_what_fails_half_way_leaves_nothing(database: Database) -> None:
    def work(session: Session) -> None:
        note(session)
        session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        database.do(work)
    assert count(database) == 0


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(database: Database) -> None:
    with database.read() as session:
        assert works(session)
        assert session.exec(select(Audit)).all() == []
        database.do(note)
        assert session.exec(select(Audit.who)).all() == []
    assert count(database) == 1


def test_work_that_met_others_is_done_again(database: Database) -> None:
    database.do(lambda session: regions.add(session, "north"))
    tries: Iterator[str] = iter(["north", "south"])

    def work(session: Session) -> None:
        session.add(Region(id=next(tries), name="x"))
        session.flush()

    database.do(work)
    with database.read() as session:
        assert regions.everywhere(session) == ["north", "south"]


def test_work_that_never_succeeds_is_answered_with_busy(database: Database) -> None:
    database.do(lambda session: regions.add(session, "north"))

    def work(session: Session) -> None:
        session.add(Region(id="north", name="x"))
        session.flush()

    with pytest.raises(Busy) as caught:
        database.do(work)
    assert isinstance(caught.value.__context__, IntegrityError | None)


def test_a_full_disk_is_called_by_its_name(database: Database) -> None:
    def work(session: Session) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    with pytest.raises(StorageFull):
        database.do(work)


def test_many_writers_at_once_all_succeed(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: database.do(note), range(40)))
    assert count(database) == 40


def test_the_write_ahead_log_is_moved_into_the_file(tmp_path: Path) -> None:
    from app.database import migrate

    url = f"sqlite:///{tmp_path / 'folder' / 'baraza.sqlite'}"
    migrate(url)
    database = Database(url)
    for _ in range(250):
        database.do(lambda session: note(session, "x" * 3000))
    assert (tmp_path / "folder" / "baraza.sqlite-wal").stat().st_size < 2_500_000
    guard = sqlite3.connect(tmp_path / "folder" / "baraza.sqlite", isolation_level=None)
    guard.execute("PRAGMA busy_timeout=0")
    assert guard.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[0] == 0
    guard.close()
    assert count(database) == 250
    database.dispose()


@pytest.mark.parametrize(
    "plain", ["postgres://me@host/db", "postgresql://me@host/db", "postgresql+psycopg://me@host/db"]
)
def test_a_postgresql_address_may_be_written_as_everybody_writes_it(plain: str) -> None:
    assert Settings(database_url=plain).database == "postgresql+psycopg://me@host/db"


def test_without_an_address_the_data_folder_has_the_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BARAZA_DATABASE_URL", raising=False)
    assert Settings(data=tmp_path).database == f"sqlite:///{tmp_path / 'baraza.sqlite'}"
