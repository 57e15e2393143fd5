"""The built app, as files: hashed ones for ever, the others asked for again each time."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast
from wsgiref.headers import Headers

import brotli
from a2wsgi import WSGIMiddleware
from starlette.types import ASGIApp
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

DIST = Path(__file__).resolve().parent.parent / "pwa" / "dist"
HASHED = re.compile(r"^/assets/.+-[\w-]{8,}\.\w+$")
SMALLEST_WORTH_PACKING = 512
THREADS = 4
WRITTEN_BY_EACH_BUILD = ("index.html", "sw.js", ".made-from")
UNAVAILABLE = "503 Service Unavailable"
NOT_BUILT = "The app is not built on this machine yet. Stop the server and start it with: make run\n"
BEING_BUILT = "The app is just being renewed. Load this page again in a moment.\n"
NOT_FOUND = "There is nothing at this address.\n"

Start = Callable[[str, list[tuple[str, str]]], Any]
Answer = Callable[[dict[str, Any], Start], Iterable[bytes]]


def make_static(dist: Path = DIST) -> ASGIApp:
    """What answers every path that is not the API's."""
    return as_asgi(BuiltApp(dist))


class BuiltApp:
    """The files of the build that lies there now: a new one is served without a restart."""

    def __init__(self, dist: Path) -> None:
        self.dist = dist
        self.build: tuple[int, ...] | None = None
        self.files: Answer = sentence(NOT_BUILT, status=UNAVAILABLE)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer with a file, or a sentence."""
        build = build_of(self.dist)
        if build != self.build:
            self.files, self.build = files_of(self.dist), build
        try:
            return self.files(environ, start)
        except FileNotFoundError:
            return sentence(BEING_BUILT, status=UNAVAILABLE)(environ, start)


def build_of(dist: Path) -> tuple[int, ...]:
    """What tells two builds apart: when the files were written that each build writes."""
    found = (dist / name for name in WRITTEN_BY_EACH_BUILD)
    return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in found)


def files_of(dist: Path) -> Answer:
    """An application that answers with these files, read from the folder once."""
    if not (dist / "index.html").exists():
        return sentence(NOT_BUILT, status=UNAVAILABLE)
    files = WhiteNoise(
        sentence(NOT_FOUND, status="404 Not Found"),
        root=str(dist),
        max_age=None,
        allow_all_origins=False,
        index_file=True,
        immutable_file_test=HASHED.pattern,
        add_headers_function=ask_again_unless_hashed,
    )
    for url in [url for url in files.files if "/." in url]:
        del files.files[url]
    return cast(Answer, files)


def as_asgi(answer: Answer) -> ASGIApp:
    """Run an ordinary application on threads beside the event loop."""
    # The two libraries write the same interface down in different types.
    return cast(ASGIApp, WSGIMiddleware(cast(Any, answer), workers=THREADS))


def sentence(text: str, *, status: str) -> Answer:
    """An application that answers with a sentence in plain text."""
    body = text.encode()

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        start(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    return answer


def is_hashed(url: str) -> bool:
    """Whether a file's name changes with its content."""
    return HASHED.match(url) is not None


def ask_again_unless_hashed(headers: Headers, _path: str, url: str) -> None:
    """The page and the service worker are what an update is found by, so no cache may keep them."""
    if not is_hashed(url):
        headers["Cache-Control"] = "no-cache"


def pack(dist: Path = DIST) -> int:
    """Write the .br and .gz twins that are missing or old; how many files got one."""
    compressor = Compressor(quiet=True)
    wanted = [path for path in sorted(dist.rglob("*")) if path.is_file() and is_unpacked(path, compressor)]
    return sum(pack_file(path) for path in wanted)


def is_unpacked(path: Path, compressor: Compressor) -> bool:
    """Whether a file is worth packing and has no twin of its own age."""
    if path.name.startswith(".") or not compressor.should_compress(path.name):
        return False
    twin = path.with_name(path.name + ".br")
    stat = path.stat()
    return stat.st_size >= SMALLEST_WORTH_PACKING and not (twin.exists() and twin.stat().st_mtime >= stat.st_mtime)


def pack_file(path: Path) -> bool:
    """Write both twins; a folder that may not be written to is served unpacked."""
    content = path.read_bytes()
    try:
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content))
    except OSError:
        return False
    return True
