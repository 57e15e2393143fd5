"""Regions: each one comes with its scope."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping

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


def parents(session: Session) -> dict[str, str | None]:
    """All regions, each with the one above it."""
    return dict(session.exec(select(Region.id, Region.parent).order_by(col(Region.id))).all())


def below(tree: Mapping[str, str | None], given: str) -> list[str]:
    """The regions that a grant on this one covers, itself included."""
    return [region for region in tree if given in _above(tree, region)]


def _above(tree: Mapping[str, str | None], region: str) -> Iterator[str]:
    above: str | None = region
    for _ in tree:
        if above is None:
            return
        yield above
        above = tree.get(above)


def first_mark(epoch: str) -> str:
    """The mark of a feed before its first row."""
    return hashlib.sha256(epoch.encode()).hexdigest()
