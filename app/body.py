"""Reads what a request carries: bytes within the limit, then JSON that means one thing only."""

import json
import math
import re
import zlib
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.errors import Malformed, TooLarge, Unsupported

LIMIT = 1 << 20
UPLOAD_LIMIT = 3 << 20
DEPTH = 8
GZIP = 31  # the window bits by which zlib knows a gzip header
# An unclosed string reaches to the end, so that each quote is looked at once.
STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
BRACKET = re.compile(r"[\[\]{}]")


async def read_body(request: Request) -> bytes:
    """The bytes of a JSON request, unpacked. Asynchronous, alone of all: it waits for slow phones without a thread."""
    _accept_headers(request)
    unpack = zlib.decompressobj(GZIP) if _encoding(request) == "gzip" else None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk if unpack is None else _unpacked(unpack, chunk, LIMIT + 1 - len(body))
        if len(body) > LIMIT:
            raise TooLarge("The request is larger than the server takes. Please send less at once.", max_bytes=LIMIT)
    if unpack is not None and (not unpack.eof or unpack.unused_data):
        raise Malformed("The compressed request is not whole.")
    return bytes(body)


@dataclass(frozen=True)
class Upload:
    """A file that somebody sent."""

    filename: str
    content: bytes


async def read_upload(request: Request) -> Upload:
    """The file in the field `file` of a multipart request."""
    length = request.headers.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        raise Malformed("The request does not say how long it is.")
    if int(length) > UPLOAD_LIMIT:
        raise TooLarge("The file is larger than the server takes.", max_bytes=UPLOAD_LIMIT)
    try:
        async with request.form(max_files=1, max_fields=8) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise Malformed("The request has no file in its field “file”.")
            return Upload(_plain(file.filename or ""), await file.read())
    except HTTPException as error:
        raise Malformed("The uploaded file cannot be read.") from error


def _plain(filename: str) -> str:
    """The name without what no database or disk could keep."""
    return "".join(character for character in filename if character.isprintable())[:200]


def parse(body: bytes) -> dict[str, Any]:
    """The object that these bytes spell: UTF-8, no key twice, numbers that are numbers, and not too deep."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("The request is not UTF-8.") from error
    if _depth(text) > DEPTH:
        raise TooLarge("The request is nested too deep.", max_depth=DEPTH)
    try:
        parsed = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"The request is not JSON: {str(error)[:200]}") from error
    if not isinstance(parsed, dict):
        raise Malformed("The request is JSON, but no object.")
    return parsed


def _accept_headers(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Unsupported("The server reads application/json here.")
    if _encoding(request) not in {"", "identity", "gzip"}:
        raise Unsupported("The server reads gzip, or what is not compressed.", supported=["gzip", "identity"])


def _encoding(request: Request) -> str:
    return request.headers.get("content-encoding", "").strip().lower()


def _unpacked(unpack: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    try:
        return unpack.decompress(chunk, room)
    except zlib.error as error:
        raise Malformed("The compressed request cannot be unpacked.") from error


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in BRACKET.findall(STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number
