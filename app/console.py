"""What a command needs around its work: an open database, and words for what a person can put right."""

from __future__ import annotations

import socket
import sqlite3
import sys
from collections.abc import Callable
from typing import NoReturn, TypeVar

import typer
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from app.database import Database
from app.errors import BarazaError, Busy, NotFound
from app.models import Region
from app.settings import Settings

T = TypeVar("T")
# Before it, two processes that checkpoint at once can corrupt the log of a SQLite file.
SQLITE_FOR_MANY = (3, 51, 3)
NO_TABLES = "The database has no tables yet. Run: baraza migrate"
WORDS_FOR_NO_TABLES = ("no such table", "does not exist")


def run(command: Callable[[], None]) -> None:
    """Run a command; what a person can cause ends with one sentence and 1."""
    try:
        command()
    except BarazaError as error:
        fail(where(error) + error.detail)
    except ValidationError as error:
        fail(setting_refused(error))
    except DBAPIError as error:
        fail(database_refused(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror or error}.")


def fail(sentence: str) -> NoReturn:
    """Say what could not be done, and end."""
    typer.echo(sentence, err=True)
    sys.exit(1)


def with_database(settings: Settings, work: Callable[[Database], T]) -> T:
    """What the work says of a database that has its tables."""
    if settings.database_url is None and not settings.data.is_dir():
        raise NotFound(NO_TABLES)
    database = Database(settings.database)
    try:
        with database.read() as session:
            session.exec(select(Region.id).limit(1)).first()
        return work(database)
    finally:
        database.dispose()


def refuse_crowd(database: Database, workers: int) -> None:
    """Raise when several processes would share a SQLite file that an old SQLite does not keep safe."""
    if workers > 1 and database.is_sqlite and sqlite3.sqlite_version_info < SQLITE_FOR_MANY:
        wanted = ".".join(map(str, SQLITE_FOR_MANY))
        raise Busy(
            f"Several workers on one SQLite file need SQLite {wanted} or newer; this is {sqlite3.sqlite_version}. "
            "Use --workers 1, or PostgreSQL through BARAZA_DATABASE_URL."
        )


def refuse_taken(host: str, port: int) -> None:
    """Raise when somebody else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise Busy(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another with --port.") from error


def asked_password() -> str:
    """A password as a person types it, twice."""
    if not sys.stdin.isatty():
        raise typer.BadParameter("there is nobody to ask; give the password with --password-stdin")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def where(error: BarazaError) -> str:
    """Where in the author's file a form is wrong; nothing for any other error."""
    spots = [f"{name} {error.facts[name]}" for name in ("sheet", "row") if error.facts.get(name)]
    return f"{', '.join(spots).capitalize()}: " if spots else ""


def setting_refused(error: ValidationError) -> str:
    """The first setting that cannot be used, by the name it has in the environment."""
    first = error.errors()[0]
    return f"BARAZA_{'_'.join(str(part) for part in first['loc']).upper()}: {first['msg']}."


def database_refused(error: DBAPIError) -> str:
    """Why the database did not do it."""
    words = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else "no reason given"
    if any(known in words for known in WORDS_FOR_NO_TABLES):
        return NO_TABLES
    return f"The database cannot be used: {words}."
