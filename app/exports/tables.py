"""A form as tables: one of records, and one for each repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

INSTANCE = re.compile(r"\[([^\]]*)\]")
ABOUT = ("_id", "_scope", "_author", "_received_at", "_review", "_conflicts", "_version", "_stale")
# Shown on the phone only: nobody can answer it.
NEVER_ANSWERED = "note"
# Entries of one repeat: the path of each, and its answers by what follows that path.
Entries = list[tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Table:
    """The columns of one file; `repeat` is the path of the repeat, empty for the records themselves."""

    name: str
    repeat: str
    columns: tuple[str, ...]

    @property
    def is_nested(self) -> bool:
        """Whether its entries stand inside an entry of another repeat."""
        return self.repeat.count("[]") > 1

    @property
    def header(self) -> tuple[str, ...]:
        """The names over the columns."""
        if not self.repeat:
            return (*ABOUT, *self.columns)
        parent = ("_parent",) if self.is_nested else ()
        return ("_record", "_rid", *parent, *ABOUT, *self.columns)


@dataclass(frozen=True)
class Row:
    """A record as an export tells of it."""

    id: str
    scope: str
    author: str
    received_at: str
    review: str
    conflicts: int
    version: str
    values: Mapping[str, str]
    stale: tuple[str, ...] = ()

    def about(self, stale: Iterable[str]) -> list[str]:
        """The cells that every one of its rows begins with."""
        known = [self.id, self.scope, self.author, self.received_at, self.review]
        return [*known, str(self.conflicts), self.version, " ".join(stale)]


def template(path: str) -> str:
    """A unit's path without the ids of instances."""
    return INSTANCE.sub("[]", path)


def repeat_of(path: str) -> str:
    """The innermost repeat that a path stands in, empty when in none."""
    return path[: path.rfind("]") + 1]


def tables_of(form: str, versions: Iterable[Mapping[str, Any]]) -> tuple[Table, ...]:
    """The tables of a form, the records first, with each column that any of its versions ever had."""
    columns: dict[str, dict[str, None]] = {"": {}}
    for units in versions:
        for group in units["groups"]:
            if group["kind"] == "repeat":
                columns.setdefault(group["path"], {})
        for unit in units["units"]:
            if unit["type"] != NEVER_ANSWERED:
                columns.setdefault(repeat_of(unit["path"]), {})[unit["path"]] = None
    names = file_names(form, list(columns))
    return tuple(Table(names[repeat], repeat, tuple(paths)) for repeat, paths in columns.items())


def file_names(form: str, repeats: Iterable[str]) -> dict[str, str]:
    """A name for each table, no two alike on any file system."""
    names: dict[str, str] = {}
    for repeat in repeats:
        name = repeat.replace("[]", "").replace("/", ".") or form
        while name.casefold() in {taken.casefold() for taken in names.values()}:
            name += ".repeat"
        names[repeat] = name
    return names


def record_cells(table: Table, row: Row) -> list[str]:
    """A record's row in the first table."""
    values = row.values
    return [*row.about(row.stale), *[values.get(path, "") for path in table.columns]]


def entries(row: Row) -> dict[str, Entries]:
    """A record's entries by repeat, each with its path and answers, in the order that people gave them."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for path, value in row.values.items():
        end = path.rfind("]") + 1
        if end and not path.startswith("@"):
            instance = path[:end]
            found.setdefault(template(instance), {}).setdefault(instance, {})[path[end + 1 :]] = value
    return {repeat: in_order(row.values, instances) for repeat, instances in found.items()}


def in_order(values: Mapping[str, str], instances: Mapping[str, dict[str, str]]) -> Entries:
    """Entries by place at every level, those without a place first, then by id."""
    return sorted(instances.items(), key=lambda entry: places(values, entry[0]))


def places(values: Mapping[str, str], instance: str) -> list[tuple[bytes, str]]:
    """Where an entry stands: its own place, after those of what it stands in."""
    ends = [match.end() for match in INSTANCE.finditer(instance)]
    return [(values.get(f"{instance[:end]}/@order", "").encode(), instance[:end]) for end in ends]


def entry_cells(table: Table, row: Row, found: Mapping[str, Entries]) -> Iterator[list[str]]:
    """A record's rows in the table of a repeat."""
    names = [path[len(table.repeat) + 1 :] for path in table.columns]
    for instance, answers in found.get(table.repeat, ()):
        ids = INSTANCE.findall(instance)
        parent = [ids[-2]] if table.is_nested else []
        stale = [unit for unit in row.stale if repeat_of(unit) == instance]
        yield [row.id, ids[-1], *parent, *row.about(stale), *[answers.get(name, "") for name in names]]
