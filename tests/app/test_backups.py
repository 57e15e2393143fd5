"""Backups and restoring: what people wrote comes back whole, on either database, and phones find their way again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from app.database import Database, migrate
from app.errors import BarazaError, Busy
from app.main import make_app
from app.models import EditRow, Feed, RecordRow, Scope, Server
from app.services import backups, restoring
from app.settings import Settings
from tests.app.ask import Asker
from tests.app.phones import PLACE, Phone, new_id

RENEWED = {"scope": ("epoch", "mark"), "feed": ("mark",), "server": ("replica", "n"), "audit": ()}


def stored(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table as it is stored, without what a restored server has anew."""
    found = {}
    with database.read() as session:
        for table in SQLModel.metadata.sorted_tables:
            columns = [each for each in table.columns if each.name not in RENEWED.get(table.name, ())]
            rows = session.connection().execute(
                select(*map(backups.as_stored, columns)).order_by(*table.primary_key.columns)
            )
            found[table.name] = [dict(row._mapping) for row in rows if "restored" not in row]
    return found


def epochs(database: Database) -> dict[str, str]:
    with database.read() as session:
        return {scope.region: scope.epoch for scope in session.exec(select(Scope))}


@pytest.fixture
def here(client: Asker) -> Database:
    """The database that the phones write to."""
    found: Database = client.app.state.database  # type: ignore[attr-defined]
    return found


@pytest.fixture
def elsewhere(empty_url: str, tmp_path: Path) -> Iterator[Database]:
    """Another machine's database, with tables and nothing in them."""
    url = f"sqlite:///{tmp_path / 'other.sqlite'}" if empty_url.startswith("sqlite") else empty_url
    migrate(url)
    opened = Database(url)
    yield opened
    opened.dispose()


def served(database: Database) -> Asker:
    return Asker(make_app(Settings(database_url=database.url, password_cost="light")))


def test_what_is_backed_up_comes_back_row_by_row_on_either_database(
    amina: Phone, here: Database, elsewhere: Database, tmp_path: Path
) -> None:
    record = amina.begins({PLACE: 'Kibumba é 😀 "\n'})
    amina.writes(record, {PLACE: "Rubaya"})
    backups.save(here, tmp_path / "one.zip")
    before = epochs(here)
    restoring.restore(elsewhere, tmp_path / "one.zip")
    assert stored(elsewhere) == stored(here)
    assert set(epochs(elsewhere)) == set(before)
    assert not set(epochs(elsewhere).values()) & set(before.values())


def test_a_backup_made_while_people_write_is_one_moment(
    amina: Phone, here: Database, elsewhere: Database, tmp_path: Path
) -> None:
    amina.begins({PLACE: "Kibumba"})
    ids = [new_id() for _ in range(15)]
    writer = Thread(target=lambda: [amina.writes(id, {PLACE: "Rubaya"}) for id in ids])
    writer.start()
    try:
        for number in range(3):
            backups.save(here, tmp_path / f"{number}.zip")
    finally:
        writer.join()
    for number in range(3):
        restoring.restore(elsewhere, tmp_path / f"{number}.zip", replace=True)
        with elsewhere.read() as session:
            scope = session.get_one(Scope, "north")
            edits, records = session.exec(select(EditRow)).all(), session.exec(select(RecordRow)).all()
            marks = session.exec(select(Feed).where(Feed.scope == "north").order_by(text("seq"))).all()
        assert len(edits) == len(records) == len(marks) == scope.seq
        assert marks[-1].mark == scope.mark


def test_phones_of_a_restored_server_are_reset_and_then_agree(
    amina: Phone, otieno: Phone, elsewhere: Database, here: Database, tmp_path: Path
) -> None:
    record = amina.begins({PLACE: "Kibumba"})
    otieno.sync()
    backups.save(here, tmp_path / "one.zip")
    late = amina.edit(record, {PLACE: "Rubaya"})
    amina.sync(late)
    restoring.restore(elsewhere, tmp_path / "one.zip")
    amina.client = otieno.client = served(elsewhere)
    assert otieno.push()["scopes"]["north"]["reset"] == "unknown"
    amina.sync()
    assert amina.sync(late)["verdicts"][0]["is"] == "applied"
    otieno.sync()
    assert amina.agrees()
    assert otieno.agrees()
    assert otieno.shows(record, PLACE) == ["Rubaya"]
    otieno.client.app.state.database.dispose()  # type: ignore[attr-defined]


def test_a_restored_server_gives_no_number_of_its_own_twice(
    amina: Phone, here: Database, elsewhere: Database, tmp_path: Path
) -> None:
    backups.save(here, tmp_path / "one.zip")
    with here.read() as session:
        before = session.get_one(Server, 1)
    restoring.restore(elsewhere, tmp_path / "one.zip")
    with elsewhere.read() as session:
        after = session.get_one(Server, 1)
    assert (after.name, after.seal_private) == (before.name, before.seal_private)
    assert after.replica != before.replica


def test_nothing_is_restored_over_data_unless_asked(amina: Phone, here: Database, tmp_path: Path) -> None:
    backups.save(here, tmp_path / "one.zip")
    amina.begins({PLACE: "Kibumba"})
    full = stored(here)
    with pytest.raises(BarazaError, match="--replace"):
        restoring.restore(here, tmp_path / "one.zip")
    assert stored(here) == full
    restoring.restore(here, tmp_path / "one.zip", replace=True)
    assert stored(here)["record"] == []


def changed(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """A copy of a backup in which something is different."""
    target = path.with_suffix(".changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def test_what_is_damaged_or_newer_changes_nothing(
    amina: Phone, here: Database, elsewhere: Database, tmp_path: Path
) -> None:
    amina.begins({PLACE: "Kibumba"})
    backups.save(here, tmp_path / "one.zip")

    def newer(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"revision": "beyond"}).encode() if "manifest" in name else content

    def damaged(name: str, content: bytes) -> bytes:
        return content.replace(b"Kibumba", b"Kibumbo")

    for change, words in ((newer, "newer Baraza"), (damaged, "not what its manifest says")):
        with pytest.raises(BarazaError, match=words):
            restoring.restore(elsewhere, changed(tmp_path / "one.zip", change))
    assert not any(stored(elsewhere).values())


def test_a_backup_never_overwrites_another_one(here: Database, tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_text("the last one")
    with pytest.raises(BarazaError, match="exists already"):
        backups.save(here, tmp_path / "one.zip")
    assert (tmp_path / "one.zip").read_text() == "the last one"


def test_a_database_that_a_server_has_open_is_not_restored(amina: Phone, here: Database) -> None:
    other = Database(here.url)
    with pytest.raises(Busy, match="Stop the server"):
        restoring.refuse_in_use(other)
    here.dispose()
    restoring.refuse_in_use(other)
    other.dispose()
