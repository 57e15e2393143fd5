"""The first day of an installation: its regions, and an administrator whose password somebody chose."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, select

from app.errors import Malformed
from app.models import Region, User
from app.services import regions, users
from app.services.passwords import Passwords
from app.services.users import Newcomer

COLUMNS = ("id", "name", "parent", "pcode")
ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True)
class Place:
    """A region to be made."""

    id: str
    name: str
    parent: str | None = None
    pcode: str | None = None


def set_up(session: Session, admin: str, password: str, places: Iterable[Place], *, passwords: Passwords) -> None:
    """Make regions and the first administrator, once."""
    refuse_done(session)
    for place in in_order(places):
        regions.add(session, place.id, name=place.name, parent=place.parent)
        session.get_one(Region, place.id).pcode = place.pcode
    users.add(session, Newcomer(admin, "admin"), password, passwords=passwords)


def refuse_done(session: Session) -> None:
    """Raise when an administrator exists."""
    if session.exec(select(User.name).where(User.role == "admin").limit(1)).first() is not None:
        raise Malformed("An administrator exists already. Add people with: baraza user add")


def nobody_yet(session: Session) -> bool:
    """Whether the installation is empty: nobody could sign in, whatever the name."""
    return session.exec(select(User.name).limit(1)).first() is None


def places_of(path: Path) -> list[Place]:
    """The regions that a CSV file lists: id, name, and if it has them parent and pcode."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        table = csv.DictReader(file)
        if not {"id", "name"} <= set(table.fieldnames or ()):
            raise Malformed(f"{path} needs the columns {', '.join(COLUMNS)}; the last two may be missing.")
        return [_place(row) for row in table]


def place_of(written: str) -> Place:
    """A region as it is typed: `north` or `north=Northern region`."""
    id, _, name = written.partition("=")
    return Place(id.strip(), name.strip() or id.strip())


def _place(row: Mapping[str, str | None]) -> Place:
    id, name, parent, pcode = ((row.get(each) or "").strip() for each in COLUMNS)
    return Place(id, name or id, parent or None, pcode or None)


def in_order(places: Iterable[Place]) -> list[Place]:
    """The regions, each after the one above it; raise where that cannot be."""
    waiting: dict[str, Place] = {}
    for place in places:
        if not ID.fullmatch(place.id):
            raise Malformed(f"A region's id has small letters, digits, dots and hyphens; {place.id!r} has not.")
        if place.id in waiting:
            raise Malformed(f"The region {place.id} is named twice.")
        waiting[place.id] = place
    ordered: dict[str, Place] = {}
    while waiting:
        ready = [place for place in waiting.values() if place.parent is None or place.parent in ordered]
        if not ready:
            raise Malformed(f"The region above {', '.join(sorted(waiting))} is missing.")
        ordered |= {place.id: waiting.pop(place.id) for place in ready}
    return list(ordered.values())
