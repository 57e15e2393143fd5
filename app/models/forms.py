"""Published forms."""

from typing import Any

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field, SQLModel

from app.models.types import Document


class Form(SQLModel, table=True):
    """A form, and which version of it is in use."""

    __tablename__ = "form"

    id: str = Field(primary_key=True)
    version: str
    published_at: str


class FormVersion(SQLModel, table=True):
    """One version of a form as it was published; never changed afterwards."""

    __tablename__ = "form_version"

    form: str = Field(primary_key=True, foreign_key="form.id")
    version: str = Field(primary_key=True)
    filename: str = ""
    xlsform: bytes = Field(sa_type=LargeBinary)
    xform: str = Field(sa_type=Text)
    units: dict[str, Any] = Field(sa_type=Document)
    digest: str
    published_at: str
    published_by: str | None = Field(default=None, foreign_key="user.name")
