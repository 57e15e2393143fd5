"""Exports as other programs open them: workbooks, JSON lines, GeoJSON, and the codebook."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any

import openpyxl
import polars
import pytest

from app.errors import TooLarge
from app.exports import sheets
from app.exports.codebook import codebook
from app.exports.columns import Options
from app.exports.csv_files import csv_file
from app.exports.files import ExportFile
from app.exports.geojson import geojson_file
from app.exports.json_lines import json_lines
from app.exports.tables import Row, tables_of
from app.exports.xlsx_files import xlsx_file
from tests.app.test_exports_tables import NOON

Version = dict[str, Any]
QUESTIONS = (
    ("place", "text", None, "#loc+name"),
    ("n", "integer", None, "#reached"),
    ("share", "decimal", None, None),
    ("total", "calculate", None, None),
    ("day", "date", None, "#date"),
    ("then", "dateTime", None, None),
    ("safe", "select_one", "yes_no", "#safe"),
    ("help", "select_multiple", "help", None),
    ("spot", "geopoint", None, "#geo"),
    ("issue[]/said", "text", None, None),
    ("issue[]/where", "geopoint", None, None),
    ("issue[]/step[]/what", "text", None, None),
)
CHOICES = {
    "yes_no": [{"name": "yes", "label": {"en": "Yes", "fr": "Oui"}}, {"name": "no", "label": {"en": "No"}}],
    "help": [{"name": "bus", "label": {"en": "A bus"}}, {"name": "food", "label": {"en": "Food", "fr": "Repas"}}],
}
ANSWERS = {
    "place": "Marungu",
    "n": "4",
    "share": "0.25",
    "total": "12",
    "day": "2026-11-24",
    "then": "2026-11-24T11:00:00.000+03:00",
    "safe": "yes",
    "help": "bus food",
    "spot": "-1.5 29.25 1400 5",
    "issue[i1]/_rid": "i1",
    "issue[i1]/said": "water",
    "issue[i1]/where": "-2 30 0 0",
    "issue[i1]/step[s1]/_rid": "s1",
    "issue[i1]/step[s1]/what": "dig",
}


def version(number: str = "1", *, without: str = "") -> Version:
    asked = [
        {"path": path, "type": type, "choices": choices, "hxl": hxl, "label": {"en": f"{path}?", "fr": f"{path} ?"}}
        for path, type, choices, hxl in QUESTIONS
        if path != without
    ]
    repeats = [{"path": path, "kind": "repeat"} for path in ("issue[]", "issue[]/step[]")]
    languages = [{"code": "en"}, {"code": "fr"}]
    about = {"form": "visit", "version": number, "default_language": "en", "languages": languages}
    return {**about, "units": asked, "groups": repeats, "choices": CHOICES}


def row(values: dict[str, str], **marks: tuple[str, ...]) -> Row:
    about = ("r1", "north", "amina", "2026-11-24T08:00:00.000Z", "received", len(marks.get("in_conflict", ())), "1")
    return Row(*about, values, **marks)


def opened(file: ExportFile) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(b"".join(file.content)))


def by_header(sheet: Any, line: int = 2) -> dict[str, Any]:
    return {head.value: cell for head, cell in zip(sheet[1], sheet[line], strict=True)}


def workbook(values: dict[str, str], options: Options = Options(), **marks: tuple[str, ...]) -> openpyxl.Workbook:  # noqa: B008
    tables = tables_of("visit", [version()], options)
    return opened(xlsx_file(tables, [row(values, **marks)], hxl=options.hxl))


def test_a_workbook_has_a_sheet_a_table_with_typed_cells() -> None:
    book = workbook(ANSWERS)
    assert book.sheetnames == ["visit", "issue", "issue.step"]
    values = {name: cell.value for name, cell in by_header(book["visit"]).items()}
    assert (values["n"], values["share"], values["total"], values["_conflicts"]) == (4, 0.25, 12, 0)
    assert values["day"] == datetime(2026, 11, 24)
    assert values["then"] == values["_received_at"] == datetime(2026, 11, 24, 8)
    step = {name: cell.value for name, cell in by_header(book["issue.step"]).items()}
    assert (step["_record"], step["_parent"], step["issue[]/step[]/what"]) == ("r1", "i1", "dig")


@pytest.mark.parametrize("text", ["=1+1", "+1-2", "-x", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")', "{=1}", "＝1"])
def test_text_like_a_formula_is_text_in_a_workbook(text: str) -> None:
    cell = by_header(workbook({"place": text})["visit"])["place"]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("text", ["<r>a</r>", "<r><t>a", "http://x.org", "007", "1e5", "_x0041_", "a\nb", "💧 ماء"])
def test_text_is_neither_markup_nor_a_link_nor_a_number(text: str) -> None:
    sheet = workbook({"place": text})["visit"]
    cell = by_header(sheet)["place"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert openpyxl.utils.escape.unescape(str(cell.value)).rstrip() == text


def test_what_is_no_number_or_day_stays_text() -> None:
    wrong = {"n": "many", "share": "nan", "total": "007", "day": "2026-02-30", "then": "soon", "safe": "1"}
    cells = by_header(workbook(wrong)["visit"])
    assert {name: cells[name].value for name in wrong} == wrong
    assert by_header(workbook({"n": "12345678901234567"})["visit"])["n"].value == "12345678901234567"


def test_text_longer_than_a_cell_is_cut_where_one_sees_it() -> None:
    text = str(by_header(workbook({"place": "x" * 40_000})["visit"])["place"].value)
    assert (len(text), text[-1]) == (32_767, "…")


def test_what_is_in_conflict_or_stale_is_coloured_and_named() -> None:
    book = workbook(ANSWERS, in_conflict=("place", "issue[i1]/said"), stale=("total",))
    visit, issue = by_header(book["visit"]), by_header(book["issue"])
    assert (visit["_in_conflict"].value, visit["_stale"].value) == ("place issue[i1]/said", "total")
    assert issue["_in_conflict"].value == "issue[i1]/said"
    colours = [cell.fill.fgColor.rgb for cell in (visit["place"], issue["issue[]/said"], visit["total"], visit["n"])]
    assert colours == ["FFFFD9A8", "FFFFD9A8", "FFE3E3E3", "00000000"]


def test_a_sheet_that_is_full_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    tables = tables_of("a_form_with_a_name_that_is_far_too_long", [version()])[:1]
    book = opened(xlsx_file(tables, [row({"n": str(n)}) for n in range(5)]))
    assert [sheet.max_row for sheet in book] == [3, 3, 2]
    assert len({name.casefold() for name in book.sheetnames}) == 3
    monkeypatch.setattr(sheets, "MOST_COLUMNS", 3)
    with pytest.raises(TooLarge, match="CSV"):
        b"".join(xlsx_file(tables, []).content)


def test_choices_stand_as_codes_and_on_request_as_labels_and_as_0_and_1() -> None:
    french = Options(labels=True, split=True, language="fr")
    cells = {name: cell.value for name, cell in by_header(workbook(ANSWERS, french)["visit"]).items()}
    assert (cells["safe"], cells["safe:label"]) == ("yes", "Oui")
    assert (cells["help"], cells["help:label"], cells["help/bus"], cells["help/food"]) == (
        "bus food",
        "A bus; Repas",
        1,
        1,
    )
    cells = {name: cell.value for name, cell in by_header(workbook({"help": "bus"}, french)["visit"]).items()}
    assert (cells["help/bus"], cells["help/food"], cells["safe:label"]) == (1, 0, None)
    assert "help/bus" not in by_header(workbook(ANSWERS)["visit"])


def test_hxl_tags_stand_under_the_header() -> None:
    tags = by_header(workbook(ANSWERS, Options(labels=True, hxl=True))["visit"])
    assert [tags[name].value for name in ("place", "n", "safe:label")] == ["#loc+name", "#reached", "#safe+label"]
    flat = {**version(), "groups": [], "units": version()["units"][:2]}
    file = csv_file(tables_of("visit", [flat]), [row(ANSWERS)], at=NOON, hxl=True)
    lines = list(csv.reader(io.StringIO(b"".join(file.content).decode("utf-8-sig"))))
    assert [line[-2:] for line in lines] == [["place", "n"], ["#loc+name", "#reached"], ["Marungu", "4"]]


def test_polars_reads_json_lines_with_entries_inside() -> None:
    rows = [row(ANSWERS | {"place": "=1+1"}), row({})]
    content = b"".join(json_lines(tables_of("visit", [version()]), rows).content)
    frame = polars.read_ndjson(io.BytesIO(content))
    assert frame["n"].to_list() == [4, None]
    assert frame["place"].to_list() == ["=1+1", None]
    assert frame["help"].to_list() == [["bus", "food"], None]
    first, second = map(json.loads, content.decode().splitlines())
    (issue,) = first["issue[]"]
    assert (issue["issue[]/said"], issue["issue[]/step[]"][0]["issue[]/step[]/what"]) == ("water", "dig")
    assert second["issue[]"] == []


def test_points_are_features_with_the_longitude_first_and_flat_properties() -> None:
    rows = [row(ANSWERS), row({"spot": "91 0 0 0"}), row({"spot": "nan 1"}), row({"spot": "here"}), row({})]
    found = json.loads(b"".join(geojson_file(tables_of("visit", [version()]), rows).content))
    assert found["type"] == "FeatureCollection"
    assert [(each["type"], each["geometry"]) for each in found["features"]] == [
        ("Feature", {"type": "Point", "coordinates": [29.25, -1.5, 1400]}),
        ("Feature", {"type": "Point", "coordinates": [30, -2, 0]}),
    ]
    visit, issue = (each["properties"] for each in found["features"])
    assert (visit["_point"], visit["n"], visit["help"], visit["_review"]) == ("spot", 4, "bus food", "received")
    assert (issue["_point"], issue["_record"], issue["issue[]/said"]) == ("issue[]/where", "r1", "water")
    assert all(not isinstance(value, list | dict) for value in [*visit.values(), *issue.values()])
    assert json.loads(b"".join(geojson_file(tables_of("visit", [version()]), []).content))["features"] == []


def test_the_codebook_names_every_column_that_an_export_can_have() -> None:
    versions = [version("1"), version("2", without="n")]
    book = opened(codebook("visit", versions))
    lines = list(book["columns"].iter_rows(values_only=True))
    told = {(line[0], line[1]): dict(zip(lines[0], line, strict=True)) for line in lines[1:]}
    tables = tables_of("visit", versions, Options(labels=True, split=True))
    assert set(told) == {(table.name, name) for table in tables for name in table.header}
    n, safe = told["visit", "n"], told["visit", "safe"]
    assert (n["question (en)"], n["question (fr)"], n["type"], n["versions"]) == ("n?", "n ?", "integer", "1")
    assert (safe["choices"], safe["hxl"], safe["versions"]) == ("yes_no", "#safe", "1 2")
    assert all(line["meaning"] for line in told.values())
    choices = list(book["choices"].iter_rows(values_only=True))
    assert ("yes_no", "yes", "Yes", "Oui") in choices


def test_a_question_that_changed_its_type_keeps_its_old_answers_as_they_were() -> None:
    older = {**version(), "units": [{**unit, "type": "text"} for unit in version()["units"]]}
    cells = by_header(opened(xlsx_file(tables_of("visit", [older, version("2")]), [row({"n": "007"})]))["visit"])
    assert cells["n"].value == "007"
