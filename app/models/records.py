"""Records: caches of their edits that lists and exports read in bulk; they can be rebuilt at any time."""

from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from app.models.types import Document


class RecordRow(SQLModel, table=True):
    """What a record's edits come to. Not `begun`: only held edits name it so far."""

    __tablename__ = "record"
    __table_args__ = (
        Index("record_in_feed", "scope", "last_seq"),
        Index("record_in_list", "scope", "form", "deleted", "review", "id"),
        Index("record_of_form", "form", "deleted", "id"),
        Index("record_restricted", "scope", "restricted"),
        Index("record_of_parent", "parent"),
    )

    id: str = Field(primary_key=True)
    begun: bool = False
    form: str
    version: str
    scope: str = Field(foreign_key="scope.region")
    parent: str | None = None
    number: str | None = None
    author: str | None = None
    received_at: str | None = None
    updated_at: str
    have: dict[str, int] = Field(sa_type=Document)
    edits: list[dict[str, Any]] = Field(sa_type=Document)
    values: dict[str, str] = Field(sa_type=Document)
    conflicts: list[dict[str, Any]] = Field(sa_type=Document)
    stale: list[str] = Field(sa_type=Document)
    first: dict[str, Any] | None = Field(default=None, sa_type=Document)
    restricting: dict[str, int] = Field(sa_type=Document)
    unsettled: int = 0
    held: int = 0
    review: str = "received"
    restricted: bool = False
    deleted: bool = False
    entered_seq: int = Field(default=0, sa_type=BigInteger)
    last_seq: int = Field(default=0, sa_type=BigInteger)
    digest: str


class Authorship(SQLModel, table=True):
    """Who has written to a record; a restricted one stays visible to them."""

    __tablename__ = "authorship"

    record: str = Field(primary_key=True)
    author: str = Field(primary_key=True, index=True)
