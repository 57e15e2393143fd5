"""Which questions an expression reads, and what in it no phone could evaluate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.forms import xpath
from app.forms.functions import objection
from app.forms.questions import Path
from app.forms.xpath_parser import parse


class Unusable(Exception):
    """The expression cannot be evaluated on a phone."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Reference:
    """A place an expression reads; a loose one may mean another instance than it seems to."""

    path: Path
    loose: bool


@dataclass(frozen=True)
class Model:
    """What can be read: the paths of the instance, and the lists beside it."""

    paths: frozenset[Path]
    lists: frozenset[str]


def references(text: str, at: Path, model: Model) -> tuple[Reference, ...]:
    """What the expression, standing at this path, reads; Unusable where a phone could not evaluate it."""
    try:
        tree = parse(text)
    except xpath.Broken:
        raise Unusable("broken_expression", "A bracket, a quote or an operator is missing or stands alone.") from None
    for node in xpath.walk(tree):
        if isinstance(node, xpath.Call):
            _check_call(node, model)
    return tuple(_Reading(model, at).of(tree, at, loose=False))


def _check_call(call: xpath.Call, model: Model) -> None:
    found = objection(call.name, len(call.arguments))
    if found is not None:
        raise Unusable(*found)
    argument = call.arguments[0] if call.name == "instance" else None
    if isinstance(argument, xpath.Text) and argument.value[1:-1] not in model.lists:
        raise Unusable("unknown_list", f"The form has no list called “{argument.value[1:-1]}”.")


@dataclass(frozen=True)
class _Reading:
    model: Model
    origin: Path

    def of(self, node: xpath.Node, at: Path | None, *, loose: bool) -> Iterator[Reference]:
        """The references inside a node; `at` is None where only evaluation can tell the place."""
        if isinstance(node, xpath.Path):
            yield from self.along(node, at, loose=loose)
        elif isinstance(node, xpath.Call):
            for argument in node.arguments:
                yield from self.of(argument, at, loose=loose or node.name == "indexed-repeat")
        elif isinstance(node, xpath.Terms):
            for part in node.parts:
                yield from self.of(part, at, loose=loose)

    def along(self, path: xpath.Path, at: Path | None, *, loose: bool) -> Iterator[Reference]:
        place = self.start(path, at)
        if path.base is not None:
            yield from self.of(path.base, at, loose=loose)
        for step in path.steps:
            place = self.after(step, place)
            for predicate in step.predicates:
                loose = True
                yield from self.of(predicate, place, loose=True)
        if place:
            yield Reference(place, loose)

    def start(self, path: xpath.Path, at: Path | None) -> Path | None:
        if path.absolute:
            return ()
        if path.base is None:
            return at
        return self.origin if path.base == xpath.Call("current", ()) else None

    def after(self, step: xpath.Step, place: Path | None) -> Path | None:
        if place is None or step.axis == "elsewhere" or step.name == "*":
            return None
        if step.axis == "self":
            return place
        if step.axis == "parent":
            return place[:-1]
        following = (*place, step.name)
        if following not in self.model.paths:
            raise Unusable("unknown_question", f"The form has no question called “{step.name}” there.")
        return following
