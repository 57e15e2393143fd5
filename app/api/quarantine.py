"""What waits for a lead to decide."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api.answers import answer
from app.api.asking import Asker, TheDatabase
from app.api.described import takes
from app.api.messages import LARGEST, Decision
from app.body import read_body
from app.errors import NotFound
from app.services import quarantine

router = APIRouter(prefix="/api/quarantine", tags=["quarantine"])


@router.get("")
def listing(request: Request, asker: Asker, database: TheDatabase) -> Response:
    """The edits that the asker may decide, held ones too."""
    with database.read() as session:
        return answer(request, {"edits": quarantine.listing(session, asker.rights)})


@router.post("/{replica}/{n}", openapi_extra=takes(Decision))
def decide(
    request: Request,
    replica: str,
    n: str,
    asker: Asker,
    body: Annotated[bytes, Depends(read_body)],
    database: TheDatabase,
) -> Response:
    """Let an edit go on in the asker's name, or say that it is not asked about any more."""
    decision = Decision.read(body)
    if not (replica.isascii() and replica.isalnum() and n.isascii() and n.isdigit() and int(n[:17]) <= LARGEST):
        raise NotFound("Nothing waits here under this number.")
    return answer(request, quarantine.decide(database, asker, replica, int(n), deed=decision.do))
