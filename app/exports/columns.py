"""Columns: one for each question, and those that say a choice in words or as 0 and 1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "integer", "decimal", "number", "date", "moment", "list"]
Words = Mapping[str, str]
KINDS: Mapping[str, Kind] = {
    "integer": "integer",
    "decimal": "decimal",
    "range": "decimal",
    "calculate": "number",
    "date": "date",
    "today": "date",
    "dateTime": "moment",
    "start": "moment",
    "end": "moment",
    "select_multiple": "list",
    "rank": "list",
}
BETWEEN_LABELS = "; "


@dataclass(frozen=True)
class Options:
    """How an export is written: labels beside codes, 0/1 columns beside lists, a row of HXL tags."""

    labels: bool = False
    split: bool = False
    hxl: bool = False
    language: str | None = None


@dataclass(frozen=True)
class Column:
    """What stands under one header; `pick` makes it of the answer, which it is itself when there is none."""

    header: str
    path: str
    kind: Kind = "text"
    hxl: str = ""
    meaning: str = ""
    pick: Callable[[str], str] | None = None
    is_point: bool = False


@dataclass
class Question:
    """A question as all versions of a form together ask it; the newest has the word."""

    path: str
    type: str
    kind: Kind
    label: Words = field(default_factory=dict)
    hxl: str = ""
    list_name: str = ""
    choices: dict[str, Words] = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)


PLAIN = Options()
ABOUT = (
    Column("_id", "", hxl="#meta+id", meaning="The record's id"),
    Column("_scope", "", hxl="#meta+region", meaning="The region whose office it belongs to"),
    Column("_author", "", hxl="#meta+author", meaning="Who wrote it first"),
    Column("_received_at", "", "moment", "#date+received", "When the server received it (UTC)"),
    Column("_review", "", hxl="#status+review", meaning="received, returned, answered, approved, or changed since"),
    Column("_conflicts", "", "integer", "#meta+conflicts", "How many questions wait for somebody to settle them"),
    Column("_version", "", hxl="#meta+version", meaning="The form's version that it was written with"),
    Column("_stale", "", "list", "#meta+stale", "Computed answers that a merge has made old"),
    Column("_in_conflict", "", "list", "#meta+in_conflict", "Which questions have answers that nobody has settled"),
)


def questions_of(versions: Iterable[Mapping[str, Any]], *, never: str) -> dict[str, Question]:
    """Every question that any version ever asked, by path."""
    found: dict[str, Question] = {}
    for units in versions:
        for unit in units["units"]:
            if unit["type"] != never:
                heard(found, unit, units)
    return found


def heard(found: dict[str, Question], unit: Mapping[str, Any], units: Mapping[str, Any]) -> None:
    """Add what one version says of a question to what is known of it."""
    kind = KINDS.get(unit["type"], "text")
    question = found.setdefault(unit["path"], Question(unit["path"], unit["type"], kind))
    # An answer like 007 that was once a text would lose its zeros as a number.
    question.kind = kind if question.kind == kind else "text"
    question.type = unit["type"]
    question.label = unit.get("label") or question.label
    question.hxl = unit.get("hxl") or question.hxl
    question.list_name = unit.get("choices") or ""
    question.versions.append(str(units.get("version", "")))
    for choice in units.get("choices", {}).get(question.list_name, ()):
        question.choices[choice["name"]] = choice["label"]


def columns_of(question: Question, options: Options, languages: Sequence[str]) -> Iterator[Column]:
    """The question's columns: its answer as given, then, where asked for, in words and as 0 and 1."""
    path, tag = question.path, question.hxl
    is_point = question.type == "geopoint"
    yield Column(path, path, question.kind, tag, said(question.label, languages), is_point=is_point)
    if not question.choices:
        return
    words = {code: said(label, languages) or code for code, label in question.choices.items()}
    if options.labels:
        yield Column(f"{path}:label", path, hxl=f"{tag}+label" if tag else "", pick=in_words(question.kind, words))
    # A list from a file may name every village of a country.
    if options.split and question.type == "select_multiple" and not question.list_name.endswith(".csv"):
        for code, label in words.items():
            yield Column(f"{path}/{code}", path, "integer", "", label, chosen(code))


def in_words(kind: Kind, words: Words) -> Callable[[str], str]:
    """What says an answer in the words of its choices; a code without words stays itself."""
    if kind == "list":
        return lambda text: BETWEEN_LABELS.join(words.get(code, code) for code in text.split())
    return lambda text: words.get(text, text)


def chosen(code: str) -> Callable[[str], str]:
    """What says 1 where the choice is among the answers, 0 where others are, nothing without an answer."""
    return lambda text: ("1" if code in text.split() else "0") if text else ""


def said(label: Words, languages: Sequence[str]) -> str:
    """A label in the first of these languages that it has, else in any."""
    for language in languages:
        if label.get(language):
            return label[language]
    return next((text for text in label.values() if text), "")
