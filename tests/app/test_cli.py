"""What an administrator types, and reads: the words, and the exit codes 0, 1 and 2."""

from __future__ import annotations

import io
import json
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from app.console import SQLITE_FOR_MANY

FORM = """| survey |
| | type | name | label |
| | text | place | Where? |
| settings |
| | form_title | form_id | version |
| | Visit | visit | 1 |
"""


@dataclass
class Said:
    """What a command printed, and how it ended."""

    out: str
    err: str
    code: int


class Terminal:
    """Where an administrator types."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capture = monkeypatch, capture

    def baraza(self, *words: str, typed: str = "") -> Said:
        """Type a command; `typed` is what its input holds."""
        self.monkeypatch.setattr("sys.argv", ["baraza", *words])
        self.monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        read = self.capture.readouterr()
        return Said(read.out, read.err, code)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    monkeypatch.setenv("BARAZA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BARAZA_PASSWORD_COST", "light")
    monkeypatch.delenv("BARAZA_DATABASE_URL", raising=False)
    monkeypatch.delenv("BARAZA_DEMO_PASSWORD", raising=False)
    return Terminal(monkeypatch, capsys)


@pytest.fixture
def installed(terminal: Terminal) -> Terminal:
    assert terminal.baraza("migrate").code == 0
    return terminal


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "visit.md"
    path.write_text(FORM)
    return path


def says_one_sentence(said: Said, *words: str) -> bool:
    """Whether a command could not do it, and said why in one line."""
    one_line = said.err.strip().count("\n") == 0 and said.err.strip() != ""
    return said.code == 1 and one_line and said.out == "" and all(word in said.err for word in words)


def test_a_form_is_published_listed_and_exported(installed: Terminal, form: Path, tmp_path: Path) -> None:
    assert installed.baraza("form", "publish", str(form)).out == "visit 1 is published.\n"
    assert installed.baraza("form", "publish", str(form)).code == 0
    assert installed.baraza("form", "list").out == "visit  1\n"
    said = installed.baraza("export", "visit", "--format", "csv", "--out", str(tmp_path))
    assert (said.code, said.err) == (0, "")
    assert (tmp_path / "visit.csv").read_text("utf-8-sig").endswith(",place\n")
    assert (tmp_path / "visit.csv").stat().st_mode & 0o777 == 0o600


def test_every_format_and_the_codebook_are_written_by_command(installed: Terminal, form: Path, tmp_path: Path) -> None:
    installed.baraza("form", "publish", str(form))
    for format in ("xlsx", "json", "geojson", "codebook"):
        options = () if format == "codebook" else ("--state", "settled", "--labels", "--split", "--hxl")
        said = installed.baraza("export", "visit", "--format", format, "--out", str(tmp_path), *options)
        assert (said.code, said.err) == (0, "")
    names = {"visit.xlsx", "visit.jsonl", "visit.geojson", "visit.codebook.xlsx"}
    assert names <= {path.name for path in tmp_path.iterdir()}
    said = installed.baraza("export", "visit", "--out", str(tmp_path), "--language", "tlh")
    assert says_one_sentence(said, "not in tlh")


def test_an_export_that_cannot_be_written_leaves_nothing_behind(
    installed: Terminal, form: Path, tmp_path: Path
) -> None:
    installed.baraza("form", "publish", str(form))
    out = tmp_path / "gone" / "visit.csv"
    assert says_one_sentence(installed.baraza("export", "visit", "--out", str(out)), "No such file")
    assert says_one_sentence(installed.baraza("export", "nothing", "--out", str(tmp_path / "x")), "nothing")
    said = installed.baraza("export", "visit", "--out", str(tmp_path / "x"), "--region", "moon")
    assert says_one_sentence(said, "no region moon")
    assert not (tmp_path / "x").exists()


def test_what_is_no_form_is_refused_with_its_place(installed: Terminal, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.md"
    wrong.write_text(FORM.replace("| text |", "| sonnet |"))
    assert says_one_sentence(installed.baraza("form", "publish", str(wrong)), "Sheet survey, row 2")
    assert says_one_sentence(installed.baraza("form", "publish", str(tmp_path / "none.xlsx")), "none.xlsx")


def test_people_are_added_with_a_password_from_the_input(installed: Terminal) -> None:
    words = ("user", "add", "nadia", "--role", "admin", "--password-stdin")
    assert installed.baraza(*words, typed="a good password\n").out == "nadia can sign in.\n"
    assert says_one_sentence(installed.baraza(*words, typed="a good password\n"), "already")
    officer = ("user", "add", "hamisi", "--role", "officer", "--region", "moon", "--password-stdin")
    assert says_one_sentence(installed.baraza(*officer, typed="a good password"), "no region moon")
    assert says_one_sentence(installed.baraza("user", "add", "Nadia", *words[3:], typed="x"), "small letters")


@pytest.mark.parametrize(
    "words",
    [
        ("nothing",),
        ("serve", "--port", "moon"),
        ("serve", "--workers", "0"),
        ("user", "add", "nadia", "--role", "king"),
        ("user", "add", "nadia", "--role", "admin"),
        ("export", "visit"),
        ("export", "visit", "--format", "docx", "--out", "x"),
        ("demo", "--size", "-1"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_and_touches_nothing(terminal: Terminal, tmp_path: Path, words: tuple[str, ...]) -> None:
    said = terminal.baraza(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", [("demo",), ("serve",), ("form", "list")], ids=" ".join)
def test_without_a_database_the_sentence_says_what_to_do(terminal: Terminal, words: tuple[str, ...]) -> None:
    assert says_one_sentence(terminal.baraza(*words), "baraza migrate")


def test_a_database_that_cannot_be_reached_is_a_sentence(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BARAZA_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing")
    for words in (("migrate",), ("form", "list")):
        assert says_one_sentence(terminal.baraza(*words), "cannot be used")


def test_a_setting_that_is_wrong_is_named(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BARAZA_PORT", "moon")
    assert says_one_sentence(terminal.baraza("migrate"), "BARAZA_PORT")


def test_a_port_that_somebody_else_has_is_a_sentence(installed: Terminal) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert says_one_sentence(installed.baraza("serve", "--port", port), port, "--port")


def test_several_workers_need_a_sqlite_that_keeps_its_file_safe(
    installed: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 51, 2))
    assert says_one_sentence(installed.baraza("serve", "--workers", "2"), "SQLite", "--workers 1")
    assert SQLITE_FOR_MANY == (3, 51, 3)


def test_the_interface_is_described_as_openapi(terminal: Terminal, tmp_path: Path) -> None:
    printed = terminal.baraza("openapi").out
    assert {"/api/health", "/api/sync", "/api/exports/{form}.csv", "/api/lists/{name}"} <= set(
        json.loads(printed)["paths"]
    )
    terminal.baraza("openapi", "--out", str(tmp_path / "openapi.json"))
    assert (tmp_path / "openapi.json").read_text() == printed
    assert terminal.baraza("version").out.count(".") == 2
