"""The outcomes that three phones with two saves each can leave in two questions and a deletion, up to renaming."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from typing import NamedTuple

PHONES = (0, 1, 2)
SAVES = 2
UNITS = ("place", "mood")
ACTS = ("place", "mood", "delete", "settle")
Vector = tuple[int, ...]


class Save(NamedTuple):
    """One save: its phone, its number, what the phone had seen, what was done, and to which units."""

    phone: int
    n: int
    seen: Vector
    act: str
    sets: tuple[str, ...]


History = tuple[Save, ...]


def histories() -> list[History]:
    """One history for each outcome that no renaming of phones or questions turns into another one."""
    found: dict[str, History] = {}
    frontier: list[History] = [()]
    for _ in range(len(PHONES) * SAVES):
        reached: dict[str, History] = {}
        for history in frontier:
            for longer in extended(history):
                reached.setdefault(outcome(longer), longer)
        found = {**reached, **found}
        frontier = list(reached.values())
    return sorted(found.values(), key=lambda history: (len(history), history))


def extended(history: History) -> Iterator[History]:
    """The history with one more save, by any phone, which synced with any of the others, or with none."""
    for phone in PHONES:
        n = sum(save.phone == phone for save in history) + 1
        others = [other for other in PHONES if other != phone and any(view_of(history, other))]
        for met in product((False, True), repeat=len(others)) if n <= SAVES else ():
            vectors = [view_of(history, phone), *(view_of(history, o) for o, m in zip(others, met, strict=True) if m)]
            seen = tuple(max(entries) for entries in zip(*vectors, strict=True))
            for act in ACTS:
                yield (*history, Save(phone, n, seen, act, units_set(history, seen, act)))


def view_of(history: History, phone: int) -> Vector:
    """What the phone knows after its last save."""
    mine = [save for save in history if save.phone == phone]
    if not mine:
        return (0,) * len(PHONES)
    return tuple(mine[-1].n if place == phone else n for place, n in enumerate(mine[-1].seen))


def units_set(history: History, seen: Vector, act: str) -> tuple[str, ...]:
    """What the act writes: to settle is to answer whatever is open in what the phone has seen, and to keep it all."""
    if act == "delete":
        return ("@deleted",)
    if act != "settle":
        return (act,)
    known = [save for save in history if seen[save.phone] >= save.n]
    return tuple(unit for unit in (*UNITS, "@deleted") if len(heads_of(known, unit)) > 1) or ("@deleted",)


def heads_of(known: list[Save], unit: str) -> list[Save]:
    """The saves of the unit that no other one has seen."""
    sets = [save for save in known if unit in save.sets]
    return [save for save in sets if not any(later.seen[save.phone] >= save.n for later in sets if later != save)]


def outcome(history: History) -> str:
    """What is left of a history, under the renaming that makes it smallest."""
    known = list(history)
    tips = {unit: heads_of(known, unit) for unit in (*UNITS, "@deleted")}
    unseen = against_deletions(tips)
    return min(
        repr(
            [[sorted((phones[tip.phone], tip.n) for tip in tips[unit]) for unit in (*units, "@deleted")]]
            + sorted((phones[save.phone], save.n) for save in unseen)
        )
        for phones in permutations(PHONES)
        for units in permutations(UNITS)
    )


def against_deletions(tips: dict[str, list[Save]]) -> set[Save]:
    """The answers that a deletion had not seen, and that had not seen it."""
    deletions = [tip for tip in tips["@deleted"] if tip.act == "delete"]
    answers = {tip for unit in UNITS for tip in tips[unit]}
    return {a for a in answers for d in deletions if d.seen[a.phone] < a.n and a.seen[d.phone] < d.n}
