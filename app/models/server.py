"""The server itself, and what was done on it."""

from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.models.types import Document


class Server(SQLModel, table=True):
    """This server's name, its own replica (for what leads release) and the key that phones seal for."""

    __tablename__ = "server"

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str
    replica: str
    n: int = Field(default=0, sa_type=BigInteger)
    seal_kid: str
    seal_private: str
    seal_public: str


class Audit(SQLModel, table=True):
    """Who did what, and when, written beside the deed."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: str
    who: str
    what: str
    about: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Document, nullable=False)
