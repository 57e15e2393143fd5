"""Whether a phone can run the converted form: what the converter lets through is refused here, at the author's row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from app.forms.errors import FormInvalid
from app.forms.prepare import REPEAT_ID
from app.forms.questions import Path, Questionnaire
from app.forms.references import Model, Reference, Unusable, references
from app.forms.xform import XForm
from app.forms.xform_expressions import Expression, expressions

ONCE = re.compile(r"^\s*once\s*\(")
ORDERING = ("calculation", "relevant")


@dataclass(frozen=True)
class Read:
    """An expression and what it reads."""

    expression: Expression
    references: tuple[Reference, ...]


def refuse_unknown(form: Questionnaire, document: XForm) -> None:
    """Refuses a form that asks nothing, or that has a question this server could not name in an edit."""
    asked = [one for one in form.elements if not one.is_group]
    if not asked:
        raise FormInvalid("The form asks nothing.", code="refused", sheet="survey")
    for path in document.paths():
        if path[1:2] != ("meta",) and path[-1] != REPEAT_ID and path[1:] and path not in form.by_path:
            detail = f"“{path[-1]}” is of a kind that cannot be published here."
            raise FormInvalid(detail, code="refused", sheet="survey", row=form.row(path))


def read(form: Questionnaire, document: XForm) -> tuple[Read, ...]:
    """All expressions of the form with what they read; FormInvalid where a phone could not run them."""
    model = Model(frozenset(document.paths()), frozenset(document.secondary()))
    found = tuple(_read(one, form, model) for one in expressions(document))
    _refuse_circles(form, found)
    return found


def inputs(form: Questionnaire, found: tuple[Read, ...]) -> dict[Path, tuple[str, ...]]:
    """For each calculated question the units it is calculated from."""
    paths = [one.path for one in form.elements if not one.is_group]
    calculated = {}
    for one in found:
        if _is_derived(one.expression):
            at = one.expression.path
            read_paths = dict.fromkeys(reference.path for reference in one.references)
            units = [unit for path in read_paths if path != at for unit in _units(path, form, paths)]
            calculated[at] = tuple(dict.fromkeys(units))
    return calculated


def _is_derived(expression: Expression) -> bool:
    return expression.column == "calculation" and not expression.acts and not ONCE.match(expression.text)


def _units(path: Path, form: Questionnaire, paths: list[Path]) -> Iterator[str]:
    element = form.by_path.get(path)
    if path[-1] == REPEAT_ID and path[:-1] in form.by_path:
        yield f"{form.by_path[path[:-1]].template}/{REPEAT_ID}"
    elif element is not None and element.type == "repeat":
        yield f"{element.template}/{REPEAT_ID}"
    elif element is not None and element.is_group:
        yield from (form.by_path[one].template for one in paths if one[: len(path)] == path)
    elif element is not None:
        yield element.template


def _read(expression: Expression, form: Questionnaire, model: Model) -> Read:
    try:
        return Read(expression, references(expression.text, expression.path, model))
    except Unusable as error:
        raise _refusal(form, expression, error.code, error.sentence) from error


def _refuse_circles(form: Questionnaire, found: tuple[Read, ...]) -> None:
    ordering = [one for one in found if one.expression.column in ORDERING and not one.expression.acts]
    graph: dict[Path, set[Path]] = defaultdict(set)
    for one in ordering:
        for reference in one.references:
            if not reference.loose:
                graph[one.expression.path].add(reference.path)
                graph[reference.path] |= set()
    hidden = {one.expression.path for one in ordering if one.expression.column == "relevant"}
    for path, before in graph.items():
        before |= {path[:length] for length in range(1, len(path)) if path[:length] in hidden}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise _circle(form, ordering, error.args[1]) from error


def _circle(form: Questionnaire, ordering: list[Read], circle: list[Path]) -> FormInvalid:
    inside = [one.expression for one in ordering if one.expression.path in circle]
    first = min(inside, key=lambda one: (form.row(one.path) or 0, ORDERING.index(one.column)))
    names = " → ".join(path[-1] for path in circle)
    return _refusal(form, first, "circular", f"It needs its own result: {names}.")


def _refusal(form: Questionnaire, expression: Expression, code: str, why: str) -> FormInvalid:
    name = expression.path[-1]
    detail = f"The {expression.column} of “{name}” cannot run on a phone: {expression.text.strip()[:200]} — {why}"
    if expression.path[1:2] == ("meta",):
        column = "instance_name" if name == "instanceName" else None
        return FormInvalid(detail, code=code, sheet="settings", row=2, column=column)
    sheet = "survey" if expression.path[1:] else "choices"
    return FormInvalid(detail, code=code, sheet=sheet, row=form.row(expression.path), column=expression.column)
