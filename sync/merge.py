"""The register rule: a unit's heads are the edits that no other edit, having seen them, has replaced.

What must hold after every step, for any order, route and repetition:
1. `have` covers exactly the edits that were applied, each replica's chain without a gap.
2. A live edit keeps just the units in which it is still a head; an edit without one is not kept.
3. A unit that was ever set has a head for ever: cleared is a head with null.
4. `edits` stand in the order of (replica, n), so that equal states are equal values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sync.edits import Edit, covers, edit_id, from_json, rank, to_json

Standing = Literal["ready", "duplicate", "held", "broken_chain"]


@dataclass(frozen=True, slots=True)
class Record:
    """A snapshot of a record: what was applied to it, and the edits that still count."""

    have: Mapping[str, int] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()


EMPTY = Record()


def standing(record: Record, edit: Edit) -> Standing:
    """What becomes of an edit here; a `duplicate` with another digest is a fork, which the caller tells apart."""
    if covers(record.have, edit):
        return "duplicate"
    own, applied = edit.seen.get(edit.replica, 0), record.have.get(edit.replica, 0)
    if own >= edit.n or own < applied:
        return "broken_chain"
    waits = any(record.have.get(replica, 0) < n for replica, n in edit.seen.items())
    return "held" if waits else "ready"


def apply(record: Record, edit: Edit) -> Record:
    """The record with one more edit, which must be ready."""
    kept = [
        without(live, live.set.keys() & edit.set.keys()) if covers(edit.seen, live) else live for live in record.edits
    ]
    return Record({**record.have, edit.replica: edit.n}, in_order([*kept, edit]))


def join(one: Record, other: Record) -> Record:
    """The record that both snapshots tell of; a unit that a snapshot does not have, it says nothing about."""
    kept = [*surviving(one, other), *surviving(other, one)]
    replicas = one.have.keys() | other.have.keys()
    have = {replica: max(one.have.get(replica, 0), other.have.get(replica, 0)) for replica in sorted(replicas)}
    together: dict[str, Edit] = {}
    for edit in kept:
        twin = together.get(edit_id(edit))
        together[edit_id(edit)] = edit if twin is None else united(twin, edit)
    return Record(have, in_order(together.values()))


def heads(record: Record) -> dict[str, list[Edit]]:
    """The heads of each unit, the one that is shown first."""
    found: dict[str, list[Edit]] = {}
    for edit in sorted(record.edits, key=rank, reverse=True):
        for unit in edit.set:
            found.setdefault(unit, []).append(edit)
    return found


def snapshot(record: Record) -> dict[str, Any]:
    """The record as it travels."""
    return {"have": dict(record.have), "edits": [to_json(edit) for edit in record.edits]}


def restore(raw: Mapping[str, Any]) -> Record:
    """The record that travelled."""
    return Record(dict(raw["have"]), in_order(from_json(edit) for edit in raw["edits"]))


def surviving(record: Record, other: Record) -> list[Edit]:
    """The record's live edits, without the units in which the other side knows them replaced."""
    theirs = {edit_id(edit): edit.set for edit in other.edits}
    spoken = {unit for edit in other.edits for unit in edit.set}
    return [
        without(edit, (edit.set.keys() & spoken) - theirs.get(edit_id(edit), {}).keys())
        if covers(other.have, edit)
        else edit
        for edit in record.edits
    ]


def without(edit: Edit, replaced: Set[str]) -> Edit:
    """The edit, no longer a head of these units."""
    if not replaced:
        return edit
    kept = {unit: value for unit, value in edit.set.items() if unit not in replaced}
    return replace(edit, set=kept, was={unit: value for unit, value in edit.was.items() if unit in kept})


def united(one: Edit, other: Edit) -> Edit:
    """One edit of which each side still had a part; who received it first says when it came."""
    told = min(one, other, key=lambda edit: (edit.received_at is None, edit.received_at or ""))
    return replace(told, set={**one.set, **other.set}, was={**one.was, **other.was})


def in_order(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that are a head of something, in the one order that all sides write."""
    return tuple(sorted((edit for edit in edits if edit.set), key=lambda edit: (edit.replica, edit.n)))
