"""The author's rows made ready for conversion: a stable id in every repeat, and each row's own number carried along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.forms.columns import check_names, is_read
from app.forms.errors import FormInvalid
from app.forms.sheets import ROW, SHEETS, Raw, Row, Workbook

REPEAT_ID = "_rid"
BEGIN_REPEAT = re.compile(r"^\s*begin[ _]+(repeat|looped group|lgroup)\s*$", re.I)
MANY_FROM_REPEAT = re.compile(r"^\s*(select[ _](multiple|all that apply)|rank)\b[^$]*\$\{", re.I)
VERSION = re.compile(r"[A-Za-z0-9_.:+-][A-Za-z0-9_.:+ -]{0,99}")
FORM_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")


@dataclass(frozen=True)
class Prepared:
    """What the converter is given, and for each of its survey rows the number of the author's row it stems from."""

    raw: Raw
    origins: tuple[int, ...]

    def origin(self, row: int) -> int | None:
        """The author's row behind the converter's row; the header is row 1 for both."""
        if row < 2:
            return row
        return self.origins[row - 2] if row - 2 < len(self.origins) else None


def prepared(workbook: Workbook, stamp: str) -> Prepared:
    """The workbook with an id in every repeat, a version, and nothing the converter need not see."""
    raw: Raw = {"sheet_names": [sheet for sheet in SHEETS if workbook.headers[sheet]]}
    for sheet in SHEETS:
        headers = [header for header in workbook.headers[sheet] if is_read(sheet, header)]
        check_names(sheet, tuple(headers))
        raw[sheet] = [_only(headers, row.cells) for row in workbook.rows(sheet)]
        raw[f"{sheet}_header"] = [dict.fromkeys(headers)]
    survey = list(_survey(workbook))
    raw["survey"] = [cells for _, cells in survey]
    for column in (workbook.header("survey", "calculation", "calculate"), ROW):
        raw["survey_header"][0].setdefault(column, None)
    _set_settings(raw, workbook, stamp)
    return Prepared(raw, tuple(number for number, _ in survey))


def _only(headers: list[str], cells: Mapping[str, str]) -> dict[str, str]:
    return {header: cells[header] for header in headers if header in cells}


def _survey(workbook: Workbook) -> Iterator[tuple[int, dict[str, str]]]:
    headers = [header for header in workbook.headers["survey"] if is_read("survey", header)]
    kind = workbook.header("survey", "type", "command")
    name = workbook.header("survey", "name", "value", "tag")
    calculation = workbook.header("survey", "calculation", "calculate")
    for row in workbook.rows("survey"):
        if row.cells.get(name, "").strip() == REPEAT_ID:
            raise _reserved(row, name)
        cells = _only(headers, row.cells)
        if MANY_FROM_REPEAT.match(cells.get(kind, "")):
            raise _many(row, kind)
        if cells.get(kind):
            cells[ROW] = str(row.number)
        yield row.number, cells
        if BEGIN_REPEAT.match(cells.get(kind, "")):
            yield row.number, {kind: "calculate", name: REPEAT_ID, calculation: "once(uuid())", ROW: str(row.number)}


def _set_settings(raw: Raw, workbook: Workbook, stamp: str) -> None:
    settings = raw["settings"][0] if raw["settings"] else {}
    form_id = workbook.header("settings", "form_id", "set_form_id", "id_string")
    settings.setdefault("version", stamp)
    settings.setdefault(form_id, workbook.name)
    if not FORM_ID.fullmatch(settings[form_id]):
        rule = "must begin with a letter and hold only letters, digits, “_”, “.” and “-”, 100 at most"
        raise _unnamable("form id", settings[form_id], rule, form_id)
    if not VERSION.fullmatch(settings["version"]):
        rule = "must hold only letters, digits, spaces, “_”, “.”, “:”, “+” and “-”, 100 at most"
        raise _unnamable("version", settings["version"], rule, "version")
    raw["settings"] = [settings]
    for column in settings:
        raw["settings_header"][0].setdefault(column, None)
    if "settings" not in raw["sheet_names"]:
        raw["sheet_names"].append("settings")


def _unnamable(what: str, value: str, rule: str, column: str) -> FormInvalid:
    detail = f"The {what} “{value[:100]}” {rule}."
    return FormInvalid(detail, code="bad_id", sheet="settings", row=2, column=column)


def _many(row: Row, column: str) -> FormInvalid:
    detail = "Only a select_one can offer the answers of a repeat; a phone cannot offer several of them at once."
    return FormInvalid(detail, code="refused", sheet="survey", row=row.number, column=column)


def _reserved(row: Row, column: str) -> FormInvalid:
    detail = f"The name “{REPEAT_ID}” is kept for the id that every repeat gets when the form is published."
    return FormInvalid(detail, code="reserved_name", sheet="survey", row=row.number, column=column)
