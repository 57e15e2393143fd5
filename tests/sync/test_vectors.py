"""Every vector holds in Python, and every file of vectors is run."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import pytest

from sync.clock import corrected_time, iso
from sync.digest import record_digest
from sync.edits import canonical, digest, parse_edit
from sync.limits import MalformedEdit
from sync.paths import instance, instances, is_answer, is_deletion, is_reserved, template
from sync.policies import Policies
from tests.sync.make_vectors import FILES, FOLDER, text
from tests.sync.replay import expand, in_orders, replay

Content = dict[str, Any]


def read(name: str) -> Content:
    """A file of vectors."""
    content: Content = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return content


def test_stories(content: Content) -> None:
    policies = Policies.from_units(content["units"])
    for case in content["cases"]:
        result = replay(case, policies)
        for found in result["outcomes"]:
            assert {name: found[name] for name in case["expect"]} == case["expect"], case["name"]
        assert all(found == result["outcomes"][0] for found in result["outcomes"]), case["name"]
        assert all("broken_chain" not in said for said in result["said"]), case["name"]


def edit_of(case: Content) -> Content:
    """The raw edit that a case of limits speaks of."""
    raw = expand({"by": "a", "n": 2, "set": {"place": "x"}, "was": {"groups": "women"}, "seen": {"a": 1, "b": 3}})
    over = {name: filled(value) for name, value in case.get("over", {}).items()}
    return {name: value for name, value in {**raw, **over}.items() if name != case.get("without")}


def filled(value: Any) -> Any:
    """The value with its large parts written out."""
    if not isinstance(value, Mapping):
        return value
    if "$units" in value:
        return {f"unit{place}": "x" for place in range(value["$units"])}
    if "$seen" in value:
        return {f"{place:032x}": 1 for place in range(value["$seen"])}
    return (
        "é" * (value["$text"] // 2) + "v" * (value["$text"] % 2)
        if "$text" in value
        else {name: filled(inner) for name, inner in value.items()}
    )


def test_limits(content: Content) -> None:
    for case in content["cases"]:
        if case["taken"]:
            parse_edit(edit_of(case))
            continue
        with pytest.raises(MalformedEdit) as refused:
            parse_edit(edit_of(case))
        assert refused.value.reason.endswith("."), case["name"]


def test_digests(content: Content) -> None:
    for case in content["cases"]:
        if "edit" in case:
            assert (canonical(case["edit"]).decode(), digest(case["edit"])) == (case["canonical"], case["digest"])
        else:
            assert record_digest(case["id"], case["have"]) == case["digest"]


def test_readings(content: Content) -> None:
    policies = Policies.from_units(content["units"])
    for case in content["cases"]:
        if "unit" in case:
            check_path(case, policies)
        elif "at" in case:
            moment = corrected_time(case["at"], case["offset_ms"])
            assert (moment, iso(moment)) == (case["corrected"], case["iso"])
        else:
            assert all(one < other for one, other in pairwise(case["code_points"]))


def check_path(case: Content, policies: Policies) -> None:
    """What a unit's path says."""
    unit = case["unit"]
    assert (template(unit), policies.knows(unit), list(instances(unit))) == (
        case["template"],
        case["known"],
        case["instances"],
    )
    assert instance(unit) == (case["instances"] or [None])[-1]
    assert (is_reserved(unit), is_deletion(unit)) == (case["kind"] != "answer", case["kind"] == "deletion")
    assert is_answer(unit) == (case["kind"] == "answer" or unit.endswith("_rid"))


RUNS: dict[str, Callable[[Content], None]] = {
    "small_scope.json": test_stories,
    "stories.json": test_stories,
    "limits.json": test_limits,
    "digests.json": test_digests,
    "readings.json": test_readings,
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each file is read by the test that runs it."""
    names = [name for name, run in RUNS.items() if run is metafunc.function]
    if "content" in metafunc.fixturenames:
        metafunc.parametrize("content", [read(name) for name in names], ids=names)


def test_every_file_of_vectors_is_run() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(RUNS)


@pytest.mark.parametrize("name", FILES)
def test_the_vectors_are_what_the_rules_make_them(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == text(FILES[name]())


def test_the_vectors_are_some_hundreds_and_each_order_is_another() -> None:
    cases = read("small_scope.json")["cases"]
    assert 500 < len(cases) < 1500
    assert max(len(case["edits"]) for case in cases) == 6
    assert all(len(in_orders(case)) == 3 for case in cases)
