"""A case is told in few words, delivered in some order, and its outcome written down; `testing.ts` does the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sync.edits import Edit, parse_edit
from sync.merge import EMPTY, Record, apply, heads, join, standing
from sync.policies import Policies
from sync.view import unsettled, view

RECORD = "5d8c1f0e-0c5b-4c39-9d53-2f1f9c1f7a11"
Case = Mapping[str, Any]


def replica_of(name: str) -> str:
    """The replica that a case calls by one letter."""
    return name * 32


def expand(short: Mapping[str, Any]) -> dict[str, Any]:
    """The whole edit: the replica by its letter, the time by its minute, the rest the same for all."""
    return {
        "replica": replica_of(short["by"]),
        "n": short["n"],
        "record": RECORD,
        "form": "village_meeting",
        "version": "2026112401",
        "scope": "north",
        "parent": None,
        "at": f"2026-11-24T08:{short.get('minute', 0):02}:00.000Z",
        "offset_ms": short.get("offset_ms", 0),
        "seen": {replica_of(name): n for name, n in short.get("seen", {}).items()},
        "set": short["set"],
        **({"was": short["was"]} if "was" in short else {}),
    }


def edits_of(case: Case) -> list[Edit]:
    """The case's edits, each after its causes."""
    return [parse_edit(expand(short)) for short in case["edits"]]


def deliver(edits: Iterable[Edit]) -> tuple[Record, list[str]]:
    """The record after these deliveries, and what was said of each; one that waits goes on by itself."""
    record, waiting, said = EMPTY, list[Edit](), list[str]()
    for edit in edits:
        said.append(standing(record, edit))
        waiting.append(edit) if said[-1] == "held" else None
        record = apply(record, edit) if said[-1] == "ready" else record
        record, waiting = go_on(record, waiting)
    return record, said


def go_on(record: Record, waiting: list[Edit]) -> tuple[Record, list[Edit]]:
    """Whatever waited and need not wait any longer is applied."""
    while ready := next((edit for edit in waiting if standing(record, edit) == "ready"), None):
        record = apply(record, ready)
        waiting = [edit for edit in waiting if edit is not ready]
    return record, waiting


def outcome(record: Record, policies: Policies) -> dict[str, Any]:
    """Everything that a record comes to, in JSON, with each replica's letter."""
    shown = view(record, policies)
    tips = heads(record)
    return {
        "have": {replica[0]: n for replica, n in record.have.items()},
        "heads": {unit: [[edit.replica[0], edit.n] for edit in tips[unit]] for unit in sorted(tips)},
        "values": shown.values,
        "conflicts": [
            [one.unit, one.kind, [[head.unit, head.value, head.edit.replica[0], head.edit.n] for head in one.heads]]
            for one in shown.conflicts
        ],
        "stale": list(shown.stale),
        "review": shown.review,
        "deleted": shown.deleted,
        "scope": shown.scope,
        "restricted": shown.restricted,
        "unsettled": unsettled(shown),
    }


def in_orders(case: Case) -> list[Sequence[Edit]]:
    """The edits in the orders that the case names; as they are told when it names none."""
    edits = edits_of(case)
    return [[edits[place] for place in order] for order in case.get("orders", [range(len(edits))])]


def replay(case: Case, policies: Policies) -> dict[str, Any]:
    """What becomes of a case: in each order, and joined from the halves of every two orders that follow each other."""
    delivered = [deliver(order) for order in in_orders(case)]
    halves = [deliver(order[: (len(order) + 1) // 2])[0] for order in in_orders(case)]
    joined = [join(one, other) for one, other in zip(halves, [*halves[1:], halves[0]], strict=True)]
    return {
        "said": [said for _, said in delivered],
        "outcomes": [outcome(record, policies) for record, _ in delivered],
        "joined": [outcome(record, policies) for record in joined],
    }
