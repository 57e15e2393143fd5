"""Writes the vectors that both languages run; `python -m tests.sync.make_vectors`."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sync.digest import record_digest
from sync.edits import canonical, digest
from tests.sync import oracle, small_scope, stories, stories_about
from tests.sync.form import UNITS
from tests.sync.readings import DIGESTS, READINGS
from tests.sync.refused import REFUSED, TAKEN
from tests.sync.replay import edits_of

FOLDER = Path(__file__).resolve().parents[2] / "sync" / "vectors"
Case = dict[str, Any]


def small_scope_cases() -> list[Case]:
    """Each outcome of three phones with two saves each, with what the whole history says of it."""
    return [told(place, history) for place, history in enumerate(small_scope.histories())]


def told(place: int, history: small_scope.History) -> Case:
    """A history as a case, delivered as it happened, backwards, and in one order more."""
    edits = [
        {
            "by": "abc"[save.phone],
            "n": save.n,
            "minute": (place + 7 * step) % 4,
            "seen": {"abc"[phone]: n for phone, n in enumerate(save.seen) if n},
            "set": {unit: value_of(save, unit) for unit in save.sets},
        }
        for step, save in enumerate(history)
    ]
    order = list(range(len(edits)))
    mixed = random.Random(place).sample(order, len(order))
    case = {"name": " ".join(f"{'abc'[save.phone]}:{save.act}" for save in history), "edits": edits}
    return {**case, "orders": [order, order[::-1], mixed], "expect": expected(case)}


def value_of(save: small_scope.Save, unit: str) -> str | None:
    """Second answers are all the same, so that equal heads occur."""
    if unit == "@deleted":
        return "true" if save.act == "delete" else None
    return "second" if save.n == small_scope.SAVES else f"of {'abc'[save.phone]}"


def expected(case: Case) -> Case:
    """What the oracle says."""
    history = edits_of(case)
    tips = oracle.heads(history)
    found = oracle.conflicts(history)
    return {
        "have": {replica[0]: n for replica, n in oracle.have(history).items()},
        "heads": {unit: [[edit.replica[0], edit.n] for edit in edits] for unit, edits in tips.items()},
        "conflicts": [[unit, kind, [list(head) for head in heads]] for unit, (kind, heads) in sorted(found.items())],
    }


def in_every_order(told_by_hand: list[Case]) -> list[Case]:
    """The stories as they happened, backwards, and turned about the middle."""
    return [
        {**one, "orders": [order := list(range(len(one["edits"]))), order[::-1], order[1:] + order[:1]]}
        for one in told_by_hand
    ]


def digests() -> list[Case]:
    """Edits with their canonical form, and records with theirs."""
    edits = [{"edit": raw, "canonical": canonical(raw).decode(), "digest": digest(raw)} for raw in DIGESTS["edits"]]
    return [*edits, *({**one, "digest": record_digest(one["id"], one["have"])} for one in DIGESTS["records"])]


def told_by_hand() -> list[Case]:
    """All stories."""
    groups = (stories.ANSWERS, stories.POLICIES, stories.CALCULATIONS, stories_about.DELETIONS, stories_about.REVIEWS)
    return in_every_order([one for group in groups for one in group])


FILES: dict[str, Callable[[], Case]] = {
    "small_scope.json": lambda: {"units": UNITS, "cases": small_scope_cases()},
    "stories.json": lambda: {"units": UNITS, "cases": told_by_hand()},
    "limits.json": lambda: {"cases": [*TAKEN, *REFUSED]},
    "digests.json": lambda: {"cases": digests()},
    "readings.json": lambda: {"units": UNITS, "cases": READINGS},
}


def text(content: Case) -> str:
    """A vectors file: one case a line, so that a difference can be read."""
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in content["cases"])
    rest = "".join(f'"{name}": {json.dumps(content[name])},\n' for name in content if name != "cases")
    return f'{{\n{rest}"cases": [\n{lines}\n]\n}}\n'


if __name__ == "__main__":
    for name, make in FILES.items():
        (FOLDER / name).write_text(text(make()), encoding="utf-8")
