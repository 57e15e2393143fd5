"""The pages say what is true: links lead somewhere, commands and settings exist."""

from __future__ import annotations

import re

import pytest

from app.settings import Settings
from scripts.environment import ROOT
from tests.sources import read, tracked

PAGES = [name for name in tracked() if name.endswith(".md") and not name.startswith(("app/templates/", "tests/"))]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
# Read by a command before there is a server, or by the tests.
OUTSIDE_SETTINGS = {"BARAZA_DEMO_PASSWORD", "BARAZA_CHROMIUM", "BARAZA_DRAWN_CASES", "BARAZA_SEED"}


@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_to_a_file_of_the_repository(page: str) -> None:
    targets = [link for link in LINK.findall(read(page)) if not link.startswith(("http://", "https://"))]
    assert [link for link in targets if not ((ROOT / page).parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_command_that_a_page_names_exists(page: str) -> None:
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", read(page), flags=re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), flags=re.MULTILINE))
    assert named - targets == set()


@pytest.mark.parametrize("page", PAGES)
def test_a_setting_that_a_page_names_exists(page: str) -> None:
    known = {f"BARAZA_{name.upper()}" for name in Settings.model_fields} | OUTSIDE_SETTINGS
    assert set(re.findall(r"\bBARAZA_[A-Z_]+\b", read(page))) - known == set()


def test_every_decision_is_in_the_list_of_decisions() -> None:
    pages = {name.rsplit("/", 1)[1] for name in PAGES if re.match(r"docs/decisions/\d{4}-", name)}
    assert pages == set(re.findall(r"\((\d{4}-[^)]+\.md)\)", read("docs/decisions/README.md")))
