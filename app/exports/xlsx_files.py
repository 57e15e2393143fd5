"""Tables as a workbook: one sheet a table, cells typed, rows written to disk as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook

from app.exports.files import ExportFile, blocks
from app.exports.sheets import Book, Sheet
from app.exports.tables import Row, Table, entries, entry_cells, record_cells, repeat_of, template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTHING: Mapping[int, str] = {}
# No text becomes a formula, a link or a number because of how it looks.
AS_IT_IS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "use_zip64": True}


def xlsx_file(tables: Sequence[Table], rows: Iterable[Row], *, hxl: bool = False) -> ExportFile:
    """A form's records as one workbook."""
    return ExportFile(f"{tables[0].name}.xlsx", XLSX, made(partial(fill, tables, rows, hxl)))


def made(write: Callable[[Book], None]) -> Iterator[bytes]:
    """The bytes of a workbook; while it is made it lies in a folder that only the server may read."""
    with TemporaryDirectory(prefix="baraza-") as folder:
        path = Path(folder) / "book.xlsx"
        with Workbook(path, {**AS_IT_IS, "constant_memory": True, "tmpdir": folder}) as workbook:
            write(Book(workbook))
        with path.open("rb") as file:
            yield from blocks(file)


def fill(tables: Sequence[Table], rows: Iterable[Row], hxl: bool, book: Book) -> None:
    """Write every record, and its entries, each into the sheet of its table."""
    first, *repeats = [(table, Sheet(book, table.name, table.all_columns, hxl=hxl)) for table in tables]
    places = {table.repeat: places_of(table) for table in tables}
    for row in rows:
        marks = marks_of(row, places)
        first[1].write(record_cells(first[0], row), marks.get("", NOTHING))
        found = entries(row) if repeats else {}
        for table, sheet in repeats:
            for instance, cells in entry_cells(table, row, found):
                sheet.write(cells, marks.get(instance, NOTHING))


def places_of(table: Table) -> dict[str, list[int]]:
    """Where in a row the answers to each question stand."""
    places: dict[str, list[int]] = {}
    for at, column in enumerate(table.all_columns):
        if column.path:
            places.setdefault(column.path, []).append(at)
    return places


def marks_of(row: Row, places: Mapping[str, Mapping[str, list[int]]]) -> dict[str, dict[int, str]]:
    """Which cells of a record's rows are stale or in conflict, by the path of their entry."""
    marks: dict[str, dict[int, str]] = {}
    for mark, units in (("stale", row.stale), ("in_conflict", row.in_conflict)):
        for unit in units:
            instance = repeat_of(unit)
            for at in places.get(template(instance), {}).get(template(unit), ()):
                marks.setdefault(instance, {})[at] = mark
    return marks
