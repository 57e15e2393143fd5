"""Takes what a phone sends: every edit that is read gets a verdict, and none stops the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from app.database import Database
from app.errors import Malformed
from app.models import EditRow, Replica
from app.services import moments, numbers
from app.services.open_records import Received, named
from app.services.saving import save
from app.services.sessions import Caller
from app.services.verdicts import APPLIED, HELD, KEPT, QUARANTINED, verdict
from app.services.work import Work, chunks, open_records
from sync.edits import MalformedEdit, digest, parse_edit
from sync.limits import is_integer


@dataclass(frozen=True)
class Push:
    """What a phone sends: its edits in order, numbers that it lost, and what it last heard of its waiting ones."""

    edits: Sequence[Any]
    pending: Mapping[str, str] = field(default_factory=dict)
    lost: Sequence[tuple[int, int]] = ()
    waiting: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be written for it."""
        return not (self.edits or self.lost)


@dataclass(frozen=True)
class Pushed:
    """What became of it."""

    ack: int
    verdicts: list[dict[str, Any]]


@dataclass
class Reading:
    """An edit of the request: taken as new, known already, or where reading stopped."""

    n: int
    stop: str | None = None
    new: Received | None = None
    known: Received | None = None


def push(database: Database, caller: Caller, sent: Push) -> Pushed:
    """Store what was sent, and say what became of each edit."""
    for raw in sent.edits:
        refuse_foreign(raw, caller.replica)
    if sent.is_empty:
        return _look(database, caller, sent)
    return database.do(lambda session: _push(session, caller, sent))


def _look(database: Database, caller: Caller, sent: Push) -> Pushed:
    """What has become of the waiting ones, when there is nothing to store."""
    with database.read() as session:
        replica = session.get_one(Replica, caller.replica)
        ack, announced = replica.ack, replica.waiting
        known = _known(session, caller.replica, _own(sent.pending))
        later = list(_later(sent, known, Work(session, moments.now())))
    if announced != sent.waiting:
        database.do(lambda session: _announce(session, caller.replica, sent.waiting))
    return Pushed(ack, later)


def _announce(session: Session, replica: str, waiting: int) -> None:
    session.get_one(Replica, replica).waiting = waiting


def refuse_foreign(raw: Any, replica: str) -> None:
    """Raise for what is no edit of this replica at all, so that it never occupies another's number."""
    if not isinstance(raw, dict) or raw.get("replica") != replica:
        raise Malformed("An edit in this request is not this replica's.")
    if not is_integer(raw.get("n"), least=1):
        raise Malformed("An edit in this request has no number that can be read.")


def _push(session: Session, caller: Caller, sent: Push) -> Pushed:
    counted = numbers.locked(session, caller.replica)
    counted.declare(session, sent.lost)
    work = Work(session, moments.now(), rights={caller.user: caller.rights})
    known = _known(session, caller.replica, [*(raw["n"] for raw in sent.edits), *_own(sent.pending)])
    readings = list(_read(sent.edits, caller, known, counted, now=work.now))
    new = [reading.new for reading in readings if reading.new]
    _judge(work, readings, sent.pending)
    save(work, new)
    counted.replica.waiting, counted.replica.synced_at = sent.waiting, work.now
    return Pushed(counted.ack, [*_verdicts(readings, work), *_later(sent, known, work)])


def _own(pending: Mapping[str, str]) -> list[int]:
    """The caller's own numbers; what names another's edit is told nothing."""
    return [int(key) for key in pending if key.isascii() and key.isdigit() and len(key) < 16]


def _known(session: Session, replica: str, wanted: Iterable[int]) -> dict[int, Received]:
    found: dict[int, Received] = {}
    columns = (EditRow.n, EditRow.digest, EditRow.record, EditRow.status, EditRow.code, EditRow.message)
    for some in chunks(sorted(set(wanted))):
        statement = select(*columns).where(col(EditRow.replica) == replica, col(EditRow.n).in_(some))  # type: ignore[call-overload]
        for row in session.connection().execute(statement):
            raw = {"replica": replica, "n": row.n, "record": row.record}
            known = Received(raw, row.digest, None, "", "", "", is_new=False)
            known.status, known.code, known.message = row.status, row.code, row.message
            found[row.n] = known
    return found


def _read(
    edits: Sequence[Any], caller: Caller, known: Mapping[int, Received], counted: numbers.Numbers, *, now: str
) -> Iterator[Reading]:
    """Each edit, until one that is a fork or leaves numbers out; what follows that is left unread."""
    stored = dict(known)
    for raw in edits:
        n, fingerprint = raw["n"], digest(raw)
        earlier = stored.get(n)
        if earlier is None and not counted.may_take(n):
            yield Reading(n, stop="gap")
            return
        if earlier is not None and earlier.digest != fingerprint:
            yield Reading(n, stop="fork")
            return
        if earlier is not None:
            yield Reading(n, known=earlier)
            continue
        received = Received(raw, fingerprint, None, caller.user, caller.device, now)
        _parse(received)
        counted.take(n)
        stored[n] = received
        yield Reading(n, new=received)


def _parse(received: Received) -> None:
    try:
        edit = parse_edit(received.raw)
        if edit.released is not None:
            raise MalformedEdit("Only a server writes “released”.")
    except MalformedEdit as error:
        received.becomes(QUARANTINED, "malformed", error.reason)
    else:
        received.edit = named(edit, received)


def _judge(work: Work, readings: Sequence[Reading], pending: Mapping[str, str]) -> None:
    new = [reading.new for reading in readings if reading.new]
    edits = [one.edit for one in new if one.edit]
    waiting = [str(one.known.raw["record"]) for one in readings if one.known and one.known.status == HELD]
    open_records(work, [*(edit.record for edit in edits), *waiting], {(edit.form, edit.version) for edit in edits})
    for one in new:
        code = pending.get(str(one.raw["n"]))
        work.take(one, kept_as=code if code in KEPT else None)


def _verdicts(readings: Sequence[Reading], work: Work) -> Iterator[dict[str, Any]]:
    for reading in readings:
        if reading.stop or reading.new is None and reading.known is None:
            yield verdict(reading.n, str(reading.stop))
        elif reading.known:
            now = _present(reading.known, work)
            was_applied = reading.known.status == APPLIED and now is reading.known
            yield verdict(reading.n, "duplicate" if was_applied else now.status, now.code, now.message)
        elif reading.new:
            yield verdict(reading.n, reading.new.status, reading.new.code, reading.new.message)


def _later(sent: Push, known: Mapping[int, Received], work: Work) -> Iterator[dict[str, Any]]:
    """What has changed of those that the phone last heard of as waiting, or as kept for a lead."""
    told = {raw["n"] for raw in sent.edits}
    for n in _own(sent.pending):
        if n in known and n not in told:
            now = _present(known[n], work)
            if now.code != sent.pending[str(n)]:
                yield verdict(n, now.status, now.code, now.message)


def _present(known: Received, work: Work) -> Received:
    """The edit as it is at the end of this transaction."""
    return work.received.get((known.raw["replica"], known.raw["n"]), known)
