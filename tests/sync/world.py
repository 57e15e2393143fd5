"""Phones with one record, and everything that was ever written: what they hold must follow from what they heard."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations

from sync.edits import Edit, edit_id, parse_edit
from sync.merge import EMPTY, Record, apply, heads, join, standing
from sync.policies import Policies
from sync.view import view
from tests.sync import oracle
from tests.sync.replay import expand, go_on

PEOPLE = "abc"
UNITS = ("place", "mood", "@deleted")
NONE = Policies()


@dataclass
class Phone:
    """What one phone holds, and what the test knows that it has heard."""

    name: str
    record: Record = EMPTY
    waiting: list[Edit] = field(default_factory=list)
    heard: dict[str, Edit] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)


@dataclass
class World:
    """All phones and the whole history."""

    phones: dict[str, Phone] = field(default_factory=lambda: {name: Phone(name) for name in PEOPLE})
    history: list[Edit] = field(default_factory=list)

    def open(self, name: str) -> None:
        """Somebody opens the record: what arrives from now on is not seen by the next save."""
        self.phones[name].opened = dict(self.phones[name].record.have)

    def save(self, name: str, units: set[str], value: str | None) -> None:
        """Somebody saves what is open, and opens the record again."""
        phone = self.phones[name]
        seen = {replica[0]: n for replica, n in phone.opened.items()}
        n = len([edit for edit in self.history if edit.replica[0] == name]) + 1
        said = {unit: ("true" if value == "1" else None) if unit == "@deleted" else value for unit in sorted(units)}
        edit = parse_edit(expand({"by": name, "n": n, "seen": seen, "set": said, "minute": len(self.history) * 7 % 5}))
        self.history.append(edit)
        self.hear(name, edit)
        self.open(name)

    def hear(self, name: str, edit: Edit) -> None:
        """An edit reaches a phone, early, late or again."""
        phone = self.phones[name]
        said = standing(phone.record, edit)
        assert said == self.foretold(phone, edit)
        if said == "held":
            phone.waiting.append(edit)
        if said == "ready":
            phone.record = apply(phone.record, edit)
        self.settle_down(phone)

    def foretold(self, phone: Phone, edit: Edit) -> str:
        """What must become of the edit there, from all that the phone has heard."""
        if edit_id(edit) in phone.heard:
            return "duplicate"
        causes = {f"{replica}:{n}" for replica, n in edit.seen.items()}
        return "ready" if causes <= phone.heard.keys() else "held"

    def meet(self, name: str, other: str) -> None:
        """A phone takes in what another one holds."""
        phone, theirs = self.phones[name], self.phones[other]
        phone.record = join(phone.record, theirs.record)
        self.settle_down(phone)

    def meet_in_part(self, name: str, other: str) -> None:
        """A phone takes in only the units that differ, each with all its heads, and the other's whole `have`."""
        phone, theirs = self.phones[name], self.phones[other]
        changed = {unit for unit, tips in heads(theirs.record).items() if heads(phone.record).get(unit) != tips}
        parts = (replace(edit, set={u: v for u, v in edit.set.items() if u in changed}) for edit in theirs.record.edits)
        phone.record = join(phone.record, Record(theirs.record.have, tuple(part for part in parts if part.set)))
        self.settle_down(phone)

    def settle_down(self, phone: Phone) -> None:
        """What waited goes on; the test notes what the phone has heard by now."""
        phone.record, phone.waiting = go_on(phone.record, phone.waiting)
        have = phone.record.have
        phone.heard = {edit_id(edit): edit for edit in self.history if have.get(edit.replica, 0) >= edit.n}

    def check(self) -> None:
        """Every phone holds, and shows, what follows from what it has heard; so does any join of them."""
        for phone in self.phones.values():
            self.check_record(phone.record, list(phone.heard.values()))
        for one, other in combinations(self.phones.values(), 2):
            both = join(one.record, other.record)
            assert both == join(other.record, one.record)
            assert join(both, one.record) == both
            self.check_record(both, list({**one.heard, **other.heard}.values()))
        a, b, c = (phone.record for phone in self.phones.values())
        assert join(join(a, b), c) == join(a, join(c, b)) == join(join(c, a), b)

    def check_record(self, record: Record, history: list[Edit]) -> None:
        """The record is what the whole history says."""
        assert oracle.state_of(record) == oracle.state(history)
        shown = {
            one.unit: (one.kind, [(head.unit, head.value, head.edit.replica[0], head.edit.n) for head in one.heads])
            for one in view(record, NONE).conflicts
        }
        assert shown == oracle.conflicts(history)
