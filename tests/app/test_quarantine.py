from __future__ import annotations

from collections.abc import Callable

from httpx import Response

from tests.app.phones import FEEL, OTHER_FORM, PLACE, SAFE, Json, Phone, new_id, outcome


def kept(person: Phone) -> dict[tuple[str, int], str]:
    """What waits for this person to decide, with why."""
    edits = person.get("/api/quarantine").json()["edits"]
    return {(edit["replica"], edit["n"]): edit["code"] for edit in edits}


def decide(person: Phone, edit: Json, deed: str) -> Response:
    return person.post(f"/api/quarantine/{edit['replica']}/{edit['n']}", json={"do": deed})


def seen_by(phone: Phone, *others: tuple[Phone, int]) -> dict[str, int]:
    return {phone.replica: phone.n, **{other.replica: n for other, n in others}}


def test_what_builds_on_an_edit_in_quarantine_is_behind_it_and_is_released_with_it(
    amina: Phone, otieno: Phone, wanjiru: Phone, farid: Phone
) -> None:
    record = amina.begins({PLACE: "good", SAFE: "no"})
    bad = amina.edit(record, {PLACE: "bad", "@assigned": "amina"})
    after = amina.edit(record, {SAFE: "yes"}, seen={amina.replica: bad["n"]})
    last = amina.edit(record, {FEEL: "less"}, seen={amina.replica: after["n"]})
    codes = [code for _, code in outcome(amina.push(bad, after, last))]
    assert codes == ["not_allowed", "behind", "behind"]
    assert set(kept(wanjiru).values()) == {"not_allowed", "behind"}
    assert kept(farid) == {}
    assert amina.get("/api/quarantine").status_code == 403
    meanwhile = amina.edit(record, {PLACE: "meanwhile"}, seen={amina.replica: 1})
    assert outcome(amina.push(meanwhile)) == [("applied", None)]
    response = decide(wanjiru, bad, "release")
    assert (response.status_code, response.json()["code"]) == (200, "not_allowed")
    shown = wanjiru.reads(record)
    assert [head["value"] for head in shown["conflicts"][0]["heads"]] == ["bad", "meanwhile"]
    assert (shown["values"][SAFE], shown["values"][FEEL], kept(wanjiru)) == ("yes", "less", {})
    released = [edit for edit in wanjiru.log() if edit.get("released")]
    assert [edit["released"]["n"] for edit in released] == [bad["n"], after["n"], last["n"]]
    assert {(edit["author"], edit["released"]["author"]) for edit in released} == {("wanjiru", "amina")}
    assert decide(wanjiru, bad, "release").status_code == 404
    for person in (amina, otieno):
        person.sync()
        assert person.agrees()


def test_a_record_begun_in_quarantine_is_its_authors_once_released(zuhra: Phone, wanjiru: Phone) -> None:
    edit = zuhra.edit(new_id(), {PLACE: "from the south"}, scope="north")
    zuhra.push(edit)
    assert kept(wanjiru) == {(zuhra.replica, 1): "not_your_region"}
    assert decide(wanjiru, edit, "release").status_code == 200
    shown = wanjiru.reads(edit["record"])
    assert (shown["author"], shown["values"], shown["scope"]) == ("zuhra", {PLACE: "from the south"}, "north")
    assert zuhra.get(f"/api/records/{edit['record']}").status_code == 404


def test_a_held_edit_may_be_released_with_what_follows_it_and_is_not_said_twice(
    amina: Phone, otieno: Phone, wanjiru: Phone
) -> None:
    record = amina.begins({PLACE: "a"})
    cause = amina.edit(record, {PLACE: "cause"}, seen={amina.replica: 1})
    first = otieno.edit(record, {FEEL: "safer"}, seen={amina.replica: 2})
    second = otieno.edit(record, {SAFE: "partly"}, seen={amina.replica: 2, otieno.replica: 1})
    otieno.push(first, second)
    assert decide(wanjiru, first, "release").status_code == 200
    assert (wanjiru.reads(record)["held"], wanjiru.reads(record)["values"][SAFE]) == (0, "partly")
    told = otieno.push(pending={"1": "cause_missing", "2": "cause_missing"})
    assert outcome(told) == [("quarantined", "released"), ("quarantined", "behind")]
    assert outcome(amina.push(cause)) == [("applied", None)]
    assert len(wanjiru.log()) == 4


def test_what_is_not_the_leads_to_write_can_only_be_dismissed(amina: Phone, wanjiru: Phone, admin: Phone) -> None:
    record = amina.begins({PLACE: "a"})
    seen = {amina.replica: 1}
    edits = [
        amina.edit(record, {PLACE: 12}, seen=seen),
        amina.edit(record, {"meeting/nothing": "x"}, seen=seen),
        amina.edit(record, {"@deleted": None}, seen=seen, form=OTHER_FORM),
        amina.edit(record, {"@scope": "south"}, seen=seen),
    ]
    codes = [code for _, code in outcome(amina.push(*edits))]
    assert codes == ["malformed", "unknown_unit", "fixed", "not_allowed"]
    for edit, code in zip(edits, codes, strict=True):
        response = decide(wanjiru, edit, "release")
        assert (response.status_code, response.json()["error"]) == (403, "not_allowed")
        assert kept(admin)[amina.replica, edit["n"]] == code
        assert decide(wanjiru, edit, "dismiss").status_code == 200
        assert decide(wanjiru, edit, "dismiss").status_code == 404
    assert (kept(wanjiru), wanjiru.reads(record)["values"]) == ({}, {PLACE: "a"})


def test_a_held_edit_that_was_dismissed_still_goes_on(amina: Phone, otieno: Phone, wanjiru: Phone) -> None:
    record = amina.begins({PLACE: "a"})
    cause = amina.edit(record, {PLACE: "b"}, seen={amina.replica: 1})
    waiting = otieno.edit(record, {SAFE: "no"}, seen={amina.replica: 2})
    otieno.push(waiting)
    assert decide(wanjiru, waiting, "dismiss").json()["is"] == "held"
    amina.push(cause)
    assert wanjiru.reads(record)["values"] == {PLACE: "b", SAFE: "no"}


def test_an_administrator_finds_what_was_meant_for_nowhere_but_nothing_restricted(
    amina: Phone, zuhra: Phone, nadia: Phone, wanjiru: Phone, admin: Phone
) -> None:
    lost = zuhra.edit(new_id(), {PLACE: "x"}, scope="nowhere")
    zuhra.push(lost)
    assert list(kept(admin)) == [(zuhra.replica, 1)]
    record = amina.begins({PLACE: "a"})
    wanjiru.sync()
    wanjiru.writes(record, {"@restricted": "true"})
    lifting = amina.edit(record, {"@restricted": None})
    amina.push(lifting)
    assert (amina.replica, 2) not in kept(admin)
    assert decide(wanjiru, lifting, "release").status_code == 403
    assert wanjiru.reads(record)["restricted"] is True


def test_a_decision_is_one_of_two_words_about_something_that_waits(wanjiru: Phone, phone: Callable[..., Phone]) -> None:
    edit = {"replica": "9" * 32, "n": 1}
    assert decide(wanjiru, edit, "burn").status_code == 400
    for n in ("1", "x", "9" * 30, "-1"):
        assert decide(wanjiru, {**edit, "n": n}, "release").status_code == 404
    assert decide(phone("amina"), edit, "release").status_code == 403
