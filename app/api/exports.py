"""Exports: a form's records as a file to take away."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from app.api.asking import Asker, TheDatabase
from app.api.messages import Word
from app.errors import NotFound
from app.exports.cells import cell
from app.services import exports
from app.services.exports import Wanted

router = APIRouter(prefix="/api/exports", tags=["exports"])


@router.get("/{form}.csv", response_class=StreamingResponse)
def csv(
    form: Word,
    asker: Asker,
    database: TheDatabase,
    scope: Word | None = None,
    review: Word | None = None,
    since: Annotated[Word | None, Query(alias="from", description="Received on that day or later.")] = None,
    until: Annotated[Word | None, Query(alias="to", description="Received before that day.")] = None,
) -> StreamingResponse:
    """A form's records as CSV; a zip of CSV where the form has repeats."""
    regions = exports.regions_of(asker.rights)
    wanted = Wanted(form, regions if scope is None else regions & {scope}, review, since, until)
    file = exports.as_csv(database, wanted, who=asker.user)
    headers = {"Content-Disposition": f'attachment; filename="{cell(file.name)}"'}
    return StreamingResponse(file.content, media_type=file.media_type, headers=headers)


@router.get("/{name}", include_in_schema=False)
def nothing(name: str, asker: Asker) -> None:
    """Say that there is no export of that kind, to those who may export at all."""
    exports.regions_of(asker.rights)
    raise NotFound(f"There is no export called {name[:100]}.")
