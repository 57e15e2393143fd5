"""The functions the form engine of the phone knows, with the fewest and the most arguments each takes."""

from __future__ import annotations

MANY = 1_000
_BY_ARITY = {
    (0, 0): "current false last now pi random today true",
    (0, 1): "local-name name namespace-uri normalize-space number position string string-length uuid",
    (0, MANY): "concat max min",
    (1, 1): (
        "abs acos area asin atan base64-decode boolean boolean-from-string ceiling cos count count-non-empty"
        " count-selected date date-time decimal-date-time decimal-time exp exp10 floor id instance int jr:itext lang"
        " log log10 not once sin sqrt sum tan"
    ),
    (1, 2): "randomize round",
    (1, MANY): "distance join",
    (2, 2): (
        "atan2 coalesce contains ends-with format-date format-date-time geofence jr:choice-name pow regex selected"
        " selected-at starts-with substring-after substring-before"
    ),
    (2, 3): "digest substr substring",
    (2, MANY): "checklist weighted-checklist",
    (3, 3): "if translate",
    (3, MANY): "indexed-repeat",
    (4, 4): "pulldata",
}
FUNCTIONS = {name: arity for arity, names in _BY_ARITY.items() for name in names.split()}


def objection(name: str, given: int) -> tuple[str, str] | None:
    """Why the phone cannot call this function with so many arguments, as a code and a sentence; None if it can."""
    if name not in FUNCTIONS:
        return "unknown_function", f"The app knows no function called “{name}”."
    least, most = FUNCTIONS[name]
    if least <= given <= most:
        return None
    wanted = str(least) if least == most else f"at least {least}" if most == MANY else f"{least} to {most}"
    return "broken_expression", f"The function “{name}” takes {wanted} arguments, not {given}."
