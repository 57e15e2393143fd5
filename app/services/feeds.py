"""A scope's feed: a dense sequence of what changed, each row's mark made of all that stand before it."""

import hashlib
from typing import Any

from sqlmodel import Session, col, insert, select

from app.models import Feed, Scope
from app.services.open_records import Event
from app.services.regions import first_mark
from sync.digest import xor

Numbered = dict[tuple[str, str], tuple[int, int]]


def number(session: Session, events: dict[str, list[Event]], changes: list[tuple[str, str]]) -> Numbered:
    """Write the rows under their numbers: for each scope and record, its first and last one here.

    The counters are locked in one order, so that two writers in two scopes never wait for each other.
    """
    locked = select(Scope).where(col(Scope.region).in_(sorted(events))).order_by(col(Scope.region)).with_for_update()
    scopes = {scope.region: scope for scope in session.exec(locked)} if events else {}
    numbered: Numbered = {}
    rows: list[dict[str, Any]] = []
    for region, scope in scopes.items():
        rows += _rows(scope, events[region], numbered)
    for region, digest in changes:
        scopes[region].digest = xor(scopes[region].digest, digest)
    if rows:
        session.connection().execute(insert(Feed), rows)
    session.flush()
    return numbered


def _rows(scope: Scope, events: list[Event], numbered: Numbered) -> list[dict[str, Any]]:
    rows = []
    for event in events:
        scope.seq += 1
        scope.mark = next_mark(scope.mark, scope.seq, event)
        first, _ = numbered.get((scope.region, event.record), (scope.seq, 0))
        numbered[scope.region, event.record] = (first, scope.seq)
        fields = {"kind": event.kind, "record": event.record, "replica": event.replica, "n": event.n}
        rows.append({"scope": scope.region, "seq": scope.seq, "mark": scope.mark, **fields})
    return rows


def next_mark(mark: str, seq: int, event: Event) -> str:
    """The mark after one more row."""
    row = f"{mark}|{seq}|{event.kind}|{event.record}|{event.replica or ''}|{event.n or ''}"
    return hashlib.sha256(row.encode()).hexdigest()


def mark_at(session: Session, scope: Scope, cursor: int) -> str | None:
    """The mark at a cursor; None where the feed does not reach."""
    if cursor == scope.seq:
        return scope.mark
    if cursor == 0:
        return first_mark(scope.epoch)
    if not 0 < cursor < scope.seq:
        return None
    return session.exec(select(Feed.mark).where(col(Feed.scope) == scope.region, col(Feed.seq) == cursor)).first()
