from __future__ import annotations

import pytest

from tests.app.phones import FEEL, OTHER_FORM, PLACE, PROMISE, RISK, SAFE, Json, Phone, new_id, outcome


def test_another_regions_record_answers_exactly_as_an_absent_one(amina: Phone, zuhra: Phone, farid: Phone) -> None:
    record, absent = amina.begins({PLACE: "secret"}), new_id()
    for person in (zuhra, farid):
        for path in ("/api/records/{}", "/api/records/{}/history"):
            here, nowhere = person.get(path.format(record)), person.get(path.format(absent))
            assert (here.status_code, here.text) == (404, nowhere.text)
        assert person.get("/api/records").json()["records"] == []
        assert not person.sync()["scopes"].get("north")


def test_an_edit_into_another_region_is_kept_for_a_lead(amina: Phone, zuhra: Phone) -> None:
    record = amina.begins({PLACE: "north"})
    answer = zuhra.push(
        zuhra.edit(new_id(), {PLACE: "x"}, scope="north"),
        zuhra.edit(record, {PLACE: "mine now"}),
        zuhra.edit(new_id(), {PLACE: "x"}, scope="nowhere"),
    )
    assert (outcome(answer), answer["ack"]) == ([("quarantined", "not_your_region")] * 3, 3)
    assert answer["verdicts"][0]["message"]
    assert amina.reads(record)["values"] == {PLACE: "north"}


def test_a_record_keeps_its_form_and_its_parent(amina: Phone) -> None:
    record = amina.begins({PLACE: "north"})
    assert amina.writes(record, {"@deleted": None}, form=OTHER_FORM)["code"] == "fixed"
    assert amina.writes(record, {PLACE: "x"}, parent=new_id(), seen={amina.replica: 1})["code"] == "fixed"


@pytest.mark.parametrize("unit", ["meeting/nothing", "@nothing", "commitment/com_text", "@comment[7]"])
def test_a_unit_that_the_form_lacks_stops_nothing(amina: Phone, unit: str) -> None:
    answer = amina.push(amina.edit(new_id(), {unit: "x"}), amina.edit(new_id(), {PLACE: "fine"}))
    assert outcome(answer) == [("quarantined", "unknown_unit"), ("applied", None)]


@pytest.mark.parametrize(
    "values",
    [
        {"@review": "approved"},
        {"@review": "returned"},
        {"@review": None},
        {"@restricted": "true"},
        {"@scope": "south"},
        {"@assigned": "amina"},
        {f"{PROMISE}[{new_id()}]/@assigned": "amina"},
        {f"@twin[{new_id()}]": "same"},
    ],
)
def test_an_officer_cannot_do_what_is_a_leads_nor_what_comes_with_it(amina: Phone, values: Json) -> None:
    record = amina.begins({PLACE: "before"})
    verdict = amina.writes(record, {**values, PLACE: "sneaked in"})
    assert (verdict["is"], verdict["code"]) == ("quarantined", "not_allowed")
    shown = amina.reads(record)
    assert (shown["values"], shown["review"], shown["restricted"]) == ({PLACE: "before"}, "received", False)


def test_a_comment_is_afterwards_its_authors_only(amina: Phone, wanjiru: Phone, otieno: Phone) -> None:
    record, comment = amina.begins({PLACE: "a"}), f"@comment[{new_id()}]"
    wanjiru.sync()
    wanjiru.writes(record, {"@review": "returned", comment: "which women?", f"{comment}/about": PLACE})
    for person in (amina, otieno):
        person.sync()
        assert person.writes(record, {f"{comment}/about": SAFE})["code"] == "not_allowed"
    assert wanjiru.writes(record, {comment: "which women, and where?"})["is"] == "applied"
    assert amina.reads(record)["review"] == "returned"


def test_a_chain_that_is_broken_can_never_be_mended(amina: Phone) -> None:
    record = amina.begins({PLACE: "1"})
    amina.writes(record, {PLACE: "2"})
    for seen in ({}, {amina.replica: 1}, {amina.replica: 99}):
        verdict = amina.writes(record, {SAFE: "no"}, seen=seen)
        assert (verdict["is"], verdict["code"]) == ("quarantined", "broken_chain")


