from __future__ import annotations

import csv
import io
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, col, select

from app.database import Database
from app.errors import Malformed
from app.forms.publish import Published, publish
from app.main import make_app
from app.models import Audit, Form, FormVersion, User
from app.services import demo, exports, forms, sessions, users
from app.services.passwords import Passwords
from app.services.pushing import Push, push
from app.services.users import Newcomer
from app.settings import Settings
from tests.app.ask import Asker

FORM = """| survey |
| | type | name | label |
| | text | place | Where? |
| | integer | n | How many? |
| | begin repeat | issue | Issues |
| | text | said | What was said? |
| | end repeat | | |
| settings |
| | form_title | form_id | version |
| | Visit | visit | {version} |
"""
MONTH = {"from": "2026-01-01", "to": "2999-01-01"}


class Person:
    """Somebody with a phone, who writes and is believed to have seen the record as it is."""

    def __init__(self, database: Database, name: str) -> None:
        self.database, self.n, self.version = database, 0, "1"
        replica = uuid.uuid4().hex
        self.session = sessions.open_session(database, name, replica, label="test", days=1, device=None)
        self.seen: dict[str, dict[str, int]] = {}

    def writes(self, values: dict[str, str | None], *, record: str | None = None, region: str = "north") -> str:
        self.n += 1
        id, replica = record or str(uuid.uuid4()), self.session.caller.replica
        edit: dict[str, Any] = {"replica": replica, "n": self.n, "record": id, "form": "visit", "version": self.version}
        edit |= {"scope": region, "parent": None, "at": "2026-11-24T08:00:00.000Z", "offset_ms": 0}
        edit |= {"seen": dict(self.seen.get(id, {})), "set": values}
        pushed = push(self.database, self.session.caller, Push([edit]))
        assert [verdict["is"] for verdict in pushed.verdicts] == ["applied"]
        self.seen.setdefault(id, {})[replica] = self.n
        return id

    def reads(self, record: str, other: Person) -> None:
        self.seen[record] = {**self.seen.get(record, {}), **other.seen[record]}


@pytest.fixture(scope="module")
def visit() -> Published:
    """A form with a repeat, read once for all tests."""
    return publish(FORM.format(version="1").encode(), "visit.md")


@pytest.fixture
def office(database: Database, visit: Published) -> Database:
    """A database with the people of the sample data and one form, in one version."""
    database.do(demo.add_regions)
    database.do(lambda session: demo.add_people(session, demo.PASSWORD, Passwords("light")))
    then = "2026-11-01T00:00:00.000Z"
    kept = {"xlsform": visit.xlsform, "xform": visit.xform, "units": visit.units, "digest": visit.digest}

    def put_in_use(session: Session) -> None:
        session.add(Form(id=visit.id, version=visit.version, published_at=then))
        session.flush()
        session.add(FormVersion(form=visit.id, version=visit.version, published_at=then, **kept))

    database.do(put_in_use)
    return database


def taken(database: Database, *regions: str, form: str = "visit") -> dict[str, list[dict[str, str]]]:
    wanted = exports.Wanted(form, frozenset(regions or ("north", "south", "east")))
    return unpacked(b"".join(exports.take(database, wanted, "csv", who="wanjiru").content))


