"""A unit is named by its path, in which each repeat instance carries its own id."""

from __future__ import annotations

import re

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
IDENTIFIER = re.compile(UUID)
IN_BRACKETS = re.compile(rf"\[{UUID}\]")


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID in lower case."""
    return IDENTIFIER.fullmatch(text) is not None


def template(unit: str) -> str:
    """The path as the form knows it, without the instances' ids: `issues[4f0c…]/text` becomes `issues[]/text`."""
    return IN_BRACKETS.sub("[]", unit) if "[" in unit else unit


def instances(unit: str) -> tuple[str, ...]:
    """The repeat instances that the unit lies in, the outermost first: `issues[4f0c…]`."""
    if "]/" not in unit or unit.startswith("@"):
        return ()
    return tuple(unit[: found.end()] for found in IN_BRACKETS.finditer(unit) if unit[found.end() :].startswith("/"))


def instance(unit: str) -> str | None:
    """The innermost repeat instance that the unit lies in."""
    return next(reversed(instances(unit)), None)


def tail(unit: str) -> str:
    """The last step of the path."""
    return unit.rpartition("/")[2]


def is_deletion(unit: str) -> bool:
    """Whether the unit says that the record or one of its instances is removed."""
    return unit == "@deleted" or unit.endswith("/@deleted")


def is_answer(unit: str) -> bool:
    """Whether the unit is said by the form, an instance's `_rid` included, and not about the record."""
    return not unit.startswith("@") and "/@" not in unit


def is_reserved(unit: str) -> bool:
    """Whether the protocol gives the unit its meaning, not the form."""
    return not is_answer(unit) or unit.endswith("]/_rid")
