"""Tables as CSV, written while the records are still being read: one file, or a zip where a form has repeats."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.exports.cells import cell
from app.exports.files import ExportFile, batches, blocks
from app.exports.tables import Row, Table, entries, entry_cells, record_cells

BYTE_ORDER_MARK = "\ufeff"
IN_MEMORY = 1 << 20
FASTEST_THAT_PAYS = 3


class Outlet:
    """A file that cannot be sought in: what is written to it is taken out at once."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, content: bytes) -> int:
        """Keep what was written until it is taken."""
        piece = bytes(content)
        self.written.append(piece)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is written is already here."""

    def close(self) -> None:
        """Do nothing: nothing was opened."""

    def take(self) -> bytes:
        """What was written since the last time."""
        content, self.written = b"".join(self.written), []
        return content


def csv_file(tables: Sequence[Table], rows: Iterable[Row], *, at: datetime, hxl: bool = False) -> ExportFile:
    """A form's records as a file: CSV, or a zip of one CSV a table."""
    name = tables[0].name
    if len(tables) == 1:
        return ExportFile(f"{name}.csv", "text/csv; charset=utf-8", plain(tables[0], rows, hxl=hxl))
    return ExportFile(f"{name}.zip", "application/zip", zipped(tables, rows, at=at, hxl=hxl))


def plain(table: Table, rows: Iterable[Row], *, hxl: bool) -> Iterator[bytes]:
    """The only table, in blocks."""
    yield head(table, hxl)
    for batch in batches(rows):
        yield lines(record_cells(table, row) for row in batch)


def zipped(tables: Sequence[Table], rows: Iterable[Row], *, at: datetime, hxl: bool) -> Iterator[bytes]:
    """A zip of all tables: the records go out as they are read, their entries wait in files without a name."""
    outlet, (first, *repeats) = Outlet(), tables
    with ExitStack() as stack:
        waiting = [(table, waiting_file(stack, head(table, hxl))) for table in repeats]
        archive = ZipFile(outlet, "w", ZIP_DEFLATED, compresslevel=FASTEST_THAT_PAYS)
        with archive.open(member(first, at), "w", force_zip64=True) as part:
            part.write(head(first, hxl))
            for batch in batches(rows):
                part.write(lines(record_cells(first, row) for row in batch))
                keep_entries(waiting, batch)
                yield outlet.take()
        for table, file in waiting:
            with archive.open(member(table, at), "w", force_zip64=True) as part:
                for block in blocks(file):
                    part.write(block)
                    yield outlet.take()
        archive.close()
        yield outlet.take()


def waiting_file(stack: ExitStack, start: bytes) -> IO[bytes]:
    """A file for a repeat's rows; past a megabyte on disk, where nobody can open it and a crash leaves nothing."""
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the stack closes it, however the export ends
    stack.enter_context(file)
    file.write(start)
    return file


def keep_entries(waiting: Sequence[tuple[Table, IO[bytes]]], batch: Sequence[Row]) -> None:
    """Set the entries of these records aside, each repeat's in its own file."""
    found = [(row, entries(row)) for row in batch]
    for table, file in waiting:
        file.write(lines(cells for row, by_repeat in found for _, cells in entry_cells(table, row, by_repeat)))


def member(table: Table, at: datetime) -> ZipInfo:
    """A table's entry in the zip, to be opened by its owner."""
    info = ZipInfo(f"{cell(table.name)}.csv", at.timetuple()[:6])
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
    return info


def head(table: Table, hxl: bool) -> bytes:
    """The first line, with the mark by which spreadsheets know UTF-8; under it the HXL tags, if they are wanted."""
    return BYTE_ORDER_MARK.encode() + lines([table.header, *([table.tags] if hxl else [])])


def lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV, no cell of them a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode()
