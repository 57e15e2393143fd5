"""People with browsers: `phone("amina")`, `desk("wanjiru")`, and the `server` they meet.

Every test that asks for `server` runs twice, on SQLite and on PostgreSQL. `server.stop()` takes everybody offline;
`phone(…).reopen()` is the phone switched off and on again. After a failure, pictures and traces of all open browsers
and the server's log lie in tests/browser/artifacts.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.machine import ARTIFACTS, DESK, PHONE, Browser, Server, is_built
from tests.postgres import Postgres

FAILED = pytest.StashKey[bool]()
SAMPLE = "baraza_sample"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note on the test itself whether it failed, for whoever tidies up after it."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The remote control of the browsers."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """An installation with sample data that is never served: each test gets its own copy."""
    assert is_built(), "pwa/dist is not built: run `make app` first"
    cluster: Postgres | None = request.getfixturevalue("postgres") if request.param == "postgres" else None
    prepared = Server(
        tmp_path_factory.mktemp("sample"), cluster.url(cluster.create("template0", SAMPLE)) if cluster else None
    )
    prepared.prepare()
    return prepared


@pytest.fixture
def database_url(request: pytest.FixtureRequest, sample: Server) -> Iterator[str | None]:
    """The address of a database with sample data; None means SQLite in the data folder."""
    if sample.database_url is None:
        yield None
        return
    cluster: Postgres = request.getfixturevalue("postgres")
    name = cluster.create(template=SAMPLE)
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def server(
    request: pytest.FixtureRequest, tmp_path: Path, sample: Server, database_url: str | None
) -> Iterator[Server]:
    """An installation with sample data, serving the built app."""
    serving = Server(shutil.copytree(sample.data, tmp_path / "data"), database_url)
    serving.start()
    yield serving
    serving.stop()
    if request.node.stash.get(FAILED, False):
        ARTIFACTS.mkdir(exist_ok=True)
        (ARTIFACTS / f"{file_name(request.node.name)}-server.log").write_text(serving.log())


@pytest.fixture
def browser_of(
    request: pytest.FixtureRequest, tmp_path: Path, playwright: Playwright, server: Server
) -> Iterator[Callable[..., Browser]]:
    """Opens browsers by person and shape, and closes them all after the test."""
    opened: list[Browser] = []

    def give(name: str, shape: dict[str, object]) -> Browser:
        browser = Browser(name, tmp_path / f"profile-{name}", playwright, shape, server.url)
        browser.open()
        opened.append(browser)
        return browser

    yield give
    for browser in opened:
        if request.node.stash.get(FAILED, False):
            browser.keep_evidence(file_name(request.node.name))
        browser.close()


@pytest.fixture
def phone(browser_of: Callable[..., Browser]) -> Callable[[str], Browser]:
    """A phone, 390 px wide: `phone("amina")`; a second one of hers is `phone("amina-2")`."""
    return lambda name: browser_of(name, PHONE)


@pytest.fixture
def desk(browser_of: Callable[..., Browser]) -> Callable[[str], Browser]:
    """A desk, 1280 px wide: `desk("wanjiru")`."""
    return lambda name: browser_of(name, DESK)


def file_name(test: str) -> str:
    """A test's name as a file may be called."""
    return re.sub(r"[^\w-]+", "-", test).strip("-")
