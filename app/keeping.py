"""The commands of a real installation: its first day, its backups, and the day one is needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.console import asked_password, with_database
from app.database import Database, migrate
from app.services import backups, restoring, setting_up
from app.services.passwords import Passwords
from app.services.setting_up import Place
from app.settings import Settings


def setup(
    admin: Annotated[str, typer.Option(help="The name that the first administrator signs in with.")] = "admin",
    *,
    region: Annotated[list[str] | None, typer.Option(help="ID or ID=NAME; may be given again.")] = None,
    regions: Annotated[Path | None, typer.Option(help="A CSV file: id, name, parent, pcode.")] = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read it from the input.")] = False,
) -> None:
    """Prepare an empty installation: tables, regions, the first administrator. Nothing has a default password."""
    settings = Settings()
    places = [*(setting_up.places_of(regions) if regions else ()), *map(setting_up.place_of, region or ())]
    migrate(settings.database)
    with_database(settings, lambda database: database.do(setting_up.refuse_done))
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else asked_password()
    with_database(settings, lambda database: _set_up(database, admin, password, places))
    typer.echo(f"{admin} can sign in. Regions: {', '.join(place.id for place in places) or 'none yet'}.")


def _set_up(database: Database, admin: str, password: str, places: list[Place]) -> None:
    passwords = Passwords(Settings().password_cost)
    database.do(lambda session: setting_up.set_up(session, admin, password, places, passwords=passwords))


def backup(path: Annotated[Path, typer.Argument(help="The new file, which ends with .zip by custom.")]) -> None:
    """Write everything that the server keeps into one file, while people go on working."""
    manifest = with_database(Settings(), lambda database: backups.save(database, path))
    rows = sum(part.rows for part in manifest.parts)
    typer.echo(f"{path} holds everything as of {manifest.made_at}: {rows} rows.")


def restore(
    path: Annotated[Path, typer.Argument(help="A file that `baraza backup` has written.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Throw away what the database holds now.")] = False,
) -> None:
    """Put a backup in place, with the server stopped: all of it or nothing. Phones then sync anew by themselves."""
    settings = Settings()
    migrate(settings.database)
    database = Database(settings.database)
    try:
        restoring.refuse_in_use(database)
        manifest = restoring.restore(database, path, replace=replace)
    finally:
        database.dispose()
    typer.echo(f"The database is as it was at {manifest.made_at}. Start the server again.")
