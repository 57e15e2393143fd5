from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.database import Database
from app.models import EditRow, Form, RecordRow, User
from app.services import demo
from app.services.demo_edits import heavy, story
from app.services.demo_records import SAMPLES
from app.services.passwords import Passwords
from app.services.samples import COMMUNITY, WOMEN, record_id
from sync.edits import parse_edit

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
VERSIONS = {WOMEN: "1", COMMUNITY: "1"}


def quiet(_sentence: str) -> None:
    """Keep progress to oneself."""


def test_the_sample_data_is_there_once_however_often_it_is_asked_for(database: Database) -> None:
    passwords = Passwords("light")
    for size in (0, 3, 3, 2):
        demo.fill(database, demo.PASSWORD, passwords=passwords, size=size, tell=quiet)
    with database.read() as session:
        records = session.exec(select(RecordRow)).all()
        edits = session.exec(select(EditRow)).all()
        people = {user.name: user for user in session.exec(select(User))}
        forms = session.exec(select(Form.id)).all()
    samples = {record_id(sample.key) for sample in SAMPLES}
    assert len(records) == len(SAMPLES) + 3
    assert {edit.status for edit in edits} == {"applied"}
    told = Counter((record.review, record.unsettled) for record in records if record.id in samples)
    assert (told["approved", 0], told["returned", 0], told["received", 1]) == (3, 2, 1)
    assert {(record.scope, record.restricted, record.held) for record in records} == {
        ("north", False, 0),
        ("south", False, 0),
    }
    assert set(people) == {"amina", "otieno", "zuhra", "wanjiru", "farid", "admin"}
    assert all(passwords.check(name, user.password, demo.PASSWORD) for name, user in people.items())
    assert len(forms) == 7


def test_who_is_here_already_keeps_the_password(database: Database) -> None:
    passwords = Passwords("light")
    for password in ("the first password", "another password"):
        database.do(demo.add_regions)
        database.do(lambda session, word=password: demo.add_people(session, word, passwords))
    with database.read() as session:
        amina = session.get_one(User, "amina")
    assert passwords.check("amina", amina.password, "the first password")


def test_the_story_is_the_same_on_every_machine_and_moves_with_the_calendar() -> None:
    today, tomorrow = (list(story(SAMPLES, VERSIONS, now=NOON + timedelta(days=days))) for days in (0, 1))
    for one, other in zip(today, tomorrow, strict=True):
        assert {**one.edit, "at": 0, "set": 0} == {**other.edit, "at": 0, "set": 0}
        assert one.edit["set"].keys() == other.edit["set"].keys()
    market = today[0].edit
    assert (market["at"], market["set"]["meeting/ev_date"]) == ("2026-10-15T12:00:00.000Z", "2026-10-15")
    dues = [value for unit, value in market["set"].items() if unit.endswith("com_due")]
    assert dues == ["2026-11-15", "2026-11-30"]


def test_a_promise_names_the_issue_that_it_answers() -> None:
    for written in story(SAMPLES, VERSIONS, now=NOON):
        answers, form = written.edit["set"], written.edit["form"]
        named = [value for unit, value in answers.items() if unit.endswith("/com_issue")]
        if form == COMMUNITY:
            assert all(f"issue[{id}]/issue_text" in answers for id in named)


def test_everybody_in_the_story_writes_well_formed_edits_without_a_gap() -> None:
    numbers: dict[str, list[int]] = {}
    for written in story(SAMPLES, VERSIONS, now=NOON):
        edit = parse_edit(written.edit)
        numbers.setdefault(written.who, []).append(edit.n)
    assert all(counted == list(range(1, len(counted) + 1)) for counted in numbers.values())
    assert set(numbers) == {"amina", "otieno", "zuhra", "wanjiru", "farid"}


@pytest.mark.parametrize("scope", ["north", "south", "east"])
def test_one_of_many_records_is_the_same_each_time(scope: str) -> None:
    one, again = (heavy(7, scope, who="amina", versions=VERSIONS, now=NOON) for _ in range(2))
    assert one == again
    assert parse_edit(one.edit).scope == scope
    assert one.edit["record"] != heavy(8, scope, who="amina", versions=VERSIONS, now=NOON).edit["record"]
