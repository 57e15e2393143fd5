"""What a record shows: the same on every node that has the same edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sync.deletions import Deletions, deletions
from sync.edits import Edit
from sync.merge import Record, heads
from sync.paths import is_deletion
from sync.policies import Policies
from sync.review import Review, review
from sync.settle import settle
from sync.stale import stale

ConflictKind = Literal["value", "delete", "rule", "merged"]


@dataclass(frozen=True, slots=True)
class ConflictHead:
    """One of the answers in a conflict; in a `delete` one each has its own unit."""

    unit: str
    value: str | None
    edit: Edit


@dataclass(frozen=True, slots=True)
class Conflict:
    """A unit whose heads differ, the one that is shown first."""

    unit: str
    kind: ConflictKind
    heads: Sequence[ConflictHead]


@dataclass(frozen=True, slots=True)
class View:
    """A record as people see it; cleared units and those of removed instances are absent from `values`."""

    values: Mapping[str, str]
    conflicts: Sequence[Conflict]
    stale: Sequence[str]
    review: Review
    deleted: bool
    scope: str | None
    restricted: bool


def view(record: Record, policies: Policies) -> View:
    """What the record shows under a form's policies; `scope` is None where `@scope` never moved it."""
    tips = heads(record)
    removals = deletions(tips)
    values: dict[str, str] = {}
    conflicts: list[Conflict] = []
    for unit in sorted(tips):
        settled = settle(unit, tips[unit], policies)
        if settled.value is not None and not removals.hide(unit):
            values[unit] = settled.value
        conflicts.extend(conflict_of(unit, tips[unit], settled.difference, removals))
    return View(
        values=values,
        conflicts=conflicts,
        stale=[unit for unit in stale(tips, policies) if not removals.hide(unit)],
        review=review(tips, policies),
        deleted=removals.of_record,
        scope=values.get("@scope"),
        restricted=values.get("@restricted") == "true",
    )


def unsettled(shown: View) -> int:
    """How many conflicts wait for a person."""
    return sum(conflict.kind != "merged" for conflict in shown.conflicts)


def conflict_of(
    unit: str, tips: Sequence[Edit], difference: Literal["value", "merged"] | None, removals: Deletions
) -> Iterator[Conflict]:
    """The unit's conflict, if it has one; what lies in something removed was settled by its removal."""
    if unit in removals.contradicted:
        heads_ = [ConflictHead(own, edit.set[own], edit) for own, edit in removals.contradicted[unit]]
        yield Conflict(unit, "delete", heads_)
    elif difference and not is_deletion(unit):
        kind: ConflictKind = "merged" if removals.enclose(unit) else difference
        yield Conflict(unit, kind, [ConflictHead(unit, tip.set[unit], tip) for tip in tips])
