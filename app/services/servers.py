"""This server: its name, its own replica, and the key that phones seal for."""

import secrets
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from sqlmodel import Session

from app.database import Database
from app.models import Server


def this(database: Database, name: str | None = None) -> Server:
    """The server as it was first set up, which happens once."""
    with database.read() as session:
        found = session.get(Server, 1)
    return found or database.do(lambda session: _set_up(session, name))


def _set_up(session: Session, name: str | None) -> Server:
    found = session.get(Server, 1)
    if found is not None:
        return found
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    server = Server(
        name=name or f"baraza-{secrets.token_hex(4)}",
        replica=secrets.token_hex(16),
        seal_kid=secrets.token_hex(8),
        seal_private=_text(private),
        seal_public=_text(public),
    )
    session.add(server)
    session.flush()
    return server


def _text(key: bytes) -> str:
    return urlsafe_b64encode(key).decode().rstrip("=")
