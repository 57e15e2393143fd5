"""Sample data: regions, people, forms and records, the same on every machine, added only where they are missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from app.database import Database
from app.models import Form, FormVersion, Replica, User
from app.services import forms, regions, sessions, users
from app.services.demo_edits import Versions, heavy, story
from app.services.demo_records import SAMPLES
from app.services.passwords import Passwords
from app.services.pushing import Push, push
from app.services.samples import replica_id
from app.services.users import Newcomer

PASSWORD = "baraza-demo"
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
REGIONS = (("north", "North Region", "XX01"), ("south", "South Region", "XX02"), ("east", "East Region", "XX03"))
PEOPLE = (
    Newcomer("amina", "officer", ("north",), full_name="Amina Kasongo"),
    Newcomer("otieno", "officer", ("north",), full_name="Otieno Mbeki"),
    Newcomer("zuhra", "officer", ("south",), full_name="Zuhra Lumbu"),
    Newcomer("wanjiru", "lead", ("north",), full_name="Wanjiru Achieng"),
    Newcomer("farid", "lead", ("south",), full_name="Farid Nasser"),
    Newcomer("admin", "admin", full_name="Administrator"),
)
HEAVY = (("north", "amina"), ("south", "zuhra"))
BATCH = 500
REPORTED = 5000
AT_THE_SAME_TIME = 2

Tell = Callable[[str], None]


def fill(database: Database, password: str, *, passwords: Passwords, size: int = 0, tell: Tell = print) -> None:
    """Add what is missing of the sample data, and up to `size` more records."""
    database.do(add_regions)
    database.do(lambda session: add_people(session, password, passwords))
    publish_templates(database)
    now = datetime.now(UTC)
    versions = in_use(database)
    for who, edits in groupby(story(SAMPLES, versions, now=now), key=lambda written: written.who):
        send(database, who, [written.edit for written in edits])
    for place, (scope, who) in enumerate(HEAVY):
        share = size // len(HEAVY) + (1 if place < size % len(HEAVY) else 0)
        add_many(database, Load(scope, who, share), versions=versions, now=now, tell=tell)


def add_regions(session: Session) -> None:
    """The three regions, with the codes by which everybody knows them."""
    for id, name, pcode in REGIONS:
        regions.add(session, id, name=name).pcode = pcode


def add_people(session: Session, password: str, passwords: Passwords) -> None:
    """The six people; who is here already stays as they are."""
    for person in PEOPLE:
        if session.get(User, person.name) is None:
            users.add(session, person, password, passwords=passwords)


def publish_templates(database: Database) -> None:
    """The ready-made forms, as far as these files are not published yet."""
    with database.read() as session:
        known = set(session.exec(select(FormVersion.xlsform)))
    missing = [path for path in sorted(TEMPLATES.glob("*.xlsx")) if path.read_bytes() not in known]
    with ThreadPoolExecutor(AT_THE_SAME_TIME) as pool:
        list(pool.map(lambda path: forms.publish(database, path.read_bytes(), path.name), missing))


def in_use(database: Database) -> dict[str, str]:
    """The version of each form."""
    with database.read() as session:
        return dict(session.exec(select(Form.id, Form.version)).all())


def send(database: Database, who: str, edits: Sequence[dict[str, Any]]) -> None:
    """Send edits in somebody's name, by the way that every phone's edits take; those known here are left out."""
    replica = edits[0]["replica"]
    stored = ack(database, replica)
    new = [edit for edit in edits if edit["n"] > stored]
    if not new:
        return
    opened = sessions.open_session(database, who, replica, label="sample data", days=1, device=None)
    for start in range(0, len(new), BATCH):
        push(database, opened.caller, Push(new[start : start + BATCH]))
    sessions.end(database, opened.token)


def ack(database: Database, replica: str) -> int:
    """How many edits of a replica are here."""
    with database.read() as session:
        found = session.get(Replica, replica)
    return found.ack if found else 0


@dataclass(frozen=True)
class Load:
    """How many records somebody is to have written in a region."""

    scope: str
    who: str
    size: int


def add_many(database: Database, load: Load, *, versions: Versions, now: datetime, tell: Tell) -> None:
    """More records of a region, until there are as many as were asked for."""
    stored = ack(database, replica_id(f"heavy {load.scope}"))
    for start in range(stored + 1, load.size + 1, REPORTED):
        end = min(start + REPORTED, load.size + 1)
        written = (heavy(n, load.scope, who=load.who, versions=versions, now=now) for n in range(start, end))
        send(database, load.who, [each.edit for each in written])
        tell(f"{load.scope}: {end - 1} of {load.size} more records")
