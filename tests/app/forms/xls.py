"""The old Excel format, just enough of it for one test: BIFF8 records in a compound file."""

from __future__ import annotations

import struct

from tests.app.forms.workbooks import Sheets, table

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def words(text: str, count: str) -> bytes:
    return struct.pack(f"<{count}B", len(text), 1) + text.encode("utf-16-le")


def page(rows: list[list[str]]) -> bytes:
    cells = [
        record(0x0204, struct.pack("<HHH", row, column, 0) + words(cell, "H"))
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell
    ]
    return record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6)) + b"".join(cells) + record(0x000A)


def workbook(form: Sheets) -> bytes:
    pages = {sheet: page(table(rows)) for sheet, rows in form.items() if rows}
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6))
    head += record(0x0042, struct.pack("<H", 1200))
    at = len(head) + sum(4 + 6 + len(words(sheet, "B")) for sheet in pages) + len(record(0x000A))
    for sheet, body in pages.items():
        head += record(0x0085, struct.pack("<IBB", at, 0, 0) + words(sheet, "B"))
        at += len(body)
    return head + record(0x000A) + b"".join(pages.values())


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    label = (name + "\0").encode("utf-16-le") if name else b""
    head = label.ljust(64, b"\0") + struct.pack("<HBB", len(label), kind, 1)
    return head + struct.pack("<III", FREE, FREE, child) + b"\0" * 36 + struct.pack("<IQ", start, size)


def spreadsheet(form: Sheets) -> bytes:
    """The form as an .xls file."""
    stream = workbook(form)
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    chain = [FAT, END, *range(3, count + 2), END]
    fat = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    directory = (
        entry("Root Entry", 5, 1, END, 0) + entry("Workbook", 2, FREE, 2, len(stream)) + entry("", 0, FREE, 0, 0) * 2
    )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    return head + fat + directory + stream
