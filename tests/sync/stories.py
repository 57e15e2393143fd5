"""What must come of it when Amina (a), Otieno (b) and Wanjiru (c) write, told by hand."""

from __future__ import annotations

from typing import Any

from tests.sync.form import FIRST, ISSUE, OTHER, SECOND, STEP, STEPS

Story = dict[str, Any]
A, B, C = "abc"


def save(by: str, n: int, seen: dict[str, int], set_: dict[str, str | None], **more: Any) -> dict[str, Any]:
    """One save; without a minute, the clock goes on with the number."""
    return {"by": by, "n": n, "seen": seen, "set": set_, **more}


def story(name: str, *edits: dict[str, Any], **expect: Any) -> Story:
    """A case whose outcome is expected to have at least what is said here."""
    return {"name": name, "edits": list(edits), "expect": expect}


def meeting(
    unit: str, *, start: str | None, one: str | None, two: str | None, base: bool = True
) -> list[dict[str, Any]]:
    """One answer, changed on two phones at once."""
    was = {"was": {unit: start}} if base else {}
    return [
        save("a", 1, {}, {unit: start, "place": "x"}),
        save("a", 2, {"a": 1}, {unit: one}, minute=2, **was),
        save("b", 1, {"a": 1}, {unit: two}, minute=1, **was),
    ]


def differ(unit: str, kind: str, *heads: tuple[str | None, str, int]) -> list[Any]:
    """A conflict as it is expected."""
    return [unit, kind, [[unit, value, by, n] for value, by, n in heads]]


ANSWERS = [
    story(
        "two answers to one question are a conflict, the greater clock first",
        *meeting("mood", start="0", one="a", two="b"),
        values={"mood": "a", "place": "x"},
        conflicts=[differ("mood", "value", ("a", "a", 2), ("b", "b", 1))],
        unsettled=1,
    ),
    story(
        "equal answers are no conflict",
        *meeting("mood", start="0", one="same", two="same"),
        values={"mood": "same", "place": "x"},
        conflicts=[],
        heads={"mood": [[A, 2], [B, 1]], "place": [[A, 1]]},
    ),
    story(
        "clearing against answering is a conflict",
        *meeting("mood", start="0", one=None, two="b"),
        values={"place": "x"},
        conflicts=[differ("mood", "value", (None, "a", 2), ("b", "b", 1))],
    ),
    story(
        "between equal clocks the greater replica is shown, and the offset counts",
        save("a", 1, {}, {"mood": "a", "place": "late"}, minute=9),
        save("b", 1, {}, {"mood": "b"}, minute=8, offset_ms=60_000),
        values={"mood": "b", "place": "late"},
    ),
    story(
        "a resolution replaces only what it had seen",
        *meeting("mood", start="0", one="a", two="b"),
        save("c", 1, {"a": 2}, {"mood": "settled"}, minute=3),
        conflicts=[differ("mood", "value", ("settled", "c", 1), ("b", "b", 1))],
    ),
    story(
        "what a plain answer started from settles nothing",
        *meeting("mood", start="0", one="0 1", two="0 2"),
        unsettled=1,
        values={"mood": "0 1", "place": "x"},
    ),
    story(
        "a save without a change has been seen, and is the head of nothing",
        save("a", 1, {}, {"mood": "a"}),
        save("a", 2, {"a": 1}, {}),
        save("b", 1, {"a": 2}, {"mood": "b"}),
        have={A: 2, B: 1},
        values={"mood": "b"},
        conflicts=[],
    ),
]

