"""Regions, each of which is a scope with its own feed."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

NOTHING = "0" * 64


class Region(SQLModel, table=True):
    """A part of the country; a grant on it covers the regions below it."""

    __tablename__ = "region"

    id: str = Field(primary_key=True)
    name: str
    parent: str | None = Field(default=None, foreign_key="region.id")
    pcode: str | None = None


class Scope(SQLModel, table=True):
    """A region's feed: how far it goes, and what it comes to."""

    __tablename__ = "scope"

    region: str = Field(primary_key=True, foreign_key="region.id")
    epoch: str
    seq: int = Field(default=0, sa_type=BigInteger)
    mark: str
    digest: str = NOTHING
