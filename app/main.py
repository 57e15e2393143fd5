"""The application: routes, errors, files."""

from collections.abc import Awaitable
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api import exports, forms, health, lists, quarantine, records, session, sync
from app.api.answers import add_handlers
from app.database import Database
from app.headers import SameOriginOnly, SecurityHeaders, is_api
from app.services.passwords import Passwords
from app.settings import Settings
from app.static import make_static
from app.version import version


def make_app(settings: Settings | None = None) -> FastAPI:
    """The server as these settings say."""
    chosen = settings or Settings()
    database = Database(chosen.database)
    app = FastAPI(
        title="Baraza",
        version=version(),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        on_shutdown=[database.dispose],
    )
    app.state.settings = chosen
    app.state.database = database
    app.state.passwords = Passwords(chosen.password_cost, chosen.password_checks)
    for resource in (session, sync, records, quarantine, forms, exports, lists, health):
        app.include_router(resource.router)
    add_handlers(app)
    app.router.default = Elsewhere(make_static())
    app.add_middleware(SameOriginOnly)
    app.add_middleware(SecurityHeaders)
    return app


class Elsewhere:
    """Whatever no route answers: files, but never below /api."""

    def __init__(self, files: ASGIApp) -> None:
        self.files = files

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[Any]:
        """Answer with a file, or say that the API has nothing there."""
        if scope["type"] == "http" and is_api(scope["path"]):
            raise HTTPException(404)
        return self.files(scope, receive, send)
