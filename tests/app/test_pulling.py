from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import brotli
import pytest

from sync.merge import EMPTY, join, restore
from tests.app.phones import PLACE, SAFE, Phone, new_id


def size(entries: list[dict[str, Any]]) -> int:
    return len(json.dumps(entries, separators=(",", ":"), ensure_ascii=False).encode())


def test_a_small_budget_gives_pages_that_add_up_to_the_whole(amina: Phone, otieno: Phone) -> None:
    records = [new_id() for _ in range(12)]
    amina.sync(*(amina.edit(record, {PLACE: "é" * 300}) for record in records))
    together: dict[str, Any] = {}
    otieno.cursors, pages = {}, []
    while not pages or pages[-1]["more"]:
        page = otieno.push(budget=3000)["scopes"]["north"]
        pages.append(page)
        otieno.cursors["north"] = {name: page[name] for name in ("epoch", "cursor", "mark", "grant")}
        for entry in page["records"]:
            together[entry["id"]] = join(together.get(entry["id"], EMPTY), restore(entry))
        if len(pages) == 2:
            amina.push(
                *(amina.edit(record, {SAFE: "no"}, seen={amina.replica: i + 1}) for i, record in enumerate(records))
            )
    assert all(len(page["records"]) == 1 or size(page["records"]) <= 3000 for page in pages)
    assert len(pages) > 6
    assert [page["cursor"] for page in pages] == sorted({page["cursor"] for page in pages})
    otieno.cursors = {}
    otieno.sync()
    assert together == otieno.records["north"]


def test_the_smallest_budget_still_gives_one_record_over_all_regions(amina: Phone, zuhra: Phone, admin: Phone) -> None:
    amina.begins({PLACE: "n"})
    zuhra.begins({PLACE: "s"})
    admin.cursors = {}
    pages = admin.push(budget=0)["scopes"]
    assert sum(len(page["records"]) for page in pages.values()) == 1
    assert (pages["east"]["more"], pages["south"]["more"]) == (False, True)


def test_nothing_new_costs_nothing(amina: Phone) -> None:
    amina.begins({PLACE: "n"})
    before = amina.push()["scopes"]["north"]
    assert (before["records"], before["cursor"], before["more"]) == ([], before["head"], False)


@pytest.mark.parametrize(
    ("over", "why"),
    [
        ({"epoch": "x"}, "unknown"),
        ({"cursor": 10**9}, "unknown"),
        ({"cursor": 10**30}, "unknown"),
        ({"mark": "x"}, "unknown"),
        ({"grant": "x"}, "rights"),
        ({"grant": "x", "mark": "x"}, "unknown"),
    ],
)
def test_a_cursor_of_another_feed_starts_the_region_anew(amina: Phone, over: dict[str, Any], why: str) -> None:
    record = amina.begins({PLACE: "n"})
    amina.sync()
    good = amina.cursors["north"]
    page = amina.push(scopes={"north": {**good, **over}})["scopes"]["north"]
    assert (page["reset"], page["cursor"], page["records"], page["gone"], page["more"]) == (why, 0, [], [], True)
    assert page["mark"] != good["mark"]
    amina.cursors = {"north": {**good, **over}}
    amina.sync()
    assert amina.has(record)
    assert amina.cursors["north"] == good


def test_the_mark_of_an_earlier_cursor_is_known_and_gives_what_came_since(amina: Phone, otieno: Phone) -> None:
    amina.begins({PLACE: "1"})
    amina.sync()
    early = amina.cursors["north"]
    later = amina.begins({PLACE: "2"})
    page = otieno.push(scopes={"north": {**early, "grant": otieno.cursors["north"]["grant"]}})["scopes"]["north"]
    assert (page["reset"], [entry["id"] for entry in page["records"]]) == (None, [later])


def test_an_answer_is_compressed_as_the_asker_reads_it(amina: Phone) -> None:
    amina.begins({PLACE: "x" * 2000})
    amina.cursors = {}
    body = amina.body()
    headers = {**amina.headers, "Accept-Encoding": "gzip"}
    packed = amina.client.post("/api/sync", json=body, headers=headers)
    assert packed.headers["content-encoding"] == "gzip"
    headers["Accept-Encoding"] = "br"
    assert amina.client.post("/api/sync", json=body, headers=headers).headers["content-encoding"] == "br"
    headers["Accept-Encoding"] = "identity"
    assert "content-encoding" not in amina.client.post("/api/sync", json=body, headers=headers).headers
    assert gzip.decompress(gzip.compress(b"x")) == brotli.decompress(brotli.compress(b"x"))


