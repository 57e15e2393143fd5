"""One request syncs; the log is for hubs, audit and history."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.answers import answer
from app.api.asking import Asker, TheDatabase, TheSettings
from app.api.described import takes
from app.api.messages import SyncMessage, Word
from app.body import read_body
from app.errors import Malformed
from app.services import forms, lists, moments, pulling, pushing, reading, servers
from app.services.pulling import Cursor
from app.services.pushing import Push
from app.services.reading import LogPage

router = APIRouter(prefix="/api/sync", tags=["sync"])


@router.post("", openapi_extra=takes(SyncMessage))
def sync(
    request: Request,
    body: Annotated[bytes, Depends(read_body)],
    asker: Asker,
    database: TheDatabase,
    settings: TheSettings,
) -> Response:
    """Push, then grants, then pull, in one round trip."""
    sent = SyncMessage.read(body)
    if sent.replica != asker.replica:
        raise Malformed("The request names another replica than its session.")
    lost = [(first, last) for first, last in sent.lost]
    pushed = pushing.push(database, asker, Push(sent.edits, sent.pending, lost, sent.waiting))
    cursors = {region: Cursor(**known.model_dump()) for region, known in sent.scopes.items()}
    with database.read() as session:
        differing = forms.differing(session, sent.forms)
        offered = [
            each for each in lists.listing(session, asker.rights) if sent.lists.get(each["name"]) != each["digest"]
        ]
    told = {
        "protocol": 1,
        "time": moments.now(),
        "server": servers.this(database, settings.server_name).name,
        "ack": pushed.ack,
        "safe": pushed.ack,
        "verdicts": pushed.verdicts,
        "forms": differing,
        "lists": offered,
        "orders": [],
    }
    scopes = pulling.pull(database, asker, cursors, sent.budget)
    text = json.dumps(told, separators=(",", ":"))
    return answer(request, f'{text[:-1]},"scopes":{scopes}}}')


@router.get("/log")
def log(
    request: Request,
    asker: Asker,
    database: TheDatabase,
    scope: Word,
    epoch: Word | None = None,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> Response:
    """Whole edits of a scope, in feed order."""
    with database.read() as session:
        page = LogPage(scope, epoch, min(after, 2**53), limit)
        return answer(request, reading.log(session, asker.rights, page))
