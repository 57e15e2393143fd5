"""What an administrator types: `baraza`, with a sentence for everything that can go wrong."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from sqlmodel import col, select

from app import keeping, static, taking
from app.console import asked_password, refuse_crowd, refuse_taken, run, with_database
from app.database import Database, migrate
from app.models import Form
from app.services import demo, forms, users
from app.services.passwords import Passwords
from app.settings import Settings
from app.version import version

baraza = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, help=__doc__)
people = typer.Typer(no_args_is_help=True, help="People who sign in.")
published = typer.Typer(no_args_is_help=True, help="Forms.")
regions = typer.Typer(no_args_is_help=True, help="Regions.")
baraza.add_typer(people, name="user")
baraza.add_typer(published, name="form")
baraza.add_typer(regions, name="region")
regions.command("add")(keeping.add_region)
for kept in (keeping.setup, keeping.backup, keeping.restore, taking.export):
    baraza.command()(kept)


class Role(StrEnum):
    """What a person may be."""

    officer = "officer"
    lead = "lead"
    admin = "admin"
    hub = "hub"


def main() -> None:
    """Run the command; 0 done, 1 could not, 2 wrong usage."""
    run(baraza)


@baraza.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every one.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="BARAZA_PORT, else 8000.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
) -> None:
    """Answer phones and browsers until stopped."""
    settings = Settings()
    chosen = port or settings.port
    with_database(settings, lambda database: refuse_crowd(database, workers))
    refuse_taken(host, chosen)
    static.pack()
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host
    typer.echo(f"Baraza answers at http://{shown}:{chosen}  (Ctrl+C stops it)")
    sys.stdout.flush()
    uvicorn.run(
        "app.main:make_app",
        factory=True,
        host=host,
        port=chosen,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.proxies,
    )


@baraza.command("migrate")
def migrate_command() -> None:
    """Bring the database's tables up to date."""
    migrate(Settings().database)
    typer.echo("The database is up to date.")


@baraza.command("demo")
def demo_command(
    size: Annotated[int, typer.Option(min=0, max=2_000_000, help="How many more records, for a heavy day.")] = 0,
) -> None:
    """Fill in sample regions, people, forms and records; what is already there stays."""
    settings = Settings()
    password = os.environ.get("BARAZA_DEMO_PASSWORD") or demo.PASSWORD
    passwords = Passwords(settings.password_cost)
    with_database(
        settings, lambda database: demo.fill(database, password, passwords=passwords, size=size, tell=typer.echo)
    )
    typer.echo(f"Sample data is in place. Who was new signs in with the password {password}")
    for person in demo.PEOPLE:
        typer.echo(f"  {person.name:<8} {person.role:<8} {', '.join(person.regions) or 'everywhere'}")


@people.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    *,
    role: Annotated[Role, typer.Option(help="What the person is.")],
    region: Annotated[list[str] | None, typer.Option(help="A region of theirs; may be given again.")] = None,
    focal: Annotated[bool, typer.Option("--focal", help="Focal point for sensitive matters.")] = False,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read it from the input.")] = False,
) -> None:
    """Let somebody sign in."""
    settings = Settings()
    newcomer = users.Newcomer(name, role.value, tuple(region or ()), focal)
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else asked_password()
    passwords = Passwords(settings.password_cost)
    with_database(
        settings,
        lambda database: database.do(lambda session: users.add(session, newcomer, password, passwords=passwords)),
    )
    typer.echo(f"{name} can sign in.")


@published.command("publish")
def publish_form(file: Annotated[Path, typer.Argument(help="An XLSForm: .xlsx, .xls, .csv or .md.")]) -> None:
    """Publish a form, or a new version of it."""
    content = file.read_bytes()
    form = with_database(Settings(), lambda database: forms.publish(database, content, file.name))
    typer.echo(f"{form.form} {form.version} is published.")


@published.command("list")
def list_forms() -> None:
    """Print each form and the version in use."""

    def found(database: Database) -> list[tuple[str, str]]:
        with database.read() as session:
            return [(form.id, form.version) for form in session.exec(select(Form).order_by(col(Form.id)))]

    for id, in_use in with_database(Settings(), found):
        typer.echo(f"{id}  {in_use}")


@baraza.command()
def openapi(
    out: Annotated[Path | None, typer.Option(help="The file to write; printed unless given.")] = None,
) -> None:
    """Describe the HTTP interface as OpenAPI."""
    from app.main import make_app  # Only here and in the server itself is the whole application needed.

    text = json.dumps(make_app().openapi(), indent=2, ensure_ascii=False) + "\n"
    typer.echo(text, nl=False) if out is None else out.write_text(text)


@baraza.command("version")
def version_command() -> None:
    """Print the version."""
    typer.echo(version())
