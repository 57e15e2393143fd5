"""The server and the browsers of a scenario, as the processes that they are: started, stopped, started again."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, Playwright
from playwright.sync_api import Error as PlaywrightError

from scripts.environment import ROOT
from scripts.machine import chromium
from tests.postgres import free_port

PATIENCE = 30.0
ARTIFACTS = Path(__file__).parent / "artifacts"
# A test's browser stays by itself: no first-run pages, no updates, no accounts, no other way to the network.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1280, "height": 800}}


@dataclass
class Server:
    """One installation with sample data: its folder, its database, its address for as long as the scenario lasts."""

    data: Path
    database_url: str | None = None
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where browsers find it; a service worker needs the name localhost or HTTPS."""
        return f"http://localhost:{self.port}"

    def prepare(self) -> None:
        """Bring the database up to date and put the sample people, places and forms into it."""
        self.baraza("migrate")
        self.baraza("demo")

    def baraza(self, *words: str) -> str:
        """What a `baraza` command prints; it has to succeed."""
        done = subprocess.run(self._command(*words), env=self._environment(), cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, (
            f"baraza {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
        return done.stdout

    def start(self) -> None:
        """Serve, and return once it answers."""
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self._command("serve", "--port", str(self.port)),
                env=self._environment(),
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.05)
        pytest.fail(f"The server did not start:\n{self.log()}")

    def stop(self) -> None:
        """End the process: from here on nobody is at this address, which is what offline means."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None

    def restart(self) -> None:
        """Stop, and serve again at the same address."""
        self.stop()
        self.start()

    def answers(self) -> bool:
        """Whether the server is up."""
        try:
            return httpx.get(f"{self.url}/api/health", timeout=2).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def log(self) -> str:
        """What the server has written so far."""
        path = self.data / "server.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _command(self, *words: str) -> list[str]:
        return [str(Path(sys.executable).with_name("baraza")), *words]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BARAZA_")}
        chosen = {"BARAZA_DATA": str(self.data), "BARAZA_PASSWORD_COST": "light"}
        return {**kept, **chosen, **({"BARAZA_DATABASE_URL": self.database_url} if self.database_url else {})}


@dataclass
class Browser:
    """Somebody's browser: a profile that outlives its process, as the app on a phone does."""

    name: str
    profile: Path
    playwright: Playwright
    shape: dict[str, object]
    url: str
    context: BrowserContext | None = None

    @property
    def page(self) -> Page:
        """The one page that is open."""
        assert self.context is not None, f"{self.name}'s browser is closed"
        return self.context.pages[0]

    def open(self, path: str = "/") -> Page:
        """Start the browser from its profile and go to the app; with the server stopped, only its cache answers."""
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile, executable_path=program(), headless=True, args=QUIET, locale="en-GB", **self.shape
        )
        self.context.set_default_timeout(10_000)
        self.context.tracing.start(screenshots=True, snapshots=True)
        self.page.goto(f"{self.url}{path}")
        return self.page

    def close(self) -> None:
        """End the browser; its profile stays."""
        if self.context is not None:
            self.context.tracing.stop()
            self.context.close()
            self.context = None

    def kill(self) -> None:
        """End the browser's processes at once, as when the battery falls out."""
        assert self.context is not None
        subprocess.run(["pkill", "-KILL", "-f", f"user-data-dir={self.profile}"], check=True)
        with contextlib.suppress(PlaywrightError):
            self.context.close()
        self.context = None
        (self.profile / "SingletonLock").unlink(missing_ok=True)

    def reopen(self, path: str = "/") -> Page:
        """End the browser and start it again, as after the phone was switched off."""
        self.close()
        return self.open(path)

    def keep_evidence(self, test: str) -> None:
        """Leave a picture and a trace of a failed test in tests/browser/artifacts."""
        if self.context is None:
            return
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"{test}-{self.name}.png", full_page=True)
        self.context.tracing.stop(path=ARTIFACTS / f"{test}-{self.name}.zip")
        self.context.close()
        self.context = None


def program() -> str:
    """The machine's Chromium; a test that has none is not run, aloud."""
    found = chromium()
    if found is None:
        pytest.skip("CHROMIUM IS NOT INSTALLED: nothing is tested in a browser. Install with: apt-get install chromium")
    return found


def is_built() -> bool:
    """Whether there is an app to serve."""
    return (ROOT / "pwa" / "dist" / "index.html").exists()
