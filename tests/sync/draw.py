"""Cases drawn from a seed: phones that save, meet in any order, and hear of things late or twice."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.sync.form import FIRST, ISSUE, OTHER, SECOND, STEP, STEPS

Case = dict[str, Any]
CHOICES = (None, "women", "youth women", "elders", "women elders", "zz \U00010000", "\uffee zz")
WORDS = (None, "a", "b", "1", "2")
VALUES: dict[str, tuple[str | None, ...]] = {
    "place": WORDS,
    "mood": WORDS,
    "constructor": WORDS,
    "groups": CHOICES,
    "markets": CHOICES,
    "consent": (None, "yes", "partly", "no", "never", "maybe"),
    "women": WORDS,
    "men": WORDS,
    "people": WORDS,
    "costs": WORDS,
    "entries": WORDS,
    "today": WORDS,
    f"{ISSUE}/_rid": (FIRST,),
    f"{ISSUE}/text": WORDS,
    f"{ISSUE}/weight": WORDS,
    f"{ISSUE}/score": WORDS,
    f"{ISSUE}/@order": WORDS,
    f"{ISSUE}/@deleted": ("true", "true", None),
    f"{ISSUE}/@assigned": (None, "amina", "otieno"),
    f"{STEPS}/_rid": (STEP,),
    f"{STEPS}/text": WORDS,
    f"{STEPS}/cost": WORDS,
    f"{STEPS}/@deleted": ("true", None),
    f"{OTHER}/_rid": (SECOND,),
    f"{OTHER}/weight": WORDS,
    f"{OTHER}/score": WORDS,
    "@deleted": ("true", "true", None),
    "@review": ("received", "returned", "approved", "approved", None),
    "@restricted": ("true", None),
    "@scope": (None, "south", "east"),
    "@assigned": (None, "amina", "otieno"),
    f"@comment[{FIRST}]": (None, "why?", "which women?"),
    f"@twin[{FIRST}]": (None, "same", "other"),
}
Vector = dict[str, int]


def case(random: Random) -> Case:
    """One record's life on two to four phones."""
    names = "abcd"[: random.randint(2, 4)]
    units = random.sample(sorted(VALUES), random.randint(1, 9))
    edits: list[dict[str, Any]] = []
    for _ in range(random.randint(2, 12)):
        edits.append(save(random, random.choice(names), units, edits))
    order = list(range(len(edits)))
    late = random.sample(order, len(order))
    return {"edits": edits, "orders": [order, late, [*late[::-1], *late[:2]], random.sample(order, len(order))]}


def save(random: Random, name: str, units: list[str], edits: list[dict[str, Any]]) -> dict[str, Any]:
    """A save by a phone that has met some of the others since its last one."""
    seen = view_of(name, edits)
    n = seen.get(name, 0) + random.choice((1, 1, 1, 3))
    for other in random.sample("abcd", random.randint(0, 2)):
        seen = {known: max(seen.get(known, 0), n) for known, n in {**seen, **view_of(other, edits)}.items()}
    chosen = random.sample(units, random.randint(0, min(3, len(units))))
    short = {"by": name, "n": n, "seen": seen, "set": {unit: random.choice(VALUES[unit]) for unit in chosen}}
    was = {unit: random.choice((None, "women youth", "elders")) for unit in chosen if VALUES[unit] is CHOICES}
    times = {"minute": random.randint(0, 3), "offset_ms": random.choice((0, 60_000, -60_000))}
    return {**short, **times, **({"was": was} if was and random.random() < 0.8 else {})}


def view_of(name: str, edits: list[dict[str, Any]]) -> Vector:
    """What the phone knows after its last save."""
    mine = [edit for edit in edits if edit["by"] == name]
    return {**mine[-1]["seen"], name: mine[-1]["n"]} if mine else {}
