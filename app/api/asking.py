"""What every endpoint may ask for: the database, the settings, and who is asking."""

from typing import Annotated, cast

from fastapi import Depends, Request

from app.database import Database
from app.errors import NotAllowed, SignedOut
from app.services import sessions
from app.services.passwords import Passwords
from app.services.sessions import Caller
from app.settings import Settings


def database(request: Request) -> Database:
    """Answer the one database."""
    return cast(Database, request.app.state.database)


def settings(request: Request) -> Settings:
    """Answer the settings."""
    return cast(Settings, request.app.state.settings)


def passwords(request: Request) -> Passwords:
    """Answer what checks passwords."""
    return cast(Passwords, request.app.state.passwords)


def bearer(request: Request) -> str | None:
    """The token that came with the request."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None


TheDatabase = Annotated[Database, Depends(database)]
TheSettings = Annotated[Settings, Depends(settings)]
ThePasswords = Annotated[Passwords, Depends(passwords)]
Token = Annotated[str | None, Depends(bearer)]


def caller(where: TheDatabase, token: Token) -> Caller:
    """Whoever is signed in with the request's token."""
    if token is None:
        raise SignedOut
    return sessions.caller(where, token)


Asker = Annotated[Caller, Depends(caller)]


def administrator(asker: Asker) -> Caller:
    """Whoever asks, if that is an administrator."""
    if asker.rights.role != "admin":
        raise NotAllowed("Only an administrator may do this.")
    return asker


Administrator = Annotated[Caller, Depends(administrator)]
