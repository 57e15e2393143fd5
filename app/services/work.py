"""One transaction's work on records: which are open, what was received for them, and what goes into the feeds."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import text
from sqlmodel import Session, col, select

from app.models import Authorship, EditRow, RecordRow
from app.services import judging, published, rights
from app.services.open_records import Event, OpenRecord, Received, named
from app.services.published import FormKey, Published
from app.services.rights import Rights
from app.services.verdicts import APPLIED, HELD, QUARANTINED
from sync import merge
from sync.edits import Edit, from_json
from sync.policies import Policies

AT_ONCE = 5_000
Id = TypeVar("Id", str, int)


@dataclass
class Work:
    """What is loaded, and what has become of it so far."""

    session: Session
    now: str
    records: dict[str, OpenRecord] = field(default_factory=dict)
    rights: dict[str, Rights] = field(default_factory=dict)
    forms: dict[FormKey, Published] = field(default_factory=dict)
    received: dict[tuple[str, int], Received] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def take(self, received: Received, *, kept_as: str | None = None) -> None:
        """Judge a new edit, and do what that says; `kept_as` is why another server has it in quarantine."""
        edit = received.edit
        if edit is None:
            return
        self.received[edit.replica, edit.n] = received
        record = opened(self, edit.record)
        verdict = judging.judge(record, edit, self.rights[received.author], self.forms)
        if kept_as is not None:
            verdict = judging.Judgement(QUARANTINED, kept_as)
        received.becomes(verdict.status, verdict.code)
        self.note(record, received, edit)
        self.settle(record)

    def settle(self, record: OpenRecord) -> None:
        """Let go on, or put away, what waited in this record, until nothing more changes."""
        while any([self._again(record, waiting) for waiting in list(record.held)]):
            if record.drop_held():
                self.events.append(Event("held", record.id))

    def _again(self, record: OpenRecord, waiting: Received) -> bool:
        edit = waiting.edit
        if edit is None or waiting.status != HELD or not judging.goes_on(record, edit, self.forms):
            return False
        verdict = judging.judge(record, edit, self.rights[waiting.author], self.forms)
        if (verdict.status, verdict.code) == (waiting.status, waiting.code):
            return False
        waiting.becomes(verdict.status, verdict.code)
        self.note(record, waiting, edit)
        return True

    def policies(self, record: OpenRecord) -> Policies | None:
        """How the record's answers merge: by all versions that speak in it, as phones judge it too."""
        keys = [(record.form, version) for version in record.versions]
        found = [self.forms[key].policies for key in keys if key in self.forms]
        return Policies.together(found) if found else None

    def note(self, record: OpenRecord, received: Received, edit: Edit) -> None:
        """Put an edit where its verdict says."""
        if received.status == APPLIED:
            restricts = self.forms[edit.form, edit.version].restricting(edit.set)
            self.events.append(record.apply(edit, restricts=restricts))
        else:
            self._keep(record, received, edit)

    def _keep(self, record: OpenRecord, received: Received, edit: Edit) -> None:
        if received.status == HELD and not record.scope and edit.scope in self.rights[received.author].regions:
            record.scope, record.form, record.version = edit.scope, edit.form, edit.version
        is_known = received in record.held
        record.keeps(received)
        if received.status == HELD and not is_known:
            self.events.append(Event("held", record.id, edit.replica, edit.n))


def open_records(work: Work, ids: Iterable[str], forms: Iterable[FormKey]) -> None:
    """Load these records, locked for this transaction, with all that waits for them."""
    wanted = sorted(set(ids))
    _lock(work.session, wanted)
    for some in chunks(wanted):
        work.records |= {record.id: record for record in _stored(work.session, some)}
        _load_kept(work, some)
        _load_authors(work, some)
    waiting = [one for record in work.records.values() for one in record.held]
    work.rights |= rights.of(work.session, {one.author for one in waiting} - work.rights.keys())
    of_waiting = {(one.edit.form, one.edit.version) for one in waiting if one.edit}
    of_records = {(record.form, version) for record in work.records.values() for version in record.versions}
    work.forms |= published.load(work.session, {*forms, *of_waiting, *of_records})


def chunks(ids: Collection[Id]) -> Iterator[list[Id]]:
    """The ids in lists that every database takes as one query's values."""
    listed = list(ids)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))


def _lock(session: Session, ids: list[str]) -> None:
    """Keep others from these records, those that do not exist yet too; in one order, so that nobody waits in a ring."""
    if ids and session.get_bind().dialect.name == "postgresql":
        keys = sorted(int.from_bytes(hashlib.sha256(id.encode()).digest()[:8], signed=True) for id in ids)
        statement = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")
        session.connection().execute(statement, {"keys": keys}).all()


def _stored(session: Session, ids: list[str]) -> Iterator[OpenRecord]:
    columns = (
        *(RecordRow.id, RecordRow.form, RecordRow.version, RecordRow.scope, RecordRow.begun, RecordRow.parent),
        *(RecordRow.author, RecordRow.received_at, RecordRow.first, RecordRow.restricting, RecordRow.restricted),
        *(RecordRow.entered_seq, RecordRow.digest, RecordRow.have, RecordRow.edits),
    )
    statement = select(*columns).where(col(RecordRow.id).in_(ids))  # type: ignore[call-overload]
    for row in session.connection().execute(statement).mappings():
        fields = dict(row)
        digest, have, edits = (fields.pop(name) for name in ("digest", "have", "edits"))
        snapshot = merge.Record(have, merge.in_order(from_json(edit) for edit in edits))
        before = {"stored_scope": row["scope"], "stored_restricted": row["restricted"], "stored_digest": digest}
        yield OpenRecord(**fields, **before, exists=True, snapshot=snapshot)


def _load_kept(work: Work, ids: list[str]) -> None:
    of_these = col(EditRow.record).in_(ids)
    held = select(EditRow).where(of_these, col(EditRow.status) == HELD)
    for row in work.session.exec(held.order_by(col(EditRow.received_at), col(EditRow.replica), col(EditRow.n))):
        received = stored(row)
        work.received[row.replica, row.n] = received
        opened(work, row.record).held.append(received)
    put_away = select(EditRow.record, EditRow.replica, EditRow.n).where(of_these, col(EditRow.status) == QUARANTINED)
    for id, replica, n in work.session.exec(put_away):
        opened(work, id).quarantined.add((replica, n))


def opened(work: Work, id: str | None) -> OpenRecord:
    """The record of that id, which nothing may have begun yet."""
    return work.records.setdefault(str(id), OpenRecord(str(id), "", "", ""))


def stored(row: EditRow) -> Received:
    """An edit as it was put down earlier; one that waits can always be read."""
    received = Received(row.body, row.digest, None, row.author, row.device, row.received_at, is_new=False)
    received.status, received.code, received.message = row.status, row.code, row.message
    if row.code != "malformed":
        received.edit = named(from_json(row.body), received)
    return received


def _load_authors(work: Work, ids: list[str]) -> None:
    statement = select(Authorship.record, Authorship.author).where(col(Authorship.record).in_(ids))
    for record, author in work.session.exec(statement):
        if record in work.records:
            work.records[record].authors.add(author)
