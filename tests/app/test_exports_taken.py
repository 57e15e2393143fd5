"""Exports as people take them: which records, by whom, in which format."""

from __future__ import annotations

import io
import json

import openpyxl
from sqlmodel import col, select

from app.database import Database
from app.exports.columns import Options
from app.models import Audit
from app.services import exports, forms
from tests.app.ask import Asker
from tests.app.test_exports import Person, api, office, signed_in, visit

__all__ = ["api", "office", "visit"]  # fixtures


def lines(database: Database, **wanted: str) -> list[dict[str, object]]:
    everywhere = frozenset({"north", "south", "east"})
    file = exports.take(database, exports.Wanted("visit", everywhere, **wanted), "json", who="admin")
    return [json.loads(line) for line in b"".join(file.content).splitlines()]


def test_a_lead_takes_every_format_of_her_region_and_the_audit_names_it(office: Database, api: Asker) -> None:
    Person(office, "amina").writes({"place": "north"})
    Person(office, "zuhra").writes({"place": "south"}, region="south")
    wanjiru = signed_in(office, "wanjiru")
    answer = api.get("/api/exports/visit.xlsx", headers=wanjiru)
    assert answer.headers["content-disposition"] == 'attachment; filename="visit.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["visit"]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["north"]
    answer = api.get("/api/exports/visit.json", headers=wanjiru)
    assert [json.loads(line)["place"] for line in answer.content.splitlines()] == ["north"]
    assert api.get("/api/exports/visit.geojson", headers=wanjiru).json()["features"] == []
    with office.read() as session:
        told = session.exec(select(Audit).where(col(Audit.what) == "export").order_by(col(Audit.id))).all()
    assert [(line.who, line.facts["format"]) for line in told] == [
        ("wanjiru", "xlsx"),
        ("wanjiru", "json"),
        ("wanjiru", "geojson"),
    ]


def test_the_codebook_is_for_those_who_may_export(office: Database, api: Asker) -> None:
    path = "/api/exports/visit.codebook.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(api.get(path, headers=signed_in(office, "wanjiru")).content))
    assert book.sheetnames == ["columns", "choices"]
    for kind in ("xlsx", "json", "geojson", "codebook.xlsx"):
        answer = api.get(f"/api/exports/visit.{kind}", headers=signed_in(office, "amina"))
        assert (answer.status_code, answer.json()["error"]) == (403, "not_allowed")
    for wrong in ("language=tlh", "state=odd"):
        answer = api.get(f"/api/exports/visit.json?{wrong}", headers=signed_in(office, "admin"))
        assert answer.json()["error"] == "malformed"


def test_records_are_taken_by_what_they_are_marked_with(office: Database) -> None:
    amina, otieno, wanjiru = (Person(office, name) for name in ("amina", "otieno", "wanjiru"))
    disputed, approved = amina.writes({"place": "Marungu"}), amina.writes({"place": "Kilima"})
    otieno.reads(disputed, amina)
    amina.writes({"place": "the market"}, record=disputed)
    otieno.writes({"place": "the bridge"}, record=disputed)
    wanjiru.reads(approved, amina)
    wanjiru.writes({"@review": "approved"}, record=approved)
    assert [(line["_id"], line["_in_conflict"]) for line in lines(office, state="in_conflict")] == [
        (disputed, ["place"])
    ]
    assert [line["_id"] for line in lines(office, state="unapproved")] == [disputed]
    assert [line["_id"] for line in lines(office, state="settled")] == [approved]
    assert lines(office, state="stale") == []


CHOOSING = """| survey |
| | type | name | label |
| | select_one_from_file places.csv | region | Where? |
| | select_multiple_from_file places.csv | seen | What did you see? |
| settings |
| | form_title | form_id | version |
| | Visit | visit | 2 |
"""


def test_a_choice_from_a_list_has_its_label_and_no_column_of_its_own(office: Database) -> None:
    forms.publish(office, CHOOSING.encode(), "visit.md")
    amina = Person(office, "amina")
    amina.version = "2"
    amina.writes({"region": "XX01", "seen": "XX01 elsewhere"})
    wanted = exports.Wanted("visit", frozenset({"north"}))
    file = exports.take(office, wanted, "json", who="admin", options=Options(labels=True, split=True))
    (line,) = [json.loads(line) for line in b"".join(file.content).splitlines()]
    assert (line["region"], line["region:label"]) == ("XX01", "North Region")
    assert (line["seen"], line["seen:label"]) == (["XX01", "elsewhere"], "North Region; elsewhere")
    assert "seen/XX01" not in line
