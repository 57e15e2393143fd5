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
from scripts.writers import sign_in
from tests.browser.machine import DESK, PHONE, Browser, Server, program

PICTURES = ROOT / "docs" / "screenshots"
PASSWORD = os.environ.get("BARAZA_DEMO_PASSWORD") or "baraza-demo"
FORM = "baraza_community_consultation"


def main() -> None:
    """Take every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, serving(Path(folder)) as server:
        disagree(server)
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


def disagree(server: Server) -> None:
    """Amina and Otieno answer one question of one record differently, neither having seen the other."""
    amina, otieno = (sign_in(server.url, name, PASSWORD) for name in ("amina", "otieno"))
    found = amina.client.get("/api/records", params={"form": FORM, "scope": "north"}).raise_for_status().json()
    record = found["records"][0]
    amina.edit(record, record["version"], {"meeting/loc_name": "Marungu market, under the mango tree"})
    otieno.edit(record, record["version"], {"meeting/loc_name": "Marungu, behind the school"})


def take_phone(phone: Browser) -> None:
    """The officer's list and a form."""
    enter(phone.open(), "amina")
    page = phone.page
    settle(page, page.get_by_role("heading", name="Today"))
    page.screenshot(path=PICTURES / "list.png")
    page.get_by_role("link", name="New").or_(page.get_by_role("button", name="New")).first.click()
    page.get_by_role("button", name="Community consultation").click()
    settle(page, page.get_by_role("textbox").first)
    page.screenshot(path=PICTURES / "form.png")
    phone.close()


def take_desk(desk: Browser) -> None:
    """The desk of the head of office, a conflict and a review."""
    enter(desk.open(), "wanjiru")
    page = desk.page
    page.get_by_role("link", name="Desk").or_(page.get_by_role("button", name="Desk")).first.click()
    settle(page, page.get_by_role("heading", name="Desk"))
    page.screenshot(path=PICTURES / "desk.png")
    page.locator(".row").filter(has_text="differ").first.click()
    settle(page, page.get_by_role("heading", name="Two answers differ").first)
    page.screenshot(path=PICTURES / "conflict.png")
    page.go_back()
    page.locator(".row").filter(has_not_text="differ").first.click()
    settle(page, page.get_by_role("heading", name="Review").first)
    page.screenshot(path=PICTURES / "review.png", full_page=True)
    desk.close()


def enter(page: Page, name: str) -> None:
    """Sign in as one of the sample people."""
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Last synced").or_(page.get_by_text("up to date")).first.wait_for(timeout=60_000)


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
