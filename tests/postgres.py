"""A PostgreSQL of the tests' own: a cluster in a temporary folder on a free port, and a fresh database for each test.

Fixtures: `postgres` (the running cluster, one for the session) and `postgres_url` (an empty database, dropped after
the test). `postgres.create(template=…)` copies a prepared database, which takes a few hundredths of a second.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from scripts.machine import postgres_programs

OWNER = "baraza"
PATIENCE = 30.0
# The tests' data need not outlive a power cut, so nothing waits for the disk.
CAREFREE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Postgres:
    """A running cluster that holds nothing but the tests' databases."""

    port: int

    def url(self, database: str) -> str:
        """The address of a database as BARAZA_DATABASE_URL wants it."""
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template0", name: str | None = None) -> str:
        """The name of a new database, a copy of its template."""
        created = name or f"baraza_{uuid.uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {created} TEMPLATE {template}")
        return created

    def drop(self, database: str) -> None:
        """Forget a database, whoever is still connected to it."""
        self._run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(host="127.0.0.1", port=self.port, user=OWNER, dbname="postgres", autocommit=True) as link:
            link.execute(statement)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The tests' own PostgreSQL."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL IS NOT INSTALLED: nothing is tested on it. Install with: apt-get install postgresql")
    with cluster(programs) as running:
        yield running


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty database for one test."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@contextmanager
def cluster(programs: Path) -> Iterator[Postgres]:
    """A cluster that is gone, files and process, when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="baraza-postgres-"))
    owner = unprivileged()
    if owner is not None:
        os.chown(folder, pwd.getpwnam(owner).pw_uid, pwd.getpwnam(owner).pw_gid)
    try:
        make(programs, folder, owner)
        running = Postgres(free_port())
        with started(programs, folder, owner, running):
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged() -> str | None:
    """The account to run as when the tests run as root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def make(programs: Path, folder: Path, owner: str | None) -> None:
    """An empty cluster whose databases compare text by bytes, as SQLite does."""
    command = [programs / "initdb", "-D", folder / "data", "-U", OWNER, "-A", "trust", "-N", "-E", "UTF8"]
    subprocess.run([*command, "--locale=C"], check=True, user=owner, cwd=folder, capture_output=True)


@contextmanager
def started(programs: Path, folder: Path, owner: str | None, server: Postgres) -> Iterator[None]:
    """The server process, answering on its port until the block ends."""
    options = [part for setting in CAREFREE for part in ("-c", setting)]
    command = [programs / "postgres", "-D", folder / "data", "-p", str(server.port), "-k", folder, *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "-c", "listen_addresses=127.0.0.1"], user=owner, cwd=folder, stdout=log, stderr=log
        )
        try:
            wait_until_it_answers(process, server, folder / "log")
            yield
        finally:
            # SIGINT is PostgreSQL's fast shutdown: sessions are ended, nothing is awaited.
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


def wait_until_it_answers(process: subprocess.Popen[bytes], server: Postgres, log: Path) -> None:
    """Return once a connection succeeds; fail with the server's own words if it ends or stays silent."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host="127.0.0.1", port=server.port, user=OWNER, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
