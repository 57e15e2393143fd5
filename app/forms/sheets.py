"""The author's file as sheets and rows, each row with the number it has in that file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import csv_to_dict, md_to_dict, xls_to_dict, xlsx_to_dict

from app.forms import limits
from app.forms.errors import FormInvalid

Raw = dict[str, Any]
SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
ROW = "baraza_row"


@dataclass(frozen=True)
class Row:
    """One row: its number in the author's file, its cells, and what it declares for the registers."""

    number: int
    cells: Mapping[str, str]
    declared: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Workbook:
    """All that the author wrote, by sheet."""

    name: str
    sheets: Mapping[str, tuple[Row, ...]]
    headers: Mapping[str, tuple[str, ...]]

    def rows(self, sheet: str) -> tuple[Row, ...]:
        """The rows of a sheet, none where the file has no such sheet."""
        return self.sheets.get(sheet, ())

    def header(self, sheet: str, *names: str) -> str:
        """The header the author uses for a column that has several names; the first name if none is there."""
        return next((one for one in self.headers.get(sheet, ()) if snake(one) in names), names[0])


def snake(header: str) -> str:
    """A header as pyxform knows it."""
    return "_".join(header.split()).lower()


def declaration(header: str) -> str | None:
    """The register column a header means, or none: `baraza::field` and `Baraza_Field` are the same."""
    name = re.sub(r"\s*:+\s*", "_", header.strip().lower()).replace(" ", "_")
    return name if name.startswith("baraza_") else None


def read(content: bytes, filename: str) -> Workbook:
    """The sheets of an .xlsx, .xls, .md or .csv form."""
    try:
        raw = _read(content, filename)
    except (FormInvalid, MemoryError):
        raise
    except PyXFormError as error:
        said = str(error)
        raise _unreadable("It is no table." if said.startswith("Error reading") else said) from error
    except Exception as error:
        raise _unreadable("The file is damaged.") from error
    if not raw.get("survey_header"):
        raise _unreadable("It has no sheet called survey.")
    return _workbook(raw, PurePath(filename).stem)


def _read(content: bytes, filename: str) -> Raw:
    reader: Callable[[bytes], Raw] = csv_to_dict if filename.lower().endswith(".csv") else md_to_dict
    if content[:4] == b"PK\x03\x04":
        limits.check_archive(content)
        reader = xlsx_to_dict
    elif content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        reader = xls_to_dict
    return reader(content)


def _workbook(raw: Raw, name: str) -> Workbook:
    sheets, headers = {}, {}
    for sheet in SHEETS:
        # A column without a header is the author's own, whatever stands in it.
        cells = [{header: cell for header, cell in row.items() if header} for row in raw.get(sheet) or ()]
        limits.check_rows(sheet, cells)
        sheets[sheet] = tuple(_row(number, one) for number, one in enumerate(cells, start=2))
        headers[sheet] = tuple(header for one in raw.get(f"{sheet}_header") or () for header in one if header)
    return Workbook(name=name, sheets=sheets, headers=headers)


def _row(number: int, cells: Mapping[str, str]) -> Row:
    declared = {name: value for header, value in cells.items() if (name := declaration(header))}
    return Row(number, {header: value for header, value in cells.items() if not declaration(header)}, declared)


def _unreadable(why: str) -> FormInvalid:
    return FormInvalid(f"The file cannot be read as an XLSForm. {why}", code="unreadable")
