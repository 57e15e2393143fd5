"""Answers as numbers, days and moments; what is not one stays the text that it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from math import isfinite

from app.exports.columns import Kind

Value = str | int | float | date | datetime
Plain = str | int | float | list[str] | None
Reader = Callable[[str], Value]
# Beyond fifteen digits a spreadsheet changes the last ones.
INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
DECIMAL = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})([eE][+-]?[0-9]{1,2})?")
# As a computer writes it: a code with zeros before it is none.
WRITTEN_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_YEAR = 1901


def integer(text: str) -> Value:
    """A whole number."""
    return int(text) if INTEGER.fullmatch(text) else text


def decimal(text: str) -> Value:
    """A number, whole or not."""
    if not DECIMAL.fullmatch(text):
        return text
    value = float(text)
    return value if isfinite(value) else text


def number(text: str) -> Value:
    """What a form computed, if it is a number."""
    if not WRITTEN_NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def day(text: str) -> Value:
    """A day that spreadsheets know."""
    try:
        found = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return text
    return found if found and found.year >= FIRST_YEAR else text


def moment(text: str) -> Value:
    """A moment in UTC: a spreadsheet knows no zones. One that names no zone stays text."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            return text
        there = found.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return text
    return there if there.year >= FIRST_YEAR else text


NUMBERS: Mapping[Kind, Reader] = {"integer": integer, "decimal": decimal, "number": number}
READERS: Mapping[Kind, Reader] = {**NUMBERS, "date": day, "moment": moment}


def flat(text: str, kind: Kind) -> Plain:
    """An answer as JSON has it, never a list; nothing when there is none."""
    if not text:
        return None
    read = NUMBERS.get(kind)
    return text if read is None else read(text)  # type: ignore[return-value]  # numbers or the text


def plain(text: str, kind: Kind) -> Plain:
    """An answer as JSON has it: several choices are a list."""
    return text.split() if kind == "list" and text else flat(text, kind)
