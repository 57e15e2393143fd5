"""Signing in and out."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from app.api.asking import Asker, TheDatabase, ThePasswords, TheSettings, Token
from app.api.described import takes
from app.api.messages import SignIn
from app.body import read_body
from app.database import Database
from app.errors import SignedOut
from app.models import Server
from app.services import servers, sessions
from app.services.rights import described
from app.services.sessions import Opened

router = APIRouter(prefix="/api/session", tags=["session"])


@router.post("", openapi_extra=takes(SignIn))
def sign_in(
    body: Annotated[bytes, Depends(read_body)],
    database: TheDatabase,
    settings: TheSettings,
    passwords: ThePasswords,
    token: Token,
) -> dict[str, Any]:
    """Open a session for a replica, by password or with another session's token."""
    wanted = SignIn.read(body)
    device = None
    if wanted.username is not None and wanted.password is not None:
        user = sessions.check_password(database, passwords, wanted.username, wanted.password)
    elif token is not None:
        asker = sessions.caller(database, token)
        user, device = asker.user, asker.device
    else:
        raise SignedOut
    opened = sessions.open_session(
        database, user, wanted.replica, label=wanted.label, days=settings.session_days, device=device
    )
    return _told(database, opened, servers.this(database, settings.server_name))


def _told(database: Database, opened: Opened, server: Server) -> dict[str, Any]:
    with database.read() as session:
        user = described(session, opened.caller.rights)
    return {
        "token": opened.token,
        "ticket": opened.ticket,
        "user": user,
        "device": opened.caller.device,
        "seal": {"kid": server.seal_kid, "public_key": server.seal_public},
    }


@router.delete("", status_code=204)
def sign_out(_asker: Asker, database: TheDatabase, token: Token) -> None:
    """End the session."""
    sessions.end(database, str(token))
