"""What the converter refuses or falls over, with the author's row."""

from __future__ import annotations

import pytest

from app.forms.prepare import prepared
from app.forms.refusals import refusal
from app.forms.sheets import read as read_sheets
from tests.app.forms.workbooks import Row, asks, markdown, place, refused, sheets

# Two repeats stand above: the ids injected there must not shift the rows an author is told.
ABOVE = (
    asks("begin repeat", "issue"),
    asks("begin repeat", "step"),
    asks("text", "done"),
    asks("end repeat"),
    asks("end repeat"),
)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (asks("text", "said", relevant="${heard} = 1"), "relevant"),
        (asks("text", "said", label="About ${heard}"), "label"),
        (asks("calculate", "said", calculation="${heard}"), "calculation"),
        (asks("calculate", "said"), None),
        (asks("text", "s aid"), "name"),
        (asks("text"), None),
        (asks("", "said"), None),
        (asks("tekst", "said"), None),
        (asks("select_one nowhere", "said"), None),
        (asks("select_multiple ${done}", "said"), "type"),
        (asks("rank ${done}", "said"), "type"),
        (asks("range", "said", parameters="start=a"), "parameters"),
        (asks("begin group", "said"), None),
        (asks("end group"), None),
    ],
)
def test_the_refused_row_is_the_authors_row(row: Row, column: str | None) -> None:
    invalid = refused(sheets(*ABOVE, row, lists="yes_no: yes no"))
    assert place(invalid) == ("refused", "survey", 7, column)
    assert "[row" not in invalid.detail


def test_a_choice_that_stands_twice_is_refused_on_its_own_sheet() -> None:
    invalid = refused(sheets(asks("select_one a", "said"), lists="a: yes no yes"))
    assert place(invalid) == ("refused", "choices", 4, "name")


def test_a_column_that_stands_twice_is_refused() -> None:
    assert place(refused(sheets({**asks("text", "said"), "relevant": "1", "relevance": "1"}))).count("survey") == 1


@pytest.mark.parametrize("header", ["bind::my rule", "instance:1st", "control::a b::c"])
def test_a_column_that_puts_a_bad_name_into_the_form_is_refused(header: str) -> None:
    assert place(refused(sheets(asks("text", "said", **{header: "x"})))) == ("refused", "survey", 1, header)


def test_a_form_that_asks_nothing_is_refused() -> None:
    assert place(refused(sheets(asks("begin group", "empty"), asks("end group")))) == ("refused", "survey", None, None)


def test_the_id_of_repeats_cannot_be_asked_by_an_author() -> None:
    form = sheets(asks("begin repeat", "issue"), asks("calculate", "_rid", calculation="1"), asks("end repeat"))
    assert place(refused(form)) == ("reserved_name", "survey", 3, "name")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KeyError("${done}"), ("refused", "survey", 7, "label")),
        (KeyError("'text'"), ("refused", "survey", 4, "type")),
        (ValueError("the column 'relevant'"), ("refused", "survey", 1, "relevant")),
        (ZeroDivisionError(), ("refused", None, None, None)),
    ],
)
def test_a_crash_without_a_row_is_placed_by_what_it_mentions(
    error: Exception, expected: tuple[str, str | None, int | None, str | None]
) -> None:
    workbook = read_sheets(markdown(sheets(*ABOVE, asks("note", "hint", label="${done}", relevant="1"))), "a.md")
    invalid = refusal(error, workbook, prepared(workbook, "1"))
    assert place(invalid) == expected
    assert invalid.detail.startswith("The converter cannot read this")


def test_rows_beyond_the_sheet_have_no_origin() -> None:
    ready = prepared(read_sheets(markdown(sheets(*ABOVE)), "a.md"), "1")
    assert [ready.origin(row) for row in (1, 2, 3, 4, 5, 6, 99)] == [1, 2, 2, 3, 3, 4, None]
