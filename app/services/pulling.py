"""What changed in each scope since a phone's cursor, as far as its reader may see it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Text, type_coerce
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.database import Database
from app.models import Feed, RecordRow, Scope
from app.services.feeds import mark_at
from app.services.regions import first_mark
from app.services.rights import Rights, readable, visible
from app.services.sessions import Caller
from sync.digest import xor

AT_ONCE = 100
BUDGET, GREATEST_BUDGET = 262_144, 8 * 1024 * 1024


@dataclass(frozen=True)
class Cursor:
    """How far a phone has come in a scope, as the server told it."""

    epoch: str
    cursor: int
    mark: str
    grant: str


@dataclass
class Budget:
    """The bytes of records that one answer may have; one record is always sent."""

    left: int
    spent: bool = False

    def allows(self, size: int) -> bool:
        """Whether one more record of this size is sent; it is counted then."""
        if self.spent and size > self.left:
            return False
        self.left, self.spent = self.left - size, True
        return True


def pull(database: Database, caller: Caller, asked: Mapping[str, Cursor], budget: int) -> str:
    """The `scopes` of an answer, as JSON: all regions granted now, read in one snapshot."""
    left = Budget(max(0, min(budget, GREATEST_BUDGET)))
    with database.read() as session:
        granted = select(Scope).where(col(Scope.region).in_(caller.rights.regions)).order_by(col(Scope.region))
        pages = {
            scope.region: _page(session, caller.rights, scope, asked.get(scope.region), budget=left)
            for scope in session.exec(granted)
        }
    return "{" + ",".join(f"{json.dumps(region)}:{page}" for region, page in pages.items()) + "}"


def _page(session: Session, rights: Rights, scope: Scope, known: Cursor | None, *, budget: Budget) -> str:
    reset = None if known is None else _reset(session, rights, scope, known)
    digest = _digest(session, rights, scope)
    common = {"epoch": scope.epoch, "grant": grant(rights, scope.region), "head": scope.seq, "digest": digest}
    if reset is not None:
        common |= {"reset": reset, "cursor": 0, "mark": first_mark(scope.epoch), "gone": [], "more": True}
        return _json(common, "[]")
    after = known.cursor if known else 0
    records, cursor, more = _records(session, rights, scope, after, budget=budget)
    gone = _gone(session, rights, scope.region, (after, cursor)) if after else []
    common |= {"reset": None, "cursor": cursor, "mark": mark_at(session, scope, cursor), "gone": gone, "more": more}
    return _json(common, "[" + ",".join(records) + "]")


def _json(fields: Mapping[str, Any], records: str) -> str:
    return json.dumps(fields, separators=(",", ":"))[:-1] + f',"records":{records}}}'


def _reset(session: Session, rights: Rights, scope: Scope, known: Cursor) -> str | None:
    if known.epoch != scope.epoch or mark_at(session, scope, known.cursor) != known.mark:
        return "unknown"
    return None if known.grant == grant(rights, scope.region) else "rights"


def grant(rights: Rights, region: str) -> str:
    """What this reader may see of a region, in short: another one when that changes."""
    seen = f"{rights.user}|{region}|{rights.regions.get(region)}|{region in rights.few}"
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def _digest(session: Session, rights: Rights, scope: Scope) -> str:
    """The scope's digest for this reader: what all see, and the restricted records that he sees."""
    own = select(RecordRow.digest).where(
        readable(rights), col(RecordRow.scope) == scope.region, col(RecordRow.restricted).is_(True)
    )
    digest = scope.digest
    for of_record in session.exec(own):
        digest = xor(digest, of_record)
    return digest


def _records(
    session: Session, rights: Rights, scope: Scope, after: int, *, budget: Budget
) -> tuple[list[str], int, bool]:
    """The records changed after the cursor that fit, the cursor after them, and whether there are more."""
    found: list[str] = []
    cursor = after
    for row in _changed(session, rights, scope.region, after):
        entry = _entry(row)
        if not budget.allows(len(entry.encode())):
            return found, cursor, True
        found.append(entry)
        cursor = row.last_seq
    return found, scope.seq, False


def _changed(session: Session, rights: Rights, region: str, after: int) -> Iterator[Row[Any]]:
    while True:
        rows = session.connection().execute(_next(rights, region, after)).all()
        yield from rows
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].last_seq


def _next(rights: Rights, region: str, after: int) -> Any:
    documents = (getattr(RecordRow, name) for name in ("have", "edits", "first"))
    return (
        choose(
            *(col(RecordRow.id), col(RecordRow.form), col(RecordRow.number), col(RecordRow.restricted)),
            *(col(RecordRow.held), col(RecordRow.last_seq)),
            *(type_coerce(document, Text).label(document.key) for document in documents),
        )
        .where(visible(rights), col(RecordRow.scope) == region, col(RecordRow.last_seq) > after)
        .order_by(col(RecordRow.last_seq))
        .limit(AT_ONCE)
    )


def _entry(row: Row[Any]) -> str:
    """A record as it travels: it is stored so, and not read again on its way."""
    return (
        f'{{"id":"{row.id}","form":{json.dumps(row.form)},"number":{json.dumps(row.number)},'
        f'"restricted":{json.dumps(row.restricted)},"have":{row.have},"edits":{row.edits},'
        f'"held":{row.held},"first":{row.first or "null"}}}'
    )


def _gone(session: Session, rights: Rights, region: str, span: tuple[int, int]) -> list[str]:
    """The records that this reader could see before, and may no longer see here."""
    after, until = span
    left = (
        select(Feed.record)
        .where(col(Feed.scope) == region, col(Feed.kind).in_(["moved", "restricted"]))
        .where(col(Feed.seq) > after, col(Feed.seq) <= until)
        .distinct()
    )
    candidates: set[str] = set(session.exec(left))
    if not candidates:
        return []
    here = select(RecordRow.id).where(visible(rights), col(RecordRow.scope) == region)
    return sorted(candidates - set(session.exec(here.where(col(RecordRow.id).in_(candidates))).all()))
