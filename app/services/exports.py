"""Exports: a form's records as files, read a thousand at a time so that their number costs no memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Text, and_, type_coerce
from sqlmodel import Session, col, select

from app.database import Database
from app.errors import Malformed, NotAllowed, NotFound
from app.exports.codebook import codebook
from app.exports.columns import PLAIN, Options
from app.exports.csv_files import csv_file
from app.exports.files import ExportFile
from app.exports.geojson import geojson_file
from app.exports.json_lines import json_lines
from app.exports.tables import Row, Table, tables_of
from app.exports.xlsx_files import xlsx_file
from app.models import Audit, FormVersion, RecordRow
from app.services import lists, moments, regions
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
    RecordRow.conflicts,
)


MERGED = "merged"
STATES: Mapping[str, Callable[[], Any]] = {
    "in_conflict": lambda: col(RecordRow.unsettled) > 0,
    "stale": lambda: type_coerce(RecordRow.stale, Text) != "[]",
    "unapproved": lambda: col(RecordRow.review) != "approved",
    "settled": lambda: and_(~STATES["in_conflict"](), ~STATES["stale"](), ~STATES["unapproved"]()),
}
Writer = Callable[[Sequence[Table], Iterable[Row], Options], ExportFile]
WRITERS: Mapping[str, Writer] = {
    "csv": lambda tables, rows, options: csv_file(tables, rows, at=datetime.now(UTC), hxl=options.hxl),
    "xlsx": lambda tables, rows, options: xlsx_file(tables, rows, hxl=options.hxl),
    "json": lambda tables, rows, options: json_lines(tables, rows),  # noqa: ARG005
    "geojson": lambda tables, rows, options: geojson_file(tables, rows),  # noqa: ARG005
}


@dataclass(frozen=True)
class Wanted:
    """Which records an export holds: of one form, in these regions; received in a period, if one is named."""

    form: str
    regions: frozenset[str]
    review: str | None = None
    since: str | None = None
    until: str | None = None
    state: str | None = None

    def facts(self) -> dict[str, Any]:
        """What the audit keeps of it."""
        named = {"review": self.review, "from": self.since, "to": self.until, "state": self.state}
        return {"regions": sorted(self.regions), **{name: value for name, value in named.items() if value}}


def regions_of(rights: Rights) -> frozenset[str]:
    """The regions whose records this person may take away."""
    led = frozenset(region for region, role in rights.regions.items() if role in ("lead", "admin"))
    if not led:
        raise NotAllowed("Exports are for heads of office and administrators.")
    return led


def take(database: Database, wanted: Wanted, kind: str, *, who: str, options: Options = PLAIN) -> ExportFile:
    """The records in a format; from here on the audit says who took them."""
    tables = database.do(lambda session: begin(session, wanted, kind, who=who, options=options))
    return WRITERS[kind](tables, rows(database, wanted), options)


def explained(database: Database, form: str, language: str | None = None) -> ExportFile:
    """The codebook of a form: it holds nobody's answer, so the audit need not say who took it."""
    with database.read() as session:
        said = versions(session, form)
    refuse_unknown(said, language)
    return codebook(form, said, language)


def chosen_regions(database: Database, chosen: Sequence[str]) -> frozenset[str]:
    """These regions, or all when none is chosen."""
    with database.read() as session:
        known = regions.everywhere(session)
    if unknown := [region for region in chosen if region not in known]:
        raise NotFound(f"There is no region {unknown[0]}. The regions are: {', '.join(known)}.")
    return frozenset(chosen or known)


def save(file: ExportFile, out: Path) -> Path:
    """Write what was taken to a file or into a folder; where it is."""
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


def begin(session: Session, wanted: Wanted, kind: str, *, who: str, options: Options) -> tuple[Table, ...]:
    """The form's tables, and the audit line of the export."""
    said = versions(session, wanted.form)
    refuse_unknown(said, options.language)
    facts = {**wanted.facts(), "format": kind}
    session.add(Audit(at=moments.now(), who=who, what="export", about=wanted.form, facts=facts))
    return tables_of(wanted.form, said, options)


def refuse_unknown(said: Iterable[Mapping[Any, Any]], language: str | None) -> None:
    """Raise when a form never spoke that language."""
    known = sorted({each["code"] for units in said for each in units["languages"]})
    if language is not None and language not in known:
        raise Malformed(f"The form is not in {language}. Its languages are: {', '.join(filter(None, known)) or 'one'}.")


def versions(session: Session, form: str) -> list[Mapping[Any, Any]]:
    """What each published version of a form says of its questions, in the order of publication."""
    found = session.exec(
        select(FormVersion.units)
        .where(FormVersion.form == form)
        .order_by(col(FormVersion.published_at), col(FormVersion.version))
    ).all()
    if not found:
        raise NotFound(f"No form is called {form}.")
    return [with_lists(units) for units in found]


def with_lists(units: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """A version with the choices of the lists that it reads from files."""
    read = {name: lists.choices(name) for name in units.get("lists", ()) if name in lists.NAMES}
    return {**units, "choices": {**units["choices"], **read}}


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
    if wanted.state:
        query = query.where(STATES[wanted.state]())
    if wanted.until:
        query = query.where(col(RecordRow.received_at) < wanted.until)
    found = session.execute(query.order_by(col(RecordRow.id)).limit(AT_ONCE))
    return [row_of(*cells) for cells in found]


def row_of(*cells: Any) -> Row:
    """A record as it stands in an export."""
    id, scope, author, received_at, review, unsettled, version, values, stale, conflicts = cells
    in_conflict = tuple(each["unit"] for each in conflicts if each["kind"] != MERGED) if unsettled else ()
    about = (id, scope, author or "", received_at or "", review, unsettled, version)
    return Row(*about, values, tuple(stale), in_conflict)
