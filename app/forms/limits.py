"""How large a file may be: the cheapest way to stop a server is to hand it a form that explodes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping

from app.forms.errors import FormInvalid

MIB = 1024 * 1024
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_MEMBERS = 200
MAX_UNPACKED = 20 * MIB
MAX_RATIO = 100
MAX_CELL = 32 * 1024
MAX_XFORM = 10 * MIB
MAX_ROWS = {"survey": 5_000, "choices": 20_000, "external_choices": 20_000}


def check_archive(content: bytes) -> None:
    """Refuses a spreadsheet that would unpack into far more than it weighs."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * packed:
        raise _too_large("The spreadsheet unpacks into far more than a form needs.")


def check_rows(sheet: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Refuses a sheet with more rows, or a cell with more text, than a form needs."""
    most = MAX_ROWS.get(sheet, 1_000)
    for number, row in enumerate(rows, start=2):
        if number > most + 1:
            raise _too_large(f"The sheet has more than {most} rows.", sheet, number)
        for column, value in row.items():
            if UNPRINTABLE.search(f"{column}{value}"):
                detail = "A cell or its header holds a character that no form can carry. Type the text anew."
                raise FormInvalid(detail, code="refused", sheet=sheet, row=number, column=UNPRINTABLE.sub("", column))
            if len(value) > MAX_CELL // 4 and len(value.encode()) > MAX_CELL:
                raise _too_large("A cell holds more than 32 KiB of text.", sheet, number, column)


def check_xform(xform: str) -> None:
    """Refuses a form that became too large for a phone to fetch."""
    if len(xform) > MAX_XFORM:
        raise _too_large("The finished form is larger than 10 MiB.")


def _too_large(detail: str, sheet: str | None = None, row: int | None = None, column: str | None = None) -> FormInvalid:
    return FormInvalid(detail, code="too_large", sheet=sheet, row=row, column=column)
