"""How paths, times and policies are read, and what an edit's canonical form is."""

from __future__ import annotations

from typing import Any

from tests.sync.form import FIRST, ISSUE, STEPS
from tests.sync.replay import expand, replica_of

Case = dict[str, Any]


def path(unit: str, template: str, *, known: bool, within: list[str], kind: str) -> Case:
    """What a unit's path says; the kind is answer, reserved, or deletion."""
    return {"unit": unit, "template": template, "known": known, "instances": within, "kind": kind}


def time(at: str, offset_ms: int, corrected: int, iso: str) -> Case:
    """What a written time says."""
    return {"at": at, "offset_ms": offset_ms, "corrected": corrected, "iso": iso}


READINGS: list[Case] = [
    path("place", "place", known=True, within=[], kind="answer"),
    path("nowhere", "nowhere", known=False, within=[], kind="answer"),
    path("constructor", "constructor", known=False, within=[], kind="answer"),
    path("__proto__", "__proto__", known=False, within=[], kind="answer"),
    path(f"{ISSUE}/text", "issues[]/text", known=True, within=[ISSUE], kind="answer"),
    path(f"{STEPS}/text", "issues[]/steps[]/text", known=True, within=[ISSUE, STEPS], kind="answer"),
    path(f"{STEPS}/_rid", "issues[]/steps[]/_rid", known=True, within=[ISSUE, STEPS], kind="reserved"),
    path(f"{STEPS}/@deleted", "issues[]/steps[]/@deleted", known=True, within=[ISSUE, STEPS], kind="deletion"),
    path(f"{ISSUE}/@order", "issues[]/@order", known=True, within=[ISSUE], kind="reserved"),
    path(f"{ISSUE}/@assigned", "issues[]/@assigned", known=True, within=[ISSUE], kind="reserved"),
    path(f"{ISSUE}/@review", "issues[]/@review", known=False, within=[ISSUE], kind="reserved"),
    path("issues/text", "issues/text", known=False, within=[], kind="answer"),
    path("issues[]/text", "issues[]/text", known=False, within=[], kind="answer"),
    path("issues[7]/text", "issues[7]/text", known=False, within=[], kind="answer"),
    path(f"about[{FIRST}]/_rid", "about[]/_rid", known=False, within=[f"about[{FIRST}]"], kind="reserved"),
    path("@deleted", "@deleted", known=True, within=[], kind="deletion"),
    path("@nothing", "@nothing", known=False, within=[], kind="reserved"),
    path("@comment[7]", "@comment[7]", known=False, within=[], kind="reserved"),
    path(f"@comment[{FIRST}]", "@comment[]", known=True, within=[], kind="reserved"),
    path(f"@comment[{FIRST}]/about", "@comment[]/about", known=True, within=[], kind="reserved"),
    path(f"@comment[{FIRST}]/more", "@comment[]/more", known=False, within=[], kind="reserved"),
    path(f"@twin[{FIRST}]", "@twin[]", known=True, within=[], kind="reserved"),
    time("1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00.000Z"),
    time("2026-11-24T08:15:30.1239Z", -4210, 1795508125913, "2026-11-24T08:15:25.913Z"),
    time("2026-11-24T08:15:30.5+05:45", 0, 1795487430500, "2026-11-24T02:30:30.500Z"),
    time("2026-11-24T08:15:30-01:00", 1, 1795511730001, "2026-11-24T09:15:30.001Z"),
    time("1000-01-01T00:00:00Z", 0, -30610224000000, "1000-01-01T00:00:00.000Z"),
    time("9999-12-31T23:59:59.999Z", 2**53 - 1, 2**53 - 1, "9999-12-31T23:59:59.999Z"),
    time("2026-11-24T08:15:30Z", -(2**53 - 1), -(2**53 - 1) + 1795508130000, "0001-01-01T00:00:00.000Z"),
    {"code_points": ["", "A", "a", "\u00e9", "\ud7ff", "\uffee", "\U00010000", "\U0001f4a7", "\U0001f4a7a"]},
]

DIGESTS: dict[str, list[Case]] = {
    "edits": [
        expand({"by": "a", "n": 1, "set": {"place": 'Kányabayónga 食水 \U0001f4a7 "\\ \b\t\n\f\r\x1f\x7f</script>'}}),
        expand({"by": "a", "n": 2, "set": {"\uffee": "x", "\U00010000": "y", "a": None}, "was": {}, "offset_ms": -1}),
        {**expand({"by": "b", "n": 3, "set": {}}), "later": {"b": [1, True, None, {}], "a": []}, "author": "zuhra"},
    ],
    "records": [
        {"id": FIRST, "have": {}},
        {"id": FIRST, "have": {replica_of("b"): 2, replica_of("a"): 2**53 - 1}},
    ],
}
