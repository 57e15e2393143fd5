"""A sheet of a workbook, written row by row; what a sheet cannot hold goes on in the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook

from app.errors import TooLarge
from app.exports.cells import OPENINGS
from app.exports.columns import Column
from app.exports.typed import READERS, Value

MOST_ROWS, MOST_COLUMNS, LONGEST_NAME, LONGEST_TEXT = 1_048_576, 16_384, 31, 32_767
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
KEPT_BY_EXCEL = {"history"}
# What XML cannot say, and the control characters are said by the writer itself.
NOT_IN_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")
FORMATS: Mapping[type, Mapping[str, str]] = {
    str: {},
    date: {"num_format": "yyyy-mm-dd"},
    datetime: {"num_format": "yyyy-mm-dd hh:mm:ss"},
}
MARKS: Mapping[str, Mapping[str, str]] = {
    "": {},
    "in_conflict": {"bg_color": "#FFD9A8"},
    "stale": {"bg_color": "#E3E3E3"},
}


class Book:
    """A workbook under way: its formats, and the names of sheets that are taken."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook, self.taken = workbook, set(KEPT_BY_EXCEL)
        self.head = workbook.add_format({"bold": True})
        self.quoted = {mark: workbook.add_format({**look, "quote_prefix": True}) for mark, look in MARKS.items()}
        self.formats = {
            (mark, kind): workbook.add_format({**look, **shape}) if {**look, **shape} else None
            for mark, look in MARKS.items()
            for kind, shape in FORMATS.items()
        }

    def sheet(self, wanted: str) -> Any:
        """A new sheet, by this name or one like it that is free."""
        base = NOT_IN_A_NAME.sub(".", wanted).strip("'") or "sheet"
        name, n = base[:LONGEST_NAME], 1
        while name.casefold() in self.taken:
            n += 1
            name = f"{base[: LONGEST_NAME - len(str(n)) - 1]}~{n}"
        self.taken.add(name.casefold())
        return self.workbook.add_worksheet(name)


class Sheet:
    """A table as a sheet: a head that stays in sight, then typed cells."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column], *, hxl: bool = False) -> None:
        if len(columns) > MOST_COLUMNS:
            raise TooLarge(f"{name} has {len(columns)} columns; a sheet holds {MOST_COLUMNS}. Take CSV instead.")
        self.book, self.name = book, name
        self.heads = [[column.header for column in columns], *([[column.hxl for column in columns]] if hxl else [])]
        self.readers = [READERS.get(column.kind) for column in columns]
        self.begin()

    def begin(self) -> None:
        """Open a sheet with the head."""
        self.page, self.row = self.book.sheet(self.name), len(self.heads)
        self.page.freeze_panes(self.row, 0)
        self.page.set_column(0, len(self.readers) - 1, 16)
        for row, words in enumerate(self.heads):
            for at, text in enumerate(words):
                self.page.write_string(row, at, storable(text), self.book.head)

    def write(self, cells: Iterable[str], marks: Mapping[int, str]) -> None:
        """Add a row; `marks` says which of its cells are in conflict or stale."""
        if self.row == MOST_ROWS:
            self.begin()
        for at, (text, read) in enumerate(zip(cells, self.readers, strict=True)):
            if text or at in marks:
                self.put(at, text if read is None else read(text), marks.get(at, ""))
        self.row += 1

    def put(self, at: int, value: Value, mark: str) -> None:
        """Write one cell as what it is: a text is never a formula, not even once somebody has edited it."""
        if isinstance(value, str):
            look = self.book.quoted[mark] if value[:1] in OPENINGS else self.book.formats[mark, str]
            if value:
                self.page.write_string(self.row, at, storable(value), look)
            else:
                self.page.write_blank(self.row, at, None, look)
        elif isinstance(value, date):
            self.page.write_datetime(self.row, at, value, self.book.formats[mark, type(value)])
        else:
            self.page.write_number(self.row, at, value, self.book.formats[mark, str])


def storable(text: str) -> str:
    """The text as a cell can hold it: cut, visibly, where it is too long."""
    text = NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) > LONGEST_TEXT // 2 and len(encoded := text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
        text = encoded[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", errors="ignore") + "…"
    # The writer takes such a text for markup of its own, and would let it into the file as it is.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
