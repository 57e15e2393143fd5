"""A backup as a file: one zip with a table a file, and a manifest that says what must be in it.

The same for both databases: each line is a row as a JSON array, in the order of the manifest's columns.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.errors import Malformed

MANIFEST = "manifest.json"
FORMAT = 1
NO_BACKUP = "This file is not a backup of Baraza, or it is damaged."


@dataclass(frozen=True)
class Part:
    """One table in a backup."""

    table: str
    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    version: str
    revision: str
    made_at: str
    parts: list[Part]


def write_part(archive: zipfile.ZipFile, table: str, columns: list[str], rows: Iterable[Iterable[Any]]) -> Part:
    """Write a table, and say what was written."""
    total, count = hashlib.sha256(), 0
    with archive.open(f"{table}.jsonl", "w", force_zip64=True) as file:
        for row in rows:
            line = (json.dumps([_packed(cell) for cell in row], separators=(",", ":")) + "\n").encode()
            file.write(line)
            total.update(line)
            count += 1
    return Part(table, columns, count, total.hexdigest())


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Write what the backup says of itself."""
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2) + "\n")


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open a backup to read."""
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise Malformed(NO_BACKUP) from error


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """What the backup says of itself."""
    try:
        return TypeAdapter(Manifest).validate_json(archive.read(MANIFEST))
    except (KeyError, ValidationError, zipfile.BadZipFile) as error:
        raise Malformed(NO_BACKUP) from error


def refuse_damaged(archive: zipfile.ZipFile, part: Part) -> None:
    """Raise unless a table is whole, to the byte."""
    total, rows = hashlib.sha256(), 0
    try:
        with archive.open(f"{part.table}.jsonl") as file:
            for line in file:
                total.update(line)
                rows += 1
    except (KeyError, zipfile.BadZipFile) as error:
        raise Malformed(f"{NO_BACKUP} The table {part.table} cannot be read.") from error
    if rows != part.rows or total.hexdigest() != part.sha256:
        raise Malformed(f"{NO_BACKUP} The table {part.table} is not what its manifest says.")


def read_part(archive: zipfile.ZipFile, part: Part) -> Iterator[dict[str, Any]]:
    """The rows of a table, as they are stored."""
    with archive.open(f"{part.table}.jsonl") as file:
        for line in file:
            cells = (_unpacked(cell) for cell in json.loads(line))
            yield dict(zip(part.columns, cells, strict=True))


def _packed(cell: Any) -> Any:
    return {"base64": b64encode(cell).decode()} if isinstance(cell, bytes | memoryview) else cell


def _unpacked(cell: Any) -> Any:
    return b64decode(cell["base64"]) if isinstance(cell, dict) else cell
