from __future__ import annotations

import csv
import hashlib
import io

import pytest

from app.database import Database
from app.errors import NotFound
from app.services import lists
from app.services.rights import Rights

AMINA = Rights("amina", "officer", {"north": "officer"})


def test_the_lists_that_forms_read_are_named_with_their_digests(database: Database) -> None:
    with database.read() as session:
        named = lists.listing(session, AMINA)
        assert {each["name"] for each in named} == set(lists.NAMES)
        for each in named:
            found = lists.read(session, AMINA, each["name"])
            assert each == {"name": found.name, "digest": found.digest, "url": f"/api/lists/{found.name}"}
            assert hashlib.sha256(found.content).hexdigest() == each["digest"]


def test_every_list_has_a_name_and_a_label_in_each_row(database: Database) -> None:
    with database.read() as session:
        for name in lists.NAMES:
            rows = list(csv.DictReader(io.StringIO(lists.read(session, AMINA, name).content.decode())))
            assert rows
            assert all(row["name"] and row["label"] for row in rows)


def test_each_region_has_districts_to_choose_from(database: Database) -> None:
    with database.read() as session:
        rows = list(csv.DictReader(io.StringIO(lists.read(session, AMINA, "places.csv").content.decode())))
    regions = [row["name"] for row in rows if row["level"] == "adm1"]
    assert all([row for row in rows if row["parent"] == region] for region in regions)


@pytest.mark.parametrize("name", ["no_such_list.csv", "places", "../settings.py", "womens_consultation.xlsx", ""])
def test_nothing_else_is_a_list(database: Database, name: str) -> None:
    with database.read() as session, pytest.raises(NotFound):
        lists.read(session, AMINA, name)
