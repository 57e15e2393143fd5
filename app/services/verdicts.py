"""What becomes of an edit, and the sentence in which a person is told."""

from typing import Any

APPLIED, HELD, QUARANTINED = "applied", "held", "quarantined"
MESSAGES = {
    "cause_missing": "An earlier change is still on its way. This one goes on by itself when that arrives.",
    "unknown_form": "This form or version is not published here yet. The answers are kept until it is.",
    "elsewhere": "This region is not carried here. The answers are passed on.",
    "malformed": "This save cannot be read. It is kept as it is, for a lead to look at.",
    "not_your_region": "This record is not in a region of yours. What you wrote is kept for a lead.",
    "fixed": "A record keeps the form and the parent that it began with. What you wrote is kept for a lead.",
    "unknown_unit": "The form does not have one of these questions. What you wrote is kept for a lead.",
    "not_allowed": "Your role does not allow one of these changes. What you wrote is kept for a lead.",
    "behind": "This builds on a save that is kept for a lead, and is kept with it.",
    "broken_chain": "This save does not follow from this device's earlier ones. It is kept for a lead.",
    "fork": "Another save carries the same number. Both are kept.",
    "released": "A lead let this save go on in his own name.",
}
WAITING = frozenset({"cause_missing", "unknown_form", "elsewhere"})
KEPT = frozenset(MESSAGES) - WAITING


def message(code: str | None) -> str | None:
    """The sentence for a code."""
    return None if code is None else MESSAGES.get(code)


def verdict(n: int, state: str, code: str | None = None, said: str | None = None) -> dict[str, Any]:
    """A verdict as it travels."""
    if state not in (HELD, QUARANTINED):
        return {"n": n, "is": state}
    return {"n": n, "is": state, "code": code, "message": said or message(code)}
