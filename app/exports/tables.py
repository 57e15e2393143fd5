"""A form as tables: one of records, and one for each repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from app.exports.columns import ABOUT, PLAIN, Column, Options, columns_of, questions_of

INSTANCE = re.compile(r"\[([^\]]*)\]")
# Shown on the phone only: nobody can answer it.
NEVER_ANSWERED = "note"
OF_ENTRY = (
    Column("_record", "", hxl="#meta+record", meaning="The record that the entry stands in"),
    Column("_rid", "", hxl="#meta+entry", meaning="The entry's id"),
)
OF_PARENT = Column("_parent", "", hxl="#meta+parent", meaning="The entry of the outer repeat that it stands in")
# Entries of one repeat: the path of each, and its answers by what follows that path.
Entries = list[tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Table:
    """The columns of one file; `repeat` is the path of the repeat, empty for the records themselves."""

    name: str
    repeat: str
    columns: tuple[Column, ...]

    @property
    def is_nested(self) -> bool:
        """Whether its entries stand inside an entry of another repeat."""
        return self.repeat.count("[]") > 1

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        """Its columns from the first to the last, with those that say where a row is from."""
        parent = (OF_PARENT,) if self.is_nested else ()
        return (*(OF_ENTRY + parent if self.repeat else ()), *ABOUT, *self.columns)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names over the columns."""
        return tuple(column.header for column in self.all_columns)

    @property
    def tags(self) -> tuple[str, ...]:
        """The HXL tags of the columns, empty where the form gives none."""
        return tuple(column.hxl for column in self.all_columns)

    def answers(self, values: Mapping[str, str]) -> list[str]:
        """The cells under its own columns, from answers by path inside the repeat."""
        found = ((column, values.get(path, "")) for path, column in self.inside)
        return [text if column.pick is None else column.pick(text) for column, text in found]

    @cached_property
    def inside(self) -> tuple[tuple[str, Column], ...]:
        """Each column with its path as an entry of the repeat names it."""
        skipped = len(self.repeat) + 1 if self.repeat else 0
        return tuple((column.path[skipped:], column) for column in self.columns)


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
    in_conflict: tuple[str, ...] = ()

    def about(self, inside: str | None = None) -> list[str]:
        """The cells that every one of its rows begins with; what is marked, of one entry if it is named."""
        stale, in_conflict = self.marked(self.stale, inside), self.marked(self.in_conflict, inside)
        known = [self.id, self.scope, self.author, self.received_at, self.review, str(self.conflicts), self.version]
        return [*known, " ".join(stale), " ".join(in_conflict)]

    def marked(self, units: Sequence[str], inside: str | None) -> Sequence[str]:
        """These units, or those of them that stand in an entry."""
        return units if inside is None or not units else [unit for unit in units if repeat_of(unit) == inside]


def template(path: str) -> str:
    """A unit's path without the ids of instances."""
    return INSTANCE.sub("[]", path)


def repeat_of(path: str) -> str:
    """The innermost repeat that a path stands in, empty when in none."""
    return path[: path.rfind("]") + 1]


def tables_of(form: str, versions: Sequence[Mapping[str, Any]], options: Options = PLAIN) -> tuple[Table, ...]:
    """The tables of a form, the records first, with each column that any of its versions ever had."""
    languages = languages_of(versions, options)
    columns: dict[str, list[Column]] = {"": []}
    for units in versions:
        for group in units["groups"]:
            if group["kind"] == "repeat":
                columns.setdefault(group["path"], [])
    for path, question in questions_of(versions, never=NEVER_ANSWERED).items():
        columns.setdefault(repeat_of(path), []).extend(columns_of(question, options, languages))
    names = file_names(form, list(columns))
    return tuple(Table(names[repeat], repeat, unlike(found)) for repeat, found in columns.items())


def languages_of(versions: Sequence[Mapping[str, Any]], options: Options) -> list[str]:
    """The languages in which labels are looked for: the one asked for, then the form's own."""
    own = [units["default_language"] for units in reversed(versions) if "default_language" in units]
    return [*([options.language] if options.language is not None else []), *own]


def unlike(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns, no two under one name; what a question is called goes before what is made of one."""
    found = list(columns)
    taken = {column.header for column in found if column.pick is None}
    for at, column in enumerate(found):
        name = column.header
        while column.pick is not None and name in taken:
            name += "_"
        taken.add(name)
        found[at] = column if name == column.header else replace(column, header=name)
    return tuple(found)


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
    return [*row.about(), *table.answers(row.values)]


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


def entry_cells(table: Table, row: Row, found: Mapping[str, Entries]) -> Iterator[tuple[str, list[str]]]:
    """A record's rows in the table of a repeat, each with its entry's path."""
    for instance, answers in found.get(table.repeat, ()):
        ids = INSTANCE.findall(instance)
        parent = [ids[-2]] if table.is_nested else []
        yield instance, [row.id, ids[-1], *parent, *row.about(instance), *table.answers(answers)]
