"""A calculated answer is stale when something it is worked out from has changed since, by a merge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sync.edits import Edit, covers, sees
from sync.paths import instances, template
from sync.policies import Policies

Heads = Mapping[str, Sequence[Edit]]
Place = tuple[str, str]
MARKS = ("_rid", "@deleted")


def stale(heads: Heads, policies: Policies) -> list[str]:
    """The derived units whose shown head had not seen a head of an input."""
    derived = sorted(unit for unit in heads if policies.of(unit).kind == "derived" and policies.inputs(unit))
    wanted = {input_ for unit in derived for input_ in policies.inputs(unit)}
    places = placed(heads, wanted | {mark for input_ in wanted for mark in marks(input_, 0)}) if derived else {}
    return [unit for unit in derived if is_stale(unit, heads[unit][0], policies.inputs(unit), places)]


def is_stale(unit: str, shown: Edit, inputs: Iterable[str], places: Mapping[Place, Sequence[Edit]]) -> bool:
    """Whether the shown head misses an input's head, or was saved at once with a row's coming or going."""
    for input_ in inputs:
        around = shared(unit, input_)
        if any(not sees(shown, head) for head in places.get((input_, around[-1]), ())):
            return True
        for mark in marks(input_, len(around) - 1):
            missed = (head for head in places.get((mark, around[-1]), ()) if not sees(shown, head))
            if any(not sees(head, shown) for head in missed):
                return True
    return False


def shared(unit: str, input_: str) -> list[str]:
    """The instances, from the record inwards, that a unit has in common with the input's template."""
    common = (place for place in instances(unit) if f"{input_}/".startswith(f"{template(place)}/"))
    return ["", *common]


def marks(input_: str, outside: int) -> Iterator[str]:
    """The units that say that a row of the input's repeats came or went, but for the `outside` outermost ones."""
    steps = input_.split("[]")
    for level in range(outside + 1, len(steps)):
        yield from (f"{'[]'.join(steps[:level])}[]/{mark}" for mark in MARKS)


def placed(heads: Heads, wanted: set[str]) -> Mapping[Place, Sequence[Edit]]:
    """The last head of each replica, by template and by each place that its unit lies in."""
    found: dict[Place, dict[str, Edit]] = {}
    for unit, tips in heads.items():
        pattern = template(unit)
        if pattern not in wanted:
            continue
        for place in ("", *instances(unit)):
            latest = found.setdefault((pattern, place), {})
            latest.update({tip.replica: tip for tip in tips if not covers(last(latest, tip), tip)})
    return {place: list(latest.values()) for place, latest in found.items()}


def last(latest: Mapping[str, Edit], tip: Edit) -> Mapping[str, int]:
    """The number of the replica's last head so far, as a vector."""
    return {tip.replica: latest[tip.replica].n} if tip.replica in latest else {}
