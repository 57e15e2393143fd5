"""A page that holds one form and nothing else, on a phone: `bench.open("features")`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright

from scripts import node
from scripts.machine import chromium
from tests.browser.machine import PHONE, QUIET

CONFIG = "src/forms/harness/vite.config.ts"
PATIENCE = 20_000


class Quiet(SimpleHTTPRequestHandler):
    """Serves the built page and says nothing about it."""

    def log_message(self, *_: object) -> None:
        """Keep the test's output for the tests."""


@dataclass(frozen=True)
class Bench:
    """A page with one form, and the words in which a test speaks of it."""

    page: Page

    def open(self, form: str, **options: object) -> None:
        """Open a form, blank or on these answers."""
        self.page.evaluate("opening => bench.open(opening)", {"form": form, **options})
        self.page.wait_for_selector("h2")

    def question(self, unit: str) -> Locator:
        """The question at a unit path, `*` standing for the id of any entry."""
        start, _, end = unit.partition("[*]")
        wanted = f'[data-unit^="{start}["][data-unit$="]{end}"]' if end else f'[data-unit="{unit}"]'
        return self.page.locator(wanted)

    def type(self, unit: str, text: str) -> None:
        """Write an answer and leave the field."""
        field = self.question(unit).locator("input, textarea")
        field.fill(text)
        field.blur()

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def values(self) -> dict[str, str]:
        """What a draft would keep."""
        return dict(self.page.evaluate("bench.values()"))

    def changes(self) -> dict[str, Any]:
        """What finishing would send."""
        return dict(self.page.evaluate("bench.session.changes()"))

    def focused(self) -> str:
        """The id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the built page is served."""
    folder = tmp_path_factory.mktemp("bench")
    built = node.find().run_npm("exec", "--", "vite", "build", "--config", CONFIG, "--outDir", str(folder))
    assert built == 0, "the page of one form could not be built"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def chrome(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all forms."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def bench(chrome: Browser, address: str) -> Iterator[Bench]:
    """A phone in Goma, whose browser complains of nothing while the test runs."""
    where = {"latitude": -1.67891, "longitude": 29.22341, "accuracy": 7}
    context = chrome.new_context(**PHONE, permissions=["geolocation"], geolocation=where, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.wait_for_function("window.bench")
    yield Bench(page)
    context.close()
    assert complaints == []
