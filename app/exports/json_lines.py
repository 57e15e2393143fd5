"""Records as JSON, one object a line, with the entries of repeats inside: for programs, so nothing is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.exports.columns import Column
from app.exports.files import ExportFile, batches
from app.exports.tables import Row, Table, entries, entry_cells, record_cells, repeat_of
from app.exports.typed import plain


def json_lines(tables: Sequence[Table], rows: Iterable[Row]) -> ExportFile:
    """A form's records as JSON lines."""
    return ExportFile(f"{tables[0].name}.jsonl", "application/x-ndjson", written(tables, rows))


def written(tables: Sequence[Table], rows: Iterable[Row]) -> Iterator[bytes]:
    """The lines, in blocks."""
    first, *repeats = tables
    # An outer repeat before those inside it, which need its entries.
    repeats.sort(key=lambda table: table.repeat.count("[]"))
    for batch in batches(rows):
        yield "".join(line(nested(first, repeats, row)) for row in batch).encode()


def line(value: Mapping[str, Any]) -> str:
    """An object on a line of its own."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def nested(first: Table, repeats: Sequence[Table], row: Row) -> dict[str, Any]:
    """A record with its entries, each a list under the path of its repeat, empty where there is no entry."""
    record = empty(repeats, "") | named(first.all_columns, record_cells(first, row))
    inside = {"": record}
    found = entries(row) if repeats else {}
    for table in repeats:
        for instance, cells in entry_cells(table, row, found):
            entry = inside[instance] = empty(repeats, table.repeat) | named(table.all_columns, cells)
            inside.get(outside(instance), record).setdefault(table.repeat, []).append(entry)
    return record


def empty(repeats: Sequence[Table], repeat: str) -> dict[str, Any]:
    """The lists, still empty, of the repeats that stand directly in one."""
    return {table.repeat: [] for table in repeats if outside(table.repeat) == repeat}


def outside(path: str) -> str:
    """The repeat, or the entry, that this one stands in; empty when in none."""
    return repeat_of(path[: path.rfind("[")])


def named(columns: Sequence[Column], cells: Sequence[str]) -> dict[str, Any]:
    """A row by the names of its columns, numbers as numbers and several choices as a list."""
    return {column.header: plain(text, column.kind) for column, text in zip(columns, cells, strict=True)}
