"""Records, read."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from app.api.answers import answer
from app.api.asking import Asker, TheDatabase
from app.api.messages import Word
from app.services import reading
from app.services.reading import Wanted
from sync.review import Review

router = APIRouter(prefix="/api/records", tags=["records"])


class ListQuery(BaseModel):
    """Which records are asked for."""

    scope: Word | None = None
    form: Word | None = None
    review: Review | None = None
    conflicts: Literal["true", "false"] | None = None
    after: Word | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 200

    def wanted(self) -> Wanted:
        """Say it in the service's words."""
        unsettled = None if self.conflicts is None else self.conflicts == "true"
        return Wanted(self.scope, self.form, self.review, unsettled, self.after, self.limit)


@router.get("")
def records(request: Request, asker: Asker, database: TheDatabase, query: Annotated[ListQuery, Query()]) -> Response:
    """One page of the records that the asker sees."""
    with database.read() as session:
        return answer(request, reading.listing(session, asker.rights, query.wanted()))


@router.get("/{id}")
def record(request: Request, id: str, asker: Asker, database: TheDatabase) -> Response:
    """One record."""
    with database.read() as session:
        return answer(request, reading.read(session, asker.rights, id))


@router.get("/{id}/history")
def history(request: Request, id: str, asker: Asker, database: TheDatabase) -> Response:
    """Who said what in a record, when, and what it replaced."""
    with database.read() as session:
        return answer(request, reading.history(session, asker.rights, id))
