"""What waits for a lead: edits in quarantine and held ones, released in the lead's name or dismissed."""

from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.database import Database
from app.errors import NotAllowed, NotFound
from app.models import Audit, EditRow, RecordRow, Server
from app.services import judging, moments, published
from app.services.open_records import Event, OpenRecord, Received, named
from app.services.reading import whole
from app.services.rights import Rights, decidable
from app.services.saving import save
from app.services.sessions import Caller
from app.services.verdicts import APPLIED, HELD, QUARANTINED, message, verdict
from app.services.work import Work, open_records, opened, stored
from sync.edits import Edit, digest, to_json

Deed = Literal["release", "dismiss"]


def listing(session: Session, rights: Rights) -> list[dict[str, Any]]:
    """All edits that this person may decide, whole, with the reason why each waits."""
    _refuse_others(rights)
    rows = session.exec(_undecided(rights).order_by(col(EditRow.received_at), col(EditRow.replica), col(EditRow.n)))
    return [{**whole(row), "code": row.code, "message": row.message or message(row.code)} for row in rows]


def decide(database: Database, lead: Caller, replica: str, n: int, *, deed: Deed) -> dict[str, Any]:
    """Release or dismiss one, and say what became of it."""
    _refuse_others(lead.rights)
    return database.do(lambda session: _decide(session, lead, _find(session, lead.rights, replica, n), deed))


def _refuse_others(rights: Rights) -> None:
    if rights.role != "admin" and not rights.leads:
        raise NotAllowed("What waits in quarantine is decided by a lead.")


def _undecided(rights: Rights) -> SelectOfScalar[EditRow]:
    return (
        select(EditRow)
        .join(RecordRow, col(RecordRow.id) == col(EditRow.record), isouter=True)
        .where(col(EditRow.status).in_([HELD, QUARANTINED]), col(EditRow.decided).is_(None), decidable(rights))
    )


def _find(session: Session, rights: Rights, replica: str, n: int) -> EditRow:
    statement = _undecided(rights).where(col(EditRow.replica) == replica, col(EditRow.n) == n)
    found = session.exec(statement.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound("Nothing waits here under this number.")
    return found


def _decide(session: Session, lead: Caller, row: EditRow, deed: Deed) -> dict[str, Any]:
    now, code = moments.now(), row.code
    if deed == "dismiss":
        row.decided = "dismissed"
        told = verdict(row.n, row.status, row.code, row.message)
    else:
        decided = _release(Work(session, now, rights={lead.user: lead.rights}), lead, row)
        told = verdict(row.n, decided.status, decided.code, decided.message)
    facts = {"record": row.record, "code": code}
    session.add(Audit(at=now, who=lead.user, what=f"edit {deed}d", about=f"{row.replica}:{row.n}", facts=facts))
    session.flush()
    return {**told, "replica": row.replica}


def _release(work: Work, lead: Caller, row: EditRow) -> Received:
    if row.code == "malformed" or row.record is None:
        raise NotAllowed("This save cannot be read, so it can only be dismissed.")
    server = work.session.exec(select(Server).with_for_update().execution_options(populate_existing=True)).one()
    open_records(work, [row.record], [])
    # Whatever happened before the record was ours alone has happened.
    chain = _chain(work, _find(work.session, lead.rights, row.replica, row.n))
    released: list[Received] = []
    for one in chain:
        said = _say(work, lead, server, one)
        if said is None:
            break
        released.append(said)
    if not released:
        raise NotAllowed("You may not set all that this save sets, in a record of this form.")
    _close(work, opened(work, row.record), chain[: len(released)])
    save(work, released)
    return chain[0]


def _say(work: Work, lead: Caller, server: Server, one: Received) -> Received | None:
    """The same as the edit says, by one of the server's own in the lead's name; None where the lead may not."""
    if one.edit is None:
        return None
    record = opened(work, one.edit.record)
    edit = _edit(server, record, one.edit, work.now)
    received = Received(to_json(edit), "", None, lead.user, lead.device, work.now)
    received.digest, received.edit = digest(received.raw), named(edit, received)
    judgement = judging.judge(record, received.edit, lead.rights, work.forms)
    if judgement.status != APPLIED:
        return None
    server.n = edit.n
    received.becomes(APPLIED)
    work.note(record, received, received.edit)
    return received


def _edit(server: Server, record: OpenRecord, edit: Edit, now: str) -> Edit:
    """Its twin, which has seen only what is applied here, and the server's own edits of the record."""
    have = record.snapshot.have
    seen = {replica: min(n, have[replica]) for replica, n in edit.seen.items() if replica in have}
    if server.replica in have:
        seen[server.replica] = have[server.replica]
    return replace(
        edit,
        replica=server.replica,
        n=server.n + 1,
        at=now,
        offset_ms=0,
        seen=seen,
        released={"replica": edit.replica, "n": edit.n, "author": edit.author, "at": edit.at},
        author=None,
        device=None,
        received_at=None,
        extra={},
    )


def _close(work: Work, record: OpenRecord, chain: list[Received]) -> None:
    """Note that these are decided, so that none of them goes on by itself when its cause comes."""
    for place, one in enumerate(chain):
        key = (one.raw["replica"], one.raw["n"])
        if one.status == HELD:
            one.becomes(QUARANTINED, "behind" if place else "released")
        record.quarantined.add(key)
        statement = update(EditRow).where(col(EditRow.replica) == key[0], col(EditRow.n) == key[1])
        work.session.connection().execute(statement.values(decided="released"))
    if record.drop_held():
        work.events.append(Event("held", record.id))
    work.settle(record)


def _chain(work: Work, row: EditRow) -> list[Received]:
    """The edit, and what its replica built on it, in order."""
    following = work.session.exec(
        select(EditRow)
        .where(col(EditRow.replica) == row.replica, col(EditRow.record) == row.record, col(EditRow.n) > row.n)
        .where(col(EditRow.status).in_([HELD, QUARANTINED]), col(EditRow.decided).is_(None))
        .order_by(col(EditRow.n))
    )
    chain, numbers = [stored(row)], {row.n}
    for one in (stored(later) for later in following):
        if one.edit and one.edit.seen.get(one.edit.replica) in numbers and one.code in ("behind", "cause_missing"):
            chain.append(one)
            numbers.add(one.edit.n)
    work.forms |= published.load(work.session, [(one.edit.form, one.edit.version) for one in chain if one.edit])
    return [work.received.get((one.raw["replica"], one.raw["n"]), one) for one in chain]
