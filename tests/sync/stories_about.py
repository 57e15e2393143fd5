"""What must come of deletions and reviews when Amina (a), Otieno (b) and Wanjiru (c) write, told by hand."""

from __future__ import annotations

from tests.sync.form import FIRST, ISSUE, OTHER, STEP, STEPS
from tests.sync.stories import differ, meeting, save, story

A, B, C = "abc"
BEGUN = save("a", 1, {}, {"place": "x", f"{ISSUE}/_rid": FIRST, f"{ISSUE}/text": "road", f"{STEPS}/_rid": STEP})
SHOWN = {"place": "x", f"{ISSUE}/_rid": FIRST, f"{ISSUE}/text": "road", f"{STEPS}/_rid": STEP}
GONE = f"{ISSUE}/@deleted"

DELETIONS = [
    story(
        "a deletion that had seen everything is no conflict",
        BEGUN,
        save("b", 1, {"a": 1}, {"@deleted": "true"}),
        deleted=True,
        conflicts=[],
        values={**SHOWN, "@deleted": "true"},
    ),
    story(
        "deleting against answering stays visible, the deletion first",
        BEGUN,
        save("b", 1, {"a": 1}, {"@deleted": "true"}),
        save("a", 2, {"a": 1}, {"place": "y", "mood": "z"}, minute=9),
        deleted=False,
        unsettled=1,
        conflicts=[["@deleted", "delete", [["@deleted", "true", B, 1], ["mood", "z", A, 2], ["place", "y", A, 2]]]],
    ),
    story(
        "two deletions agree, whatever else they say",
        BEGUN,
        save("a", 2, {"a": 1}, {"@deleted": "true", "mood": "z"}),
        save("b", 1, {"a": 1}, {"@deleted": "true"}),
        deleted=True,
        conflicts=[],
    ),
    story(
        "deleting against keeping is one conflict",
        BEGUN,
        save("b", 1, {"a": 1}, {"@deleted": "true"}),
        save("c", 1, {"a": 1}, {"@deleted": None}, minute=1),
        deleted=False,
        conflicts=[["@deleted", "delete", [["@deleted", None, C, 1], ["@deleted", "true", B, 1]]]],
    ),
    story(
        "typing into a deleted record does not bring it back",
        BEGUN,
        save("b", 1, {"a": 1}, {"@deleted": "true"}),
        save("a", 2, {"a": 1, "b": 1}, {"place": "y"}),
        deleted=True,
        conflicts=[],
    ),
    story(
        "saying so does",
        BEGUN,
        save("b", 1, {"a": 1}, {"@deleted": "true"}),
        save("a", 2, {"a": 1, "b": 1}, {"place": "y", "@deleted": None}),
        deleted=False,
        conflicts=[],
        values={**SHOWN, "place": "y"},
    ),
    story(
        "a comment that the deletion had not seen speaks against it",
        BEGUN,
        save("b", 1, {"a": 1}, {"@deleted": "true"}),
        save("c", 1, {"a": 1}, {f"@comment[{FIRST}]": "why?"}),
        deleted=False,
        unsettled=1,
    ),
    story(
        "a removed entry is not shown, nor what lies in it",
        BEGUN,
        save("b", 1, {"a": 1}, {GONE: "true"}),
        values={"place": "x"},
        conflicts=[],
    ),
    story(
        "an entry comes back with its answers",
        BEGUN,
        save("b", 1, {"a": 1}, {GONE: "true"}),
        save("b", 2, {"a": 1, "b": 1}, {GONE: None}),
        values=SHOWN,
        conflicts=[],
    ),
    story(
        "removing an entry against writing in a list inside it is a conflict of that entry",
        BEGUN,
        save("b", 1, {"a": 1}, {GONE: "true"}),
        save("a", 2, {"a": 1}, {f"{STEPS}/text": "dig"}, minute=2),
        conflicts=[[GONE, "delete", [[GONE, "true", B, 1], [f"{STEPS}/text", "dig", A, 2]]]],
        values={**SHOWN, f"{STEPS}/text": "dig", GONE: "true"},
    ),
    story(
        "removing one entry does not disturb another",
        BEGUN,
        save("b", 1, {"a": 1}, {GONE: "true"}),
        save("a", 2, {"a": 1}, {f"{OTHER}/text": "well"}),
        conflicts=[],
        values={"place": "x", f"{OTHER}/text": "well"},
    ),
    story(
        "nor does writing elsewhere in the record speak for an entry",
        BEGUN,
        save("b", 1, {"a": 1}, {GONE: "true"}),
        save("a", 2, {"a": 1}, {"place": "y"}),
        conflicts=[],
        values={"place": "y"},
    ),
    story(
        "who removed an entry had seen both answers in it: they are settled",
        BEGUN,
        save("a", 2, {"a": 1}, {f"{ISSUE}/text": "1"}, minute=2),
        save("b", 1, {"a": 1}, {f"{ISSUE}/text": "2"}),
        save("c", 1, {"a": 2, "b": 1}, {GONE: "true"}),
        values={"place": "x"},
        unsettled=0,
        conflicts=[differ(f"{ISSUE}/text", "merged", ("1", "a", 2), ("2", "b", 1))],
    ),
    story(
        "a quarrel about an inner entry ends with the outer one",
        BEGUN,
        save("a", 2, {"a": 1}, {f"{STEPS}/text": "dig"}),
        save("b", 1, {"a": 1}, {f"{STEPS}/@deleted": "true"}),
        save("c", 1, {"a": 2, "b": 1}, {GONE: "true"}),
        values={"place": "x"},
        conflicts=[],
    ),
    story(
        "and with the record",
        BEGUN,
        save("a", 2, {"a": 1}, {f"{STEPS}/text": "dig"}),
        save("b", 1, {"a": 1}, {f"{STEPS}/@deleted": "true"}),
        save("c", 1, {"a": 2, "b": 1}, {"@deleted": "true"}),
        deleted=True,
        conflicts=[],
    ),
    story(
        "a calculation in a removed entry is not stale",
        save("a", 1, {}, {f"{ISSUE}/score": "1"}),
        save("b", 1, {}, {f"{ISSUE}/weight": "1"}),
        save("c", 1, {"a": 1, "b": 1}, {GONE: "true"}),
        stale=[],
    ),
]

