"""XPath 1.0 as forms use it, as a tree: nothing is evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


class Broken(Exception):
    """The text is no XPath expression."""


@dataclass(frozen=True)
class Step:
    """One step of a path; an `elsewhere` step leads to nodes that only evaluation can tell."""

    axis: str
    name: str
    predicates: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Path:
    """A location path, from the root, from a call's result, or from where the expression stands."""

    absolute: bool
    base: Node | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Text:
    """A string or a number, as written."""

    value: str


@dataclass(frozen=True)
class Terms:
    """Operands of operators, in order."""

    parts: tuple[Node, ...]


Node = Path | Call | Text | Terms


def walk(node: Node | None) -> Iterator[Node]:
    """The node and all that stands inside it."""
    if node is None:
        return
    yield node
    inside: tuple[Node | None, ...] = ()
    if isinstance(node, Call):
        inside = node.arguments
    elif isinstance(node, Terms):
        inside = node.parts
    elif isinstance(node, Path):
        inside = (node.base, *(predicate for step in node.steps for predicate in step.predicates))
    for one in inside:
        yield from walk(one)
