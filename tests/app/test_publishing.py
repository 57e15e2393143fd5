from __future__ import annotations

from typing import Any

from tests.app.phones import FORM, PLACE, VERSION, Phone, new_id, outcome

SHEET = """| survey |
| | type | name | label |
| | text | q | {label} |
| settings |
| | form_title | form_id | version |
| | Late | late | 1 |
"""


def file(label: str = "Question", **other: Any) -> dict[str, Any]:
    return {"file": ("late.md", SHEET.format(label=label).encode(), "text/markdown"), **other}


def test_what_waited_for_a_form_goes_on_when_it_is_published(amina: Phone, otieno: Phone, admin: Phone) -> None:
    record = new_id()
    early = amina.edit(record, {"q": "early"}, form="late", version="1")
    later = amina.edit(record, {"q": "later"}, form="late", version="1", seen={amina.replica: 1})
    answer = amina.push(early, later, amina.edit(new_id(), {PLACE: "goes on"}))
    assert outcome(answer) == [("held", "unknown_form"), ("held", "unknown_form"), ("applied", None)]
    assert outcome(amina.push(early)) == [("held", "unknown_form")]
    assert admin.post("/api/forms", files=file()).status_code == 201
    assert amina.reads(record)["values"] == {"q": "later"}
    answer = otieno.sync()
    assert otieno.shows(record, "q") == ["later"]
    assert "late" in {form["id"] for form in answer["forms"]}
    assert outcome(amina.push(early, later)) == [("duplicate", None)] * 2


def test_a_version_not_published_yet_is_shown_as_waiting(amina: Phone) -> None:
    record = amina.begins({PLACE: "old"})
    assert amina.writes(record, {PLACE: "new"}, version="2999010100")["code"] == "unknown_form"
    assert (amina.reads(record)["values"], amina.reads(record)["held"]) == ({PLACE: "old"}, 1)


def test_only_an_administrator_publishes(amina: Phone, wanjiru: Phone) -> None:
    for person in (amina, wanjiru):
        response = person.post("/api/forms", files=file())
        assert (response.status_code, response.json()["error"]) == (403, "not_allowed")


def test_what_is_no_form_is_refused_with_where_and_why(admin: Phone) -> None:
    response = admin.post("/api/forms", files={"file": ("x.md", b"no form at all", "text/markdown")})
    assert (response.status_code, response.json()["error"]) == (422, "form_invalid")
    assert {"sheet", "row"} <= set(response.json()["facts"])


def test_a_published_version_never_changes(admin: Phone) -> None:
    first, again = admin.post("/api/forms", files=file()), admin.post("/api/forms", files=file())
    assert (first.status_code, again.json()["digest"]) == (201, first.json()["digest"])
    changed = admin.post("/api/forms", files=file("Another question"))
    assert (changed.status_code, changed.json()["facts"]["code"]) == (422, "version_taken")


def test_an_upload_without_a_file_is_refused(admin: Phone) -> None:
    assert admin.post("/api/forms", files={"other": ("x", b"x", "text/plain")}).status_code == 400
    assert admin.post("/api/forms", data={"file": "text"}).status_code == 400
    headers = {**admin.headers, "Content-Type": "multipart/form-data; boundary=x"}
    assert admin.client.post("/api/forms", content=b"nonsense", headers=headers).status_code == 400
    headers["Content-Length"] = "x"
    assert admin.client.post("/api/forms", content=b"x", headers=headers).status_code == 400
    headers["Content-Length"] = str(2**40)
    assert admin.client.post("/api/forms", content=b"x", headers=headers).json()["error"] == "too_large"


def test_phones_fetch_a_form_and_what_it_says_of_its_questions(amina: Phone) -> None:
    listed = {form["id"]: form for form in amina.get("/api/forms").json()["forms"]}
    assert listed[FORM]["version"] == VERSION
    xform = amina.get(listed[FORM]["url"])
    assert xform.headers["content-type"].startswith("text/xml")
    assert xform.text.startswith("<h:html")
    units = amina.get(f"{listed[FORM]['url']}/units").json()
    assert PLACE in {unit["path"] for unit in units["units"]}


SUMS = """| survey |
| | type | name | label | calculation |
| | integer | women | Women | |
| | integer | men | Men | |
{total}| settings |
| | form_title | form_id | version |
| | Sums | sums | {version} |
"""
TOTAL = "| | calculate | total | | ${women} + ${men} |\n"


def test_a_version_that_drops_a_question_makes_no_conflict_of_its_answers(
    amina: Phone, otieno: Phone, admin: Phone
) -> None:
    def publish(version: str, total: str) -> None:
        content = SUMS.format(total=total, version=version).encode()
        assert admin.post("/api/forms", files={"file": ("sums.md", content, "text/markdown")}).status_code == 201

    publish("1", TOTAL)
    record, form = new_id(), {"form": "sums", "version": "1"}
    amina.push(amina.edit(record, {"women": "3", "men": "1", "total": "4"}, **form))
    otieno.sync()
    amina.sync()
    amina.push(amina.edit(record, {"women": "5", "total": "6"}, **form))
    otieno.push(otieno.edit(record, {"men": "2", "total": "5"}, **form))
    publish("2", "")
    amina.sync()
    amina.push(amina.edit(record, {"women": "6"}, form="sums", version="2"))
    shown = amina.reads(record)
    assert (shown["conflicts"], shown["values"]["women"], shown["version"]) == ([], "6", "2")
    assert shown["stale"] == ["total"]
