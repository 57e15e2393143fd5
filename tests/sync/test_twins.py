"""Python and TypeScript make the same of cases that nobody thought of."""

from __future__ import annotations

import json
import os
import subprocess
from random import Random

from scripts import node
from scripts.environment import ROOT
from tests.sync import draw, oracle
from tests.sync.form import POLICIES, UNITS
from tests.sync.replay import deliver, edits_of, replay

COMPARE = ROOT / "pwa" / "src" / "sync" / "compare.mjs"
CASES = int(os.environ.get("BARAZA_DRAWN_CASES", "300"))


def seed() -> int:
    """Another one each time, unless one is given to see a failure again."""
    return int(os.environ.get("BARAZA_SEED") or Random().randrange(2**32))


def drawn(seed_: int) -> list[draw.Case]:
    """Many cases from one seed."""
    random = Random(seed_)
    return [draw.case(random) for _ in range(CASES)]


def in_typescript(cases: list[draw.Case]) -> list[str]:
    """What the twin makes of the cases, a line each."""
    machine = node.find()
    done = subprocess.run(
        [str(machine.folder / "node"), str(COMPARE)],
        cwd=ROOT / "pwa",
        env=machine.environment(),
        input=json.dumps({"units": UNITS, "cases": cases}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_both_languages_come_to_the_same() -> None:
    chosen = seed()
    cases = drawn(chosen)
    theirs = in_typescript(cases)
    assert len(theirs) == CASES
    for case, line in zip(cases, theirs, strict=True):
        assert json.loads(line) == replay(case, POLICIES), f"seed {chosen}: {json.dumps(case)}"


def test_what_is_drawn_ends_in_one_state_in_every_order() -> None:
    chosen = seed()
    for case in drawn(chosen):
        edits = edits_of(case)
        whole = oracle.state(edits)
        result = replay(case, POLICIES)
        assert oracle.state_of(deliver(edits)[0]) == whole, f"seed {chosen}: {json.dumps(case)}"
        assert all(one == result["outcomes"][0] for one in result["outcomes"]), f"seed {chosen}: {json.dumps(case)}"


def test_what_is_drawn_has_everything_that_can_happen() -> None:
    results = [replay(case, POLICIES) for case in drawn(1)[:200]]
    said = {word for result in results for words in result["said"] for word in words}
    outcomes = [result["outcomes"][0] for result in results]
    assert said == {"ready", "held", "duplicate"}
    assert {kind for one in outcomes for _, kind, _ in one["conflicts"]} == {"value", "delete", "merged"}
    assert {one["review"] for one in outcomes} == {"received", "returned", "answered", "approved", "changed"}
    assert all(any(one[name] for one in outcomes) for name in ("stale", "deleted", "scope", "restricted"))
