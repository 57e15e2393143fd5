"""Puts a transaction's work down: edits, then the feeds' next numbers, then records as they now are."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, insert, select, update

from app.models import Authorship, EditRow, Feed, RecordRow
from app.services.feeds import Numbered, number
from app.services.open_records import Event, OpenRecord, Received
from app.services.work import Work
from sync.digest import NOTHING, record_digest
from sync.edits import Edit, to_json
from sync.paths import is_uuid
from sync.view import Conflict, unsettled, view

LONGEST_NAME = 255  # longer ones would not fit into an index; the body has them anyway


def save(work: Work, received: Iterable[Received]) -> None:
    """Store what became of the work. The feeds' counters are taken last, so that no reader misses a row."""
    new = [one for one in received if one.is_new]
    _insert(work.session, EditRow, [_edit_row(one) for one in new])
    known = (one for one in work.received.values() if one.changed and not one.is_new)
    _update(work.session, EditRow, [_changed_row(one) for one in known])
    touched = [record for record in work.records.values() if record.touched and record.scope]
    rows = {record.id: _record_row(work, record) for record in touched}
    numbered = number(work.session, _events(work, touched), _digest_changes(touched, rows))
    for record in touched:
        rows[record.id] |= _place(record, numbered)
    _save_records(work.session, touched, rows)


def _save_records(session: Session, touched: list[OpenRecord], rows: dict[str, dict[str, Any]]) -> None:
    _insert(session, RecordRow, [rows[record.id] for record in touched if not record.exists])
    _update(session, RecordRow, [rows[record.id] for record in touched if record.exists])
    authors = [{"record": record.id, "author": name} for record in touched for name in sorted(record.new_authors)]
    _insert(session, Authorship, authors)


def _insert(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(table), rows)


def _update(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(update(table), rows)


def _edit_row(one: Received) -> dict[str, Any]:
    raw = one.raw
    return {
        **{name: raw[name] for name in ("replica", "n")},
        "record": raw["record"] if is_record(raw.get("record")) else None,
        **{name: _name(raw.get(name)) for name in ("scope", "form", "version")},
        **{name: getattr(one, name) for name in ("digest", "author", "device", "received_at")},
        **{name: getattr(one, name) for name in ("status", "code", "message")},
        "body": raw,
        "decided": None,
    }


def is_record(id: object) -> bool:
    """Whether this names a record, in an edit that may be wrong in everything."""
    return isinstance(id, str) and is_uuid(id)


def _name(name: object) -> str | None:
    """The name, unless no column or index could keep it."""
    return name if isinstance(name, str) and len(name) <= LONGEST_NAME and name.isprintable() else None


def _changed_row(one: Received) -> dict[str, Any]:
    key = {"replica": one.raw["replica"], "n": one.raw["n"]}
    return {**key, "status": one.status, "code": one.code, "message": one.message}


def _record_row(work: Work, record: OpenRecord) -> dict[str, Any]:
    policies = work.policies(record)
    names = ("id", "begun", "form", "version", "scope", "parent", "author", "received_at", "first", "restricting")
    row = {name: getattr(record, name) for name in (*names, "restricted")}
    row |= {"updated_at": work.now, "have": dict(record.snapshot.have), "held": len(record.held), "number": None}
    row |= {"edits": [to_json(edit) for edit in record.snapshot.edits]}
    row |= {"digest": record_digest(record.id, record.snapshot.have)}
    shown = view(record.snapshot, policies) if policies else None
    if shown is None:
        return row | {
            "values": {},
            "conflicts": [],
            "stale": [],
            "unsettled": 0,
            "review": "received",
            "deleted": False,
        }
    return row | {
        "values": dict(shown.values),
        "conflicts": [conflict_json(conflict) for conflict in shown.conflicts],
        "stale": list(shown.stale),
        "unsettled": unsettled(shown),
        "review": shown.review,
        "deleted": shown.deleted,
    }


def conflict_json(conflict: Conflict) -> dict[str, Any]:
    """A conflict as it travels."""
    heads = [{"unit": head.unit, "value": head.value, **_said(head.edit)} for head in conflict.heads]
    return {"unit": conflict.unit, "kind": conflict.kind, "heads": heads}


def _said(edit: Edit) -> dict[str, Any]:
    return {name: getattr(edit, name) for name in ("author", "at", "received_at", "replica", "n")}


def _digest_changes(touched: list[OpenRecord], rows: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """What leaves and enters each scope's digest of records that everybody there sees."""
    left = [(record.stored_scope, record.stored_digest) for record in touched if not record.stored_restricted]
    came = [(record.scope, rows[record.id]["digest"]) for record in touched if not record.restricted]
    return [(scope, digest) for scope, digest in (*left, *came) if digest != NOTHING]


def _events(work: Work, touched: list[OpenRecord]) -> dict[str, list[Event]]:
    """The feed rows of each scope, in order; a record that moved comes with all its edits."""
    moved = {record.id for record in touched if record.exists and record.scope != record.stored_scope}
    records = {record.id: record for record in touched}
    events: dict[str, list[Event]] = {}
    for event in work.events:
        if event.record in records and event.record not in moved:
            events.setdefault(records[event.record].scope, []).append(event)
    for id in sorted(moved):
        record = records[id]
        events.setdefault(record.stored_scope, []).append(Event("moved", id))
        own = [event for event in work.events if event.record == id]
        events.setdefault(record.scope, []).extend([*_history(work.session, record), *own])
    for record in touched:
        if record.exists and record.restricted and not record.stored_restricted:
            events.setdefault(record.scope, []).append(Event("restricted", record.id))
    return events


def _history(session: Session, record: OpenRecord) -> list[Event]:
    rows = session.exec(
        select(Feed.replica, Feed.n)
        .where(col(Feed.record) == record.id, col(Feed.scope) == record.stored_scope, col(Feed.kind) == "edit")
        .where(col(Feed.seq) >= record.entered_seq)
        .order_by(col(Feed.seq))
    )
    return [Event("edit", record.id, replica, n) for replica, n in rows]


def _place(record: OpenRecord, numbered: Numbered) -> dict[str, int]:
    """Where the record stands in its feed."""
    first, last = numbered[record.scope, record.id]
    stays = record.scope == record.stored_scope
    return {"last_seq": last, "entered_seq": record.entered_seq if stays else first}
