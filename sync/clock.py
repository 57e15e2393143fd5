"""Clocks label edits and decide nothing: what a device's clock said, corrected by what the server measured."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta

LARGEST = 2**53 - 1
AT = re.compile(
    r"([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = -62135596800000, 253402300799999


def milliseconds(at: str) -> int:
    """The moment that a written time names, in milliseconds since 1970; ValueError when there is no such time."""
    found = AT.fullmatch(at)
    if found is None:
        raise ValueError(f"{at!r} is not a time with a date, seconds, and Z or an offset")
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    moment = datetime(year, month, day, hour, minute, second)
    return timegm(moment.timetuple()) * 1000 + int((found[7] or "0")[:3].ljust(3, "0")) - offset(found)


def offset(found: re.Match[str]) -> int:
    """How far the written time is ahead of UTC, in milliseconds."""
    if found[8] is None:
        return 0
    hours, minutes = int(found[9]), int(found[10])
    if hours > 23 or minutes > 59:
        raise ValueError(f"an offset of {hours} hours and {minutes} minutes does not exist")
    return (hours * 60 + minutes) * 60_000 * (-1 if found[8] == "-" else 1)


def corrected_time(at: str, offset_ms: int) -> int:
    """When the edit was saved by the server's clock, kept within the integers that both languages count exactly."""
    return max(-LARGEST, min(LARGEST, milliseconds(at) + offset_ms))


def iso(moment: int) -> str:
    """A moment as written in answers: UTC with milliseconds, kept within the years 1 to 9999."""
    time = EPOCH + timedelta(milliseconds=max(FIRST, min(LAST, moment)))
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
