"""Restoring a backup: all of it or nothing, and every feed begins anew, so that phones notice."""

from __future__ import annotations

import secrets
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Table, column, func, insert, select, text, update
from sqlalchemy import table as plain_table
from sqlmodel import Session, SQLModel

from app.database import Database, alembic_config
from app.errors import Busy, Malformed
from app.models import Audit, Feed, Scope, Server
from app.services import moments
from app.services.archives import FORMAT, Manifest, Part, open_archive, read_manifest, read_part, refuse_damaged
from app.services.feeds import next_mark
from app.services.open_records import Event
from app.services.regions import first_mark

AT_ONCE = 500
IN_USE = "The database is in use. Stop the server (and whoever else has it open) before a backup is restored."


def refuse_in_use(database: Database) -> None:
    """Raise when anybody else has the database open."""
    if not database.is_sqlite:
        with database.engine.connect() as link:
            others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            if link.execute(text(f"{others} AND pid <> pg_backend_pid()")).scalar_one():
                raise Busy(IN_USE)
        return
    path = Path(database.url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as link:
        try:
            link.execute("PRAGMA locking_mode=EXCLUSIVE")
            link.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Busy(IN_USE) from error


def restore(database: Database, path: Path, *, replace: bool = False) -> Manifest:
    """Fill the database with a backup's rows; on any error it stays as it was."""
    with open_archive(path) as archive:
        manifest = read_manifest(archive)
        refuse_other_schema(database, manifest)
        for part in manifest.parts:
            refuse_damaged(archive, part)
        with database.write() as session:
            _clear(session, replace=replace)
            _fill(session, archive, manifest)
    return manifest


def refuse_other_schema(database: Database, manifest: Manifest) -> None:
    """Raise when this Baraza cannot tell what the backup's columns mean."""
    script = ScriptDirectory.from_config(alembic_config(database.url))
    known = {revision.revision for revision in script.walk_revisions()}
    if manifest.format > FORMAT or manifest.revision not in known:
        raise Malformed(f"This backup was made by a newer Baraza ({manifest.version}). Restore it with that version.")
    if manifest.revision != script.get_current_head():
        raise Malformed(
            f"This backup was made by an older Baraza ({manifest.version}). "
            "Restore it with that version, then upgrade and run: baraza migrate"
        )
    wanted = {table.name: [each.name for each in table.columns] for table in SQLModel.metadata.sorted_tables}
    if {part.table: part.columns for part in manifest.parts} != wanted:
        raise Malformed("This backup does not hold the tables that this Baraza has.")


def _clear(session: Session, *, replace: bool) -> None:
    tables = SQLModel.metadata.sorted_tables
    full = [table.name for table in tables if session.connection().execute(select(table).limit(1)).first()]
    if full and not replace:
        raise Malformed(f"The database holds data already ({', '.join(full)}). --replace would throw it away.")
    for table in reversed(tables):
        if table.name == "region":
            session.connection().execute(update(table).values(parent=None))
        session.connection().execute(table.delete())


def _fill(session: Session, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    feeds = Feeds()
    parts = {part.table: part for part in manifest.parts}
    for table in SQLModel.metadata.sorted_tables:
        _fill_table(session, table, feeds.renewed(table.name, read_part(archive, parts[table.name])))
        _refuse_short(session, table, parts[table.name])
    for scope, mark in feeds.marks.items():
        session.connection().execute(update(Scope).where(Scope.region == scope).values(mark=mark))  # type: ignore[arg-type]
    _count_on(session)
    facts = {"made_at": manifest.made_at, "version": manifest.version}
    session.add(Audit(at=moments.now(), who="server", what="restored", facts=facts))


class Feeds:
    """The restored feeds: new epochs, and the marks that follow from them."""

    def __init__(self) -> None:
        self.marks: dict[str, str] = {}

    def renewed(self, table: str, rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The rows, of which feeds begin anew; the server writes as a new replica.

        Phones may hold what it released after the backup: a number given twice would be a fork.
        """
        changes = {Scope.__tablename__: self._scope, Feed.__tablename__: self._row, Server.__tablename__: _server}
        change = changes.get(table)
        return rows if change is None else (row | change(row) for row in rows)

    def _scope(self, row: dict[str, Any]) -> dict[str, Any]:
        epoch = secrets.token_hex(16)
        self.marks[row["region"]] = first_mark(epoch)
        return {"epoch": epoch}

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        event = Event(row["kind"], row["record"], row["replica"], row["n"])
        self.marks[row["scope"]] = mark = next_mark(self.marks[row["scope"]], row["seq"], event)
        return {"mark": mark}


def _server(_row: dict[str, Any]) -> dict[str, Any]:
    return {"replica": secrets.token_hex(16), "n": 0}


def _fill_table(session: Session, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    stored = plain_table(table.name, *(column(each.name) for each in table.columns))
    while batch := list(islice(rows, AT_ONCE)):
        session.connection().execute(insert(stored), batch)


def _refuse_short(session: Session, table: Table, part: Part) -> None:
    if session.connection().execute(select(func.count()).select_from(table)).scalar_one() != part.rows:
        raise Malformed(f"The table {table.name} did not arrive whole. Nothing was changed.")


def _count_on(session: Session) -> None:
    """PostgreSQL numbers audit lines by a counter of its own, which goes on after the last one."""
    if session.get_bind().dialect.name == "postgresql":
        last = "(SELECT coalesce(max(id), 0) + 1 FROM audit)"
        session.connection().execute(text(f"SELECT setval(pg_get_serial_sequence('audit', 'id'), {last}, false)"))
