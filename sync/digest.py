"""A scope's digest: two sides with the same one have applied the same edits to the same records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from hashlib import sha256

import rfc8785

NOTHING = "0" * 64


def record_digest(record_id: str, have: Mapping[str, int]) -> str:
    """What one record adds to its scope's digest; nothing while nothing is applied."""
    return sha256(rfc8785.dumps({"have": dict(have), "id": record_id})).hexdigest() if have else NOTHING


def xor(one: str, other: str) -> str:
    """Adds a record's digest to a scope's, or takes it out again."""
    return f"{int(one, 16) ^ int(other, 16):064x}"


def scope_digest(digests: Iterable[str]) -> str:
    """The digest of a scope in which these records are seen."""
    return reduce(xor, digests, NOTHING)
