"""What a published form says of its questions."""

from __future__ import annotations

import re

import pytest

from tests.app.forms.workbooks import Row, asks, place, read, refused, sheets, units

NESTED = (
    asks("begin group", "meeting"),
    asks("begin repeat", "issues"),
    asks("text", "said"),
    asks("begin group", "more"),
    asks("begin repeat", "steps"),
    asks("text", "step"),
    asks("end repeat"),
    asks("end group"),
    asks("end repeat"),
    asks("end group"),
)


def test_every_repeat_gets_an_id_nested_ones_too() -> None:
    xform = read(sheets(*NESTED))["xform"]
    assert '<bind nodeset="/data/meeting/issues/_rid" type="string" calculate="once(uuid())"/>' in xform
    assert '<bind nodeset="/data/meeting/issues/more/steps/_rid" type="string" calculate="once(uuid())"/>' in xform
    for name in ("issues", "steps"):
        instances = re.findall(rf"<{name}(?: [^>]*)?>(<\w+/>)", xform)
        assert set(instances) == {"<_rid/>"}


@pytest.mark.parametrize("kind", ["begin repeat", "begin_repeat", " begin  repeat "])
def test_a_repeat_is_known_however_it_is_spelled(kind: str) -> None:
    form = sheets({**asks("text", "issue"), "type": kind}, asks("text", "said"), asks("end repeat"))
    assert read(form)["xform"].count("<_rid/>") == 2


def test_paths_name_the_repeats_and_leave_out_the_ids() -> None:
    form = read(sheets(*NESTED))["units"]
    assert [(unit["path"], unit["repeat"]) for unit in form["units"]] == [
        ("meeting/issues[]/said", "meeting/issues[]"),
        ("meeting/issues[]/more/steps[]/step", "meeting/issues[]/more/steps[]"),
    ]
    assert [(group["path"], group["kind"]) for group in form["groups"]] == [
        ("meeting", "group"),
        ("meeting/issues[]", "repeat"),
        ("meeting/issues[]/more", "group"),
        ("meeting/issues[]/more/steps[]", "repeat"),
    ]


@pytest.mark.parametrize(
    ("kind", "type_", "policy"),
    [
        ("text", "text", "person"),
        ("string", "text", "person"),
        ("int", "integer", "person"),
        ("phone number", "text", "person"),
        ("percentage", "integer", "person"),
        ("datetime", "dateTime", "person"),
        ("trigger", "acknowledge", "person"),
        ("gps", "geopoint", "person"),
        ("note", "note", "person"),
        ("hidden", "hidden", "person"),
        ("range", "range", "person"),
        ("rank five", "rank", "person"),
        ("select one from five", "select_one", "person"),
        ("select_multiple five", "select_multiple", "set"),
        ("select_one_from_file p.csv", "select_one", "person"),
        ("select_multiple_from_file p.csv", "select_multiple", "set"),
        ("start", "start", "derived"),
        ("end time", "end", "derived"),
        ("today", "today", "derived"),
        ("imei", "deviceid", "derived"),
        ("username", "username", "derived"),
        ("photo", "image", "person"),
        ("video", "video", "person"),
        ("file", "file", "person"),
        ("barcode", "barcode", "person"),
        ("geotrace", "geotrace", "person"),
        ("background-geopoint", "background-geopoint", "person"),
        ("start-geopoint", "start-geopoint", "person"),
    ],
)
def test_a_question_has_one_type_and_one_policy(kind: str, type_: str, policy: str) -> None:
    cells = {"trigger": "${other}"} if kind == "background-geopoint" else {}
    found = units(sheets(asks(kind, "q", **cells), asks("text", "other"), lists="five: 1 2 3"))["q"]
    assert (found["type"], found["policy"]) == (type_, {"is": policy})


def test_a_calculation_names_its_inputs() -> None:
    form = units(
        sheets(
            *NESTED,
            asks("calculate", "a", calculation="count(${issues}) + string-length(${step})"),
            asks("text", "b", calculation="concat(${a}, ${a}, /data/meeting)"),
            asks("calculate", "c", calculation="once(${a})"),
            asks("text", "d", default="concat(${a}, 1)"),
            asks("calculate", "e", calculation="count(/data/meeting/issues/_rid) + /data"),
        )
    )
    steps, said = "meeting/issues[]/more/steps[]/step", "meeting/issues[]/said"
    assert form["a"]["inputs"] == ["meeting/issues[]/_rid", steps]
    assert form["b"]["inputs"] == ["a", said, steps]
    assert [form[one]["policy"]["is"] for one in "abcde"] == ["derived", "derived", "person", "person", "derived"]
    assert form["e"]["inputs"] == ["meeting/issues[]/_rid"]


def test_choices_are_named_by_their_list_or_their_file() -> None:
    rows = (
        asks("select_one yes_no", "a"),
        asks("select_one_from_file places.csv", "b"),
        asks("select_one ${said}", "c"),
        asks("calculate", "d", calculation="pulldata('people', 'phone', 'name', ${a})"),
    )
    form = read(sheets(*NESTED, *rows, lists="yes_no: yes no"))["units"]
    assert [unit["choices"] for unit in form["units"][2:]] == ["yes_no", "places.csv", None, None]
    assert form["choices"] == {"yes_no": [{"name": "yes", "label": {"": "Yes"}}, {"name": "no", "label": {"": "No"}}]}
    assert form["lists"] == ["people.csv", "places.csv"]


@pytest.mark.parametrize("column", ["instance::hxl", "instance:hxl", "hxl", "tags"])
def test_hxl_is_read_from_any_of_its_columns(column: str) -> None:
    assert units(sheets(asks("text", "q", **{column: "#loc+name"})))["q"]["hxl"] == "#loc+name"


