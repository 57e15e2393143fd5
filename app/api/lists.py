"""The lists that forms read without a network."""

from fastapi import APIRouter, Request, Response

from app.api.answers import answer
from app.api.asking import Asker, TheDatabase
from app.services import lists

router = APIRouter(prefix="/api/lists", tags=["lists"])


@router.get("/{name}")
def csv(request: Request, name: str, asker: Asker, database: TheDatabase) -> Response:
    """One list as CSV, for the asker's regions."""
    with database.read() as session:
        found = lists.read(session, asker.rights, name)
    told = answer(request, found.content, "text/csv; charset=utf-8")
    told.headers["ETag"] = f'"{found.digest}"'
    return told
