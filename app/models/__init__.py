"""The tables."""

from app.models.edits import EditRow, Feed
from app.models.forms import Form, FormVersion
from app.models.people import Device, Grant, Lost, Replica, Session, User
from app.models.places import NOTHING, Region, Scope
from app.models.records import Authorship, RecordRow
from app.models.server import Audit, Server
from app.models.types import Document, written

__all__ = [
    "NOTHING",
    "Audit",
    "Authorship",
    "Device",
    "Document",
    "EditRow",
    "Feed",
    "Form",
    "FormVersion",
    "Grant",
    "Lost",
    "RecordRow",
    "Region",
    "Replica",
    "Scope",
    "Server",
    "Session",
    "User",
    "written",
]