def test_a_form_in_one_language_without_a_name_has_the_empty_code() -> None:
    form = read(sheets(asks("text", "q", hint="Say it"), form_title="Town hall"))["units"]
    assert (form["title"], form["default_language"]) == ({"": "Town hall"}, "")
    assert form["languages"] == [{"code": "", "name": ""}]
    assert (form["units"][0]["label"], form["units"][0]["hint"]) == ({"": "Q"}, {"": "Say it"})


def test_languages_are_known_by_their_code() -> None:
    row = {"label::English (en)": "Date", "label::العربية (ar)": "التاريخ", "hint::Kiswahili": "Lini?"}
    form = read(sheets(asks("date", "q", **row), default_language="العربية (ar)"))["units"]
    assert form["default_language"] == "ar"
    assert [one["code"] for one in form["languages"]] == ["ar", "en", "Kiswahili"]
    assert form["units"][0]["label"] == {"en": "Date", "ar": "التاريخ"}
    undecided = read(sheets(asks("date", "q", **row)))["units"]
    assert (undecided["default_language"], undecided["title"]) == ("en", {"en": "meeting"})


def test_guidance_is_kept_out_of_the_hints() -> None:
    form = sheets(
        asks("text", "a", hint="Short", guidance_hint="Long story"), asks("text", "b", guidance_hint="Only guidance")
    )
    xform = read(form)["xform"]
    assert "Short" in xform
    assert "guidance" not in xform.lower()
    assert xform.count("<hint") == 1


@pytest.mark.parametrize("kind", ["image", "audio", "video", "file", "geotrace", "geoshape", "barcode"])
def test_a_question_the_app_cannot_ask_yet_is_warned_of(kind: str) -> None:
    (warning,) = read(sheets(asks(kind, "proof"), asks("text", "other")))["units"]["warnings"]
    assert "“Proof” (proof)" in warning
    assert kind in warning


def test_what_else_the_app_cannot_do_yet_is_warned_of() -> None:
    form = {
        **sheets(
            asks("select_one_external place", "q", choice_filter="a=1"), asks("text", "p", default="${last-saved#p}")
        ),
        "external_choices": [{"list_name": "place", "name": "a", "label": "A", "a": "1"}],
    }
    external, saved = read(form)["units"]["warnings"]
    assert "external_choices" in external
    assert "saved last" in saved


def test_what_the_converter_adds_is_named_too() -> None:
    rows = (
        asks("select_one five or_other", "a"),
        asks("begin repeat", "r", repeat_count="3"),
        asks("text", "t"),
        asks("end repeat"),
        asks("begin loop over five", "l"),
        asks("text", "u"),
        asks("end loop"),
        asks("begin group", "g", appearance="table-list"),
        asks("select_one five", "v"),
        asks("end group"),
    )
    found = units(sheets(*rows, lists="five: one none"))
    assert found["a_other"]["type"] == "text"
    assert found["r_count"]["policy"] == {"is": "derived"}
    assert [path for path in found if path.startswith("l/")] == ["l/one/u", "l/other/u"]
    assert len([path for path in found if path.startswith("g/")]) == 3


def test_lists_beside_the_form_are_no_questions() -> None:
    assert list(units(sheets(asks("csv-external", "places", label=""), asks("text", "q")))) == ["q"]


LINK = asks("select_one ${said}", "about", baraza_field="commitment.issue")


def linked(*inside: Row, link: Row = LINK) -> str:
    rows = (
        asks("begin repeat", "issue"),
        *inside,
        asks("end repeat"),
        asks("begin repeat", "promise", baraza_register="commitment"),
        asks("text", "what", baraza_field="commitment.text"),
        link,
        asks("end repeat"),
    )
    text: str = read(sheets(*rows))["xform"]
    return text


def test_a_declared_link_stores_the_id_and_shows_the_text() -> None:
    itemset = """<itemset nodeset="/data/issue[./said != '']"><value ref="_rid"/><label ref="said"/>"""
    assert itemset in linked(asks("text", "said"))


def test_a_filtered_link_still_offers_no_empty_text() -> None:
    xform = linked(asks("text", "said"), asks("text", "kind"), link={**LINK, "choice_filter": "${kind} != ''"})
    assert '[./said != \'\']"><value ref="_rid"/>' in xform
    assert "kind" in xform.split("<itemset")[1].split(">")[0]


def test_a_select_over_a_repeat_that_declares_no_link_stores_the_text() -> None:
    plain = {key: cell for key, cell in LINK.items() if key != "baraza_field"}
    assert '<value ref="said"/>' in linked(asks("text", "said"), link=plain)


def test_a_link_within_nested_repeats_stores_the_id() -> None:
    rows = (
        asks("begin repeat", "day"),
        asks("begin repeat", "issue"),
        asks("text", "said"),
        asks("end repeat"),
        asks("begin repeat", "promise", baraza_register="commitment"),
        asks("text", "what", baraza_field="commitment.text"),
        LINK,
        asks("end repeat"),
        asks("end repeat"),
    )
    form = read(sheets(*rows))
    assert '<value ref="_rid"/>' in form["xform"]
    assert form["units"]["units"][-1]["link"] == "day[]/issue[]"


def test_a_link_over_a_text_inside_a_group_is_refused() -> None:
    rows = (
        asks("begin repeat", "issue"),
        asks("begin group", "words"),
        asks("text", "said"),
        asks("end group"),
        asks("end repeat"),
        asks("select_one ${said}", "about"),
    )
    assert place(refused(sheets(*rows))) == ("misplaced", "survey", 7, "type")


def test_a_link_to_another_record_is_no_link_inside_this_one() -> None:
    file = {**LINK, "type": "select_one_from_file issues.csv"}
    assert '<value ref="name"/>' in linked(asks("text", "said"), link=file)
