"""What every answer says to the browser, and which requests a browser may not send from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
UNUSED_POWERS = ("accelerometer", "display-capture", "gyroscope", "magnetometer", "midi", "payment", "usb")
PERMISSIONS = ", ".join(
    ["camera=(self)", "microphone=(self)", "geolocation=(self)", *(f"{power}=()" for power in UNUSED_POWERS)]
)
FIXED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
TWO_YEARS = "max-age=63072000"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class SecurityHeaders:
    """Adds the headers that keep a page to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the head of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                complete(MutableHeaders(scope=message), scope)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def complete(headers: MutableHeaders, scope: Scope) -> None:
    """Set what the answer must say; an API answer may name its own caching."""
    for name, value in FIXED.items():
        headers[name] = value
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = TWO_YEARS
    if is_api(scope["path"]):
        headers.setdefault("Cache-Control", "no-store")


def is_api(path: str) -> bool:
    """Whether a path belongs to the API."""
    return path == "/api" or path.startswith("/api/")


class SameOriginOnly:
    """Refuses a change that another site's page asks for in the person's name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what this site, or no browser at all, has sent."""
        if scope["type"] == "http" and not is_own(scope):
            await refuse(send)
            return
        await self.app(scope, receive, send)


def is_own(scope: Scope) -> bool:
    """Whether a request changes nothing, comes from this site's own pages, or from no browser."""
    if scope["method"] in SAFE_METHODS:
        return True
    headers = Headers(scope=scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or origin == f"{scope['scheme']}://{headers.get('host', '')}"


async def refuse(send: Send) -> None:
    """Answer in the shape of every error."""
    detail = "Another site's page asked for this. Open Baraza itself and try again."
    body = json.dumps({"error": "not_allowed", "detail": detail, "facts": {}}).encode()
    head: Iterable[tuple[bytes, bytes]] = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 403, "headers": list(head)})
    await send({"type": "http.response.body", "body": body})
