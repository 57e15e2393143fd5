"""The rules told once more, from the whole history of edits and without a thought for speed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sync.edits import Edit, corrected, edit_id
from sync.merge import Record

Heads = dict[str, list[Edit]]


def has_seen(one: Edit, other: Edit) -> bool:
    """Whether the one's writer had the other."""
    return one.seen.get(other.replica, 0) >= other.n


def apart(one: Edit, other: Edit) -> bool:
    """Whether they were written without knowing of each other."""
    return edit_id(one) != edit_id(other) and not has_seen(one, other) and not has_seen(other, one)


def have(history: Iterable[Edit]) -> dict[str, int]:
    """The last edit of each replica."""
    found: dict[str, int] = {}
    for edit in history:
        found[edit.replica] = max(edit.n, found.get(edit.replica, 0))
    return found


def heads(history: Iterable[Edit]) -> Heads:
    """For each unit, the edits that set it and that no other one that sets it has seen; the greatest first."""
    edits = sorted(history, key=lambda edit: (corrected(edit), edit.replica, edit.n), reverse=True)
    units = sorted({unit for edit in edits for unit in edit.set})
    return {
        unit: [
            edit
            for edit in edits
            if unit in edit.set and not any(unit in later.set and has_seen(later, edit) for later in edits)
        ]
        for unit in units
    }


def state(history: Iterable[Edit]) -> dict[str, Any]:
    """What a record must come to."""
    edits = list(history)
    tips = heads(edits)
    live: dict[str, dict[str, str | None]] = {}
    for unit, found in tips.items():
        for edit in found:
            live.setdefault(edit_id(edit), {})[unit] = edit.set[unit]
    return {"have": have(edits), "live": live}


def state_of(record: Record) -> dict[str, Any]:
    """The same of a record that was put together step by step."""
    return {"have": dict(record.have), "live": {edit_id(edit): dict(edit.set) for edit in record.edits}}


def deletion_heads(tips: Heads) -> list[tuple[str, Edit]]:
    """The heads in a record's `delete` conflict; none when nobody contradicts a deletion."""
    removals = tips.get("@deleted", [])
    deleting = [edit for edit in removals if edit.set["@deleted"] == "true"]
    against = [
        (unit, edit)
        for unit, found in tips.items()
        for edit in found
        if unit != "@deleted" and edit not in deleting and any(apart(edit, one) for one in deleting)
    ]
    against.sort(key=lambda pair: (corrected(pair[1]), pair[1].replica, pair[1].n), reverse=True)
    kept = len(deleting) < len(removals)
    return [("@deleted", edit) for edit in removals] + against if deleting and (against or kept) else []


def conflicts(history: Iterable[Edit]) -> dict[str, tuple[str, list[tuple[str, str | None, str, int]]]]:
    """Each unit's conflict, when every answer is a person's to decide and only the record can be deleted."""
    tips = heads(history)
    contested = deletion_heads(tips)
    is_deleted = any(edit.set["@deleted"] == "true" for edit in tips.get("@deleted", [])) and not contested
    found: dict[str, tuple[str, list[tuple[str, Edit]]]] = {
        unit: ("merged" if is_deleted else "value", [(unit, edit) for edit in edits])
        for unit, edits in tips.items()
        if unit != "@deleted" and len({edit.set[unit] for edit in edits}) > 1
    }
    if contested:
        found["@deleted"] = ("delete", contested)
    return {
        unit: (kind, [(own, edit.set[own], edit.replica[0], edit.n) for own, edit in pairs])
        for unit, (kind, pairs) in found.items()
    }
