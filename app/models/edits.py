"""Edits, and the feed that numbers what they changed."""

from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from app.models.types import Document


class EditRow(SQLModel, table=True):
    """One edit as it was sent, and what became of it. `record`, `scope` and `form` are null when unreadable."""

    __tablename__ = "edit"
    __table_args__ = (
        Index("edit_of_record", "record", "status"),
        Index("edit_of_form", "form", "version", "status"),
        Index("edit_to_decide", "status", "decided"),
    )

    replica: str = Field(primary_key=True)
    n: int = Field(primary_key=True, sa_type=BigInteger)
    record: str | None = None
    scope: str | None = None
    form: str | None = None
    version: str | None = None
    body: Any = Field(sa_type=Document, nullable=False)
    digest: str
    author: str
    device: str
    received_at: str
    status: str
    code: str | None = None
    message: str | None = None
    decided: str | None = None


class Feed(SQLModel, table=True):
    """One row of a scope's feed: `edit` applied, `held` changed, record `moved` away or `restricted`."""

    __tablename__ = "feed"
    __table_args__ = (
        Index("feed_by_kind", "scope", "kind", "seq"),
        Index("feed_of_record", "record", "scope", "seq"),
    )

    scope: str = Field(primary_key=True, foreign_key="scope.region")
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str
    record: str
    replica: str | None = None
    n: int | None = Field(default=None, sa_type=BigInteger)
    mark: str
