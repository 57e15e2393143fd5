"""XLSForms for tests, written row by row; the first row under the header is row 2, as in a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
import pytest

from app.forms.convert import converted
from app.forms.errors import FormInvalid

Row = Mapping[str, str]
Sheets = Mapping[str, Sequence[Row]]


def asks(kind: str, name: str = "", **cells: str) -> Row:
    """A row of the survey; a question has a label unless it says otherwise."""
    silent = kind.startswith("end") or kind == "calculate"
    label = {} if silent or any(one.startswith("label") for one in cells) else {"label": name.capitalize()}
    return {"type": kind, "name": name, **label, **cells}


def sheets(*survey: Row, lists: str = "", **settings: str) -> Sheets:
    """A form; `lists` is written as `yes_no: yes no; risk: low high`."""
    choices = [
        {"list_name": name.strip(), "name": code, "label": code.capitalize()}
        for one in lists.split(";")
        if one
        for name, codes in [one.split(":")]
        for code in codes.split()
    ]
    return {"survey": survey, "choices": choices, "settings": [{"form_id": "meeting", **settings}]}


def columns(rows: Sequence[Row]) -> list[str]:
    """All columns the rows use, in order."""
    return list(dict.fromkeys(column for row in rows for column in row))


def table(rows: Sequence[Row]) -> list[list[str]]:
    """Header and rows as cells."""
    header = columns(rows)
    return [header, *([row.get(column, "") for column in header] for row in rows)]


def markdown(form: Sheets) -> bytes:
    """The form as a markdown table."""
    lines = []
    for sheet, rows in form.items():
        if rows:
            lines += [
                f"| {sheet} |",
                *("| | " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |" for cells in table(rows)),
            ]
    return "\n".join(lines).encode()


def commas(form: Sheets) -> bytes:
    """The form as comma-separated values."""
    lines = []
    for sheet, rows in form.items():
        if rows:
            lines += [f'"{sheet}"', *("," + ",".join(f'"{cell}"' for cell in cells) for cells in table(rows))]
    return "\n".join(lines).encode()


def spreadsheet(form: Sheets) -> bytes:
    """The form as an Excel workbook."""
    book = openpyxl.Workbook(write_only=True)
    for sheet, rows in form.items():
        page = book.create_sheet(sheet)
        for cells in table(rows) if rows else ():
            page.append([cell or None for cell in cells])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(form: Sheets) -> dict[str, Any]:
    """The form converted in this process."""
    return converted(markdown(form), "meeting.md", "7")


def units(form: Sheets) -> dict[str, dict[str, Any]]:
    """The units of a form by their path."""
    return {unit["path"]: unit for unit in read(form)["units"]["units"]}


def refused(form: Sheets) -> FormInvalid:
    """What the form is refused for."""
    with pytest.raises(FormInvalid) as caught:
        read(form)
    assert "Traceback" not in caught.value.detail
    assert caught.value.detail.strip()
    return caught.value


def place(invalid: FormInvalid) -> tuple[str, str | None, int | None, str | None]:
    """Why, and where in the author's file."""
    return invalid.code, invalid.sheet, invalid.row, invalid.column
