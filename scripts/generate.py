"""Writes the files that are made from the code; a test fails when one of them is old."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic_core import PydanticUndefined

from app.errors import BarazaError
from app.main import make_app
from app.settings import Settings
from scripts import node
from scripts.commands import commands_page
from scripts.environment import ROOT

OPENAPI = Path("docs/openapi.json")
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")


def openapi() -> str:
    """The description of the HTTP interface, as the server serves it."""
    return json.dumps(make_app().openapi(), indent=2, ensure_ascii=False) + "\n"


def typescript() -> str:
    """The TypeScript types of that description."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "api.d.ts"
        code = node.find().run_npm("exec", "--", "openapi-typescript", str(ROOT / OPENAPI), "-o", str(out))
        if code != 0:
            sys.exit("openapi-typescript could not read docs/openapi.json; run `make development` first.")
        return out.read_text()


def settings_page() -> str:
    """The page of settings, a row for each."""
    rows = [
        f"| `{prefix()}{name.upper()}` | {as_code(default_of(name))} | {sentence(field.description)} |"
        for name, field in Settings.model_fields.items()
    ]
    head = (
        "Each is an environment variable, read once when a command starts; all have a default that works.\n"
        "`baraza demo` alone also reads `BARAZA_DEMO_PASSWORD`, the password of the sample people.\n"
    )
    return page("Settings", head, "| variable | default | meaning |\n|---|---|---|", rows)


def prefix() -> str:
    """What the names of the settings begin with in the environment."""
    return str(Settings.model_config.get("env_prefix", "")).upper()


def default_of(name: str) -> str:
    """A setting's default as it would be written in the environment; empty when there is none."""
    field = Settings.model_fields[name]
    value = field.default if field.default_factory is None else ""
    return "" if value in (None, PydanticUndefined, "") else str(value)


def errors_page() -> str:
    """The page of errors, a row for each class of the tree that answers a request."""
    rows = [
        f"| `{error.code}` | {error.status} | {error.sentence} |"
        for error in sorted(error_classes(), key=lambda error: (error.status, error.code))
    ]
    head = 'A refused request is always answered by `{"error": code, "detail": a sentence, "facts": {…}}`.\n'
    return page("Errors", head, "| code | status | when |\n|---|---|---|", rows)


def error_classes() -> Iterator[type[BarazaError]]:
    """Every error with a code of its own, once."""
    waiting: list[type[BarazaError]] = [BarazaError]
    seen: set[str] = set()
    while waiting:
        error = waiting.pop()
        waiting += error.__subclasses__()
        if "code" in vars(error) and error.code not in seen:
            seen.add(error.code)
            yield error


def http_page() -> str:
    """The page of requests, a row for each path and method."""
    paths = make_app().openapi()["paths"]
    rows = [
        f"| {method.upper()} | `{path}` | {sentence(operation.get('description') or operation.get('summary'))} |"
        for path, operations in sorted(paths.items())
        for method, operation in operations.items()
        if method in METHODS
    ]
    head = "The shapes are in [openapi.json](openapi.json), the rules of syncing in [protocol.md](protocol.md).\n"
    return page("HTTP", head, "| method | path | meaning |\n|---|---|---|", rows)


def page(title: str, head: str, header: str, rows: list[str]) -> str:
    """A generated page: title, a sentence, a table."""
    notice = "<!-- Made by `make generate`; change the code instead. -->\n"
    return "\n".join([f"# {title}\n", notice, head, header, *rows]) + "\n"


def sentence(text: str | None) -> str:
    """The first paragraph of a docstring or description, on one line that fits a table."""
    return " ".join((text or "").strip().split("\n\n")[0].split()).replace("|", "\\|")


def as_code(text: str) -> str:
    """Text as code, or nothing."""
    return f"`{text}`" if text else ""


ARTEFACTS: dict[Path, Callable[[], str]] = {
    OPENAPI: openapi,
    Path("pwa/src/generated/api.d.ts"): typescript,
    Path("docs/commands.md"): commands_page,
    Path("docs/settings.md"): settings_page,
    Path("docs/errors.md"): errors_page,
    Path("docs/http.md"): http_page,
}


def main() -> None:
    """Write every artefact whose content has changed."""
    for path, make in ARTEFACTS.items():
        target, content = ROOT / path, make()
        if not target.exists() or target.read_text() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content)
            print(f"wrote {path}")


if __name__ == "__main__":
    main()
