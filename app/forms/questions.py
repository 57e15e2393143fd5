"""The form as a tree of questions, groups and repeats, each with its path and the author's row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from app.forms.prepare import REPEAT_ID
from app.forms.sheets import ROW, Raw, Row

Texts = dict[str, str]
Path = tuple[str, ...]
GENERATED = re.compile(r"_(count|other)$")
GROUPS = {"group", "repeat", "loop"}
UPLOADS = {"image/*": "image", "audio/*": "audio", "video/*": "video"}
INPUTS = {"string": "text", "int": "integer"}
TAGS = {"select1": "select_one", "select": "select_multiple", "odk:rank": "rank", "range": "range"}


@dataclass(frozen=True)
class Element:
    """A question, group or repeat of the form; `path` begins at the root element."""

    path: Path
    type: str
    row: int | None
    label: Texts
    hint: Texts
    itemset: str | None
    hxl: str | None
    is_external: bool
    filter: str | None
    ancestors: tuple[Element, ...]
    declared: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name the author gave it."""
        return self.path[-1]

    @property
    def is_group(self) -> bool:
        """Whether it holds questions instead of an answer."""
        return self.type in GROUPS

    @property
    def repeats(self) -> tuple[Element, ...]:
        """The repeats around it, outermost first."""
        return tuple(one for one in self.ancestors if one.type == "repeat")

    @property
    def template(self) -> str:
        """Its unit path with every instance id left out: `issue[]/issue_text`."""
        return "/".join(one.name + "[]" * (one.type == "repeat") for one in (*self.ancestors, self))


@dataclass(frozen=True)
class Questionnaire:
    """Everything the form asks, in its order, with its choices and its languages."""

    id: str
    version: str
    title: str
    default_language: str
    elements: tuple[Element, ...]
    choices: Mapping[str, list[dict[str, Any]]]

    @cached_property
    def by_path(self) -> Mapping[Path, Element]:
        """Every element by its path."""
        return {one.path: one for one in self.elements}

    def row(self, path: Path) -> int | None:
        """The author's row of the element at this path, or of the one for whose sake the converter added it."""
        wanted = [path, (*path[:-1], GENERATED.sub("", path[-1]))]
        wanted += [path[:length] for length in range(len(path) - 1, 1, -1)]
        found = (self.by_path.get(one) for one in wanted)
        return next((one.row for one in found if one is not None and one.row is not None), None)

    def names(self, itemset: str | None) -> list[str] | None:
        """The codes of a choice list; None where the list is no list of this form."""
        choices = self.choices.get(itemset or "")
        return None if choices is None else [str(choice["name"]) for choice in choices]


def questionnaire(json: Raw, rows: tuple[Row, ...]) -> Questionnaire:
    """The tree in the converter's own description of the form."""
    language = _default_language(json)
    declared = {row.number: row.declared for row in rows}
    elements = _elements(json.get("children") or [], ("data",), (), _Reading(language, declared))
    return Questionnaire(
        id=str(json["id_string"]),
        version=str(json["version"]),
        title=str(json.get("title") or json["id_string"]),
        default_language=language,
        elements=tuple(elements),
        choices=json.get("choices") or {},
    )


def _default_language(json: Raw) -> str:
    """The language the settings name, else that of texts without one, else the first that is spoken."""
    named = str(json.get("default_language") or "default")
    spoken = list(_spoken([*(json.get("children") or []), *chain(*(json.get("choices") or {}).values())]))
    return named if named in spoken or not spoken else spoken[0]


def _spoken(things: list[Raw]) -> Iterator[str]:
    for thing in things:
        for text in (thing.get("label"), thing.get("hint")):
            if text:
                yield from (str(key) for key in text) if isinstance(text, dict) else ("default",)
        yield from _spoken(thing.get("children") or [])


@dataclass(frozen=True)
class _Reading:
    language: str
    declared: Mapping[int, Mapping[str, str]]


def _elements(children: list[Raw], path: Path, around: tuple[Element, ...], reading: _Reading) -> Iterator[Element]:
    for child in children:
        name = child.get("name")
        if not name or (len(path) == 1 and name == "meta") or name == REPEAT_ID:
            continue
        element = _element(child, (*path, str(name)), around, reading)
        yield element
        yield from _elements(_children(child), element.path, (*around, element), reading)


def _children(child: Raw) -> list[Raw]:
    children: list[Raw] = child.get("children") or []
    if child["type"] != "loop":
        return children
    columns = [column for column in child.get("columns") or [] if column["name"] != "none"]
    return [{**column, "type": "group", "children": children} for column in columns]


def _element(child: Raw, path: Path, around: tuple[Element, ...], reading: _Reading) -> Element:
    row = int(child[ROW]) if ROW in child else None
    return Element(
        path=path,
        type=kind(str(child["type"])),
        row=row,
        label=texts(child.get("label"), reading.language),
        hint=texts(child.get("hint"), reading.language),
        itemset=child.get("itemset"),
        is_external="query" in child,
        hxl=_hxl(child),
        filter=child.get("choice_filter"),
        ancestors=around,
        declared=reading.declared.get(row or 0, {}),
    )


def texts(value: object, language: str) -> Texts:
    """A label in its languages; an untranslated one belongs to the form's default language."""
    if isinstance(value, dict):
        return {str(key): str(text) for key, text in value.items() if text}
    return {language: str(value)} if value else {}


def kind(type_: str) -> str:
    """The XLSForm name of a question type, whatever alias the author used."""
    if type_ in GROUPS:
        return type_
    definition = QUESTION_TYPE_DICT.get(type_, {})
    bind, tag = definition.get("bind", {}), definition.get("control", {}).get("tag", "")
    if "jr:preload" in bind:
        return str(bind["jr:preloadParams"])
    if tag == "upload":
        return UPLOADS.get(definition["control"]["mediatype"], type_)
    if tag == "input":
        return _input(type_, str(bind["type"]), "readonly" in bind)
    if tag == "trigger" and type_ != "background-geopoint":
        return "acknowledge"
    return TAGS.get(tag, "calculate" if type_.endswith(("calculate", "calculate prompt")) else type_)


def _input(type_: str, bound: str, readonly: bool) -> str:
    if type_ == "select one external":
        return "select_one"
    return "note" if readonly else INPUTS.get(bound, bound)


def _hxl(child: Raw) -> str | None:
    tag = (child.get("instance") or {}).get("hxl") or child.get("hxl") or child.get("tags")
    return str(tag) if isinstance(tag, str) else None
