"""The repository's own files, for the tests that read them."""

from __future__ import annotations

import re
import subprocess

from scripts.environment import ROOT

GENERATED = ("pwa/src/generated/",)


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
    return name.startswith("tests/") or ".test." in name or "/testing/" in name or "/harness/" in name


def found_in(names: list[str], pattern: re.Pattern[str] | str) -> list[str]:
    """Where a pattern stands, as file:line."""
    compiled = re.compile(pattern)
    return [
        f"{name}:{number}"
        for name in names
        for number, line in enumerate(read(name).splitlines(), 1)
        if compiled.search(line)
    ]
