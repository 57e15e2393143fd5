"""Forms: which are in use, what phones render, and publishing one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api.answers import answer
from app.api.asking import Administrator, Asker, TheDatabase
from app.api.described import takes_file
from app.api.messages import Word
from app.body import Upload, read_upload
from app.services import forms

router = APIRouter(prefix="/api/forms", tags=["forms"])


@router.get("")
def listing(request: Request, _asker: Asker, database: TheDatabase) -> Response:
    """The forms in use."""
    with database.read() as session:
        return answer(request, {"forms": forms.listing(session)})


@router.post("", status_code=201, openapi_extra=takes_file())
def publish(
    administrator: Administrator, upload: Annotated[Upload, Depends(read_upload)], database: TheDatabase
) -> dict[str, Any]:
    """Publish the XLSForm in the field `file`."""
    version = forms.publish(database, upload.content, upload.filename, who=administrator.user)
    return {
        "id": version.form,
        "version": version.version,
        "url": forms.url(version.form, version.version),
        "digest": version.digest,
        "warnings": version.units.get("warnings", []),
    }


@router.get("/{id}/{version}")
def xform(request: Request, id: Word, version: Word, _asker: Asker, database: TheDatabase) -> Response:
    """A form version as phones render it (XForm XML)."""
    with database.read() as session:
        return answer(request, forms.read(session, id, version).xform, "text/xml; charset=utf-8")


@router.get("/{id}/{version}/units")
def units(request: Request, id: Word, version: Word, _asker: Asker, database: TheDatabase) -> Response:
    """What a form version says of its questions."""
    with database.read() as session:
        return answer(request, forms.read(session, id, version).units)
