"""The rules of the house that no tool knows: sizes, doors that only one module may use, and nothing of this machine."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator

import pytest

from scripts.environment import ROOT

FUNCTION_LINES = 40
POSITIONAL = 4
FILE_LINES = {".py": 250, ".svelte": 120, ".ts": 250, ".js": 250}
TEST_LINES = 400
GENERATED = ("pwa/src/generated/",)
LOCKS = ("package-lock.json", ".lock")
# Split here so that this file may itself be searched. (An XPath goes through such a name too, after a bracket.)
ELSEWHERE = [
    "/" + "root/",
    "/" + "work/",
    "/" + "home/",
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry" + ".npmjs",
    "npmjs" + ".org",
]
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def tracked() -> list[str]:
    """The files that are, or are about to be, part of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def sources(*suffixes: str) -> list[str]:
    """Written, not generated, files with one of these endings."""
    return [name for name in tracked() if name.endswith(suffixes) and not name.startswith(GENERATED)]


def read(name: str) -> str:
    """A file's text; what is no text has nothing to find."""
    return (ROOT / name).read_text(encoding="utf-8", errors="ignore")


def is_test(name: str) -> bool:
    """Whether a file belongs to the tests of either language."""
    return name.startswith("tests/") or ".test." in name


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions of a Python file, inner ones too."""
    tree = ast.parse(read(name))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def found_in(names: list[str], pattern: re.Pattern[str] | str) -> list[str]:
    """Where a pattern stands, as file:line."""
    compiled = re.compile(pattern)
    return [
        f"{name}:{number}"
        for name in names
        for number, line in enumerate(read(name).splitlines(), 1)
        if compiled.search(line)
    ]


def without_comments(name: str) -> str:
    """TypeScript without its comments, in which any word may stand."""
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", read(name), flags=re.DOTALL)


def test_no_python_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{name}:{function.lineno} {function.name}"
        for name in sources(".py")
        for function in functions(name)
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_a_function_takes_at_most_four_things_by_position() -> None:
    many = [
        f"{name}:{function.lineno} {function.name}"
        for name in sources(".py")
        if not is_test(name) and not name.startswith("app/api/")
        for function in functions(name)
        if len([each for each in function.args.args if each.arg not in ("self", "cls")]) > POSITIONAL
    ]
    assert many == []


@pytest.mark.parametrize("suffix", FILE_LINES)
def test_no_file_is_too_long_to_read_at_once(suffix: str) -> None:
    limit = FILE_LINES[suffix]
    long = {
        name: len(read(name).splitlines())
        for name in sources(suffix)
        if len(read(name).splitlines()) > (TEST_LINES if is_test(name) else limit)
    }
    assert long == {}


def test_only_the_database_module_commits() -> None:
    code = [name for name in sources(".py") if name.startswith(("app/", "sync/")) and name != "app/database.py"]
    assert found_in(code, r"\.commit\(") == []


def test_only_the_device_folder_touches_the_phones_database() -> None:
    outside = [name for name in sources(".ts", ".svelte") if name.startswith("pwa/src/") and not is_test(name)]
    names = [name for name in outside if not name.startswith("pwa/src/device/")]
    pattern = re.compile(r"\bindexedDB\b|from '(idb|fake-indexeddb)")
    assert [name for name in names if pattern.search(without_comments(name))] == []


def test_only_the_server_folder_touches_the_network() -> None:
    # The service worker is the other end of fetch: it answers what the browser asks for.
    allowed = ("pwa/src/server/", "pwa/src/service-worker")
    names = [
        name
        for name in sources(".ts", ".svelte")
        if name.startswith("pwa/src/") and not name.startswith(allowed) and not is_test(name)
    ]
    pattern = re.compile(r"(?<![\w.])fetch\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|sendBeacon")
    assert [name for name in names if pattern.search(without_comments(name))] == []


def test_only_what_shows_something_knows_svelte() -> None:
    allowed = ("pwa/src/parts/", "pwa/src/pages/", "pwa/src/state/", "pwa/src/main", "pwa/src/App")
    names = [name for name in sources(".ts") if name.startswith("pwa/src/") and not name.startswith(allowed)]
    assert found_in([name for name in names if not is_test(name)], r"from 'svelte") == []


def test_nothing_is_left_unfinished_by_name() -> None:
    assert found_in(sources(".py", ".ts", ".svelte", ".js", ".css", "Makefile"), UNFINISHED) == []


def test_no_test_is_switched_off() -> None:
    switched_off = r"mark\.(skip|xfail)|\.(skip|todo|only)\("
    # A machine without PostgreSQL or Chromium is told so aloud, and fails in CI.
    allowed = ("tests/postgres.py", "tests/browser/machine.py")
    names = [name for name in sources(".py", ".ts") if is_test(name) and name not in allowed]
    assert found_in(names, switched_off.replace("skip|todo", "skip|todo|fixme")) == []


@pytest.mark.parametrize("text", ELSEWHERE)
def test_nothing_names_this_machine_or_a_registry(text: str) -> None:
    assert found_in(tracked(), r"(?<![\w)\]])" + re.escape(text)) == []


def test_locks_pin_every_package_by_hash_and_no_address() -> None:
    locks = [name for name in tracked() if name.endswith(LOCKS)]
    assert len(locks) >= 4
    assert found_in(locks, r"https?://[^\"]*\.(whl|tgz|tar\.gz)|\"resolved\"") == []
    for name in (name for name in locks if name.startswith("requirements")):
        pinned = re.findall(r"^[a-zA-Z0-9_.\[\]-]+==.*\\$", read(name), flags=re.MULTILINE)
        assert len(pinned) == len(re.findall(r"^[a-zA-Z0-9]", read(name), flags=re.MULTILINE))
