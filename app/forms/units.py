"""What a published form says of its questions, for everybody who reads records without the form itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.forms.questions import Element, Path, Questionnaire, Texts
from app.forms.sheets import Row

Json = dict[str, Any]
PRELOADS = frozenset(
    {"start", "end", "today", "username", "deviceid", "email", "phonenumber", "subscriberid", "simserial"}
)
TYPED = frozenset({"text", "integer", "decimal", "date", "time", "dateTime", "range", "geopoint", "start-geopoint"})
CHOSEN = frozenset({"select_one", "select_multiple", "rank", "acknowledge"})
LAST_SAVED = "__last-saved"
ASKED = PRELOADS | TYPED | CHOSEN | {"note", "calculate", "hidden"}
GEO = frozenset({"geopoint", "geotrace", "geoshape"})
UNSEEN = frozenset({"csv-external", "xml-external"})


@dataclass(frozen=True)
class Findings:
    """What reading the converted form brought to light: inputs of calculations, links, consents and lists."""

    inputs: Mapping[Path, tuple[str, ...]]
    links: Mapping[Path, str]
    consents: Mapping[Path, str]
    files: Mapping[str, str | None]


def units(form: Questionnaire, settings: Row | None, findings: Findings) -> Json:
    """The units of a form: the contract between the form, the phone, the merge and the exports."""
    declared = settings.declared if settings else {}
    registers = declared.get("baraza_register", "").split()
    asked = [one for one in form.elements if not one.is_group and one.type not in UNSEEN]
    groups = [one for one in form.elements if one.is_group]
    language = code(form.default_language)
    return {
        "form": form.id,
        "version": form.version,
        "title": {language: form.title},
        "default_language": language,
        "languages": _languages(form),
        "registers": registers,
        "constants": dict(part.split("=", 1) for part in declared.get("baraza_field", "").split()),
        "units": [_unit(one, findings, is_row=bool(registers)) for one in asked],
        "groups": [_group(one) for one in groups],
        "choices": {name: [_choice(one, form) for one in choices] for name, choices in form.choices.items()},
        "lists": sorted({file for file in findings.files.values() if file and "." in file}),
        "warnings": [*_warnings(asked, form, findings)],
    }


def code(language: str) -> str:
    """The code in `English (en)`; the name itself where it has none, and nothing for the language without a name."""
    if language == "default":
        return ""
    found = re.search(r"\(([^()]+)\)\s*$", language)
    return found.group(1).strip() if found else language.strip()


def _languages(form: Questionnaire) -> list[Json]:
    spoken = {form.default_language: None}
    for element in form.elements:
        spoken |= dict.fromkeys([*element.label, *element.hint])
    for choices in form.choices.values():
        for choice in choices:
            label = choice.get("label")
            spoken |= dict.fromkeys(label if isinstance(label, dict) else ())
    return [{"code": code(name), "name": "" if name == "default" else name} for name in spoken]


def _unit(element: Element, findings: Findings, *, is_row: bool) -> Json:
    around = element.repeats
    declared = element.declared
    return {
        "path": element.template,
        "type": element.type,
        "label": _texts(element.label),
        "hint": _texts(element.hint),
        "policy": _policy(element, is_calculated=element.path in findings.inputs),
        "hxl": element.hxl,
        "fields": declared.get("baraza_field", "").split(),
        "registers": declared.get("baraza_register", "").split(),
        "repeat": around[-1].template if around else None,
        "choices": _list(element),
        "inputs": list(findings.inputs.get(element.path, ())),
        "geo": declared.get("baraza_geo", "adm2" if is_row else "exact") if element.type in GEO else None,
        "restricts": declared.get("baraza_restricts", "").split(),
        "consent": findings.consents.get(element.path),
        "link": findings.links.get(element.path),
    }


def _policy(element: Element, *, is_calculated: bool) -> Json:
    """How two answers given apart become one."""
    words = element.declared.get("baraza_policy", "").split()
    if words and words[0] == "strictest":
        return {"is": "strictest", "order": words[1:]}
    if words:
        return {"is": "person"}
    if element.type == "select_multiple":
        return {"is": "set"}
    return {"is": "derived" if is_calculated or element.type in PRELOADS else "person"}


def _list(element: Element) -> str | None:
    if element.itemset is None or element.itemset.startswith("${"):
        return None
    return element.itemset


def _group(element: Element) -> Json:
    return {
        "path": element.template,
        "kind": "repeat" if element.type == "repeat" else "group",
        "label": _texts(element.label),
        "registers": element.declared.get("baraza_register", "").split(),
    }


def _choice(choice: Json, form: Questionnaire) -> Json:
    label = choice.get("label")
    spoken = label if isinstance(label, dict) else {form.default_language: label}
    return {"name": str(choice["name"]), "label": {code(key): str(text) for key, text in spoken.items() if text}}


def _texts(spoken: Texts) -> Texts:
    return {code(language): text for language, text in spoken.items()}


def _warnings(asked: list[Element], form: Questionnaire, findings: Findings) -> Iterator[str]:
    for one in asked:
        label = one.label.get(form.default_language) or next(iter(one.label.values()), one.name)
        if one.type not in ASKED:
            yield f"“{label}” ({one.template}) is a question of type {one.type}, which the app cannot ask yet."
        if one.is_external:
            yield f"“{label}” ({one.template}) takes its choices from the sheet external_choices, which the app cannot."
    if LAST_SAVED in findings.files:
        yield "The form reads the record saved last, which the app cannot yet: those answers stay empty."
