"""Every expression of a converted form, with the question it belongs to and the column it was written in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.forms.questions import Path
from app.forms.xform import JR, X, XForm, steps

BIND_COLUMNS = {
    "relevant": "relevant",
    "constraint": "constraint",
    "calculate": "calculation",
    "required": "required",
    "readonly": "readonly",
}


@dataclass(frozen=True)
class Expression:
    """One expression: the path it is evaluated at, the column it stems from, its text.

    A standing one holds all the time; one that acts is evaluated when something happens.
    """

    path: Path
    column: str
    text: str
    acts: bool = False


def expressions(document: XForm) -> Iterator[Expression]:
    """All expressions a phone will evaluate, in the order of the form's rules and then of its screens."""
    for path, bind in document.binds():
        for attribute, column in BIND_COLUMNS.items():
            if bind.get(attribute):
                yield Expression(path, column, str(bind.get(attribute)))
    for path, control in document.controls():
        for itemset in control.iterfind("x:itemset", X):
            yield Expression(path, "choice_filter", str(itemset.get("nodeset")))
    for repeat in document.root.iterfind(f".//x:repeat[@{{{JR}}}count]", X):
        yield Expression(steps(repeat.get("nodeset", "")), "repeat_count", str(repeat.get(f"{{{JR}}}count")))
    for action in document.root.iterfind(".//x:setvalue[@value]", X):
        column = "calculation" if action.get("event") == "xforms-value-changed" else "default"
        yield Expression(steps(action.get("ref", "")), column, str(action.get("value")), acts=True)
    for output in document.root.iterfind(".//x:output[@value]", X):
        yield Expression(_around(output), "label", str(output.get("value")))


def _around(output: etree._Element) -> Path:
    """The question whose text an output stands in; the record for the text of a choice, which many may show."""
    for one in output.iterancestors():
        place = str(one.get("id") or one.get("ref") or "")
        if place.startswith("/"):
            return steps(place.split(":", 1)[0])
    return ("data",)
