"""From file to published form: formats, versions, and files that want to do harm."""

from __future__ import annotations

import io
import resource
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.forms import convert, limits
from app.forms.convert import converted
from app.forms.errors import FormInvalid
from app.forms.publish import MAX_BYTES, answer, digest, publish
from app.forms.sheets import read as read_sheets
from tests.app.forms import xls
from tests.app.forms.workbooks import Sheets, asks, commas, markdown, place, read, refused, sheets, spreadsheet

MEETING = sheets(
    asks("begin repeat", "issue", label="Issues"),
    asks("text", "said", label="Qu'est-ce qui a été dit ?"),
    asks("end repeat"),
    asks("select_one yes_no", "agreed"),
    lists="yes_no: yes no",
    form_title="Meeting",
)


def test_every_format_gives_the_same_form() -> None:
    writers: dict[str, Callable[[Sheets], bytes]] = {"md": markdown, "csv": commas, "xlsx": spreadsheet}
    forms = [converted(write(MEETING), f"meeting.{ending}", "7") for ending, write in writers.items()]
    assert converted(xls.spreadsheet(MEETING), "meeting.xls", "7") == forms[0]
    assert forms[0] == forms[1] == forms[2]


def test_a_file_is_known_by_what_it_holds_and_not_by_its_name() -> None:
    assert converted(spreadsheet(MEETING), "meeting.md", "7")["id"] == "meeting"
    assert converted(xls.spreadsheet(MEETING), "meeting.csv", "7")["id"] == "meeting"


def test_publishing_keeps_the_authors_file_and_fingerprints_the_form() -> None:
    content = markdown(MEETING)
    form = publish(content, "meeting.md", stamp="2026112401")
    assert (form.id, form.version, form.title) == ("meeting", "2026112401", "Meeting")
    assert form.xlsform == content
    assert form.digest == digest(form.xform, form.units)
    assert form == publish(content, "other name.md", stamp="2026112401")


def test_the_files_own_version_goes_before_the_stamp() -> None:
    form = converted(markdown(sheets(asks("text", "said"), version="2026010100")), "meeting.md", "7")
    assert form["version"] == form["units"]["version"] == "2026010100"
    assert 'version="2026010100"' in form["xform"]


def test_a_form_without_settings_is_called_after_its_file() -> None:
    assert converted(markdown({"survey": [asks("text", "said")]}), "town_hall.md", "7")["id"] == "town_hall"


@pytest.mark.parametrize("form_id", ["1st", "a b", "../up", "é", "a" * 101])
def test_a_form_id_that_would_not_fit_an_address_is_refused(form_id: str) -> None:
    assert place(refused(sheets(asks("text", "said"), form_id=form_id))) == ("bad_id", "settings", 2, "form_id")


def test_a_version_that_would_not_fit_an_address_is_refused() -> None:
    assert place(refused(sheets(asks("text", "said"), version="1/2"))) == ("bad_id", "settings", 2, "version")


def test_a_refusal_crosses_from_the_other_process_with_its_place() -> None:
    with pytest.raises(FormInvalid) as caught:
        publish(markdown(sheets(asks("text", "said", relevant="${heard} = 1"))), "meeting.md")
    assert place(caught.value) == ("refused", "survey", 2, "relevant")
    assert caught.value.facts() == {"code": "refused", "sheet": "survey", "row": 2, "column": "relevant"}
    assert "heard" in str(caught.value)


def test_a_file_of_more_than_two_mebibytes_is_not_even_opened() -> None:
    with pytest.raises(FormInvalid) as caught:
        publish(b"|" * (MAX_BYTES + 1), "meeting.md")
    assert caught.value.code == "too_large"


