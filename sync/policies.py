"""A published form says for each unit how several heads become one value, or that a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sync.paths import tail, template

Kind = Literal["person", "set", "derived", "strictest", "greatest"]
KINDS: Mapping[str, Kind] = {"set": "set", "derived": "derived", "strictest": "strictest"}


@dataclass(frozen=True, slots=True)
class Policy:
    """How heads that differ are settled; `order` is a strictest one's list, the least restrictive first."""

    kind: Kind
    order: tuple[str, ...] = ()


PERSON = Policy("person")
RESERVED: Mapping[str, Policy] = {
    "@review": Policy("strictest", ("received", "approved", "returned")),
    "@restricted": Policy("strictest", ("true",)),
    "@scope": Policy("greatest"),
    "@order": Policy("greatest"),
}
OF_A_RECORD = frozenset(
    {"@deleted", "@review", "@restricted", "@scope", "@assigned", "@comment[]", "@comment[]/about", "@twin[]"}
)
OF_AN_INSTANCE = ("_rid", "@order", "@deleted", "@assigned")


@dataclass(frozen=True, slots=True)
class Policies:
    """What one version of a form says of its units, by their templates."""

    policies: Mapping[str, Policy] = field(default_factory=dict)
    calculations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: frozenset[str] = OF_A_RECORD

    @classmethod
    def from_units(cls, units: Mapping[str, Any]) -> Policies:
        """The policies in what a published form says of its questions."""
        rows = units["units"]
        lists = {name: tuple(choice["name"] for choice in rows_) for name, rows_ in units.get("choices", {}).items()}
        repeats = [group["path"] for group in units.get("groups", []) if group["kind"] == "repeat"]
        marks = {f"{repeat}/{name}" for repeat in repeats for name in OF_AN_INSTANCE}
        return cls(
            policies={row["path"]: policy_of(row) for row in rows},
            calculations={row["path"]: tuple(row.get("inputs") or ()) for row in rows},
            choices={row["path"]: lists.get(row.get("choices") or "", ()) for row in rows},
            known=OF_A_RECORD | marks | {row["path"] for row in rows},
        )

    @classmethod
    def together(cls, versions: Sequence[Policies]) -> Policies:
        """What several versions of a form say of one record, the oldest first.

        A later version rules; a unit that only an earlier one has is settled as it always was.
        """
        if len(versions) == 1:
            return versions[0]
        return cls(
            policies=dict(pair for one in versions for pair in one.policies.items()),
            calculations=dict(pair for one in versions for pair in one.calculations.items()),
            choices=dict(pair for one in versions for pair in one.choices.items()),
            known=frozenset().union(*(one.known for one in versions)),
        )

    def of(self, unit: str) -> Policy:
        """How the unit's heads are settled; whatever nobody speaks of, a person decides."""
        reserved = RESERVED.get(tail(unit))
        return reserved or self.policies.get(template(unit), PERSON)

    def inputs(self, unit: str) -> tuple[str, ...]:
        """The templates of what a calculated unit is worked out from."""
        return self.calculations.get(template(unit), ())

    def choice_order(self, unit: str) -> tuple[str, ...]:
        """The unit's choices in the form's order; none when they stand in a file."""
        return self.choices.get(template(unit), ())

    def knows(self, unit: str) -> bool:
        """Whether this version of the form has the unit, those that the protocol gives it included."""
        return "[]" not in unit and template(unit) in self.known


def policy_of(row: Mapping[str, Any]) -> Policy:
    """The policy of one question."""
    said = row.get("policy") or {}
    return Policy(KINDS.get(said.get("is", ""), "person"), tuple(said.get("order") or ()))
