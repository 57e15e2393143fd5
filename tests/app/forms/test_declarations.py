"""The register columns, and every way to get them wrong."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.app.forms.workbooks import Row, asks, place, read, refused, sheets, units

LISTS = (
    "yes_no: yes no; risk: none low medium high; five: 1 2 3; theme: land water; use: public_anon internal withdrawn"
)


def declares(kind: str, name: str = "", **columns: str) -> Row:
    """A row with register columns, their names without `baraza_`."""
    return asks(kind, name, **{f"baraza_{column}": cell for column, cell in columns.items()})


MEETING = (declares("date", "ev_date", field="ev_date"), declares("begin repeat", "issue", register="issue"))
ISSUE = (*MEETING, declares("select_one theme", "theme", field="issue.theme"))
AFTER = (asks("end repeat"),)


def form(*rows: Row, register: str = "consultation", **settings: str) -> Mapping[str, list[Row]]:
    """A meeting with issues; the given rows stand in the repeat of issues, the first of them on row 5."""
    declared = {"baraza_register": register} if register else {}
    return sheets(*ISSUE, *rows, *AFTER, lists=LISTS, **declared, **settings)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("code", "column", "row"),
    [
        ("misplaced", "register", declares("text", "q", register="issue")),
        ("misplaced", "register", declares("select_one theme", "q", register="issue")),
        ("unknown_register", "register", declares("select_multiple theme", "q", register="issues")),
        ("unknown_register", "field", declares("text", "q", field="issues.text")),
        ("unknown_field", "field", declares("text", "q", field="issue.texts")),
        ("unknown_field", "field", declares("text", "q", field="text")),
        ("register_missing", "field", declares("text", "q", field="quote.text")),
        ("wrong_type", "field", declares("integer", "q", field="issue.text")),
        ("wrong_type", "field", declares("note", "q", field="issue.text")),
        ("wrong_type", "field", declares("text", "q", field="ev_date")),
        ("wrong_type", "field", declares("time", "q", field="ev_date")),
        ("wrong_type", "field", declares("decimal", "q", field="consultation.n_f")),
        ("wrong_type", "field", declares("select_one theme", "q", field="consultation.n_f")),
        ("wrong_type", "field", declares("select_multiple theme", "q", field="issue.urgency")),
        ("wrong_type", "field", declares("text", "q", field="issue.raised_by")),
        ("wrong_type", "field", declares("select_one theme", "q", field="board")),
        ("wrong_type", "field", declares("text", "q", field="board")),
        ("wrong_type", "field", declares("geotrace", "q", field="geo")),
        ("wrong_choice", "field", declares("select_one theme", "q", field="issue.sens")),
        ("wrong_choice", "field", declares("select_one five", "q", field="risk")),
        ("wrong_choice", "policy", declares("text", "q", policy="newest")),
        ("wrong_choice", "policy", declares("select_one risk", "q", policy="strictest none low medium")),
        ("wrong_choice", "policy", declares("select_one yes_no", "q", policy="strictest yes no maybe")),
        ("wrong_choice", "policy", declares("select_one yes_no", "q", policy="strictest yes no no")),
        ("misplaced", "policy", declares("text", "q", policy="strictest yes no")),
        ("misplaced", "policy", declares("select_multiple yes_no", "q", policy="strictest yes no")),
        ("misplaced", "policy", declares("select_one_from_file p.csv", "q", policy="strictest yes no")),
        ("wrong_choice", "restricts", declares("select_one risk", "q", restricts="severe")),
        ("misplaced", "restricts", declares("text", "q", restricts="high")),
        ("misplaced", "geo", declares("text", "q", geo="adm2")),
        ("wrong_choice", "geo", declares("geopoint", "q", geo="2km")),
        ("misplaced", "consent", declares("date", "q", consent="theme")),
        ("misplaced", "consent", declares("text", "q", consent="nobody")),
        ("misplaced", "consent", declares("text", "q", consent="ev_date")),
        ("wrong_choice", "consent", declares("text", "q", consent="theme")),
        ("misplaced", "field", declares("begin group", "q", field="issue.text")),
    ],
)
def test_a_declaration_that_cannot_be_kept_is_refused(code: str, column: str, row: Row) -> None:
    closing = (asks("end group"),) if row["type"] == "begin group" else ()
    assert place(refused(form(row, *closing))) == (code, "survey", 5, f"baraza_{column}")


def test_a_declaration_on_a_row_that_asks_nothing_is_refused() -> None:
    ends = sheets(*ISSUE, declares("end repeat", field="issue.text"), lists=LISTS)
    assert place(refused(ends)) == ("misplaced", "survey", 5, "baraza_field")


@pytest.mark.parametrize(
    "row",
    [
        declares("text", "q", field="issue.text issue.solution"),
        declares("dateTime", "q", field="consultation.next_date"),
        declares("range", "q", field="consultation.n_f"),
        declares("select_one five", "q", field="consultation.trust_police"),
        declares("select_one_from_file boards.csv", "q", field="board"),
        declares("select_one_from_file places.csv", "q", field="adm1"),
        declares("select_multiple theme", "q", field="issue.raised_by"),
        declares("geopoint", "q", field="geo", geo="10km"),
        declares("select_one risk", "q", field="risk", policy="strictest none low medium high", restricts="high"),
        declares("select_multiple risk", "q", restricts="high medium"),
        declares("select_one theme", "q", policy="person", pii="none", **{"class": "high"}),
    ],
)
def test_a_declaration_that_can_be_kept_is_published(row: Row) -> None:
    assert read(form(row))


@pytest.mark.parametrize(
    ("code", "column", "settings"),
    [
        ("unknown_register", "register", {"register": "consultations"}),
        ("unknown_register", "field", {"field": "meeting.n_m=0"}),
        ("unknown_field", "field", {"field": "consultation.men=0"}),
        ("register_missing", "field", {"field": "quote.consent=internal"}),
        ("wrong_choice", "field", {"field": "consultation.police=many"}),
        ("wrong_type", "field", {"field": "consultation.n_m=none"}),
        ("misplaced", "field", {"field": "consultation.n_m"}),
        ("misplaced", "field", {"field": "ev_date=2026-01-01"}),
        ("misplaced", "policy", {"policy": "person"}),
        ("misplaced", "restricts", {"restricts": "high"}),
        ("needed_missing", "register", {"register": "follow_up"}),
    ],
)
def test_a_declaration_in_the_settings_that_cannot_be_kept_is_refused(
    code: str, column: str, settings: Mapping[str, str]
) -> None:
    declared = {f"baraza_{one}": cell for one, cell in {"register": "consultation", **settings}.items()}
    invalid = refused(form(register="", **declared))
    assert place(invalid) == (code, "settings", 2, f"baraza_{column}")


@pytest.mark.parametrize("header", ["baraza_fields", "baraza::fild", "Baraza_Register2", "baraza:x"])
def test_a_register_column_that_does_not_exist_is_refused(header: str) -> None:
    assert place(refused(sheets(asks("text", "q", **{header: "x"})))) == ("unknown_column", "survey", 1, header)


def test_a_register_column_among_the_choices_is_refused() -> None:
    odd = {**sheets(asks("text", "q")), "choices": [{"list_name": "a", "name": "b", "label": "c", "baraza_field": "d"}]}
    assert place(refused(odd)) == ("misplaced", "choices", 1, "baraza_field")


@pytest.mark.parametrize("header", ["baraza::field", "baraza:field", "Baraza_Field", "BARAZA :: FIELD"])
def test_the_spelling_of_a_column_is_forgiven_but_quoted_as_written(header: str) -> None:
    assert place(refused(sheets(asks("text", "q", **{header: "x.y"})))) == ("unknown_register", "survey", 2, header)
    assert units(sheets(asks("text", "q", **{header: "loc_name"})))["q"]["fields"] == ["loc_name"]


def test_a_row_without_the_field_it_needs_is_refused_where_it_is_declared() -> None:
    bare = sheets(*MEETING, asks("text", "said"), *AFTER)
    assert place(refused(bare)) == ("needed_missing", "survey", 3, "baraza_register")


def test_a_needed_field_in_a_sibling_repeat_is_not_there() -> None:
    other = (declares("begin repeat", "other", register="issue"), asks("text", "said"), *AFTER)
    assert place(refused(sheets(*ISSUE, *AFTER, *other, lists=LISTS))) == (
        "needed_missing",
        "survey",
        6,
        "baraza_register",
    )


def test_a_field_in_a_sibling_repeat_reaches_no_row() -> None:
    other = (asks("begin repeat", "other"), declares("text", "said", field="issue.text"), *AFTER)
    assert place(refused(sheets(*ISSUE, *AFTER, *other, lists=LISTS))) == (
        "register_missing",
        "survey",
        7,
        "baraza_field",
    )


def test_a_question_above_the_repeat_reaches_its_rows() -> None:
    above = sheets(declares("text", "said", field="issue.text"), *ISSUE, *AFTER, lists=LISTS)
    assert units(above)["said"]["fields"] == ["issue.text"]


def test_a_constant_can_be_the_field_a_row_needs() -> None:
    constant = {"baraza_register": "seat", "baraza_field": "seat.group=women"}
    assert read(sheets(asks("text", "q"), **constant))["units"]["constants"] == {"seat.group": "women"}


def test_a_chosen_answer_can_be_a_row_and_a_link_to_it() -> None:
    rows = (
        declares("select_multiple theme", "priorities", register="issue", field="issue.theme"),
        declares("begin repeat", "promise", register="commitment"),
        declares("text", "what", field="commitment.text"),
        asks("select_one theme", "why", choice_filter="selected(${priorities}, name)", baraza_field="commitment.issue"),
        *AFTER,
    )
    assert units(sheets(*rows, lists=LISTS))["promise[]/why"]["link"] == "priorities"
    advice = asks(
        "select_one theme", "why", choice_filter="selected(${priorities}, name)", baraza_field="commitment.advice"
    )
    assert place(refused(sheets(*rows[:3], advice, *AFTER, lists=LISTS)))[0] == "wrong_type"


def test_several_consultations_are_linked_only_from_a_file() -> None:
    needs = {"baraza_register": "need", "lists": LISTS}
    title = declares("text", "title", field="need.title")
    kept = declares("select_multiple_from_file consultations.csv", "met", field="need.consultations")
    assert read(sheets(title, kept, **needs))
    other = declares("select_multiple theme", "met", field="need.consultations")
    assert place(refused(sheets(title, other, **needs)))[:3] == ("wrong_type", "survey", 3)


def test_consent_is_sought_in_the_texts_own_repeat_first() -> None:
    rows = (
        asks("select_one use", "may"),
        asks("begin repeat", "quote"),
        declares("text", "words", consent="may"),
        asks("begin group", "how"),
        asks("select_one use", "may"),
        asks("end group"),
        asks("end repeat"),
        declares("text", "summary", consent="may"),
    )
    found = units(sheets(*rows, lists=LISTS))
    assert found["quote[]/words"]["consent"] == "quote[]/how/may"
    assert found["summary"]["consent"] == "may"