def archive(*members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for number, member in enumerate(members):
            written.writestr(f"xl/{number}.xml", member)
    return file.getvalue()


@pytest.mark.parametrize(
    "bomb",
    [archive(b"0" * 30_000_000), archive(b"0" * 3_000_000), archive(*[b"0"] * 201)],
    ids=["unpacked", "ratio", "members"],
)
def test_an_archive_that_explodes_is_refused(bomb: bytes) -> None:
    with pytest.raises(FormInvalid) as caught:
        converted(bomb, "meeting.xlsx", "7")
    assert caught.value.code == "too_large"


def test_a_survey_of_too_many_rows_is_refused_before_it_is_converted() -> None:
    rows = [asks("text", f"q{number}") for number in range(5_001)]
    assert place(refused(sheets(*rows))) == ("too_large", "survey", 5_002, None)


def test_a_choice_sheet_of_too_many_rows_is_refused() -> None:
    many = sheets(asks("text", "said"), lists="place: " + " ".join(f"p{number}" for number in range(20_001)))
    assert place(refused(many)) == ("too_large", "choices", 20_002, None)


def test_a_cell_of_too_much_text_is_refused() -> None:
    loud = sheets(asks("text", "said"), asks("text", "heard", label="ä" * 16_385))
    assert place(refused(loud)) == ("too_large", "survey", 3, "label")


def test_a_form_that_grows_too_large_for_a_phone_is_refused() -> None:
    with pytest.raises(FormInvalid) as caught:
        limits.check_xform("x" * (limits.MAX_XFORM + 1))
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.md"),
        (b"hello", "a.md"),
        (b"\xff\xfe|||||||", "a.md"),
        (b"|" * 100, "a.md"),
        (b"hello", "a.csv"),
        (b"PK\x03\x04" + b"\0" * 50, "a.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls"),
        (archive(b"<workbook/>"), "a.xlsx"),
        (b"| choices |\n| | list_name | name | label |\n| | a | b | c |\n| settings |\n| | form_id |\n| | x |", "a.md"),
        (b"| survey |\n| | type | name |\n| | text | a | A | more |", "a.md"),
    ],
)
def test_what_is_no_form_is_refused_with_a_sentence(content: bytes, name: str) -> None:
    with pytest.raises(FormInvalid) as caught:
        read_sheets(content, name)
    assert caught.value.code == "unreadable"
    assert caught.value.detail.startswith("The file cannot be read as an XLSForm.")


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_an_entity_in_a_spreadsheet_reaches_no_file(member: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(spreadsheet(MEETING))) as old, zipfile.ZipFile(file, "w") as new:
        for one in old.namelist():
            text = old.read(one)
            new.writestr(one, entity + text.replace(b"Issues", b"&e;") if one == member else text)
    try:
        form = converted(file.getvalue(), "meeting.xlsx", "7")
    except FormInvalid as invalid:
        form = {"units": invalid.detail}
    assert "hush" not in str(form)


def test_groups_nested_without_end_are_refused() -> None:
    deep = [asks("begin group", f"g{number}") for number in range(700)]
    said = convert.answer(
        b'{"filename": "a.md", "stamp": "1"}\n' + markdown(sheets(*deep, asks("text", "q"), *[asks("end group")] * 700))
    )
    assert said["invalid"]["code"] in ("too_large", "refused")


def test_an_authors_own_columns_are_no_error() -> None:
    odd = {"My notes": "x", "self": "x", "notes::a::b": "x", "1st": "x", "ß": "x", "media": "x", "instance": "x"}
    form = {
        "survey": [{**asks("select_one yes_no", "agreed"), **odd}],
        "choices": [{"list_name": "yes_no", "name": "yes", "label": "Yes", **odd}],
        "settings": [{"form_id": "meeting", "children": "x", **odd}],
    }
    assert list(read(form)["units"]["choices"]) == ["yes_no"]


def test_what_a_reader_prints_does_not_spoil_the_answer() -> None:
    assert publish(xls.spreadsheet(MEETING)[:-100], "meeting.xls").id == "meeting"


