"""Who may know whom on the phone, and which doors only one folder may use; `lint-imports` holds the server's arrows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import pytest

from tests.sources import found_in, is_test, read, sources

SRC = "pwa/src/"
# Folder → what it may load at run time beside itself. A mere type may be taken from anywhere.
MAY_KNOW = {
    "sync": set[str](),
    "words": set[str](),
    "generated": set[str](),
    "forms": {"sync", "words"},
    "device": {"sync", "forms"},
    "server": {"sync", "forms"},
    "state": {"sync", "forms", "device", "server", "words"},
    "parts": {"sync", "forms", "words"},
    "pages": {"sync", "forms", "state", "parts", "words"},
}
IMPORT = re.compile(
    r"^\s*(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)", re.MULTILINE
)


def code_of(*folders: str) -> list[str]:
    """The phone's source files, tests left out; of some folders only, if any are named."""
    found = [name for name in sources(".ts", ".svelte") if name.startswith(SRC) and not is_test(name)]
    wanted = tuple(f"{SRC}{folder}/" for folder in folders)
    return [name for name in found if name.startswith(wanted)] if wanted else found


def folder_of(name: str) -> str:
    """The folder right below pwa/src; a file beside them belongs to none."""
    first, *rest = name.removeprefix(SRC).split("/")
    return first if rest or first in MAY_KNOW else ""


def without_comments(name: str) -> str:
    """A source without its comments, in which any word may stand."""
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", read(name), flags=re.DOTALL)


def loads(name: str) -> Iterator[str]:
    """The files that a source loads from elsewhere in pwa/src."""
    for match in IMPORT.finditer(without_comments(name)):
        target = match[1] or match[2]
        if target.startswith("."):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


def outside(names: list[str], *allowed: str) -> list[str]:
    """The files that are in none of the allowed places."""
    return [name for name in names if not name.startswith(tuple(SRC + place for place in allowed))]


@pytest.mark.parametrize("folder", MAY_KNOW)
def test_a_folder_of_the_app_loads_only_what_it_may_know(folder: str) -> None:
    allowed = {*MAY_KNOW[folder], folder}
    strangers = [
        f"{name} → {target}"
        for name in code_of(folder)
        for target in loads(name)
        if target.startswith(SRC) and folder_of(target) not in allowed
    ]
    assert strangers == []


def test_every_folder_of_the_app_has_its_place() -> None:
    assert {folder_of(name) for name in code_of()} - {""} <= set(MAY_KNOW)


def test_only_the_device_folder_touches_the_phones_database() -> None:
    pattern = re.compile(r"\bindexedDB\b|from '(idb|fake-indexeddb)")
    assert [name for name in outside(code_of(), "device/") if pattern.search(without_comments(name))] == []


def test_only_the_server_folder_touches_the_network() -> None:
    # The service worker is the other end of fetch: it answers what the browser asks for.
    pattern = re.compile(r"(?<![\w.])fetch\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|sendBeacon")
    names = outside(code_of(), "server/", "service-worker")
    assert [name for name in names if pattern.search(without_comments(name))] == []


def test_only_what_shows_something_knows_svelte() -> None:
    names = [name for name in outside(code_of(), "parts/", "pages/", "state/", "main", "App") if name.endswith(".ts")]
    assert found_in(names, r"^import (?!type).*from 'svelte") == []


def test_only_the_database_module_commits() -> None:
    code = [name for name in sources(".py") if name.startswith(("app/", "sync/")) and name != "app/database.py"]
    assert found_in(code, r"\.commit\(") == []


def test_functions_of_the_server_are_not_async() -> None:
    # The body is read, and headers are added, before a thread takes over.
    allowed = ("app/body.py", "app/headers.py")
    code = [name for name in sources(".py") if name.startswith(("app/", "sync/")) and name not in allowed]
    assert found_in(code, r"^\s*async def") == []
