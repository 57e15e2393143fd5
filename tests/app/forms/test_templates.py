"""The seven ready-made forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.forms.publish import Published, publish

TEMPLATES = Path(__file__).resolve().parents[3] / "app" / "templates"
NAMES = sorted(path.stem for path in TEMPLATES.glob("*.xlsx"))


def published(name: str) -> Published:
    return publish((TEMPLATES / f"{name}.xlsx").read_bytes(), f"{name}.xlsx")


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
