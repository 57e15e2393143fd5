"""Backups: all tables as they stand at one moment, while people go on writing."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Table, Text, select, type_coerce
from sqlmodel import Session, SQLModel

from app.database import Database
from app.errors import Malformed
from app.models import Document, Region
from app.services import moments, regions
from app.services.archives import FORMAT, Manifest, Part, write_manifest, write_part
from app.version import version

AT_ONCE = 500


def save(database: Database, path: Path) -> Manifest:
    """Write everything to a new file, which is whole and on the disk when it has its name."""
    if path.exists():
        raise Malformed(f"{path} exists already. A backup never overwrites another one.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".baraza-", suffix=".part", delete=False) as part:
        try:
            manifest = _write(database, part)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).rename(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    _keep_name(path.parent)
    return manifest


def _write(database: Database, file: Any) -> Manifest:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive, database.read() as session:
        revision = revision_of(session)
        parts = [_write_table(session, archive, table) for table in SQLModel.metadata.sorted_tables]
        manifest = Manifest(FORMAT, version(), revision, moments.now(), parts)
        write_manifest(archive, manifest)
    return manifest


def revision_of(session: Session) -> str:
    """The revision of the schema that a database has."""
    return MigrationContext.configure(session.connection()).get_current_revision() or "none"


def _write_table(session: Session, archive: zipfile.ZipFile, table: Table) -> Part:
    return write_part(archive, table.name, [column.name for column in table.columns], _rows(session, table))


def _rows(session: Session, table: Table) -> Iterator[Any]:
    """A table's rows in the order of its key; regions stand after those above them."""
    stored = select(*(as_stored(column) for column in table.columns)).order_by(*table.primary_key.columns)
    found = session.connection().execution_options(yield_per=AT_ONCE).execute(stored)
    if table.name != Region.__tablename__:
        return iter(found)
    tree = regions.parents(session)
    depth = {region: sum(region in regions.below(tree, above) for above in tree) for region in tree}
    return iter(sorted(found, key=lambda row: (depth[row.id], row.id)))


def as_stored(column: Any) -> Any:
    """A column without what Python makes of it."""
    return type_coerce(column, Text).label(column.name) if isinstance(column.type, Document) else column


def _keep_name(folder: Path) -> None:
    """Let the file's name outlive a power cut, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
