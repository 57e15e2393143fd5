"""Regions: each one comes with its scope."""

import hashlib
import secrets
from collections.abc import Iterable

from sqlmodel import Session, col, select

from app.models import Region, Scope


def add(session: Session, id: str, *, name: str | None = None, parent: str | None = None) -> Region:
    """The region of that id, which exists afterwards, with a feed of its own."""
    found = session.get(Region, id)
    if found is not None:
        return found
    region = Region(id=id, name=name or id, parent=parent)
    session.add(region)
    session.flush()
    epoch = secrets.token_hex(16)
    session.add(Scope(region=id, epoch=epoch, mark=first_mark(epoch)))
    session.flush()
    return region


def everywhere(session: Session) -> list[str]:
    """All regions."""
    return list(session.exec(select(Region.id).order_by(col(Region.id))))


def below(session: Session, regions: Iterable[str]) -> dict[str, str]:
    """Each region that the given ones cover, and by which of them it is covered (nearest first)."""
    parents = dict(session.exec(select(Region.id, Region.parent)).all())
    given = set(regions)
    covered: dict[str, str] = {}
    for region in parents:
        above: str | None = region
        for _ in range(len(parents)):
            if above is None or above in given:
                break
            above = parents.get(above)
        if above is not None and above in given:
            covered[region] = above
    return covered


def first_mark(epoch: str) -> str:
    """The mark of a feed before its first row."""
    return hashlib.sha256(epoch.encode()).hexdigest()