POLICIES = [
    story(
        "a choice of many merges three ways, in the list's order",
        *meeting("groups", start="elders women", one="elders youth", two="elders women youth"),
        values={"groups": "youth elders", "place": "x"},
        unsettled=0,
        conflicts=[differ("groups", "merged", ("elders youth", "a", 2), ("elders women youth", "b", 1))],
    ),
    story(
        "two removals leave it cleared",
        *meeting("groups", start="women youth", one="women", two="youth"),
        values={"place": "x"},
        unsettled=0,
    ),
    story(
        "merging starts from nothing too",
        *meeting("groups", start=None, one="youth", two="women"),
        values={"groups": "women youth", "place": "x"},
        unsettled=0,
    ),
    story(
        "choices that are not in the list come last",
        *meeting("groups", start=None, one="zz youth", two="aa women"),
        values={"groups": "women youth aa zz", "place": "x"},
    ),
    story(
        "a list in a file has no order but that of its codes",
        *meeting("markets", start="m3", one="m3 m1", two="m3 \U00010000 \uffee m2"),
        values={"markets": "m1 m2 m3 \uffee \U00010000", "place": "x"},
    ),
    story(
        "without a base a person decides",
        *meeting("groups", start="women", one="women youth", two="elders", base=False),
        values={"groups": "women youth", "place": "x"},
        unsettled=1,
    ),
    story(
        "with two bases a person decides",
        save("a", 1, {}, {"groups": "women"}, was={"groups": "women"}, minute=1),
        save("b", 1, {}, {"groups": "youth"}, was={"groups": None}),
        values={"groups": "women"},
        unsettled=1,
    ),
    story(
        "of two consents the more restrictive holds, whatever the clock",
        *meeting("consent", start="yes", one="yes", two="partly"),
        values={"consent": "partly", "place": "x"},
        conflicts=[differ("consent", "merged", ("yes", "a", 2), ("partly", "b", 1))],
    ),
    story(
        "a cleared consent is the least restrictive",
        *meeting("consent", start="no", one=None, two="yes"),
        values={"consent": "yes", "place": "x"},
        unsettled=0,
    ),
    story(
        "a consent that the list lacks is the most restrictive",
        *meeting("consent", start="yes", one="no", two="never"),
        values={"consent": "never", "place": "x"},
    ),
    story(
        "of two that the list lacks the greater clock holds",
        *meeting("consent", start="yes", one="1", two="2"),
        values={"consent": "1", "place": "x"},
    ),
    story(
        "of two moves at once the greater clock holds",
        *meeting("@scope", start="north", one="south", two="east"),
        scope="south",
        unsettled=0,
        conflicts=[differ("@scope", "merged", ("south", "a", 2), ("east", "b", 1))],
    ),
    story(
        "restricted beats open",
        *meeting("@restricted", start="true", one=None, two="true"),
        restricted=True,
        unsettled=0,
    ),
    story(
        "an entry's place in the list merges",
        *meeting(f"{ISSUE}/@order", start="a", one="b", two="c"),
        values={f"{ISSUE}/@order": "b", "place": "x"},
        unsettled=0,
    ),
    story(
        "two assignments are a lead's to settle",
        *meeting("@assigned", start=None, one="amina", two="otieno"),
        unsettled=1,
    ),
]

CALCULATIONS = [
    story(
        "a sum that has seen all it adds is not stale",
        save("a", 1, {}, {"women": "1", "men": "1", "people": "2"}),
        save("a", 2, {"a": 1}, {"women": "5", "people": "6"}),
        values={"women": "5", "men": "1", "people": "6"},
        stale=[],
    ),
    story(
        "two sums are no conflict: the greater clock is shown, and it is stale",
        save("a", 1, {}, {"women": "1", "men": "1", "people": "2"}),
        save("a", 2, {"a": 1}, {"women": "5", "people": "6"}),
        save("b", 1, {"a": 1}, {"men": "3", "people": "4"}, minute=5),
        values={"women": "5", "men": "3", "people": "4"},
        stale=["people"],
        conflicts=[],
    ),
    story(
        "an answer that comes without its sum makes it stale",
        save("a", 1, {}, {"women": "1", "people": "1"}),
        save("b", 1, {"a": 1}, {"men": "3"}),
        stale=["people"],
    ),
    story(
        "an entry's own sum depends on its own answers and on the record's",
        save(
            "a", 1, {}, {f"{ISSUE}/weight": "1", f"{ISSUE}/score": "1", f"{OTHER}/weight": "1", f"{OTHER}/score": "1"}
        ),
        save("b", 1, {"a": 1}, {f"{ISSUE}/weight": "2"}),
        stale=[f"{ISSUE}/score"],
    ),
    story(
        "that its own entry began at once with it does not make a sum stale",
        save("a", 1, {}, {f"{ISSUE}/_rid": FIRST}),
        save("b", 1, {}, {f"{ISSUE}/score": "1"}),
        stale=[],
    ),
    story(
        "a sum over all entries depends on each one",
        save("a", 1, {}, {f"{STEPS}/_rid": STEP, f"{STEPS}/cost": "1", "costs": "1"}),
        save("b", 1, {"a": 1}, {f"{STEPS}/cost": "7"}),
        stale=["costs"],
    ),
    story(
        "an entry removed while the sum was made leaves the sum stale",
        save("a", 1, {}, {f"{STEPS}/_rid": STEP, f"{STEPS}/cost": "1", f"{ISSUE}/_rid": FIRST, "costs": "1"}),
        save("a", 2, {"a": 1}, {f"{STEPS}/cost": "2", "costs": "2"}),
        save("a", 3, {"a": 2}, {f"{STEPS}/cost": "2", "costs": "3"}),
        save("b", 1, {"a": 2}, {f"{ISSUE}/@deleted": "true"}),
        stale=["costs"],
    ),
    story(
        "an entry removed by one who had the sum, and left it, does not",
        save("a", 1, {}, {f"{STEPS}/_rid": STEP, f"{STEPS}/cost": "0", "costs": "0", "entries": "1"}),
        save("b", 1, {"a": 1}, {f"{STEPS}/@deleted": "true"}),
        stale=[],
        values={"costs": "0", "entries": "1"},
    ),
    story(
        "an entry added at once with the count leaves the count stale",
        save("a", 1, {}, {f"{ISSUE}/_rid": FIRST, "entries": "1"}),
        save("b", 1, {}, {f"{OTHER}/_rid": SECOND}),
        stale=["entries"],
    ),
    story(
        "two days of filling in are no conflict", *meeting("today", start="1", one="2", two="3"), conflicts=[], stale=[]
    ),
]
