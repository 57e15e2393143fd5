"""A file on its way out, in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, TypeVar

T = TypeVar("T")
ROWS_AT_ONCE = 500
BLOCK = 1 << 18


@dataclass(frozen=True)
class ExportFile:
    """What a person saves: its name, its kind, and its bytes as they come."""

    name: str
    media_type: str
    content: Iterator[bytes]


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """Rows a few hundred at a time."""
    remaining = iter(rows)
    while batch := list(islice(remaining, ROWS_AT_ONCE)):
        yield batch


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """A file from its start, in pieces."""
    file.seek(0)
    while block := file.read(BLOCK):
        yield block
