"""The lists that forms read without a network: places, boards, open commitments."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlmodel import Session

from app.errors import NotFound
from app.services.rights import Rights

FOLDER = Path(__file__).resolve().parent.parent / "templates"
NAMES = ("boards.csv", "commitments.csv", "consultations.csv", "dialogue_issues.csv", "places.csv")


@dataclass(frozen=True)
class ReadyList:
    """A list as it is served: its text, and the digest by which a phone knows whether it has it."""

    name: str
    content: bytes
    digest: str

    @property
    def url(self) -> str:
        """Where it is fetched."""
        return f"/api/lists/{self.name}"


def read(session: Session, rights: Rights, name: str) -> ReadyList:  # noqa: ARG001 - a list is somebody's
    """The list of that name for this person's regions."""
    if name not in NAMES:
        raise NotFound("There is no list of this name.")
    return kept(name)


def listing(session: Session, rights: Rights) -> list[dict[str, str]]:
    """Every list that forms of this person may read, by name."""
    found = [read(session, rights, name) for name in NAMES]
    return [{"name": each.name, "digest": each.digest, "url": each.url} for each in found]


@cache
def kept(name: str) -> ReadyList:
    """A list that came with the forms; it does not change while the server runs."""
    content = (FOLDER / name).read_bytes()
    return ReadyList(name, content, hashlib.sha256(content).hexdigest())


@cache
def choices(name: str) -> list[dict[str, str | dict[str, str]]]:
    """What may be chosen from a list, as a form tells of its own choices."""
    lines = csv.DictReader(io.StringIO(kept(name).content.decode("utf-8-sig"), newline=""))
    return [{"name": line["name"], "label": {"": line["label"]}} for line in lines]
