"""How far a record's review has come is computed from what was said and seen, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from sync.edits import Edit, edit_id, sees
from sync.paths import is_answer, is_deletion
from sync.policies import Policies
from sync.settle import settle

Review = Literal["received", "returned", "answered", "approved", "changed"]
Heads = Mapping[str, Sequence[Edit]]


def review(heads: Heads, policies: Policies) -> Review:
    """The state of a record's review, in one word."""
    said = heads.get("@review", ())
    value = settle("@review", said, policies).value if said else None
    deciding = [head for head in said if head.set["@review"] == value]
    if value == "returned":
        return "answered" if is_answered(heads, deciding) else "returned"
    if value == "approved":
        return "approved" if is_whole(heads, deciding) else "changed"
    return "received"


def is_answered(heads: Heads, returning: Iterable[Edit]) -> bool:
    """Whether each returning edit was seen by an answer, or by the removal of an entry, in another edit."""
    units = (unit for unit in heads if is_answer(unit) or (is_deletion(unit) and unit != "@deleted"))
    answers = edits_of(heads, units)
    return all(any(answer != one and sees(answer, one) for answer in answers) for one in returning)


def is_whole(heads: Heads, approving: Iterable[Edit]) -> bool:
    """Whether one approving edit has seen every answer and every deletion."""
    content = edits_of(heads, (unit for unit in heads if is_answer(unit) or is_deletion(unit)))
    return any(all(sees(one, head) for head in content) for one in approving)


def edits_of(heads: Heads, units: Iterable[str]) -> list[Edit]:
    """The edits that are a head of one of the units."""
    return list({edit_id(head): head for unit in units for head in heads[unit]}.values())
