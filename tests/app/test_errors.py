from __future__ import annotations

import asyncio
import inspect
import json
import logging

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import DataError, OperationalError, TimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app import errors
from app.api.answers import add_handlers
from app.models import written
from app.services import moments


def answered(error: Exception) -> httpx.Response:
    """What somebody is told when an endpoint fails so."""
    app = FastAPI()
    add_handlers(app)

    @app.get("/")
    def fail() -> None:
        raise error

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://baraza.example") as client:
            return await client.get("/")

    return asyncio.run(ask())


@pytest.mark.parametrize(
    "kind", [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, errors.BarazaError)]
)
def test_every_error_has_the_one_shape(kind: type[errors.BarazaError]) -> None:
    response = answered(kind(here="x"))
    assert response.status_code == kind.status
    assert response.json() == {"error": kind.code, "detail": kind.sentence, "facts": {"here": "x"}}
    assert (response.headers.get("retry-after") or "0").isdigit()


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("SELECT", {}, Exception("gone")), 503, "busy"),
        (TimeoutError("the pool is empty"), 503, "busy"),
        (DataError("INSERT", {}, Exception("NUL")), 400, "malformed"),
        (ClientDisconnect(), 400, "malformed"),
        (HTTPException(413), 413, "too_large"),
        (HTTPException(418), 400, "malformed"),
    ],
)
def test_what_a_library_raises_is_told_in_the_same_shape(error: Exception, status: int, code: str) -> None:
    response = answered(error)
    assert (response.status_code, response.json()["error"]) == (status, code)
    assert isinstance(response.json()["detail"], str)


def test_what_nobody_foresaw_is_logged_and_told_without_its_insides(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "baraza"):
        response = answered(LookupError("a secret"))
    assert (response.status_code, response.json()["error"]) == (500, "broken")
    assert "secret" not in response.text
    assert "A request failed" in caplog.text


def test_a_crowded_server_says_when_to_come_back() -> None:
    assert answered(errors.Busy()).headers["retry-after"] == "2"
    assert answered(errors.TooMany(seconds=7)).headers["retry-after"] == "7"


@pytest.mark.parametrize("text", ["é", "\ud800", "a\0b", 'quote " and \\'])
def test_every_text_is_stored_as_it_was(text: str) -> None:
    kept = written({"text": text})
    assert json.loads(kept) == {"text": text}
    assert "\0" not in kept
    kept.encode()


def test_a_moment_beyond_the_calendar_is_its_last_one() -> None:
    assert moments.of_milliseconds(10**18) == "9999-12-31T23:59:59.999Z"
    assert moments.of_milliseconds(-(10**18)) == "0001-01-01T00:00:00.000Z"
    assert moments.of_milliseconds(1) == "1970-01-01T00:00:00.001Z"
