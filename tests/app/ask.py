"""Asking an application in the same process, as a browser or a program would."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp


class Asker:
    """Whoever asks; nothing is kept between two questions."""

    def __init__(self, app: ASGIApp, base_url: str = "http://baraza.example") -> None:
        self.app = app
        self.base_url = base_url

    def get(self, path: str, **rest: Any) -> httpx.Response:
        """The answer to a GET."""
        return self.ask("GET", path, **rest)

    def post(self, path: str, **rest: Any) -> httpx.Response:
        """The answer to a POST."""
        return self.ask("POST", path, **rest)

    def ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        """The answer to any request."""

        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base_url) as client:
                return await client.request(method, path, **rest)

        return asyncio.run(once())
