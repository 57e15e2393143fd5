"""A deletion counts when it had seen everything it removes; else it is a conflict, and nothing disappears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.edits import Edit, edit_id, rank, sees
from sync.paths import instance, instances, is_deletion

Heads = Mapping[str, Sequence[Edit]]
RECORD = ""


@dataclass(frozen=True, slots=True)
class Deletions:
    """What is removed, and the deletions that somebody contradicts: unit → the heads, each with its own unit."""

    removed: frozenset[str]
    contradicted: Mapping[str, Sequence[tuple[str, Edit]]]

    @property
    def of_record(self) -> bool:
        """Whether the record itself is removed."""
        return RECORD in self.removed

    def hide(self, unit: str) -> bool:
        """Whether the unit lies in an instance that is removed."""
        return bool(self.removed) and any(place in self.removed for place in instances(unit))

    def enclose(self, unit: str) -> bool:
        """Whether the unit lies in a removed instance or record, so that its deletion settled what it says."""
        return self.of_record or self.hide(unit)


def deletions(heads: Heads) -> Deletions:
    """What the deletions among a record's heads come to; the outer ones are judged first."""
    said = sorted((unit for unit in heads if is_deletion(unit) and deleting(unit, heads)), key=depth)
    inside = contents(heads, {target(unit) for unit in said})
    removed: set[str] = set()
    contradicted: dict[str, Sequence[tuple[str, Edit]]] = {}
    for unit in said:
        against = list(contradicting(unit, heads, inside.get(target(unit), ())))
        around = {RECORD, *instances(unit)[:-1]} - {target(unit)}
        if not against and len(deleting(unit, heads)) == len(heads[unit]):
            removed.add(target(unit))
        elif not around & removed:
            contradicted[unit] = [*((unit, head) for head in heads[unit]), *against]
    return Deletions(frozenset(removed), contradicted)


def depth(unit: str) -> tuple[int, str]:
    """How far inside the record a deletion acts."""
    return (len(instances(unit)), unit)


def target(unit: str) -> str:
    """What a `@deleted` unit removes: the instance, or the record."""
    return instance(unit) or RECORD


def deleting(unit: str, heads: Heads) -> Sequence[Edit]:
    """The heads of a `@deleted` unit that delete."""
    return [head for head in heads[unit] if head.set[unit] == "true"]


def contents(heads: Heads, targets: set[str]) -> Mapping[str, Sequence[str]]:
    """The units inside each of the places that somebody deleted."""
    inside: dict[str, list[str]] = {place: [] for place in targets}
    for unit in heads if targets else ():
        for place in (RECORD, *instances(unit)):
            if place in inside:
                inside[place].append(unit)
    return inside


def contradicting(unit: str, heads: Heads, inside: Sequence[str]) -> Iterator[tuple[str, Edit]]:
    """The heads inside that a deletion had not seen, of edits that had not seen it and do not delete the same."""
    deletes = deleting(unit, heads)
    agreeing = {edit_id(head) for head in deletes}
    verdicts: dict[str, bool] = {}
    found: list[tuple[str, Edit]] = []
    for other in inside:
        for head in heads[other] if other != unit else ():
            key = edit_id(head)
            if key not in verdicts:
                verdicts[key] = key not in agreeing and any(concurrent(head, one) for one in deletes)
            if verdicts[key]:
                found.append((other, head))
    found.sort(key=lambda pair: pair[0])
    found.sort(key=lambda pair: rank(pair[1]), reverse=True)
    return iter(found)


def concurrent(one: Edit, other: Edit) -> bool:
    """Whether neither edit had seen the other."""
    return not sees(one, other) and not sees(other, one)