def unpacked(content: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def test_an_export_says_of_each_record_where_it_is_from(office: Database) -> None:
    amina, wanjiru = Person(office, "amina"), Person(office, "wanjiru")
    record = amina.writes({"place": "Marungu", "n": "4"})
    wanjiru.reads(record, amina)
    wanjiru.writes({"@review": "approved"}, record=record)
    row = taken(office)["visit.csv"][0]
    assert (row["_id"], row["_scope"], row["_author"], row["_review"]) == (record, "north", "amina", "approved")
    assert (row["_conflicts"], row["_version"], row["place"], row["n"]) == ("0", "1", "Marungu", "4")


def test_an_open_conflict_is_counted_until_somebody_decides(office: Database) -> None:
    amina, otieno = Person(office, "amina"), Person(office, "otieno")
    record = amina.writes({"place": "Marungu"})
    otieno.reads(record, amina)
    amina.writes({"place": "Marungu market"}, record=record)
    otieno.writes({"place": "Marungu bridge"}, record=record)
    assert [row["_conflicts"] for row in taken(office)["visit.csv"]] == ["1"]
    otieno.reads(record, amina)
    otieno.writes({"place": "Marungu, at the bridge"}, record=record)
    assert [(row["place"], row["_conflicts"]) for row in taken(office)["visit.csv"]] == [
        ("Marungu, at the bridge", "0")
    ]


def test_what_is_deleted_or_restricted_is_left_out_with_its_entries(office: Database) -> None:
    amina, wanjiru = Person(office, "amina"), Person(office, "wanjiru")
    entry = {"issue[a0d5ef5e-7b1f-4a6e-9c55-0f9b0b7d3f21]/said": "kept", "place": "kept"}
    entry["issue[a0d5ef5e-7b1f-4a6e-9c55-0f9b0b7d3f21]/_rid"] = "a0d5ef5e-7b1f-4a6e-9c55-0f9b0b7d3f21"
    kept, gone, restricted = (amina.writes(dict(entry)) for _ in range(3))
    amina.writes({"@deleted": "true"}, record=gone)
    wanjiru.reads(restricted, amina)
    wanjiru.writes({"@restricted": "true"}, record=restricted)
    files = taken(office)
    assert {row["_record"] for row in files["issue.csv"]} == {row["_id"] for row in files["visit.csv"]} == {kept}


def test_records_of_other_regions_stay_where_they_are(office: Database) -> None:
    Person(office, "amina").writes({"place": "north"})
    Person(office, "zuhra").writes({"place": "south"}, region="south")
    assert [row["place"] for row in taken(office, "south")["visit.csv"]] == ["south"]
    assert taken(office, "east")["visit.csv"] == []


def test_a_newer_version_adds_its_columns_and_takes_none_away(office: Database) -> None:
    Person(office, "amina").writes({"n": "4"})
    newer = FORM.format(version="2").replace("| | integer | n | How many? |\n", "| | text | who | Who? |\n")
    forms.publish(office, newer.encode(), "visit.md")
    row = taken(office)["visit.csv"][0]
    assert (row["n"], row["who"]) == ("4", "")


def test_more_records_than_are_read_at_once_come_once_each(office: Database) -> None:
    amina = Person(office, "amina")
    replica, caller = amina.session.caller.replica, amina.session.caller
    shared = {"replica": replica, "form": "visit", "version": "1", "scope": "north", "parent": None, "seen": {}}
    shared |= {"at": "2026-11-24T08:00:00.000Z", "offset_ms": 0}
    edits = [{**shared, "n": n, "record": str(uuid.uuid4()), "set": {"n": str(n)}} for n in range(1, 2101)]
    for start in range(0, len(edits), 500):
        push(office, caller, Push(edits[start : start + 500]))
    rows = taken(office)["visit.csv"]
    assert sorted(int(row["n"]) for row in rows) == list(range(1, 2101))
    assert [row["_id"] for row in rows] == sorted(row["_id"] for row in rows)


@pytest.fixture
def api(office: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """The server over that database."""
    settings = Settings(database_url=office.url, data=tmp_path_factory.mktemp("data"), password_cost="light")
    app = make_app(settings)
    yield Asker(app)
    app.state.database.dispose()


def signed_in(database: Database, name: str) -> dict[str, str]:
    opened = sessions.open_session(database, name, uuid.uuid4().hex, label="test", days=1, device=None)
    return {"Authorization": f"Bearer {opened.token}"}


def test_a_lead_takes_the_records_of_her_region_and_the_audit_says_so(office: Database, api: Asker) -> None:
    Person(office, "amina").writes({"place": "north"})
    Person(office, "zuhra").writes({"place": "south"}, region="south")
    answer = api.get("/api/exports/visit.csv", params=MONTH, headers=signed_in(office, "wanjiru"))
    assert answer.headers["content-disposition"] == 'attachment; filename="visit.zip"'
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("application/zip", "no-store")
    assert [row["place"] for row in unpacked(answer.content)["visit.csv"]] == ["north"]
    with office.read() as session:
        line = session.exec(select(Audit).where(col(Audit.what) == "export")).one()
    assert (line.who, line.about) == ("wanjiru", "visit")
    assert line.facts == {"regions": ["north"], **MONTH, "format": "csv"}


def test_an_administrator_takes_all_or_what_she_asks_for(office: Database, api: Asker) -> None:
    Person(office, "amina").writes({"place": "north"})
    Person(office, "zuhra").writes({"place": "south"}, region="south")
    admin = signed_in(office, "admin")

    def places(**wanted: str) -> list[str]:
        answer = api.get("/api/exports/visit.csv", params=wanted, headers=admin)
        return sorted(row["place"] for row in unpacked(answer.content)["visit.csv"])

    assert places() == ["north", "south"]
    assert places(scope="south") == ["south"]
    assert places(scope="nowhere") == places(review="approved") == places(to="2026-01-01") == []


REFUSED = (
    ("amina", "visit.csv", 403, "not_allowed"),
    ("amina", "no_such_form.csv", 403, "not_allowed"),
    ("amina", "visit.exe", 403, "not_allowed"),
    ("wanjiru", "no_such_form.csv", 404, "not_found"),
    ("wanjiru", "visit.exe", 404, "not_found"),
    ("admin", "visit", 404, "not_found"),
)


def test_who_may_not_take_it_is_told_so(office: Database, api: Asker) -> None:
    for who, path, status, code in REFUSED:
        answer = api.get(f"/api/exports/{path}", headers=signed_in(office, who))
        assert (answer.status_code, answer.json()["error"]) == (status, code), (who, path)
    assert api.get("/api/exports/visit.csv").json()["error"] == "signed_out"


def test_lists_are_for_who_is_signed_in(office: Database, api: Asker) -> None:
    amina = signed_in(office, "amina")
    answer = api.get("/api/lists/places.csv", headers=amina)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("name,label,")
    assert api.get("/api/lists/places.csv").json()["error"] == "signed_out"
    assert api.get("/api/lists/nothing.csv", headers=amina).json()["error"] == "not_found"


def test_whoever_asks_is_told_that_the_server_is_well(office: Database, api: Asker) -> None:
    kind = "SQLite" if office.is_sqlite else "PostgreSQL"
    answer = api.get("/api/health").json()
    assert (answer["status"], answer["database"]) == ("ok", kind)
    assert answer["version"]


UNUSABLE = (
    (Newcomer("amina", "officer", ("north",)), "a long password", "already"),
    (Newcomer("Nadia B", "officer", ("north",)), "a long password", "small letters"),
    (Newcomer("nadia", "officer"), "a long password", "--region"),
    (Newcomer("nadia", "lead", ("north", "moon")), "a long password", "no region moon"),
    (Newcomer("nadia", "officer", ("north",)), "short", "at least 8"),
)


def test_a_person_who_could_do_nothing_is_not_added(office: Database) -> None:
    passwords = Passwords("light")
    for newcomer, password, word in UNUSABLE:
        with pytest.raises(Malformed, match=word), office.write() as session:
            users.add(session, newcomer, password, passwords=passwords)
    with office.read() as session:
        assert len(session.exec(select(User)).all()) == len(demo.PEOPLE)
