"""Records while one transaction works on them."""

from dataclasses import dataclass, field, replace
from typing import Any

from app.models import NOTHING
from app.services.verdicts import HELD, QUARANTINED, message
from sync import merge
from sync.edits import Edit, rank


@dataclass
class Received:
    """One edit here: as it was sent, and what became of it. `edit` is None when it cannot be read."""

    raw: Any
    digest: str
    edit: Edit | None
    author: str
    device: str
    received_at: str
    status: str = ""
    code: str | None = None
    message: str | None = None
    is_new: bool = True
    changed: bool = False

    def becomes(self, status: str, code: str | None = None, said: str | None = None) -> None:
        """Note what becomes of it."""
        self.status, self.code, self.message = status, code, said or message(code)
        self.changed = True


@dataclass(frozen=True)
class Event:
    """A row of the feed that has no number yet."""

    kind: str
    record: str
    replica: str | None = None
    n: int | None = None


@dataclass
class OpenRecord:
    """A record between what is stored and what this transaction makes of it."""

    id: str
    form: str
    version: str
    scope: str
    exists: bool = False
    begun: bool = False
    parent: str | None = None
    author: str | None = None
    received_at: str | None = None
    first: dict[str, Any] | None = None
    snapshot: merge.Record = merge.EMPTY
    restricting: dict[str, int] = field(default_factory=dict)
    restricted: bool = False
    authors: set[str] = field(default_factory=set)
    new_authors: set[str] = field(default_factory=set)
    held: list[Received] = field(default_factory=list)
    quarantined: set[tuple[str, int]] = field(default_factory=set)
    entered_seq: int = 0
    stored_scope: str = ""
    stored_restricted: bool = False
    stored_digest: str = NOTHING
    touched: bool = False

    @property
    def versions(self) -> list[str]:
        """The versions of the form that the record's first and live edits were written with, the oldest first."""
        first = {self.first["version"]} if self.first else set()
        return sorted(first | {edit.version for edit in self.snapshot.edits})

    def begin(self, edit: Edit) -> None:
        """Take the form, parent and region of the record's first edit."""
        self.begun, self.form, self.version, self.parent = True, edit.form, edit.version, edit.parent
        self.scope, self.received_at = edit.scope, edit.received_at
        self.author = edit.released["author"] if edit.released else edit.author
        names = ("replica", "n", "author", "version", "scope", "parent", "at", "offset_ms", "received_at")
        self.first = {name: getattr(edit, name) for name in names}

    def apply(self, edit: Edit, *, restricts: bool) -> Event:
        """Put a ready edit into the record."""
        if not self.begun:
            self.begin(edit)
        self.version = max(self.version, edit.version)
        self.snapshot = merge.apply(self.snapshot, edit)
        self._add_authors(edit)
        self._restrict(edit, restricts=restricts)
        if "@scope" in edit.set:
            self.scope = self._greatest("@scope") or (self.first or {}).get("scope", self.scope)
        self.touched = True
        return Event("edit", self.id, edit.replica, edit.n)

    def _add_authors(self, edit: Edit) -> None:
        said = {edit.author, (edit.released or {}).get("author")} - {None}
        self.new_authors |= {str(name) for name in said} - self.authors
        self.authors |= self.new_authors

    def _restrict(self, edit: Edit, *, restricts: bool) -> None:
        """An answer restricts until somebody, having seen it, lifts that; taking the answer back lifts nothing."""
        if "@restricted" in edit.set and edit.set["@restricted"] is None:
            self.restricting = {r: n for r, n in self.restricting.items() if edit.seen.get(r, 0) < n}
        if restricts:
            self.restricting[edit.replica] = edit.n
        marked = any(live.set.get("@restricted") == "true" for live in self.snapshot.edits)
        self.restricted = marked or bool(self.restricting)

    def _greatest(self, unit: str) -> str | None:
        heads = [live for live in self.snapshot.edits if unit in live.set]
        return max(heads, key=rank).set[unit] if heads else None

    def author_of_comment(self, comment: str) -> str | None:
        """Who wrote the comment, if it is here."""
        parts = (comment, comment + "/about")
        return next((live.author for live in self.snapshot.edits if any(part in live.set for part in parts)), None)

    def is_behind(self, edit: Edit) -> bool:
        """Whether the edit has seen a quarantined one of its own replica."""
        return (edit.replica, edit.seen.get(edit.replica, 0)) in self.quarantined

    def keeps(self, received: Received) -> None:
        """Remember an edit that waits, or that is in quarantine."""
        if received.edit is None:
            return
        if received.status == QUARANTINED:
            self.quarantined.add((received.edit.replica, received.edit.n))
        if received.status == HELD and received not in self.held:
            self.held.append(received)
            self.touched = True

    def drop_held(self) -> bool:
        """Forget those that wait no more; whether there were any."""
        waiting = [one for one in self.held if one.status == HELD]
        dropped = len(waiting) < len(self.held)
        self.held, self.touched = waiting, self.touched or dropped
        return dropped


def named(edit: Edit, received: Received) -> Edit:
    """The edit with who wrote it, where, and when it came."""
    return replace(edit, author=received.author, device=received.device, received_at=received.received_at)
