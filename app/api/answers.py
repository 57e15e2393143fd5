"""Answers: JSON, compressed in the endpoint's own thread when it is worth it; errors in their one shape."""

import gzip
import json
import logging
from typing import Any

import brotli
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, OperationalError, TimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.errors import BarazaError, Broken, Busy, Malformed, NotFound, TooLarge, WrongMethod
from app.models import written

WORTH_PACKING = 600
log = logging.getLogger("baraza")


def answer(request: Request, content: str | bytes | dict[str, Any], media_type: str = "application/json") -> Response:
    """An answer, as small as the asker can read it."""
    if isinstance(content, dict):
        content = written(content)
    if isinstance(content, str):
        content = content.encode()
    headers = {"Vary": "Accept-Encoding"}
    accepted = request.headers.get("accept-encoding", "").lower()
    if len(content) >= WORTH_PACKING and "br" in accepted:
        content, headers["Content-Encoding"] = brotli.compress(content, quality=4), "br"
    elif len(content) >= WORTH_PACKING and "gzip" in accepted:
        content, headers["Content-Encoding"] = gzip.compress(content, compresslevel=5), "gzip"
    return Response(content, media_type=media_type, headers=headers)


def refusal(error: BarazaError) -> Response:
    """The one shape of every error."""
    body = {"error": error.code, "detail": error.detail, "facts": error.facts}
    headers = {} if error.retry_after is None else {"Retry-After": str(error.facts.get("seconds", error.retry_after))}
    return Response(json.dumps(body), error.status, headers, "application/json")


def add_handlers(app: FastAPI) -> None:
    """Have everything that can go wrong answered in that shape."""

    @app.exception_handler(BarazaError)
    def refuse(_request: Request, error: BarazaError) -> Response:
        return refusal(error)

    @app.exception_handler(HTTPException)
    def refuse_address(_request: Request, error: HTTPException) -> Response:
        known = {404: NotFound(), 405: WrongMethod(), 413: TooLarge()}
        return refusal(known.get(error.status_code, Malformed(str(error.detail)[:200])))

    @app.exception_handler(RequestValidationError)
    def refuse_parameters(_request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return refusal(Malformed(f"{first['loc'][-1]}: {first['msg']}"[:300]))

    @app.exception_handler(DataError)
    def refuse_value(_request: Request, _error: DataError) -> Response:
        return refusal(Malformed("A value in the request cannot be stored."))

    @app.exception_handler(OperationalError)
    @app.exception_handler(TimeoutError)
    def refuse_crowd(_request: Request, error: Exception) -> Response:
        log.warning("The database did not answer: %s", error)
        return refusal(Busy())

    @app.exception_handler(ClientDisconnect)
    def let_go(_request: Request, _error: ClientDisconnect) -> Response:
        return refusal(Malformed("The request was broken off."))

    @app.exception_handler(Exception)
    def admit(_request: Request, error: Exception) -> Response:
        log.error("A request failed", exc_info=error)
        return refusal(Broken())
