"""Exports: a form's records as files, read a thousand at a time so that their number costs no memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from app.database import Database
from app.errors import NotAllowed, NotFound
from app.exports.csv_files import csv_file
from app.exports.files import ExportFile
from app.exports.tables import Row, Table, tables_of
from app.models import Audit, FormVersion, RecordRow
from app.services import moments, regions
from app.services.rights import Rights

AT_ONCE = 1000
COLUMNS = (
    RecordRow.id,
    RecordRow.scope,
    RecordRow.author,
    RecordRow.received_at,
    RecordRow.review,
    RecordRow.unsettled,
    RecordRow.version,
    RecordRow.values,
    RecordRow.stale,
)


@dataclass(frozen=True)
class Wanted:
    """Which records an export holds: of one form, in these regions; received in a period, if one is named."""

    form: str
    regions: frozenset[str]
    review: str | None = None
    since: str | None = None
    until: str | None = None

    def facts(self) -> dict[str, Any]:
        """What the audit keeps of it."""
        named = {"review": self.review, "from": self.since, "to": self.until}
        return {"regions": sorted(self.regions), **{name: value for name, value in named.items() if value}}


def regions_of(rights: Rights) -> frozenset[str]:
    """The regions whose records this person may take away."""
    led = frozenset(region for region, role in rights.regions.items() if role in ("lead", "admin"))
    if not led:
        raise NotAllowed("Exports are for heads of office and administrators.")
    return led


def as_csv(database: Database, wanted: Wanted, *, who: str) -> ExportFile:
    """The records as CSV; from here on the audit says who took them."""
    tables = database.do(lambda session: begin(session, wanted, who=who))
    return csv_file(tables, rows(database, wanted), at=datetime.now(UTC))


def save(database: Database, form: str, chosen: Sequence[str], *, out: Path) -> Path:
    """Write the records of these regions (all, unless some are chosen) to a file or into a folder; where it is."""
    with database.read() as session:
        known = regions.everywhere(session)
    if unknown := [region for region in chosen if region not in known]:
        raise NotFound(f"There is no region {unknown[0]}. The regions are: {', '.join(known)}.")
    file = as_csv(database, Wanted(form, frozenset(chosen or known)), who="server")
    target = out / file.name if out.is_dir() else out
    write_whole(target, file.content)
    return target


def write_whole(target: Path, content: Iterable[bytes]) -> None:
    """Write a file as a whole or not at all, for its owner's eyes only."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as part:
        try:
            part.writelines(content)
        except BaseException:
            Path(part.name).unlink()
            raise
    Path(part.name).replace(target)


def begin(session: Session, wanted: Wanted, *, who: str) -> tuple[Table, ...]:
    """The form's tables, and the audit line of the export."""
    tables = tables_of(wanted.form, versions(session, wanted.form))
    session.add(Audit(at=moments.now(), who=who, what="export", about=wanted.form, facts=wanted.facts()))
    return tables


def versions(session: Session, form: str) -> list[Mapping[Any, Any]]:
    """What each published version of a form says of its questions, in the order of publication."""
    found = session.exec(
        select(FormVersion.units)
        .where(FormVersion.form == form)
        .order_by(col(FormVersion.published_at), col(FormVersion.version))
    ).all()
    if not found:
        raise NotFound(f"No form is called {form}.")
    return list(found)


def rows(database: Database, wanted: Wanted) -> Iterator[Row]:
    """The records by id; each batch is a transaction of its own, since a person may download for an hour."""
    after = ""
    while True:
        with database.read() as session:
            batch = page(session, wanted, after=after)
        yield from batch
        if len(batch) < AT_ONCE:
            return
        after = batch[-1].id


def page(session: Session, wanted: Wanted, *, after: str) -> list[Row]:
    """The next records after an id; what is deleted or restricted leaves nobody's server in a file."""
    query = select(*COLUMNS).where(  # type: ignore[call-overload]
        RecordRow.form == wanted.form,
        col(RecordRow.begun),
        ~col(RecordRow.deleted),
        ~col(RecordRow.restricted),
        col(RecordRow.scope).in_(sorted(wanted.regions)),
        col(RecordRow.id) > after,
    )
    if wanted.review:
        query = query.where(RecordRow.review == wanted.review)
    if wanted.since:
        query = query.where(col(RecordRow.received_at) >= wanted.since)
    if wanted.until:
        query = query.where(col(RecordRow.received_at) < wanted.until)
    found = session.execute(query.order_by(col(RecordRow.id)).limit(AT_ONCE))
    return [row_of(*cells) for cells in found]


def row_of(*cells: Any) -> Row:
    """A record as it stands in an export."""
    id, scope, author, received_at, review, unsettled, version, values, stale = cells
    return Row(id, scope, author or "", received_at or "", review, unsettled, version, values, tuple(stale))