def test_a_lead_restricts_and_only_a_focal_point_lifts_it(
    amina: Phone, otieno: Phone, wanjiru: Phone, nadia: Phone, admin: Phone
) -> None:
    record = amina.begins({PLACE: "a", SAFE: "yes"})
    for person in (otieno, wanjiru, nadia, admin):
        person.sync()
    late = otieno.edit(record, {SAFE: "no"})
    assert wanjiru.writes(record, {"@restricted": "true"})["is"] == "applied"
    otieno.sync()
    assert otieno.gone == [record]
    assert otieno.agrees()
    for outsider in (otieno, admin):
        assert outsider.get(f"/api/records/{record}").status_code == 404
        assert outsider.get("/api/records").json()["records"] == []
        assert outsider.log(scope="north") == []
    assert outcome(otieno.push(late)) == [("quarantined", "not_your_region")]
    assert amina.writes(record, {PLACE: "after"})["is"] == "applied"
    assert wanjiru.writes(record, {"@restricted": None})["code"] == "not_allowed"
    for insider in (amina, wanjiru, nadia):
        insider.sync()
        assert insider.reads(record)["restricted"] is True
        assert insider.agrees()
    assert nadia.writes(record, {"@restricted": None})["is"] == "applied"
    otieno.sync()
    assert otieno.shows(record, PLACE) == ["after"]


def test_an_answer_restricts_and_taking_it_back_lifts_nothing(amina: Phone, otieno: Phone, nadia: Phone) -> None:
    record = amina.begins({PLACE: "a", RISK: "low"})
    otieno.sync()
    amina.writes(record, {RISK: "high"})
    otieno.sync()
    amina.writes(record, {RISK: "low"})
    assert otieno.gone == [record]
    assert otieno.get(f"/api/records/{record}").status_code == 404
    nadia.sync()
    nadia.writes(record, {"@restricted": None})
    assert otieno.reads(record)["restricted"] is False


def test_what_waited_is_judged_again_when_it_goes_on(amina: Phone, otieno: Phone, wanjiru: Phone) -> None:
    record = amina.begins({PLACE: "a"})
    wanjiru.sync()
    cause = amina.edit(record, {PLACE: "b"})
    otieno.push(otieno.edit(record, {SAFE: "no"}, seen={amina.replica: cause["n"]}))
    wanjiru.writes(record, {"@restricted": "true"})
    amina.push(cause)
    told = otieno.push(pending={"1": "cause_missing"})
    assert outcome(told) == [("quarantined", "not_your_region")]
    assert wanjiru.reads(record)["held"] == 0


def test_an_administrator_moves_a_record_and_it_leaves_no_trace(
    amina: Phone, otieno: Phone, zuhra: Phone, wanjiru: Phone, admin: Phone
) -> None:
    record = amina.begins({PLACE: "a"})
    amina.writes(record, {PLACE: "b"})
    for person in (otieno, wanjiru, admin):
        person.sync()
    late = amina.edit(record, {SAFE: "no"})
    assert wanjiru.writes(record, {"@scope": "south"})["code"] == "not_allowed"
    assert admin.writes(record, {"@scope": "nowhere"}, scope="north")["code"] == "not_allowed"
    seen = dict(admin.records["north"][record].have)
    assert admin.writes(record, {"@scope": "south"}, scope="north", seen=seen)["is"] == "applied"
    otieno.sync()
    assert (otieno.gone, otieno.log()) == ([record], [])
    assert otieno.get(f"/api/records/{record}").status_code == 404
    zuhra.sync()
    assert (zuhra.shows(record, PLACE), len(zuhra.log())) == (["b"], 3)
    assert zuhra.agrees()
    assert outcome(amina.push(late)) == [("quarantined", "not_your_region")]
    admin.sync()
    back = {**seen, admin.replica: admin.n}
    assert admin.writes(record, {"@scope": "north"}, scope="south", seen=back)["is"] == "applied"
    otieno.sync()
    zuhra.sync()
    assert (otieno.shows(record, PLACE), zuhra.gone) == (["b"], [record])
    assert [edit["n"] for edit in otieno.log()] == [1, 2, 2, 3]
    assert otieno.agrees()
    assert zuhra.agrees()
    assert len(zuhra.log()) == 0


def test_the_review_follows_what_was_said(amina: Phone, wanjiru: Phone) -> None:
    record = amina.begins({PLACE: "a"})
    for who, values, state in (
        (wanjiru, {"@review": "returned"}, "returned"),
        (amina, {FEEL: "safer"}, "answered"),
        (wanjiru, {"@review": "approved"}, "approved"),
        (amina, {FEEL: "worse"}, "changed"),
    ):
        who.sync()
        who.writes(record, values)
        assert amina.reads(record)["review"] == state
        assert [each["id"] for each in wanjiru.get("/api/records", review=state).json()["records"]] == [record]
