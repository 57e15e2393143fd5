"""What the converter lets through but a phone could not run."""

from __future__ import annotations

import pytest
from pyxform.xls2xform import convert

from app.forms.errors import FormInvalid
from app.forms.prepare import prepared
from app.forms.questions import Questionnaire, questionnaire
from app.forms.runnable import refuse_unknown
from app.forms.sheets import read as read_sheets
from app.forms.xform import parse
from tests.app.forms.workbooks import Row, asks, markdown, place, read, refused, sheets, units

ABOVE = (asks("begin repeat", "issue"), asks("integer", "weight"), asks("end repeat"))


@pytest.mark.parametrize(
    ("code", "row", "column"),
    [
        ("broken_expression", asks("integer", "n", constraint=". > (1"), "constraint"),
        ("broken_expression", asks("integer", "n", constraint=". > '1"), "constraint"),
        ("broken_expression", asks("integer", "n", relevant="${m} = "), "relevant"),
        ("broken_expression", asks("integer", "n", constraint="(" * 3_000), "constraint"),
        ("broken_expression", asks("calculate", "n", calculation="if(1, 2)"), "calculation"),
        ("broken_expression", asks("calculate", "n", calculation="round()"), "calculation"),
        ("broken_expression", asks("calculate", "n", calculation="join()"), "calculation"),
        ("unknown_function", asks("integer", "n", required="sometimes()"), "required"),
        ("unknown_function", asks("text", "n", default="thousandsep(1)"), "default"),
        ("unknown_function", asks("integer", "n", **{"read only": "intersects(1)"}), "readonly"),
        ("unknown_question", asks("calculate", "n", calculation="/data/nowhere"), "calculation"),
        ("unknown_question", asks("calculate", "n", calculation="../nowhere + 1"), "calculation"),
        ("unknown_list", asks("calculate", "n", calculation="instance('x')/root/item[1]/label"), "calculation"),
        ("circular", asks("calculate", "n", calculation=". + 1"), "calculation"),
        ("circular", asks("calculate", "n", calculation="${n} + 1"), "calculation"),
        ("circular", asks("text", "n", relevant="${n} = 1"), "relevant"),
    ],
)
def test_an_expression_no_phone_can_run_is_refused_at_its_row(code: str, row: Row, column: str) -> None:
    assert place(refused(sheets(*ABOVE, row, asks("integer", "m")))) == (code, "survey", 5, column)


def test_a_filter_no_phone_can_run_is_refused_at_its_row() -> None:
    row = asks("select_one place", "where", choice_filter="starts_with(name, 'a')")
    assert place(refused(sheets(*ABOVE, row, lists="place: a b"))) == ("unknown_function", "survey", 5, "choice_filter")


def test_a_repeat_count_no_phone_can_run_is_refused_at_its_row() -> None:
    form = sheets(asks("begin repeat", "issue", repeat_count="1 +"), asks("text", "said"), asks("end repeat"))
    assert place(refused(form))[:3] == ("broken_expression", "survey", 2)


def test_a_broken_name_of_the_record_is_refused_in_the_settings() -> None:
    form = sheets(asks("text", "said"), instance_name="concat(${said}")
    assert place(refused(form)) == ("broken_expression", "settings", 2, "instance_name")


def test_calculations_that_need_each_other_are_refused_at_the_first() -> None:
    invalid = refused(
        sheets(
            asks("integer", "start_value"),
            asks("calculate", "a", calculation="${c} + 1"),
            asks("calculate", "b", calculation="${a} + ${start_value}"),
            asks("calculate", "c", calculation="${b} * 2"),
        )
    )
    assert place(invalid) == ("circular", "survey", 3, "calculation")
    assert "→" in invalid.detail


def test_a_repeat_shown_for_an_answer_inside_it_is_refused() -> None:
    form = sheets(
        asks("begin repeat", "issue", relevant="${weight} > 1"), asks("integer", "weight"), asks("end repeat")
    )
    assert place(refused(form)) == ("circular", "survey", 2, "relevant")


def test_a_running_total_over_earlier_instances_is_no_circle() -> None:
    total = "coalesce(indexed-repeat(${total}, ${issue}, position(..) - 1), 0) + ${weight}"
    form = sheets(ABOVE[0], ABOVE[1], asks("calculate", "total", calculation=total), ABOVE[2])
    assert units(form)["issue[]/total"]["inputs"] == ["issue[]/_rid", "issue[]/weight"]


def test_an_answer_set_once_when_another_changes_is_no_circle() -> None:
    form = sheets(asks("integer", "n"), asks("calculate", "times", calculation="${times} + 1", trigger="${n}"))
    assert units(form)["times"]["policy"] == {"is": "person"}


@pytest.mark.parametrize(
    "calculation",
    [
        "sum(${weight}) + count(${issue})",
        "/data/issue[1]/weight",
        "//weight",
        "/data/*",
        "/data/issue/descendant::weight",
        "concat(/data/n/@hxl, ../m, ./../m)",
        "instance('place')/root/item[name = current()/../m]/label",
        "pulldata('people.csv', 'phone', 'name', ${m})",
        "jr:choice-name(${m}, '/data/m') ",
        "(${m} | ${m})[1]",
        "-${m} div 2 mod 3 * 4",
        "once(random())",
    ],
)
def test_what_a_phone_can_run_is_published(calculation: str) -> None:
    where = asks("select_one place", "m")
    assert read(sheets(*ABOVE, where, asks("calculate", "n", calculation=calculation), lists="place: a b"))


def test_texts_that_quote_answers_are_read_where_they_stand() -> None:
    form = sheets(
        asks("begin repeat", "issue", label="Issue ${weight}"),
        asks("integer", "weight"),
        asks("note", "heavy", **{"label::English (en)": "It is ${weight}", "label::Français (fr)": "C'est ${weight}"}),
        asks("end repeat"),
    )
    assert "output" in read(form)["xform"]


LOOKUP = "It is instance('{0}')/root/item[name = ${{m}}]/label"


def test_a_text_that_looks_into_no_list_is_refused_at_its_row() -> None:
    rows = (*ABOVE, asks("note", "n", label=LOOKUP.format("nowhere")), asks("select_one place", "m"))
    assert place(refused(sheets(*rows, lists="place: a b"))) == ("unknown_list", "survey", 5, "label")


def test_the_text_of_a_choice_is_read_too() -> None:
    form = {**sheets(asks("select_one place", "m")), "choices": [{"list_name": "place", "name": "a"}]}
    form["choices"] = [{**form["choices"][0], "label": LOOKUP.format("nowhere")}]
    assert place(refused(form)) == ("unknown_list", "choices", None, "label")


def test_a_question_no_edit_could_name_is_refused() -> None:
    document = parse(read(sheets(*ABOVE))["xform"])
    known = Questionnaire("a", "1", "A", "default", (), {})
    with pytest.raises(FormInvalid, match="asks nothing"):
        refuse_unknown(known, document)
    workbook = read_sheets(markdown(sheets(asks("text", "other"))), "a.md")
    converted = convert(prepared(workbook, "1").raw, form_name="data")
    other = questionnaire(converted._pyxform, workbook.rows("survey"))
    with pytest.raises(FormInvalid, match="issue"):
        refuse_unknown(other, document)
