"""The form that all stories are told about, as a published form describes its questions."""

from __future__ import annotations

from typing import Any

from sync.policies import Policies


def question(path: str, policy: str = "person", **more: Any) -> dict[str, Any]:
    """A question of the form."""
    order = more.pop("order", [])
    return {"path": path, "type": "text", "policy": {"is": policy, "order": order}, **more}


UNITS: dict[str, Any] = {
    "form": "village_meeting",
    "version": "2026112401",
    "units": [
        question("place"),
        question("mood"),
        question("groups", "set", choices="group"),
        question("markets", "set", choices="markets.csv"),
        question("consent", "strictest", order=["yes", "partly", "no"]),
        question("women"),
        question("men"),
        question("people", "derived", inputs=["women", "men"]),
        question("costs", "derived", inputs=["issues[]/steps[]/cost"]),
        question("entries", "derived", inputs=["issues[]"]),
        question("today", "derived"),
        question("issues[]/text"),
        question("issues[]/weight"),
        question("issues[]/score", "derived", inputs=["issues[]/weight", "women"]),
        question("issues[]/steps[]/text"),
        question("issues[]/steps[]/cost"),
    ],
    "groups": [
        {"path": "issues[]", "kind": "repeat"},
        {"path": "issues[]/steps[]", "kind": "repeat"},
        {"path": "about", "kind": "group"},
    ],
    "choices": {"group": [{"name": name} for name in ("women", "youth", "elders", "youth")]},
}
POLICIES = Policies.from_units(UNITS)
FIRST, SECOND, STEP = (f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "123")
ISSUE, OTHER = f"issues[{FIRST}]", f"issues[{SECOND}]"
STEPS = f"{ISSUE}/steps[{STEP}]"
