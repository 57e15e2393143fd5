"""The pictures in docs/screenshots, taken of the real app with the sample people: `make screenshots`."""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, Playwright, sync_playwright

from scripts.environment import ROOT
from tests.browser.machine import DESK, PHONE, Browser, Server, program

PICTURES = ROOT / "docs" / "screenshots"
PASSWORD = os.environ.get("BARAZA_DEMO_PASSWORD") or "baraza-demo"


def main() -> None:
    """Take every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, serving(Path(folder)) as server:
        phone, desk = (
            Browser(name, Path(folder) / name, playwright, shape, server.url)
            for name, shape in (("amina", PHONE), ("wanjiru", DESK))
        )
        take_phone(phone)
        take_desk(desk)
        take_overview(playwright, "list.png", "conflict.png")


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server with sample data for as long as the pictures take."""
    (folder / "data").mkdir()
    server = Server(folder / "data")
    server.prepare()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def take_phone(phone: Browser) -> None:
    """The officer's list, a form being filled in, and two answers that differ."""
    enter(phone.open(), "amina")
    page = phone.page
    settle(page, page.get_by_role("heading", name="Today"))
    page.screenshot(path=PICTURES / "list.png")
    go(page, "New")
    page.get_by_role("button", name="Community consultation").click()
    page.get_by_label("Date").first.fill("2026-11-20")
    page.get_by_label("Region").first.select_option(index=1)
    page.get_by_label("District").first.select_option(index=1)
    page.get_by_label("Village").first.fill("Marungu, under the mango tree")
    settle(page, page.get_by_role("heading", name="Community consultation"))
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=PICTURES / "form.png")
    phone.close()


def take_desk(desk: Browser) -> None:
    """The desk of the head of office, a conflict and a review."""
    enter(desk.open(), "wanjiru")
    page = desk.page
    go(page, "Desk")
    settle(page, page.get_by_role("heading", name="Desk"))
    page.screenshot(path=PICTURES / "desk.png")
    page.locator(".row").filter(has_text="differ").first.click()
    settle(page, page.get_by_role("button", name="Use this answer").first)
    page.screenshot(path=PICTURES / "conflict.png")
    go(page, "Desk")
    page.get_by_role("region", name="To review").locator(".row").filter(has_not_text="differ").first.click()
    settle(page, page.get_by_role("button", name="Approve for use"))
    page.get_by_role("button", name="Approve for use").scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "review.png")
    desk.close()


def go(page: Page, name: str) -> None:
    """Choose a page in the menu."""
    page.get_by_role("navigation").get_by_role("link", name=name).click()


def enter(page: Page, name: str) -> None:
    """Sign in as one of the sample people."""
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Last synced").first.wait_for(timeout=60_000)
    # A browser that is driven by a script may not keep its storage; a phone with the app installed may.
    notice = page.get_by_role("button", name="Hide this").or_(page.get_by_role("button", name="Hide"))
    for _ in range(notice.count()):
        notice.first.click()


def settle(page: Page, awaited: Locator) -> None:
    """Wait until something is there and nothing moves any more."""
    awaited.wait_for(timeout=60_000)
    page.wait_for_timeout(600)


def take_overview(playwright: Playwright, phone: str, desk: str) -> None:
    """Phone and desk side by side, for the first page."""
    browser = playwright.chromium.launch(executable_path=program(), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1400, "height": 760})
    shown = "".join(
        f"<img src='{picture(name)}' style='height:{height}px;align-self:center;border-radius:12px'>"
        for name, height in ((phone, 700), (desk, 620))
    )
    page.set_content(f"<body style='margin:0;padding:30px;display:flex;gap:30px;background:#e9e4da'>{shown}")
    page.screenshot(path=PICTURES / "overview.png")
    browser.close()


def picture(name: str) -> str:
    """A picture that carries itself."""
    return "data:image/png;base64," + base64.b64encode((PICTURES / name).read_bytes()).decode()


if __name__ == "__main__":
    main()
