"""The seven ready-made forms."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.forms.convert import converted
from app.forms.publish import Published

TEMPLATES = Path(__file__).resolve().parents[3] / "app" / "templates"
NAMES = sorted(path.stem for path in TEMPLATES.glob("*.xlsx"))


@cache
def published(name: str) -> Published:
    content = (TEMPLATES / f"{name}.xlsx").read_bytes()
    return Published(digest="", xlsform=content, **converted(content, f"{name}.xlsx", "1"))


@pytest.mark.parametrize("name", NAMES)
def test_every_ready_made_form_is_published(name: str) -> None:
    form = published(name)
    assert (form.id, form.version) == (f"baraza_{name}", "2026010100")
    assert form.units["form"] == form.id
    assert form.units["default_language"] == "en"
    assert form.xform.startswith("<h:html")


def unit(form: Published, path: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in form.units["units"] if one["path"] == path)
    return found


def test_a_commitment_stores_the_id_of_the_issue_it_answers() -> None:
    form = published("community_consultation")
    assert unit(form, "commitment[]/com_issue")["link"] == "issue[]"
    itemset = """<itemset nodeset="/data/issue[./issue_text != '']"><value ref="_rid"/><label ref="issue_text"/>"""
    assert itemset in form.xform


def test_a_commitment_of_the_womens_form_links_to_a_chosen_priority() -> None:
    issue = unit(published("womens_consultation"), "commitment[]/com_issue")
    assert (issue["link"], issue["choices"]) == ("views/priorities", "theme")


@pytest.mark.parametrize("name", NAMES)
def test_the_readable_source_of_a_form_says_the_same_as_its_workbook(name: str) -> None:
    readable, workbook = ((TEMPLATES / f"{name}.{ending}").read_bytes() for ending in ("md", "xlsx"))
    assert converted(readable, f"{name}.md", "1") == converted(workbook, f"{name}.xlsx", "1")


@pytest.mark.parametrize("name", NAMES)
def test_every_list_a_form_reads_has_a_sample(name: str) -> None:
    for list_ in published(name).units["lists"]:
        assert (TEMPLATES / list_).read_text().startswith("name,label")


def test_the_consultation_says_how_its_answers_merge_and_what_they_fill() -> None:
    form = published("community_consultation")
    assert [one["code"] for one in form.units["languages"]] == ["en", "fr", "ar"]
    assert form.units["registers"] == ["consultation"]
    assert unit(form, "people/groups")["policy"] == {"is": "set"}
    assert unit(form, "people/n_total")["inputs"] == ["people/n_f", "people/n_m"]
    assert unit(form, "people/n_f")["fields"] == ["consultation.n_f", "consultation.n_total"]
    sens = unit(form, "issue[]/sens")
    assert sens["policy"] == {"is": "strictest", "order": ["no", "unsure", "sensitive"]}
    assert (sens["restricts"], sens["repeat"]) == (["unsure", "sensitive"], "issue[]")
    assert unit(form, "issue[]/issue_text")["consent"] == "consent/consent_rec"
    assert unit(form, "quote[]/quote_text")["consent"] == "quote[]/quote_consent"
    assert (unit(form, "meeting/geo")["geo"], unit(form, "meeting/geo")["hxl"]) == ("adm2", "#geo+coord")
    assert form.xform.count("once(uuid())") == 3


def test_the_womens_form_fills_in_what_it_does_not_ask() -> None:
    form = published("womens_consultation")
    assert form.units["constants"] == {
        "consultation.session_type": "women_only",
        "consultation.n_m": "0",
        "consultation.n_ym": "0",
    }
    assert unit(form, "views/priorities")["registers"] == ["issue"]


def test_rows_that_are_groups_are_named() -> None:
    groups = {one["path"]: one for one in published("advisory_board_meeting").units["groups"]}
    assert (groups["forward"]["kind"], groups["forward"]["registers"]) == ("group", ["quote"])
    assert groups["member[]"]["registers"] == ["seat"]


def test_a_follow_up_looks_things_up_in_what_waits() -> None:
    form = published("commitment_follow_up")
    assert unit(form, "was_due")["inputs"] == ["commitment"]
    assert unit(form, "commitment")["choices"] == "commitments.csv"
    assert len(form.units["warnings"]) == 1
