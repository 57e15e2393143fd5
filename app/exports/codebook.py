"""The codebook: what every column of a form's exports means, and what may stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from app.exports.columns import Column, Options, Question, questions_of
from app.exports.files import ExportFile
from app.exports.sheets import Book, Sheet
from app.exports.tables import NEVER_ANSWERED, Table, tables_of
from app.exports.xlsx_files import NOTHING, XLSX, made

KINDS = {
    "text": "text",
    "integer": "whole number",
    "decimal": "number",
    "number": "number, or text",
    "date": "date",
    "moment": "date and time (UTC in XLSX)",
    "list": "codes, a space between",
}


def codebook(form: str, versions: Sequence[Mapping[str, Any]], language: str | None = None) -> ExportFile:
    """The codebook of a form, over all its versions."""
    return ExportFile(f"{form}.codebook.xlsx", XLSX, made(partial(fill, form, versions, language)))


def fill(form: str, versions: Sequence[Mapping[str, Any]], language: str | None, book: Book) -> None:
    """Write both sheets."""
    languages = languages_in(versions)
    questions = questions_of(versions, never=NEVER_ANSWERED)
    tables = tables_of(form, versions, Options(labels=True, split=True, language=language))
    heads = ["table", "column", "meaning", *in_each("question", languages)]
    write(
        book, "columns", [*heads, "type", "cell", "choices", "hxl", "versions"], columns(tables, questions, languages)
    )
    write(book, "choices", ["list", "code", *in_each("label", languages)], choices(questions.values(), languages))


def languages_in(versions: Sequence[Mapping[str, Any]]) -> list[str]:
    """The codes of all languages that any version is in."""
    return list(dict.fromkeys(each["code"] for units in versions for each in units.get("languages", ())))


def in_each(word: str, languages: Iterable[str]) -> list[str]:
    """A head for each language."""
    return [f"{word} ({code})" if code else word for code in languages]


def write(book: Book, name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A sheet of text."""
    sheet = Sheet(book, name, [Column(head, "") for head in heads])
    for row in rows:
        sheet.write(row, NOTHING)


def columns(
    tables: Iterable[Table], questions: Mapping[str, Question], languages: Sequence[str]
) -> Iterator[list[str]]:
    """A row for each column that an export can have."""
    nothing = Question("", "", "text")
    for table in tables:
        for column in table.all_columns:
            asked = questions.get(column.path, nothing)
            labels = [asked.label.get(code, "") for code in languages]
            about = [asked.type, KINDS[column.kind], asked.list_name, column.hxl, " ".join(asked.versions)]
            yield [table.name, column.header, meaning(column), *labels, *about]


def meaning(column: Column) -> str:
    """What a column says, in words."""
    if column.pick is None:
        return column.meaning
    return f"1 if chosen, 0 if not: {column.meaning}" if column.kind == "integer" else "The answer in words"


def choices(questions: Iterable[Question], languages: Sequence[str]) -> Iterator[list[str]]:
    """A row for each choice, a list once, with the choices that any question of any version has of it."""
    known: dict[tuple[str, str], Mapping[str, str]] = {}
    for question in questions:
        known.update({(question.list_name, code): label for code, label in question.choices.items()})
    for (name, code), label in known.items():
        yield [name, code, *[label.get(language, label.get("", "")) for language in languages]]
