"""Exports: a form's records as a file to take away."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from app.api.asking import Asker, TheDatabase
from app.api.messages import Word
from app.errors import NotFound
from app.exports.cells import cell
from app.exports.columns import Options
from app.exports.files import ExportFile
from app.services import exports
from app.services.exports import Wanted

router = APIRouter(prefix="/api/exports", tags=["exports"])
State = Literal["in_conflict", "stale", "unapproved", "settled"]


class ExportQuery(BaseModel):
    """Which records are taken, and how they are written."""

    scope: Word | None = Field(default=None, description="Only this region.")
    review: Word | None = None
    state: State | None = Field(default=None, description="`settled`: approved, with nothing in conflict or stale.")
    since: Word | None = Field(default=None, alias="from", description="Received on that day or later.")
    until: Word | None = Field(default=None, alias="to", description="Received before that day.")
    labels: bool = Field(default=False, description="Beside each column of codes, one of labels.")
    language: Word | None = Field(default=None, description="The language of the labels; the form's own unless given.")
    split: bool = Field(default=False, description="Beside each question with several choices, a 0/1 column a choice.")
    hxl: bool = Field(default=False, description="A row of HXL tags under the header (CSV and XLSX).")

    def options(self) -> Options:
        """How the records are written."""
        return Options(self.labels, self.split, self.hxl, self.language)


Asked = Annotated[ExportQuery, Query()]


@router.get("/{form}.csv", response_class=StreamingResponse)
def csv(form: Word, asker: Asker, database: TheDatabase, query: Asked) -> StreamingResponse:
    """A form's records as CSV; a zip of CSV where the form has repeats."""
    return taken(form, "csv", asker, database, query=query)


@router.get("/{form}.codebook.xlsx", response_class=StreamingResponse)
def codebook(form: Word, asker: Asker, database: TheDatabase, language: Word | None = None) -> StreamingResponse:
    """What every column of a form's exports means, as a workbook."""
    exports.regions_of(asker.rights)
    return sent(exports.explained(database, form, language))


@router.get("/{form}.xlsx", response_class=StreamingResponse)
def xlsx(form: Word, asker: Asker, database: TheDatabase, query: Asked) -> StreamingResponse:
    """A form's records as a workbook, a sheet for the records and one for each repeat."""
    return taken(form, "xlsx", asker, database, query=query)


@router.get("/{form}.json", response_class=StreamingResponse)
def json(form: Word, asker: Asker, database: TheDatabase, query: Asked) -> StreamingResponse:
    """A form's records as JSON, one object a line, with the entries of repeats inside."""
    return taken(form, "json", asker, database, query=query)


@router.get("/{form}.geojson", response_class=StreamingResponse)
def geojson(form: Word, asker: Asker, database: TheDatabase, query: Asked) -> StreamingResponse:
    """The places that a form's records name, as GeoJSON points."""
    return taken(form, "geojson", asker, database, query=query)


def taken(form: str, kind: str, asker: Asker, database: TheDatabase, *, query: ExportQuery) -> StreamingResponse:
    """The records that the asker may take, in a format."""
    regions = exports.regions_of(asker.rights)
    within = regions if query.scope is None else regions & {query.scope}
    wanted = Wanted(form, within, query.review, query.since, query.until, query.state)
    return sent(exports.take(database, wanted, kind, who=asker.user, options=query.options()))


def sent(file: ExportFile) -> StreamingResponse:
    """A file to save."""
    headers = {"Content-Disposition": f'attachment; filename="{cell(file.name)}"'}
    return StreamingResponse(file.content, media_type=file.media_type, headers=headers)


@router.get("/{name}", include_in_schema=False)
def nothing(name: str, asker: Asker) -> None:
    """Say that there is no export of that kind, to those who may export at all."""
    exports.regions_of(asker.rights)
    raise NotFound(f"There is no export called {name[:100]}.")
