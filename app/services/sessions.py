"""Who is asking: a session belongs to one replica, and a replica to the person who first used it."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlmodel import Session as Link
from sqlmodel import col, select

from app.database import Database
from app.errors import DeviceRevoked, ReplicaTaken, SignedOut
from app.models import Device, Replica, Session, User
from app.services import moments, rights
from app.services.passwords import Passwords
from app.services.rights import Rights
from app.services.setting_up import nobody_yet

NOBODY_YET = "Nobody is set up on this server yet. Whoever runs it types there: baraza setup"


@dataclass(frozen=True)
class Caller:
    """The person, replica and device behind a request, as the credential says, and what the person may do."""

    user: str
    replica: str
    device: str
    rights: Rights


@dataclass(frozen=True)
class Opened:
    """A new session: the only time that its token and ticket are known."""

    token: str
    ticket: str
    caller: Caller


def check_password(database: Database, passwords: Passwords, name: str, password: str) -> str:
    """The name of the person whose password this is."""
    with database.read() as session:
        user = session.get(User, name)
        empty = user is None and nobody_yet(session)
    kept = user.password if user is not None and user.disabled_at is None else None
    if not passwords.check(name, kept, password):
        raise SignedOut(NOBODY_YET if empty else "The name or the password is not right.")
    return name


def open_session(database: Database, user: str, replica: str, *, label: str, days: int, device: str | None) -> Opened:
    """A session of this person on this replica; `device` is the one that takes a new replica."""
    token, ticket = secrets.token_urlsafe(32), secrets.token_urlsafe(32)

    def work(session: Link) -> Caller:
        used = _replica(session, user, replica, label=label, device=device)
        session.add(
            Session(
                token=hashed(token),
                ticket=hashed(ticket),
                user=user,
                replica=replica,
                device=used.device,
                created_at=moments.now(),
                expires_at=moments.later(days=days),
            )
        )
        return Caller(user, replica, used.device, rights.of(session, [user])[user])

    return Opened(token, ticket, database.do(work))


def _replica(session: Link, user: str, replica: str, *, label: str, device: str | None) -> Replica:
    found = session.get(Replica, replica)
    if found is not None and found.user != user:
        raise ReplicaTaken
    if found is not None:
        _refuse_revoked(session.get(Device, found.device))
        return found
    now = moments.now()
    if device is None:
        device = device_name(label)
        session.add(Device(id=device, user=user, label=label, created_at=now))
        session.flush()
    made = Replica(id=replica, user=user, device=device, created_at=now)
    session.add(made)
    session.flush()
    return made


def device_name(label: str) -> str:
    """A device's name, by which people tell it from others when they see where an answer came from."""
    return f"{label.strip() or 'Device'} {secrets.token_hex(3)}"


def caller(database: Database, token: str) -> Caller:
    """Whoever holds this token."""
    statement = (
        select(Session, Device, User)
        .join(Device, col(Device.id) == col(Session.device))
        .join(User, col(User.name) == col(Session.user))
        .where(col(Session.token) == hashed(token))
    )
    with database.read() as session:
        found = session.exec(statement).first()
        if found is None:
            raise SignedOut
        signed_in, device, user = found
        if signed_in.ended_at is not None or signed_in.expires_at <= moments.now() or user.disabled_at is not None:
            raise SignedOut
        _refuse_revoked(device)
        his = rights.of(session, [user.name])[user.name]
    return Caller(user.name, signed_in.replica, signed_in.device, his)


def _refuse_revoked(device: Device | None) -> None:
    if device is not None and device.revoked_at is not None:
        raise DeviceRevoked


def end(database: Database, token: str) -> None:
    """End the session; what its replica has stored stays."""

    def work(session: Link) -> None:
        found = session.get(Session, hashed(token))
        if found is not None:
            found.ended_at = moments.now()

    database.do(work)


def hashed(secret: str) -> str:
    """What is kept of a token or ticket."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
