"""Who signs in, with what rights, on which device."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class User(SQLModel, table=True):
    """A person (or a hub) with a sign-in name."""

    __tablename__ = "user"

    name: str = Field(primary_key=True)
    role: str
    full_name: str = ""
    password: str | None = None
    created_at: str
    disabled_at: str | None = None


class Grant(SQLModel, table=True):
    """What a person may do in a region and those below it, and for how long."""

    __tablename__ = "grant"

    user: str = Field(primary_key=True, foreign_key="user.name")
    region: str = Field(primary_key=True, foreign_key="region.id")
    role: str
    focal: bool = False
    since: str | None = None
    until: str | None = None


class Device(SQLModel, table=True):
    """A phone or computer as its owner called it."""

    __tablename__ = "device"

    id: str = Field(primary_key=True)
    user: str = Field(foreign_key="user.name", index=True)
    label: str = ""
    created_at: str
    revoked_at: str | None = None


class Replica(SQLModel, table=True):
    """One browser database: it belongs to one person, and its edits are counted without a gap."""

    __tablename__ = "replica"

    id: str = Field(primary_key=True)
    user: str = Field(foreign_key="user.name", index=True)
    device: str = Field(foreign_key="device.id")
    ack: int = Field(default=0, sa_type=BigInteger)
    waiting: int = Field(default=0, sa_type=BigInteger)
    synced_at: str | None = None
    created_at: str


class Session(SQLModel, table=True):
    """A signed-in replica; of its token only the hash is kept."""

    __tablename__ = "session"

    token: str = Field(primary_key=True)
    user: str = Field(foreign_key="user.name", index=True)
    replica: str = Field(foreign_key="replica.id")
    device: str = Field(foreign_key="device.id")
    ticket: str = Field(unique=True)
    created_at: str
    expires_at: str
    ended_at: str | None = None


class Lost(SQLModel, table=True):
    """Edit numbers that their replica no longer keeps."""

    __tablename__ = "lost"

    replica: str = Field(primary_key=True, foreign_key="replica.id")
    first: int = Field(primary_key=True, sa_type=BigInteger)
    last: int = Field(sa_type=BigInteger)
