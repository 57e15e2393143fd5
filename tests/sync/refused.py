"""Edits that are just within what the protocol allows, and edits that are just not.

`{"$text": n}` is a text of n bytes, `{"$units": n}` n units, `{"$seen": n}` n entries; `over` replaces fields of an
edit in which all is well, `without` leaves one out.
"""

from __future__ import annotations

from typing import Any

from tests.sync.form import FIRST, SECOND

Case = dict[str, Any]
REPLICA = "ab" * 16
SAFE = 2**53 - 1
RELEASED = {"replica": REPLICA, "n": 3, "author": "amina", "at": "2026-11-24T08:00:00Z"}


def case(name: str, *, taken: bool, **over: Any) -> Case:
    """One edit with these fields changed."""
    return {"name": name, "taken": taken, "over": over}


TAKEN = [
    case("an edit in which all is well", taken=True),
    case("an edit that changes nothing", taken=True, set={}),
    case("the greatest numbers", taken=True, n=SAFE, offset_ms=-SAFE, seen={REPLICA: SAFE}),
    case("64 KiB in a value", taken=True, set={"place": {"$text": 65536}}),
    case("4,000 units", taken=True, set={"$units": 4000}),
    case("1,024 entries in seen", taken=True, seen={"$seen": 1024}),
    case("a parent", taken=True, parent=FIRST),
    case("a time without milliseconds, with an offset", taken=True, at="2026-11-24T08:00:00+05:45"),
    case("a leap day", taken=True, at="2024-02-29T23:59:59.9Z"),
    case("whole characters beyond the first plane", taken=True, set={"place": "\U0001f4a7"}),
    case("an unknown field with lists and objects", taken=True, later={"a": ["b", 1, None, True, {"c": []}]}),
    case("a base that is cleared", taken=True, was={"groups": None}),
    case("a released edit", taken=True, released=RELEASED),
    case("no released edit", taken=True, released=None),
    case(
        "an entry with its own id", taken=True, set={f"issues[{FIRST}]/_rid": FIRST, f"issues[{FIRST}]/@deleted": None}
    ),
    case(
        "all reserved words",
        taken=True,
        set={
            "@deleted": "true",
            "@review": "returned",
            "@restricted": None,
            f"@twin[{FIRST}]": "same",
            "@scope": "south",
            "@assigned": "amina",
            f"@comment[{FIRST}]": "why?",
        },
    ),
    case("what the server says of it, whatever that is", taken=True, author=7, device=[], received_at="\ud800"),
]

REFUSED = [
    *(
        {"name": f"no {name}", "taken": False, "without": name}
        for name in ("replica", "n", "record", "form", "version", "scope", "parent", "at", "offset_ms", "seen", "set")
    ),
    case("a replica in upper case", taken=False, replica=REPLICA.upper()),
    case("a replica with a line's end", taken=False, replica=REPLICA[:-1] + "\n"),
    case("a replica that is a number", taken=False, replica=7),
    *(case(f"n that is {n!r}", taken=False, n=n) for n in (0, -1, 1.5, True, "1", None, 2**53)),
    case("a record that is no UUID", taken=False, record="7"),
    case("a record in upper case", taken=False, record=FIRST.replace("1", "A")),
    case("a record that is null", taken=False, record=None),
    case("a parent that is a list", taken=False, parent=[FIRST]),
    case("a parent that is no UUID", taken=False, parent="x"),
    case("a form that is a number", taken=False, form=7),
    case("an empty version", taken=False, version=""),
    case("a scope that is null", taken=False, scope=None),
    case("half a character in the scope", taken=False, scope="nor\udc00th"),
    *(
        case(f"at {at!r}", taken=False, at=at)
        for at in (
            None,
            7,
            "",
            "2026-11-24",
            "2026-11-24T08:00:00",
            "2026-13-45T99:00:00Z",
            "2026-02-29T08:00:00Z",
            "2026-11-24T24:00:00Z",
            "2026-11-24T08:00:60Z",
            "0999-11-24T08:00:00Z",
            "2026-11-24T08:00:00+24:00",
            "2026-11-24T08:00:00+10:60",
            "2026-11-24T08:00:00Z\n",
            "2026-11-24 08:00:00Z",
            "2026-00-10T08:00:00Z",
            "2026-11-24T08:60:00Z",
            "2026-11-00T08:00:00Z",
            "٢٠٢٦-11-24T08:00:00Z",
        )
    ),
    *(case(f"an offset that is {value!r}", taken=False, offset_ms=value) for value in ("1", 0.5, 2**53, None, False)),
    case("a seen that is a list", taken=False, seen=[]),
    case("a seen of text", taken=False, seen={REPLICA: "1"}),
    case("a seen of nothing", taken=False, seen={REPLICA: 0}),
    case("a seen of no replica", taken=False, seen={"x": 1}),
    case("1,025 entries in seen", taken=False, seen={"$seen": 1025}),
    case("a set that is a list", taken=False, set=[]),
    case("a set that is null", taken=False, set=None),
    case("a was that is null", taken=False, was=None),
    case("a was of numbers", taken=False, was={"groups": 1}),
    case("4,001 units", taken=False, set={"$units": 4001}),
    case("one byte more than 64 KiB in a value", taken=False, set={"place": {"$text": 65537}}),
    case("one byte more than 64 KiB in a base", taken=False, was={"place": {"$text": 65537}}),
    *(
        case(f"{value!r} as a value", taken=False, set={"place": value})
        for value in (12, 1.5, True, ["x"], {"a": "b"}, "a\0b", "a\ud800b", "\udc00\ud800")
    ),
    *(case(f"a unit called {unit!r}", taken=False, set={unit: "x"}) for unit in ("", "a\0b", "a\ud800b")),
    case("an entry with another's id", taken=False, set={f"issues[{FIRST}]/_rid": SECOND}),
    case("an entry without its id", taken=False, set={f"issues[{FIRST}]/_rid": None}),
    *(
        case(f"{unit} that is {value!r}", taken=False, set={unit: value})
        for unit, value in (
            ("@deleted", "yes"),
            ("@deleted", ""),
            (f"issues[{FIRST}]/@deleted", "false"),
            ("@review", "perhaps"),
            ("@restricted", "false"),
            (f"@twin[{FIRST}]", "perhaps"),
        )
    ),
    case("an unknown field that is no whole number", taken=False, later={"a": [0.5]}),
    case("an unknown field with half a character", taken=False, later={"a\ud800": 1}),
    case("an unknown field with a NUL", taken=False, later=["a\0"]),
    case("a released that is text", taken=False, released="yes"),
    *(
        case(f"a released with {name} that is {value!r}", taken=False, released={**RELEASED, name: value})
        for name, value in (("replica", "x"), ("n", 0), ("author", 7), ("at", "yesterday"), ("more", 0.5))
    ),
]
