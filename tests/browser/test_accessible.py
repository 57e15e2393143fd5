"""axe finds nothing serious on any page, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.machine import Browser
from tests.browser.people import Person

Opens = Callable[[str], Browser]
SERIOUS = {"serious", "critical"}


def finds_nothing(page: Page, where: str) -> None:
    """Let axe look at the page as it is."""
    found = [violation for violation in Axe().run(page).response["violations"] if violation["impact"] in SERIOUS]
    assert not found, "\n".join(
        f"{where}: {violation['id']}: {violation['help']}: {[node['html'][:200] for node in violation['nodes']][:4]}"
        for violation in found
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_phone(phone: Opens, scheme: str) -> None:
    amina = Person("amina", phone("amina"))
    amina.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    finds_nothing(amina.page, "sign in")
    amina.sign_in()
    finds_nothing(amina.page, "today")
    amina.page.locator(".row").first.click()
    expect(amina.page.get_by_role("button", name="Edit")).to_be_visible()
    finds_nothing(amina.page, "record")
    amina.begins()
    finds_nothing(amina.page, "form")
    amina.turns_to_the_end()
    amina.press("Finish")
    finds_nothing(amina.page, "form with complaints")
    amina.go("New")
    finds_nothing(amina.page, "new")
    amina.go("Settings")
    finds_nothing(amina.page, "settings")


def test_axe_finds_nothing_serious_at_the_desk(desk: Opens) -> None:
    wanjiru = Person("wanjiru", desk("wanjiru"))
    wanjiru.sign_in()
    for where in ("Desk", "Export", "Today"):
        wanjiru.go(where)
        finds_nothing(wanjiru.page, where)
    wanjiru.page.locator(".row", has_text="differ").first.click()
    wanjiru.press("Return with a question")
    finds_nothing(wanjiru.page, "conflict and review")


def test_nothing_is_cut_off_on_the_narrowest_phone(phone: Opens) -> None:
    amina = Person("amina", phone("amina"))
    amina.page.set_viewport_size({"width": 320, "height": 568})
    amina.sign_in()
    for where in ("Today", "New", "Settings"):
        amina.go(where)
        assert fits(amina.page), where
    amina.begins()
    while amina.page.get_by_role("button", name="Next", exact=True).count():
        assert fits(amina.page), amina.page.locator("main h2").first.inner_text()
        amina.press("Next")


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
