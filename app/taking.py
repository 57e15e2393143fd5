"""What an administrator types to take records away: `baraza export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.console import with_database
from app.database import Database
from app.exports.columns import Options
from app.exports.files import ExportFile
from app.services import exports
from app.services.exports import Wanted
from app.settings import Settings


class Format(StrEnum):
    """What an export may be."""

    csv = "csv"
    xlsx = "xlsx"
    json = "json"
    geojson = "geojson"
    codebook = "codebook"


class State(StrEnum):
    """What a record may be, of what exports mark."""

    in_conflict = "in_conflict"
    stale = "stale"
    unapproved = "unapproved"
    settled = "settled"


def export(  # noqa: PLR0913 - an option each, and no object can be typed
    form: Annotated[str, typer.Argument(help="The form's id.")],
    *,
    out: Annotated[Path, typer.Option(help="The file, or the folder, to write.")],
    format: Annotated[
        Format, typer.Option(help="csv, xlsx, json (one object a line), geojson or codebook.")
    ] = Format.csv,
    region: Annotated[list[str] | None, typer.Option(help="Only these; all unless given.")] = None,
    review: Annotated[str | None, typer.Option(help="Only records whose review has come so far.")] = None,
    state: Annotated[State | None, typer.Option(help="in_conflict, stale, unapproved or settled.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Received on that day or later.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Received before that day.")] = None,
    labels: Annotated[bool, typer.Option("--labels", help="Beside each column of codes, one of labels.")] = False,
    language: Annotated[str | None, typer.Option(help="The language of labels; the form's own unless given.")] = None,
    split: Annotated[bool, typer.Option("--split", help="A 0/1 column for each of several choices.")] = False,
    hxl: Annotated[bool, typer.Option("--hxl", help="A row of HXL tags under the header.")] = False,
) -> None:
    """Write a form's records to a file (CSV: a zip where it has repeats), or a codebook of what its columns mean."""

    def taken(database: Database) -> Path:
        regions = exports.chosen_regions(database, region or ())
        wanted = Wanted(form, regions, review, since, until, state)
        file = made(database, wanted, format, options=Options(labels, split, hxl, language))
        return exports.save(file, out)

    target = with_database(Settings(), taken)
    typer.echo(f"{target} holds the {'codebook' if format is Format.codebook else 'records'} of {form}.")


def made(database: Database, wanted: Wanted, format: Format, *, options: Options) -> ExportFile:
    """What is written."""
    if format is Format.codebook:
        return exports.explained(database, wanted.form, options.language)
    return exports.take(database, wanted, format.value, who="server", options=options)
