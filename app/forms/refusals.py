"""What the converter refuses, or falls over, told as a sentence with a place in the author's file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType

from pyxform.errors import PyXFormError

from app.forms.errors import FormInvalid
from app.forms.prepare import Prepared
from app.forms.sheets import ROW, SHEETS, Workbook, snake

PLACE = re.compile(r"\[row : (\d+)\]")
ANY_PLACE = re.compile(r"\[row : \w+\]\s*")
CELL = re.compile(r"On the '(\w+)' sheet, (?:the '([^']+)' value )?(?:is invalid\. |is problematic\. )?")
QUOTED = re.compile(r"\$\{[^}]+\}|'([^']+)'|\[([^\]]+)\]")
SAME = {"calculate": "calculation", "jr:count": "repeat_count"}


@dataclass(frozen=True)
class _Place:
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


def refusal(error: Exception, workbook: Workbook, ready: Prepared) -> FormInvalid:
    """The converter's complaint as one of ours."""
    said = str(error) if isinstance(error, PyXFormError) else ""
    place = _named(said, ready) or _failing(error) or _mentioned(said or str(error), workbook) or _Place()
    if not said:
        said = "The converter cannot read this row." if place.row else "The converter cannot read this form."
        said += " Compare it with the rows that work."
    return FormInvalid(_sentence(said), code="refused", sheet=place.sheet, row=place.row, column=place.column)


def _sentence(said: str) -> str:
    first = ANY_PLACE.sub("", said).strip().split("\n", 1)[0]
    match = CELL.match(first)
    rest = first[match.end() :] if match and match.group(2) and "invalid" in match.group(0) else first
    return (rest or first)[:500]


def _named(said: str, ready: Prepared) -> _Place | None:
    """The place a message names itself."""
    cell, row = CELL.search(said), PLACE.search(said)
    if row is None:
        return None
    sheet = cell.group(1) if cell else "survey"
    column = SAME.get(cell.group(2), cell.group(2)) if cell and cell.group(2) else None
    number = int(row.group(1))
    return _Place(sheet, ready.origin(number) if sheet == "survey" else number, column)


def _failing(error: Exception) -> _Place | None:
    """The row the converter was busy with when it gave up."""
    for frame in reversed(list(_frames(error))):
        for value in frame.f_locals.values():
            if isinstance(value, dict) and str(value.get(ROW, "")).isdecimal():
                return _Place("survey", int(value[ROW]))
    return None


def _frames(error: Exception) -> Iterator[FrameType]:
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next


def _mentioned(said: str, workbook: Workbook) -> _Place | None:
    """The first cell that holds something the message quotes, or the header that is it."""
    for match in QUOTED.finditer(said):
        word = match.group(1) or match.group(2) or match.group(0)
        found = next(_cells(word, workbook), None) or next(_headers(word, workbook), None)
        if found is not None:
            return found
    return None


def _cells(word: str, workbook: Workbook) -> Iterator[_Place]:
    for sheet in SHEETS:
        for row in workbook.rows(sheet):
            for header, cell in row.cells.items():
                if cell == word or (word.startswith("${") and word in cell):
                    yield _Place(sheet, row.number, header)


def _headers(word: str, workbook: Workbook) -> Iterator[_Place]:
    for sheet in SHEETS:
        yield from (_Place(sheet, 1, one) for one in workbook.headers[sheet] if snake(one) == snake(word))
