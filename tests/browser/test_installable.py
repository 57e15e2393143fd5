"""The app installs, starts with the network cut, and does not lose what was typed."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.machine import Browser, Server
from tests.browser.people import MEETING, PATIENCE, Person

Opens = Callable[[str], Browser]


def test_the_app_can_be_installed(server: Server, phone: Opens) -> None:
    page = phone("amina").page
    manifest = httpx.get(f"{server.url}{page.locator('link[rel=manifest]').get_attribute('href')}").json()
    assert {"name", "short_name", "start_url", "display", "icons"} <= set(manifest)
    assert manifest["display"] == "standalone"
    sizes = {icon["sizes"] for icon in manifest["icons"]}
    assert {"192x192", "512x512"} <= sizes
    for icon in manifest["icons"]:
        assert httpx.get(f"{server.url}{icon['src']}").status_code == httpx.codes.OK
    page.wait_for_function("navigator.serviceWorker.ready.then(worker => Boolean(worker.active))", timeout=PATIENCE)
    session = page.context.new_cdp_session(page)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == [], json.dumps(errors)


def test_a_phone_starts_from_cold_with_the_network_cut(server: Server, phone: Opens) -> None:
    amina = Person("amina", phone("amina"))
    amina.sign_in()
    at_office = amina.office_count()
    server.stop()
    amina.browser.reopen()
    amina.counts(0, at_office)
    amina.press("Sync")
    amina.is_told("No network. Your work is safe on this phone")
    for form in ("Women's consultation", "Youth engagement", "Advisory board meeting", "Dialogue session"):
        amina.begins(form)
        amina.press("Leave, keep the draft")


def test_what_is_typed_is_there_after_the_phone_died(server: Server, phone: Opens) -> None:
    amina = Person("amina", phone("amina"))
    amina.sign_in()
    server.stop()
    amina.begins()
    amina.answers(MEETING)
    amina.sees("Saved on this phone")
    amina.browser.kill()
    amina.browser.open()
    amina.press("Continue")
    expect(amina.page.locator('[data-unit="meeting/loc_name"] input')).to_have_value(MEETING["meeting/loc_name"])
    expect(amina.page.locator('[data-unit="meeting/adm2"] select')).to_have_value(MEETING["meeting/adm2"])


def test_steady_typing_is_kept_while_it_goes_on(server: Server, phone: Opens) -> None:
    amina = Person("amina", phone("amina"))
    amina.sign_in()
    amina.begins()
    typed = "Marungu, by the old well"
    field_of(amina).press_sequentially(typed, delay=200)
    amina.browser.kill()
    amina.browser.open()
    amina.press("Continue")
    expect(field_of(amina)).not_to_have_value("")
    assert len(field_of(amina).input_value()) > len(typed) // 2


def field_of(person: Person) -> Locator:
    """The question about the place."""
    return person.page.locator('[data-unit="meeting/loc_name"] input')


def test_a_change_that_arrives_while_a_form_is_open_is_not_overwritten(server: Server, phone: Opens) -> None:
    amina, otieno = Person("amina", phone("amina")), Person("otieno", phone("otieno"))
    for person in (amina, otieno):
        person.sign_in()
    title = amina.page.locator(".row strong").first.inner_text()
    for person in (amina, otieno):
        person.reads(title)
        person.edits()
    otieno.answers({"meeting/loc_name": f"{title}, north side"})
    otieno.finishes()
    otieno.sync()
    amina.sync()
    amina.answers({"meeting/loc_name": f"{title}, south side"})
    amina.sees("Changes arrived while this form was open.")
    amina.finishes()
    amina.sees("Two answers differ")
    for side in ("north side", "south side"):
        amina.sees(f"{title}, {side}")
    amina.sync()
    otieno.sync()
    otieno.sees("Two answers differ")


def test_a_second_tab_does_not_write_to_a_record_that_is_open(server: Server, phone: Opens) -> None:
    amina = Person("amina", phone("amina"))
    amina.sign_in()
    title = amina.page.locator(".row strong").first.inner_text()
    amina.reads(title)
    amina.edits()
    assert amina.browser.context
    second = amina.browser.context.new_page()
    second.goto(server.url)
    second.locator(".row", has_text=title).first.click()
    second.get_by_role("button", name="Edit", exact=True).or_(second.get_by_role("button", name="Continue")).click()
    expect(second.get_by_text("This record is open in another tab.")).to_be_visible(timeout=PATIENCE)
