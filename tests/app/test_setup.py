"""The first day of a real installation."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from app.database import Database
from app.errors import BarazaError
from app.main import make_app
from app.models import Region, Scope
from app.services import setting_up
from app.services.passwords import Passwords
from app.services.setting_up import Place
from app.settings import Settings
from tests.app.ask import Asker
from tests.app.phones import Phone
from tests.app.test_cli import Terminal, terminal

__all__ = ["terminal"]

PASSWORD = "a long enough one"


def test_an_installation_is_set_up_once(database: Database) -> None:
    places = [Place("goma", "Goma town", "north", "CD6101"), Place("north", "North")]
    passwords = Passwords("light")
    database.do(lambda session: setting_up.set_up(session, "rosa", PASSWORD, places, passwords=passwords))
    with database.read() as session:
        assert session.get_one(Region, "goma").parent == "north"
        assert set(session.exec(select(Scope.region))) == {"goma", "north"}
    with pytest.raises(BarazaError, match="exists already"):
        database.do(lambda session: setting_up.set_up(session, "eve", PASSWORD, [], passwords=passwords))


def test_an_empty_installation_says_that_nobody_is_set_up(empty_url: str, database: Database) -> None:
    client = Asker(make_app(Settings(database_url=empty_url, password_cost="light")))
    asked = Phone(client, "admin").sign_in()
    assert (asked.status_code, asked.json()["error"]) == (401, "signed_out")
    assert "Nobody is set up" in asked.json()["detail"]
    passwords = Passwords("light")
    database.do(lambda session: setting_up.set_up(session, "rosa", PASSWORD, [], passwords=passwords))
    assert "Nobody" not in Phone(client, "amina").sign_in().json()["detail"]
    client.app.state.database.dispose()  # type: ignore[attr-defined]


def test_setup_backup_and_restore_are_typed(terminal: Terminal, tmp_path: Path) -> None:
    places = tmp_path / "regions.csv"
    places.write_text("id,name,parent,pcode\ngoma,Goma,north,CD6101\nnorth,North,,CD61\n")
    words = ("setup", "--admin", "rosa", "--regions", str(places), "--region", "south=The South", "--password-stdin")
    done = terminal.baraza(*words, typed=f"{PASSWORD}\n")
    assert (done.code, done.err) == (0, "")
    again = terminal.baraza(*words, typed=f"{PASSWORD}\n")
    assert (again.code, "exists already" in again.err) == (1, True)
    copy = str(tmp_path / "one.zip")
    assert terminal.baraza("backup", copy).code == 0
    refused = terminal.baraza("restore", copy)
    assert (refused.code, "--replace" in refused.err) == (1, True)
    assert terminal.baraza("restore", copy, "--replace").code == 0
    assert terminal.baraza("user", "add", "rosa", "--role", "admin", "--password-stdin", typed="x" * 9).code == 1


@pytest.mark.parametrize("password", ["", "short"])
def test_setup_takes_no_easy_password(terminal: Terminal, password: str) -> None:
    refused = terminal.baraza("setup", "--password-stdin", typed=password)
    assert (refused.code, "characters" in refused.err) == (1, True)


def test_a_region_below_one_that_is_missing_is_refused() -> None:
    for places in ([Place("goma", "Goma", "north")], [Place("a", "A", "b"), Place("b", "B", "a")], [Place("A b", "")]):
        with pytest.raises(BarazaError):
            setting_up.in_order(places)
