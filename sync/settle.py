"""Several heads of one unit become one value by its policy, or wait for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sync.edits import Edit
from sync.policies import Policies, Policy

Difference = Literal["value", "merged"]


@dataclass(frozen=True, slots=True)
class Settled:
    """The value that a unit shows, and how its heads differ, if they do and somebody should know."""

    value: str | None
    difference: Difference | None


def settle(unit: str, tips: Sequence[Edit], policies: Policies) -> Settled:
    """What the unit shows; its heads come with the greatest first."""
    first = tips[0].set[unit]
    if all(tip.set[unit] == first for tip in tips):
        return Settled(first, None)
    policy = policies.of(unit)
    if policy.kind == "derived":
        return Settled(first, None)
    if policy.kind == "greatest":
        return Settled(first, "merged")
    if policy.kind == "strictest":
        return Settled(strictest((tip.set[unit] for tip in tips), policy), "merged")
    if policy.kind == "set" and have_one_base(unit, tips):
        return Settled(merged_set(unit, tips, policies.choice_order(unit)), "merged")
    return Settled(first, "value")


def strictest(values: Iterable[str | None], policy: Policy) -> str | None:
    """The most restrictive value: rightmost in the list; cleared is leftmost, a code not in it rightmost of all."""
    places = {code: place for place, code in enumerate(policy.order)}
    return max(values, key=lambda value: -1 if value is None else places.get(value, len(places)))


def have_one_base(unit: str, tips: Sequence[Edit]) -> bool:
    """Whether all the heads say that they started from the same value."""
    return all(unit in tip.was for tip in tips) and len({tip.was[unit] for tip in tips}) == 1


def merged_set(unit: str, tips: Sequence[Edit], order: Sequence[str]) -> str | None:
    """Three ways: what anybody took out is out, what anybody added is in, in the choice list's order."""
    base = codes(tips[0].was[unit])
    chosen = [codes(tip.set[unit]) for tip in tips]
    kept = {code for code in base if all(code in one for one in chosen)}
    added = {code for one in chosen for code in one if code not in base}
    places = {code: place for place, code in reversed(list(enumerate(order)))}
    return " ".join(sorted(kept | added, key=lambda code: (places.get(code, len(order)), code))) or None


def codes(value: str | None) -> set[str]:
    """The choices in a select_multiple's value."""
    return {code for code in (value or "").split(" ") if code}
