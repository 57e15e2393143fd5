"""An edit is one save on one device: the fields it changed, and what it had seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import rfc8785

from sync.clock import corrected_time
from sync.limits import FIELDS, KNOWN, SERVER_FIELDS, MalformedEdit, check

__all__ = [
    "SERVER_FIELDS",
    "Edit",
    "MalformedEdit",
    "canonical",
    "corrected",
    "covers",
    "digest",
    "edit_id",
    "from_json",
    "parse_edit",
    "rank",
    "sees",
    "to_json",
]


@dataclass(frozen=True, slots=True)
class Edit:
    """One save, frozen when it was made; in a snapshot, `set` and `was` have only what still counts."""

    replica: str
    n: int
    record: str
    form: str
    version: str
    scope: str
    parent: str | None
    at: str
    offset_ms: int
    seen: Mapping[str, int]
    set: Mapping[str, str | None]
    was: Mapping[str, str | None] = field(default_factory=dict)
    released: Mapping[str, Any] | None = None
    author: str | None = None
    device: str | None = None
    received_at: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def parse_edit(raw: Mapping[str, Any]) -> Edit:
    """The edit that somebody sent; MalformedEdit says why it is none. What only a server says of it is left out."""
    check(raw)
    return from_json({name: value for name, value in raw.items() if name not in SERVER_FIELDS})


def from_json(raw: Mapping[str, Any]) -> Edit:
    """The edit that this side wrote down itself, believed without a check."""
    known = {name: raw[name] for name in FIELDS}
    told: dict[str, Any] = {name: raw.get(name) for name in ("released", *SERVER_FIELDS)}
    extra = {name: value for name, value in raw.items() if name not in KNOWN and name not in SERVER_FIELDS}
    return Edit(**known, **told, was=raw.get("was") or {}, extra=extra)


def to_json(edit: Edit) -> dict[str, Any]:
    """The edit as it travels; what nobody said of it is absent."""
    told = {name: getattr(edit, name) for name in ("released", *sorted(SERVER_FIELDS))}
    return {
        **{name: getattr(edit, name) for name in FIELDS},
        **({"was": edit.was} if edit.was else {}),
        **{name: value for name, value in told.items() if value is not None},
        **edit.extra,
    }


def canonical(raw: Mapping[str, Any], sent: bytes | None = None) -> bytes:
    """The bytes that are the edit's identity: RFC 8785, or as it was sent when it has no such form."""
    own = {name: value for name, value in raw.items() if name not in SERVER_FIELDS}
    try:
        return rfc8785.dumps(own)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        return sent if sent is not None else json.dumps(own, separators=(",", ":")).encode()


def digest(raw: Mapping[str, Any], sent: bytes | None = None) -> str:
    """What tells two edits under one number apart."""
    return sha256(canonical(raw, sent)).hexdigest()


def edit_id(edit: Edit) -> str:
    """The only identity of an edit."""
    return f"{edit.replica}:{edit.n}"


def corrected(edit: Edit) -> int:
    """When it was saved by the server's clock, in milliseconds since 1970."""
    return corrected_time(edit.at, edit.offset_ms)


def rank(edit: Edit) -> tuple[int, str, int]:
    """What decides which of several heads is shown first; it never decides what is kept."""
    return (corrected(edit), edit.replica, edit.n)


def covers(vector: Mapping[str, int], edit: Edit) -> bool:
    """Whether a version vector includes the edit."""
    return vector.get(edit.replica, 0) >= edit.n


def sees(edit: Edit, other: Edit) -> bool:
    """Whether the writer of the edit had seen the other one; an edit has seen itself."""
    return covers(edit.seen, other) or (edit.replica == other.replica and edit.n == other.n)
