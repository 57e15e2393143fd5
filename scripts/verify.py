"""Runs the checks and the tests, all of them even if one fails, and ends with a summary."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scripts import node
from scripts.environment import ROOT

BIN = ROOT / ".venv" / "bin"
HOUSE = ("tests/test_house_rules.py", "tests/test_architecture.py", "tests/test_freshness.py")
OUTCOME_WORDS = (" passed", " failed", " error", "Tests  ", "Success:", "Contracts:", "no tests ran")


@dataclass(frozen=True)
class Step:
    """One thing to verify, and the command that does it."""

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT


@dataclass(frozen=True)
class Outcome:
    """What became of a step."""

    step: Step
    code: int
    seconds: float
    said: str

    def line(self) -> str:
        """The step's line in the summary."""
        mark = "ok    " if self.code == 0 else "FAILED"
        counts = next((line.strip(" =") for line in reversed(self.said.splitlines()) if is_count(line)), "")
        ended = f"ended by signal {-self.code}" if self.code < 0 else counts
        return f"{mark} {self.seconds:6.1f} s  {self.step.name:<24} {ended}".rstrip()


def is_count(line: str) -> bool:
    """Whether a line of output says how many passed."""
    return any(word in line for word in OUTCOME_WORDS)


def python_tool(name: str, *arguments: str) -> Step:
    """A program of .venv/bin, named by its first words."""
    return Step(" ".join([name, *arguments[:1]]), (str(BIN / name), *arguments))


def script(name: str) -> Step:
    """A script of pwa/package.json."""
    return Step(f"npm run {name}", (*node.find().npm, "run", "--silent", name), ROOT / "pwa")


def checks() -> list[Step]:
    """What needs no running program, fast ones first."""
    return [
        python_tool("ruff", "format", "--check", "."),
        python_tool("ruff", "check", "."),
        python_tool("lint-imports"),
        python_tool("mypy", "--strict", "app", "sync"),
        script("check"),
        script("lint"),
        Step("house rules", (str(BIN / "pytest"), "-q", *HOUSE)),
        script("size"),
    ]


def tests() -> list[Step]:
    """The tests of both languages; the browser ones one after the other, since they share the machine."""
    pytest = str(BIN / "pytest")
    elsewhere = [f"--ignore={path}" for path in ("tests/browser", *HOUSE)]
    return [
        Step("pytest", (pytest, "-n", "2", "--dist", "loadfile", "--cov", *elsewhere)),
        script("test"),
        Step("pytest tests/browser", (pytest, "tests/browser")),
    ]


def surroundings() -> dict[str, str]:
    """The environment of a step: Node at hand, lines as they come, no colours in what is kept."""
    return {**node.find().environment(), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", "FORCE_COLOR": "0"}


def run_quietly(step: Step) -> Outcome:
    """Run a step and keep what it says for the case that it fails."""
    started = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=step.folder,
        env=surroundings(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return Outcome(step, done.returncode, time.monotonic() - started, done.stdout)


def run_aloud(step: Step) -> Outcome:
    """Run a step and show its lines as they come."""
    print(f"\n── {step.name}", flush=True)
    started, lines = time.monotonic(), []
    with subprocess.Popen(
        step.command,
        cwd=step.folder,
        env=surroundings(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    return Outcome(step, running.returncode, time.monotonic() - started, "".join(lines))


def run_checks() -> list[Outcome]:
    """The checks, two at a time: most of them use one core."""
    outcomes = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for outcome in pool.map(run_quietly, checks()):
            print(outcome.line(), flush=True)
            if outcome.code != 0:
                print(outcome.said, flush=True)
            outcomes.append(outcome)
    return outcomes


def main(groups: list[str]) -> int:
    """Verify the named groups; 0 only if every step passed."""
    outcomes = run_checks() if "checks" in groups else []
    if "tests" in groups:
        outcomes += [run_aloud(step) for step in tests()]
    print("\n── summary" + (" (CI: what is not run has failed)" if os.environ.get("CI") == "true" else ""))
    for outcome in outcomes:
        print(outcome.line())
    failed = [outcome.step.name for outcome in outcomes if outcome.code != 0]
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll passed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
