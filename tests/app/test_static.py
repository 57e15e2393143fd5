from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from app import static
from app.headers import SameOriginOnly, SecurityHeaders
from tests.app.ask import Asker

PAGE = "<!doctype html><title>Baraza</title>" + "<p>" * 400
SCRIPT = "console.log('amina');" * 100


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "sw.js").write_text("self.addEventListener('fetch', () => {})")
    (tmp_path / "assets" / "index-Ab12Cd34.js").write_text(SCRIPT)
    (tmp_path / ".made-from").write_text("a digest")
    return tmp_path


@pytest.fixture
def browser(dist: Path) -> Asker:
    static.pack(dist)
    return Asker(static.make_static(dist))


def test_the_page_is_asked_for_again_each_time(browser: Asker) -> None:
    answer = browser.get("/")
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/html")


def test_so_is_the_service_worker_by_which_an_update_is_found(browser: Asker) -> None:
    answer = browser.get("/sw.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_a_file_whose_name_has_its_digest_is_kept_for_ever(browser: Asker) -> None:
    answer = browser.get("/assets/index-Ab12Cd34.js")
    assert answer.text == SCRIPT
    assert "immutable" in answer.headers["cache-control"]
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_files_travel_packed(browser: Asker, encoding: str) -> None:
    answer = browser.get("/assets/index-Ab12Cd34.js", headers={"Accept-Encoding": encoding})
    assert answer.headers["content-encoding"] == encoding
    assert int(answer.headers["content-length"]) < 200
    assert "Accept-Encoding" in answer.headers["vary"]


@pytest.mark.parametrize("path", ["/nothing", "/assets/", "/assets/gone-12345678.js", "/../app/cli.py", "/.made-from"])
def test_an_unknown_path_is_not_found_and_never_the_page(browser: Asker, path: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.text) == (404, static.NOT_FOUND)


def test_packing_again_packs_only_what_has_changed(dist: Path) -> None:
    assert static.pack(dist) == 2
    assert static.pack(dist) == 0
    (dist / "index.html.br").unlink()
    assert static.pack(dist) == 1


def test_without_a_built_app_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    answer = Asker(static.make_static(tmp_path / "dist")).get("/")
    assert answer.status_code == 503
    assert "make run" in answer.text


def test_a_new_build_is_served_without_a_restart(dist: Path) -> None:
    browser = Asker(static.make_static(dist))
    assert browser.get("/").text == PAGE
    (dist / "index.html").write_text(PAGE + "new")
    (dist / "assets" / "index-Zz98Yy76.js").write_text(SCRIPT)
    assert browser.get("/").text == PAGE + "new"
    assert browser.get("/assets/index-Zz98Yy76.js").status_code == 200


def test_a_file_that_a_build_is_just_replacing_is_no_crash(dist: Path) -> None:
    browser = Asker(static.make_static(dist))
    browser.get("/")
    (dist / "assets" / "index-Ab12Cd34.js").unlink()
    answer = browser.get("/assets/index-Ab12Cd34.js")
    assert (answer.status_code, answer.text) == (503, static.BEING_BUILT)


def echo(request: Request) -> JSONResponse:
    return JSONResponse({"method": request.method})


@pytest.fixture
def site() -> Asker:
    app = Starlette(routes=[Route("/{path:path}", echo, methods=["GET", "POST", "DELETE"])])
    return Asker(SecurityHeaders(SameOriginOnly(app)), base_url="http://baraza.example")


def test_every_answer_keeps_the_page_to_itself(site: Asker) -> None:
    headers = site.get("/").headers
    policy = headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy)
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=(self)" in headers["permissions-policy"]


def test_only_answers_of_the_api_are_never_stored(site: Asker) -> None:
    assert site.get("/api/records").headers["cache-control"] == "no-store"
    assert "cache-control" not in site.get("/apiary").headers


def test_https_is_remembered_only_where_it_is_spoken(site: Asker) -> None:
    assert "strict-transport-security" not in site.get("/").headers
    assert "max-age" in site.get("https://baraza.example/").headers["strict-transport-security"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://baraza.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://baraza.example"},
    ],
    ids=str,
)
def test_another_sites_page_changes_nothing(site: Asker, headers: dict[str, str]) -> None:
    answer = site.post("/api/sync", headers=headers)
    assert answer.status_code == 403
    assert answer.json() == {"error": "not_allowed", "detail": answer.json()["detail"], "facts": {}}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert site.get("/api/sync", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://baraza.example"}],
    ids=str,
)
def test_our_own_pages_and_programs_do(site: Asker, headers: dict[str, str]) -> None:
    assert site.post("/api/sync", headers=headers).json() == {"method": "POST"}
