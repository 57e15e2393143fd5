"""People: who they are, and what they may do where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from app.errors import Malformed
from app.models import Audit, Grant, Region, User
from app.services import moments, regions
from app.services.passwords import Passwords

Role = Literal["officer", "lead", "admin", "hub"]
NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
SHORTEST_PASSWORD = 8


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is to sign in: with which role, and in which regions."""

    name: str
    role: Role
    regions: Sequence[str] = ()
    focal: bool = False
    full_name: str = ""


def add(session: Session, newcomer: Newcomer, password: str, *, passwords: Passwords) -> User:
    """A new person, who can sign in from now on."""
    refuse_unusable(session, newcomer, password)
    now = moments.now()
    user = User(
        name=newcomer.name,
        role=newcomer.role,
        full_name=newcomer.full_name,
        password=passwords.hash(password),
        created_at=now,
    )
    session.add(user)
    session.flush()
    for region in newcomer.regions:
        session.add(
            Grant(user=newcomer.name, region=region, role=newcomer.role, focal=newcomer.focal, since=now, until=None)
        )
    facts = {"role": newcomer.role, "regions": list(newcomer.regions), "focal": newcomer.focal}
    session.add(Audit(at=now, who="server", what="user added", about=newcomer.name, facts=facts))
    return user


def refuse_unusable(session: Session, newcomer: Newcomer, password: str) -> None:
    """Raise for a person who could not be added, or could do nothing."""
    if not NAME.fullmatch(newcomer.name):
        raise Malformed(
            "A sign-in name has small letters, digits, dots and hyphens, and begins with a letter or digit."
        )
    if session.get(User, newcomer.name) is not None:
        raise Malformed(f"Somebody already signs in as {newcomer.name}.")
    if len(password) < SHORTEST_PASSWORD:
        raise Malformed(f"The password needs at least {SHORTEST_PASSWORD} characters.")
    if newcomer.role != "admin" and not newcomer.regions:
        raise Malformed("Say in which region with --region; only an administrator has all of them.")
    for region in newcomer.regions:
        if session.get(Region, region) is None:
            known = ", ".join(regions.everywhere(session)) or "none yet"
            raise Malformed(f"There is no region {region}. The regions are: {known}.")