def test_a_live_edit_comes_with_only_the_units_in_which_it_is_a_head(amina: Phone, otieno: Phone) -> None:
    record = amina.begins({PLACE: "a", SAFE: "yes"})
    amina.writes(record, {SAFE: "no"})
    otieno.cursors = {}
    entry = otieno.push()["scopes"]["north"]["records"][0]
    assert [(edit["n"], edit["set"]) for edit in entry["edits"]] == [(1, {PLACE: "a"}), (2, {SAFE: "no"})]
    assert all(edit["author"] == "amina" and edit["received_at"] and edit["device"] for edit in entry["edits"])
    assert (entry["first"]["n"], entry["first"]["author"], entry["first"]["parent"]) == (1, "amina", None)


def test_the_log_has_whole_edits_page_by_page(amina: Phone, wanjiru: Phone) -> None:
    for number in range(5):
        amina.begins({PLACE: str(number)})
    page = wanjiru.get("/api/sync/log", scope="north", limit=2).json()
    assert (len(page["edits"]), page["more"]) == (2, True)
    rest = wanjiru.get("/api/sync/log", scope="north", after=page["next"], epoch=page["epoch"]).json()
    assert [edit["n"] for edit in page["edits"] + rest["edits"]] == [1, 2, 3, 4, 5]
    assert not rest["more"]
    anew = wanjiru.get("/api/sync/log", scope="north", after=10**6, epoch="another").json()
    assert len(anew["edits"]) == 5


def test_the_log_of_a_region_is_for_those_of_the_region(zuhra: Phone) -> None:
    here, nowhere = zuhra.get("/api/sync/log", scope="north"), zuhra.get("/api/sync/log", scope="nowhere")
    assert (here.status_code, here.json()) == (404, nowhere.json())


def test_history_names_who_said_what_and_what_it_replaced(
    amina: Phone, otieno: Phone, phone: Callable[..., Phone]
) -> None:
    record = amina.begins({PLACE: "a"})
    otieno.sync()
    otieno.writes(record, {PLACE: "b"}, offset_ms=1000)
    edits = phone("wanjiru").get(f"/api/records/{record}/history").json()["edits"]
    assert [edit["author"] for edit in edits] == ["amina", "otieno"]
    assert edits[1]["set"] == {PLACE: {"value": "b", "replaced": [{"replica": amina.replica, "n": 1, "value": "a"}]}}
    assert edits[1]["corrected"] == "2026-11-24T08:00:01.000Z"


def test_the_list_comes_in_pages_and_by_what_is_asked(amina: Phone, wanjiru: Phone) -> None:
    records = sorted(amina.begins({PLACE: str(number)}) for number in range(3))
    page = wanjiru.get("/api/records", limit=2).json()
    rest = wanjiru.get("/api/records", limit=2, after=page["next"]).json()
    assert [each["id"] for each in page["records"] + rest["records"]] == records
    assert rest["next"] is None
    assert wanjiru.get("/api/records", review="approved").json()["records"] == []
    assert wanjiru.get("/api/records", scope="south").json()["records"] == []
    assert len(wanjiru.get("/api/records", form="baraza_womens_consultation").json()["records"]) == 3
    amina.writes(records[0], {"@deleted": "true"})
    assert len(wanjiru.get("/api/records").json()["records"]) == 2
    assert wanjiru.reads(records[0])["deleted"] is True


def test_a_parent_is_shown_to_who_may_see_it(amina: Phone, admin: Phone, zuhra: Phone) -> None:
    parent = amina.begins({PLACE: "north"})
    child, orphan = new_id(), new_id()
    admin.push(
        admin.edit(child, {PLACE: "child"}, scope="south", parent=parent),
        admin.edit(orphan, {PLACE: "orphan"}, scope="south", parent=new_id()),
    )
    assert admin.reads(child)["parent"] == parent
    assert zuhra.reads(child)["parent"] is None
    assert zuhra.reads(orphan)["parent"] is not None
