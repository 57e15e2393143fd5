"""The database: one engine, transactions that read a snapshot or write, and the only commit."""

import logging
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import Session

import migrations
from app.errors import Busy, StorageFull

T = TypeVar("T")
log = logging.getLogger("baraza")
ATTEMPTS = 6
COMMITS_BETWEEN_CHECKPOINTS = 100
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "cell_size_check=ON",
    "mmap_size=0",
    "busy_timeout=15000",
    "wal_autocheckpoint=0",
    "cache_size=-16000",
)


class Database:
    """Where everything is kept: SQLite in one file, or PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite(url) if self.is_sqlite else _postgres(url)
        self._writing = self.engine.execution_options(baraza_writes=True)
        self._commits = 0
        self._checkpoint = Lock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One snapshot, which nobody else's writing changes."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with Session(self.engine.execution_options(**options)) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that is kept as a whole, durably, or not at all."""
        with Session(self._writing, expire_on_commit=False) as session:
            yield session
            session.commit()
        self._count_commit()

    def do(self, work: Callable[[Session], T]) -> T:
        """What the work says, in one transaction; done again when others wrote at the same time."""
        for attempt in range(ATTEMPTS):
            try:
                with self.write() as session:
                    return work(session)
            except DBAPIError as error:
                _raise_unless_passing(error)
                log.info("Others wrote at the same time; attempt %d: %s", attempt + 1, error.orig)
                time.sleep(random.uniform(0.01, 0.05) * 2**attempt)
        raise Busy

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _count_commit(self) -> None:
        self._commits += 1
        if self.is_sqlite and self._commits % COMMITS_BETWEEN_CHECKPOINTS == 0:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file, while a second connection keeps writers of all processes out.

        Two processes that checkpoint at once can corrupt the log before SQLite 3.51.3.
        """
        if not self._checkpoint.acquire(blocking=False):
            return
        try:
            with self._writing.connect() as guard, self.engine.connect() as worker:
                guard.exec_driver_sql("SELECT 1")
                _raw(worker).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except (OperationalError, sqlite3.OperationalError):
            return  # Somebody else writes for long; the next one moves it.
        finally:
            self._checkpoint.release()


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database to a revision of the schema."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    config = alembic_config(url)
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


def alembic_config(url: str) -> Config:
    """Where Alembic finds the migrations, and the database to bring forward."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["url"] = url
    return config


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 15}, pool_size=16, max_overflow=32)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver would begin transactions where it likes; we say BEGIN ourselves.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("baraza_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(url: str) -> Engine:
    return create_engine(url, pool_size=16, max_overflow=32, pool_pre_ping=True)


def _raw(connection: Connection) -> Any:
    """Answer the driver's own connection, outside of any transaction."""
    return connection.connection.driver_connection


def _raise_unless_passing(error: DBAPIError) -> None:
    """Raise what trying again cannot help against."""
    state, words = getattr(error.orig, "sqlstate", None), str(error.orig)
    if state in {"53100", "53200"} or "disk is full" in words:
        raise StorageFull from error
    passing = isinstance(error, IntegrityError) or state in {"40001", "40P01", "55P03", "53300"}
    if not passing and "database is locked" not in words:
        raise error


def works(session: Session) -> bool:
    """Whether the database answers."""
    return session.connection().execute(text("SELECT 1")).scalar() == 1
