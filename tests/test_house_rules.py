"""The rules of the house that no tool knows: sizes, nothing unfinished, nothing of this machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import found_in, is_test, read, sources, tracked

FUNCTION_LINES = 40
POSITIONAL = 4
FILE_LINES = {".py": 250, ".svelte": 120, ".ts": 250, ".js": 250}
TEST_LINES = 400
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


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions of a Python file, inner ones too."""
    tree = ast.parse(read(name))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


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


def lines_allowed(name: str) -> int:
    """How long a file may be; tests and lists of sentences are read piece by piece."""
    return TEST_LINES if is_test(name) or name.startswith("pwa/src/words/") else FILE_LINES[Path(name).suffix]


@pytest.mark.parametrize("suffix", FILE_LINES)
def test_no_file_is_too_long_to_read_at_once(suffix: str) -> None:
    lengths = {name: len(read(name).splitlines()) for name in sources(suffix)}
    long = {name: lines for name, lines in lengths.items() if lines > lines_allowed(name)}
    assert long == {}


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
