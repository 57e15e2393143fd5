"""Forms in use: publishing one also lets go on what waited for it."""

from typing import Any

from sqlmodel import Session, col, select

from app import errors
from app.database import Database
from app.forms.errors import FormInvalid
from app.forms.publish import Published
from app.forms.publish import publish as convert
from app.models import Audit, EditRow, Form, FormVersion
from app.services import moments
from app.services.saving import save
from app.services.verdicts import HELD
from app.services.work import Work, open_records


def publish(database: Database, content: bytes, filename: str, *, who: str | None = None) -> FormVersion:
    """The form version that this file describes, in use from now on."""
    try:
        form = convert(content, filename, stamp=moments.now()[:10].replace("-", "") + "01")
    except FormInvalid as error:
        raise errors.FormInvalid(error.detail, **error.facts()) from error
    return database.do(lambda session: store(session, form, filename, who))


def store(session: Session, form: Published, filename: str, who: str | None) -> FormVersion:
    """The form version in use from now on; what waited for it goes on."""
    known = session.get(FormVersion, (form.id, form.version))
    if known is not None:
        if known.digest != form.digest:
            raise errors.FormInvalid(
                "This version is published already, with other content. Give the form a new version.",
                code="version_taken",
                sheet="settings",
            )
        return known
    now = moments.now()
    _put_in_use(session, form, now)
    version = FormVersion(
        form=form.id,
        version=form.version,
        filename=filename,
        xlsform=form.xlsform,
        xform=form.xform,
        units=form.units,
        digest=form.digest,
        published_at=now,
        published_by=who,
    )
    session.add(version)
    about = f"{form.id} {form.version}"
    session.add(Audit(at=now, who=who or "server", what="form published", about=about, facts={"digest": form.digest}))
    session.flush()
    _let_go_on(session, form, now)
    return version


def _put_in_use(session: Session, form: Published, now: str) -> None:
    known = session.get(Form, form.id)
    if known is None:
        session.add(Form(id=form.id, version=form.version, published_at=now))
    else:
        known.version, known.published_at = form.version, now
    session.flush()


def _let_go_on(session: Session, form: Published, now: str) -> None:
    """Judge again what came before the form did."""
    waiting = session.exec(
        select(EditRow.record).where(
            col(EditRow.form) == form.id, col(EditRow.version) == form.version, col(EditRow.status) == HELD
        )
    )
    work = Work(session, now)
    open_records(work, [record for record in waiting if record is not None], [(form.id, form.version)])
    for record in list(work.records.values()):
        work.settle(record)
    save(work, [])


def listing(session: Session) -> list[dict[str, Any]]:
    """The forms in use, each in its present version."""
    statement = (
        select(Form.id, Form.version, FormVersion.digest, FormVersion.units)
        .join(FormVersion, (col(FormVersion.form) == col(Form.id)) & (col(FormVersion.version) == col(Form.version)))
        .order_by(col(Form.id))
    )
    return [
        {"id": id, "version": version, "url": url(id, version), "digest": digest, "title": units.get("title", {})}
        for id, version, digest, units in session.exec(statement)
    ]


def differing(session: Session, known: dict[str, str]) -> list[dict[str, str]]:
    """The forms whose version in use is another than the phone's."""
    statement = select(Form.id, Form.version, FormVersion.digest).join(
        FormVersion, (col(FormVersion.form) == col(Form.id)) & (col(FormVersion.version) == col(Form.version))
    )
    return [
        {"id": id, "version": version, "url": url(id, version), "digest": digest}
        for id, version, digest in session.exec(statement.order_by(col(Form.id)))
        if known.get(id) != version
    ]


def url(id: str, version: str) -> str:
    """Where a form version is fetched."""
    return f"/api/forms/{id}/{version}"


def read(session: Session, id: str, version: str) -> FormVersion:
    """A published version, whether or not it is the one in use."""
    found = session.get(FormVersion, (id, version))
    if found is None:
        raise errors.NotFound("There is no form of this name and version.")
    return found