def test_a_character_no_form_can_carry_is_refused_at_its_cell() -> None:
    form = sheets(asks("text", "said"), asks("text", "heard", hint="be\x07ep"))
    assert place(refused(form)) == ("refused", "survey", 3, "hint")
    assert place(refused(sheets(asks("text", "said", **{"no\x00te": "x"})))) == ("refused", "survey", 2, "note")


def test_a_column_without_a_header_is_the_authors_own() -> None:
    table = b"| survey |\n| | type | name | label | |\n| | text | said | Said | my note |"
    assert converted(table, "meeting.md", "7")["id"] == "meeting"


@pytest.mark.parametrize(
    "column",
    [
        "media::image::English (en)",
        "bind::jr:constraintMsg::Français (fr)",
        "bind::odk:length",
        "instance::hxl",
        "body:x",
    ],
)
def test_columns_that_reach_into_the_form_are_kept(column: str) -> None:
    assert read(sheets({**asks("text", "said", **{"label::English (en)": "Said"}), column: "x"}))


def test_an_empty_row_of_a_spreadsheet_is_counted() -> None:
    empty: dict[str, str] = {}
    form = sheets(asks("text", "said"), empty, empty, asks("text", "heard", constraint="("))
    with pytest.raises(FormInvalid) as caught:
        converted(spreadsheet(form), "meeting.xlsx", "7")
    assert place(caught.value) == ("broken_expression", "survey", 5, "constraint")


def test_what_a_form_makes_for_other_servers_is_no_question() -> None:
    form = {
        **sheets(asks("text", "said", save_to="words"), public_key="x", submission_url="http://elsewhere"),
        "entities": [{"dataset": "talks", "label": "${said}"}],
    }
    published = read(form)
    assert [unit["path"] for unit in published["units"]["units"]] == ["said"]
    assert "elsewhere" not in published["xform"]


def runs(code: str, seconds: float = 10) -> dict[str, Any]:
    return answer(b"", command=(sys.executable, "-c", code), seconds=seconds)


@pytest.mark.parametrize(
    ("code", "seconds"),
    [
        ("import time; time.sleep(60)", 0.1),
        ("import os; os.kill(os.getpid(), 9)", 10),
        ("from app.forms.convert import confine; confine(); bytearray(2 ** 31)", 10),
        ("import resource as r; r.setrlimit(r.RLIMIT_CPU, (1, 1))\nwhile True: pass", 10),
    ],
    ids=["sleeps", "killed", "memory", "busy"],
)
def test_a_process_that_takes_too_much_is_ended_with_a_sentence(code: str, seconds: float) -> None:
    with pytest.raises(FormInvalid) as caught:
        runs(code, seconds)
    assert (caught.value.code, caught.value.row) == ("too_large", None)


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.socket().connect(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
    ],
)
def test_the_process_that_reads_a_file_can_do_nothing_else(deed: str) -> None:
    with pytest.raises(RuntimeError, match="PermissionError"):
        runs(f"from app.forms.convert import confine; confine(); {deed}")


def test_a_fault_of_ours_is_not_blamed_on_the_author() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        runs("1 / 0")


def test_the_process_is_confined_before_it_reads() -> None:
    limits_set: dict[int, tuple[int, int]] = {}
    watchers: list[Callable[[str, tuple[Any, ...]], None]] = []
    convert.confine(limits_set.__setitem__, watchers.append)
    assert limits_set[resource.RLIMIT_AS] == (2**30, 2**30)
    assert limits_set[resource.RLIMIT_CPU] == (20, 20)
    watchers[0]("open", ("file",))
    with pytest.raises(PermissionError):
        watchers[0]("socket.connect", ())


def test_an_answer_crosses_as_json() -> None:
    question = b'{"filename": "meeting.md", "stamp": "7"}\n'
    assert convert.answer(question + markdown(MEETING))["form"] == read(MEETING)
    assert convert.answer(question + b"hello")["invalid"]["code"] == "unreadable"