RETURNED = save("c", 1, {"a": 1}, {"@review": "returned"}, minute=5)
APPROVED = save("c", 1, {"a": 1}, {"@review": "approved"}, minute=5)
KNOWN = {"a": 1, "c": 1}

REVIEWS = [
    story("a record of which nobody said anything is received", BEGUN, review="received"),
    story(
        "so is one that was taken back", *meeting("@review", start="approved", one=None, two=None), review="received"
    ),
    story("returned", BEGUN, RETURNED, review="returned"),
    story(
        "an answer that had seen the return answers it",
        BEGUN,
        RETURNED,
        save("a", 2, KNOWN, {"place": "y"}),
        review="answered",
    ),
    story("so does removing an entry", BEGUN, RETURNED, save("a", 2, KNOWN, {GONE: "true"}), review="answered"),
    story(
        "an answer that had not seen it does not",
        BEGUN,
        RETURNED,
        save("a", 2, {"a": 1}, {"place": "y"}),
        review="returned",
    ),
    story("nor does a comment", BEGUN, RETURNED, save("a", 2, KNOWN, {f"@comment[{FIRST}]": "yes"}), review="returned"),
    story(
        "nor what the return itself says",
        BEGUN,
        save("c", 1, {"a": 1}, {"@review": "returned", "place": "y"}),
        review="returned",
    ),
    story(
        "of two returns each must be answered",
        BEGUN,
        RETURNED,
        save("b", 1, {"a": 1}, {"@review": "returned"}),
        save("a", 2, KNOWN, {"place": "y"}),
        review="returned",
        conflicts=[],
    ),
    story("approved", BEGUN, APPROVED, review="approved"),
    story(
        "an approval has seen what it says itself",
        BEGUN,
        save("c", 1, {"a": 1}, {"@review": "approved", "place": "y"}),
        review="approved",
    ),
    story("an answer after it makes it changed", BEGUN, APPROVED, save("a", 2, KNOWN, {"mood": "y"}), review="changed"),
    story(
        "an answer that it had not seen does too",
        BEGUN,
        APPROVED,
        save("a", 2, {"a": 1}, {"mood": "y"}),
        review="changed",
    ),
    story("so does removing an entry after it", BEGUN, APPROVED, save("a", 2, KNOWN, {GONE: "true"}), review="changed"),
    story(
        "a comment, an assignment, an entry's place do not",
        BEGUN,
        APPROVED,
        save("a", 2, KNOWN, {f"@comment[{FIRST}]": "ok", "@assigned": "amina", f"{ISSUE}/@order": "a"}),
        review="approved",
    ),
    story(
        "two approvals that saw one half each are none of the whole",
        BEGUN,
        save("a", 2, {"a": 1}, {"place": "y"}),
        save("b", 1, {"a": 1}, {"mood": "z"}),
        save("c", 1, {"a": 2}, {"@review": "approved"}),
        save("d", 1, {"a": 1, "b": 1}, {"@review": "approved"}),
        review="changed",
        conflicts=[],
    ),
    story(
        "of two approvals one that saw the whole is enough",
        BEGUN,
        save("a", 2, {"a": 1}, {"place": "y"}),
        save("c", 1, {"a": 1}, {"@review": "approved"}, minute=9),
        save("d", 1, {"a": 2}, {"@review": "approved"}),
        review="approved",
    ),
    story(
        "of two at once `returned` beats `approved`, whatever the clock",
        BEGUN,
        APPROVED,
        save("b", 1, {"a": 1}, {"@review": "returned"}),
        review="returned",
        unsettled=0,
        conflicts=[differ("@review", "merged", ("approved", "c", 1), ("returned", "b", 1))],
    ),
]
