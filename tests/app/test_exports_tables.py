from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from app.exports.cells import cell
from app.exports.csv_files import csv_file
from app.exports.tables import Row, tables_of

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def unit(path: str, type: str = "text") -> dict[str, str]:
    return {"path": path, "type": type}


def units(*paths: str, repeats: Iterable[str] = ()) -> dict[str, Any]:
    return {
        "units": [unit(path) for path in paths],
        "groups": [{"path": path, "kind": "repeat"} for path in repeats],
    }


def row(id: str, values: dict[str, str], *, stale: tuple[str, ...] = ()) -> Row:
    return Row(id, "north", "amina", "2026-11-24T08:00:00.000Z", "received", 0, "2", values, stale)


def exported(form: str, versions: list[dict[str, Any]], rows: list[Row]) -> dict[str, list[dict[str, str]]]:
    file = csv_file(tables_of(form, versions), rows, at=NOON)
    content = b"".join(file.content)
    if file.media_type != "application/zip":
        return {file.name: read(content)}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: read(archive.read(name)) for name in archive.namelist()}


def read(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets know UTF-8 by this mark"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_form_without_repeats_is_one_csv() -> None:
    files = exported("visit", [units("place", "n")], [row("r1", {"place": "Marungu", "n": "4"})])
    assert list(files) == ["visit.csv"]
    assert files["visit.csv"][0] == {
        "_id": "r1",
        "_scope": "north",
        "_author": "amina",
        "_received_at": "2026-11-24T08:00:00.000Z",
        "_review": "received",
        "_conflicts": "0",
        "_version": "2",
        "_stale": "",
        "_in_conflict": "",
        "place": "Marungu",
        "n": "4",
    }


def test_a_question_that_a_newer_version_dropped_keeps_its_column() -> None:
    files = exported("visit", [units("old", "place"), units("place", "new")], [row("r1", {"old": "1", "new": "2"})])
    assert list(files["visit.csv"][0])[9:] == ["old", "place", "new"]
    assert (files["visit.csv"][0]["old"], files["visit.csv"][0]["place"]) == ("1", "")


def test_a_note_is_no_column_for_nobody_can_answer_it() -> None:
    version = {"units": [unit("hello", "note"), unit("q")], "groups": []}
    assert "hello" not in exported("visit", [version], [row("r1", {})])["visit.csv"][0]


def test_entries_of_repeats_are_rows_of_their_own_named_by_path() -> None:
    version = units("q", "g/issue[]/text", "g/issue[]/step[]/what", repeats=["g/issue[]", "g/issue[]/step[]"])
    values = {"q": "1", "g/issue[i1]/_rid": "i1", "g/issue[i1]/text": "well", "g/issue[i1]/step[s1]/_rid": "s1"}
    files = exported("visit", [version], [row("r1", values | {"g/issue[i1]/step[s1]/what": "dig"})])
    assert list(files) == ["visit.csv", "g.issue.csv", "g.issue.step.csv"]
    issue, step = files["g.issue.csv"][0], files["g.issue.step.csv"][0]
    assert (issue["_record"], issue["_rid"], issue["_id"], issue["g/issue[]/text"]) == ("r1", "i1", "r1", "well")
    assert (step["_record"], step["_rid"], step["_parent"], step["g/issue[]/step[]/what"]) == ("r1", "s1", "i1", "dig")


def test_entries_stand_by_place_then_id_at_every_level() -> None:
    version = units("issue[]/step[]/what", repeats=["issue[]", "issue[]/step[]"])
    values = {
        "issue[a]/_rid": "a",
        "issue[a]/@order": "b",
        "issue[z]/_rid": "z",
        "issue[z]/@order": "B",
        "issue[m]/_rid": "m",
        "issue[a]/step[2]/_rid": "2",
        "issue[z]/step[3]/_rid": "3",
        "issue[a]/step[1]/_rid": "1",
    }
    files = exported("visit", [version], [row("r1", values)])
    assert [each["_rid"] for each in files["issue.csv"]] == ["m", "z", "a"]
    assert [each["_rid"] for each in files["issue.step.csv"]] == ["3", "1", "2"]


def test_a_repeat_called_like_the_form_has_a_file_of_its_own() -> None:
    files = exported("visit", [units("visit[]/q", repeats=["visit[]"])], [row("r1", {"visit[x]/_rid": "x"})])
    assert list(files) == ["visit.csv", "visit.repeat.csv"]


def test_what_a_merge_has_made_old_is_named_in_its_row() -> None:
    version = units("sum", "issue[]/share", repeats=["issue[]"])
    values = {"sum": "3", "issue[a]/_rid": "a", "issue[b]/_rid": "b"}
    files = exported("visit", [version], [row("r1", values, stale=("issue[b]/share", "sum"))])
    assert files["visit.csv"][0]["_stale"] == "issue[b]/share sum"
    assert [each["_stale"] for each in files["issue.csv"]] == ["", "issue[b]/share"]


def test_comments_and_other_words_about_a_record_are_no_entries() -> None:
    version = units("issue[]/text", repeats=["issue[]"])
    files = exported("visit", [version], [row("r1", {"@comment[c1]": "why?", "@comment[c1]/about": "q"})])
    assert files["issue.csv"] == []


def test_a_form_without_records_still_says_what_its_columns_are() -> None:
    content = b"".join(csv_file(tables_of("visit", [units("place")]), [], at=NOON).content)
    assert content.decode("utf-8-sig").strip().split(",")[-1] == "place"


def test_a_thousand_entries_go_through_a_file_on_disk() -> None:
    version = units("issue[]/text", repeats=["issue[]"])
    rows = [row(f"r{n}", {f"issue[{n}]/_rid": str(n), f"issue[{n}]/text": "x" * 2000}) for n in range(1200)]
    files = exported("visit", [version], rows)
    assert [each["_rid"] for each in files["issue.csv"]] == [str(n) for n in range(1200)]


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(opening: str) -> None:
    assert cell(f'{opening}HYPERLINK("http://x")').startswith("'")
    assert cell(opening) == f"'{opening}"


@pytest.mark.parametrize("text", ["-5", "+5", "-4.25", "", "Marungu", "5-3", "a=b", "'quoted"])
def test_numbers_and_plain_text_stay_what_they_are(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("text", ["-2+3", "-4.32 15.3 0 5", "-.5", "--5", "-1e9", "-5\n"])
def test_what_only_begins_like_a_number_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_quotes_and_lines_survive() -> None:
    said = 'She said: "no",\r\nthen left; ماء 💧'
    assert exported("visit", [units("q")], [row("r1", {"q": said})])["visit.csv"][0]["q"] == said
