"""Records as people and scripts read them, one or many, with their history."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Text, type_coerce
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import EditRow, Feed, RecordRow, Scope
from app.services.moments import of_milliseconds
from app.services.rights import Rights, may_read_scope, readable
from sync.edits import SERVER_FIELDS, corrected, from_json
from sync.paths import is_uuid

PLAIN = ("id", "form", "version", "scope", "number", "author", "received_at", "review")
FLAGS = ("restricted", "deleted")
DOCUMENTS = ("have", "values", "stale", "conflicts")


@dataclass(frozen=True)
class Wanted:
    """Which records a list is of."""

    scope: str | None = None
    form: str | None = None
    review: str | None = None
    conflicts: bool | None = None
    after: str | None = None
    limit: int = 200


def listing(session: Session, rights: Rights, wanted: Wanted) -> str:
    """One page of records, as JSON; deleted ones are in no list."""
    statement = _columns().where(readable(rights), col(RecordRow.deleted).is_(False))
    for name in ("scope", "form", "review"):
        if getattr(wanted, name) is not None:
            statement = statement.where(getattr(RecordRow, name) == getattr(wanted, name))
    if wanted.conflicts is not None:
        statement = statement.where((col(RecordRow.unsettled) > 0).is_(wanted.conflicts))
    if wanted.after is not None:
        statement = statement.where(col(RecordRow.id) > wanted.after)
    rows = session.connection().execute(statement.order_by(col(RecordRow.id)).limit(wanted.limit + 1)).all()
    page = rows[: wanted.limit]
    parents = _visible_parents(session, rights, page)
    records = ",".join(_record(row, parents) for row in page)
    following = page[-1].id if len(rows) > wanted.limit else None
    return f'{{"records":[{records}],"next":{json.dumps(following)}}}'


def read(session: Session, rights: Rights, id: str) -> str:
    """One record, as JSON."""
    row = session.connection().execute(_columns().where(readable(rights), _is(id))).first()
    if row is None:
        raise NotFound("There is no such record.")
    return _record(row, _visible_parents(session, rights, [row]))


def _is(id: str) -> Any:
    """Raise for what cannot be a record's id, in the words for one that is not there."""
    if not is_uuid(id):
        raise NotFound("There is no such record.")
    return col(RecordRow.id) == id


def _columns() -> Any:
    documents = (type_coerce(getattr(RecordRow, name), Text).label(name) for name in DOCUMENTS)
    plain = (getattr(RecordRow, name) for name in (*PLAIN, *FLAGS, "parent", "held"))
    return choose(*plain, *documents)


def _record(row: Row[Any], parents: set[str]) -> str:
    fields = row._mapping
    parent = row.parent if row.parent in parents else None
    plain = {name: fields[name] for name in (*PLAIN, *FLAGS)} | {"parent": parent, "held": row.held}
    documents = "".join(f',"{name}":{fields[name]}' for name in DOCUMENTS)
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False)[:-1] + documents + "}"


def _visible_parents(session: Session, rights: Rights, rows: Iterable[Row[Any]]) -> set[str]:
    """The parents of these records that the reader sees; one that is not here at all hides nothing."""
    named = {row.parent for row in rows if row.parent is not None}
    if not named:
        return set()
    here = set(session.exec(select(RecordRow.id).where(col(RecordRow.id).in_(named), col(RecordRow.begun).is_(True))))
    seen = set(session.exec(select(RecordRow.id).where(col(RecordRow.id).in_(named), readable(rights))))
    return seen | (named - here)


def history(session: Session, rights: Rights, id: str) -> dict[str, Any]:
    """Every edit of a record in the order of its causes, with what each value replaced."""
    record = session.exec(select(RecordRow.scope, RecordRow.entered_seq).where(readable(rights), _is(id))).first()
    if record is None:
        raise NotFound("There is no such record.")
    scope, entered = record
    rows = session.exec(
        select(EditRow)
        .join(Feed, (col(Feed.replica) == col(EditRow.replica)) & (col(Feed.n) == col(EditRow.n)))
        .where(col(Feed.record) == id, col(Feed.scope) == scope, col(Feed.kind) == "edit", col(Feed.seq) >= entered)
        .order_by(col(Feed.seq))
    )
    heads: dict[str, dict[tuple[str, int], str | None]] = {}
    return {"edits": [_told(row, heads) for row in rows]}


def _told(row: EditRow, heads: dict[str, dict[tuple[str, int], str | None]]) -> dict[str, Any]:
    edit = from_json(row.body)
    said: dict[str, Any] = {}
    for unit, value in edit.set.items():
        before = heads.setdefault(unit, {})
        replaced = {key: old for key, old in before.items() if edit.seen.get(key[0], 0) >= key[1]}
        for key in replaced:
            del before[key]
        before[row.replica, row.n] = value
        replaced_json = [{"replica": replica, "n": n, "value": old} for (replica, n), old in replaced.items()]
        said[unit] = {"value": value, "replaced": replaced_json}
    told = {name: getattr(row, name) for name in ("replica", "n", "author", "device", "received_at")}
    released = {"released": dict(edit.released)} if edit.released else {}
    return {**told, "at": edit.at, "corrected": of_milliseconds(corrected(edit)), **released, "set": said}


@dataclass(frozen=True)
class LogPage:
    """Where in a scope's log to read."""

    scope: str
    epoch: str | None
    after: int
    limit: int


def log(session: Session, rights: Rights, page: LogPage) -> dict[str, Any]:
    """Whole edits of a scope in feed order; a record that moved is in the log of where it is now."""
    epoch = session.exec(select(Scope.epoch).where(col(Scope.region) == page.scope)).first()
    if epoch is None or not may_read_scope(rights, page.scope):
        raise NotFound("There is no such region.")
    after = page.after if page.epoch in (None, epoch) else 0
    rows = session.exec(
        select(Feed.seq, EditRow)
        .join(EditRow, (col(Feed.replica) == col(EditRow.replica)) & (col(Feed.n) == col(EditRow.n)))
        .join(RecordRow, (col(RecordRow.id) == col(Feed.record)) & (col(RecordRow.scope) == col(Feed.scope)))
        .where(col(Feed.scope) == page.scope, col(Feed.kind) == "edit", col(Feed.seq) > after)
        .where(col(Feed.seq) >= col(RecordRow.entered_seq), readable(rights))
        .order_by(col(Feed.seq))
        .limit(page.limit + 1)
    ).all()
    shown = rows[: page.limit]
    edits = [whole(row) for _, row in shown]
    return {"epoch": epoch, "edits": edits, "next": shown[-1][0] if shown else after, "more": len(rows) > page.limit}


def whole(row: EditRow) -> dict[str, Any]:
    """An edit as it was sent, with what the server knows of it."""
    sent = {name: value for name, value in row.body.items() if name not in SERVER_FIELDS}
    return {**sent, "author": row.author, "device": row.device, "received_at": row.received_at}
