"""What an edit must look like before anybody believes it: every limit that can be checked inside one edit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sync.clock import LARGEST, milliseconds
from sync.paths import is_deletion, is_uuid

UNITS, VALUE_BYTES, SEEN = 4_000, 64 * 1024, 1_024
SERVER_FIELDS = frozenset({"author", "device", "received_at"})
FIELDS = ("replica", "n", "record", "form", "version", "scope", "parent", "at", "offset_ms", "seen", "set")
KNOWN = frozenset(FIELDS) | {"was", "released"}
REPLICA = re.compile(r"[0-9a-f]{32}")
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "@deleted": ("true",),
    "@review": ("received", "returned", "approved"),
    "@restricted": ("true",),
    "@twin": ("same", "other", "different"),
}


class MalformedEdit(ValueError):
    """An edit that cannot be one, with the reason as a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check(raw: Mapping[str, object]) -> None:
    """Raises MalformedEdit unless everything inside the edit is as the protocol says."""
    for name in FIELDS:
        require(name in raw, f"The edit has no “{name}”.")
    check_identity(raw)
    check_time(raw)
    check_seen(raw["seen"])
    check_values(raw["set"], "set")
    check_values(raw.get("was", {}), "was")
    check_released(raw.get("released"))
    for name, value in raw.items():
        if name not in KNOWN and name not in SERVER_FIELDS:
            check_unknown(name, value)


def require(holds: bool, reason: str) -> None:  # noqa: FBT001 - it reads as an assertion
    """Raises MalformedEdit with the reason unless the claim holds."""
    if not holds:
        raise MalformedEdit(reason)


def is_integer(value: object, least: int = -LARGEST) -> bool:
    """Whether the value is a whole number that every language counts exactly."""
    return type(value) is int and least <= value <= LARGEST


def is_replica(value: object) -> bool:
    """Whether the value is a replica's id: 32 lower-case hex digits."""
    return isinstance(value, str) and REPLICA.fullmatch(value) is not None


def text_bytes(value: object, what: str) -> int:
    """How many bytes the text takes; raises MalformedEdit when it is none, or half a character, or holds NUL."""
    if not isinstance(value, str):
        raise MalformedEdit(f"{what} is not text.")
    require("\0" not in value, f"{what} holds the character NUL.")
    try:
        return len(value.encode())
    except UnicodeEncodeError:
        raise MalformedEdit(f"{what} holds half a character.") from None


def check_identity(raw: Mapping[str, object]) -> None:
    """Who wrote it, and where it belongs."""
    require(is_replica(raw["replica"]), "“replica” is not 32 lower-case hex digits.")
    require(is_integer(raw["n"], least=1), "“n” is not a whole number from 1.")
    require(isinstance(raw["record"], str) and is_uuid(raw["record"]), "“record” is not a lower-case UUID.")
    parent = raw["parent"]
    require(parent is None or isinstance(parent, str) and is_uuid(parent), "“parent” is not a lower-case UUID.")
    for name in ("form", "version", "scope"):
        require(0 < text_bytes(raw[name], f"“{name}”") <= VALUE_BYTES, f"“{name}” is empty or too long.")


def check_time(raw: Mapping[str, object]) -> None:
    """When its device believed to save it."""
    require(is_integer(raw["offset_ms"]), "“offset_ms” is not a whole number.")
    check_at(raw["at"])


def check_at(at: object) -> None:
    """A moment that exists."""
    require(isinstance(at, str), "“at” is not a time.")
    try:
        milliseconds(str(at))
    except ValueError:
        raise MalformedEdit("“at” is not a time that exists.") from None


def check_seen(seen: object) -> None:
    """What its writer had seen: the last edit of each replica."""
    if not isinstance(seen, Mapping):
        raise MalformedEdit("“seen” is not an object.")
    require(len(seen) <= SEEN, f"“seen” has more than {SEEN:,} entries.")
    for replica, n in seen.items():
        require(is_replica(replica), "“seen” names something that is no replica.")
        require(is_integer(n, least=1), "“seen” has a number that is none from 1.")


def check_values(values: object, name: str) -> None:
    """Units and their values: text, or null for cleared."""
    if not isinstance(values, Mapping):
        raise MalformedEdit(f"“{name}” is not an object.")
    require(len(values) <= UNITS, f"“{name}” has more than {UNITS:,} units.")
    for unit, value in values.items():
        require(0 < text_bytes(unit, "A unit's name") <= VALUE_BYTES, "A unit's name is empty or too long.")
        if value is not None:
            require(text_bytes(value, f"The value of {unit}") <= VALUE_BYTES, f"The value of {unit} is above 64 KiB.")
        if "@" in unit or unit.endswith("]/_rid"):
            check_reserved(unit, value) if name == "set" else None


def check_reserved(unit: str, value: str | None) -> None:
    """The units whose values the protocol lists."""
    if unit.endswith("]/_rid"):
        own = unit[unit.rfind("[") + 1 : -len("]/_rid")]
        require(value == own, f"{unit} is not the entry's own id.")
        return
    name = "@deleted" if is_deletion(unit) else "@twin" if unit.startswith("@twin[") else unit
    allowed = ALLOWED.get(name)
    require(allowed is None or value is None or value in allowed, f"{unit} cannot be “{value}”.")


def check_released(released: object) -> None:
    """Whose edit a lead let go on, when this is such an edit."""
    if released is None:
        return
    if not isinstance(released, Mapping):
        raise MalformedEdit("“released” is not an object.")
    require(is_replica(released.get("replica")), "“released” names no replica.")
    require(is_integer(released.get("n"), least=1), "“released” names no edit.")
    text_bytes(released.get("author"), "The author in “released”")
    check_at(released.get("at"))
    check_unknown("released", dict(released))


def check_unknown(name: str, value: object) -> None:
    """A field that nobody here knows: kept as it is, if it can be written down at all."""
    text_bytes(name, "A field's name")
    if isinstance(value, str):
        text_bytes(value, f"“{name}”")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            check_unknown(key, inner)
    elif isinstance(value, list):
        for inner in value:
            check_unknown(name, inner)
    else:
        require(value is None or isinstance(value, bool) or is_integer(value), f"“{name}” is not a whole number.")
