"""Links inside one record: a question that names a row of another register stores that row's key."""

from __future__ import annotations

import re

from app.forms.errors import FormInvalid
from app.forms.prepare import REPEAT_ID
from app.forms.questions import Element, Path, Questionnaire
from app.forms.xform import X, XForm

IN_RECORD = frozenset({"commitment.issue", "commitment.advice"})
OVER_REPEAT = re.compile(r"^\$\{\s*(?:last-saved#)?([^}]+?)\s*\}$")
CHOSEN = re.compile(r"selected\s*\(\s*\$\{\s*([^}]+?)\s*\}\s*,\s*name\s*\)")


def rewritten(form: Questionnaire, document: XForm) -> dict[Path, str]:
    """What each question links to; where that is a repeat, the document now stores the instance's id."""
    found = {}
    for element in form.elements:
        target = shown(element, form)
        if target is not None:
            _refuse_surrounded(element, target)
        if not IN_RECORD & set(element.declared.get("baraza_field", "").split()):
            continue
        if target is not None:
            _store_id(element, target, document)
            found[element.path] = target.repeats[-1].template
        elif (question := chosen(element, form)) is not None:
            found[element.path] = question.template
    return found


def shown(element: Element, form: Questionnaire) -> Element | None:
    """The question of another repeat whose answers this one offers."""
    match = OVER_REPEAT.match(element.itemset or "")
    if match is None:
        return None
    target = next((one for one in form.elements if one.name == match.group(1)), None)
    return target if target is not None and target.repeats else None


def chosen(element: Element, form: Questionnaire) -> Element | None:
    """The select_multiple on the same list whose chosen answers alone this question offers."""
    names = set(CHOSEN.findall(element.filter or ""))
    if not names:
        return None
    return next(
        (
            one
            for one in form.elements
            if one.name in names and one.type == "select_multiple" and one.itemset == element.itemset
        ),
        None,
    )


def _refuse_surrounded(element: Element, target: Element) -> None:
    if target.ancestors[-1] is target.repeats[-1]:
        return
    detail = (
        f"“{element.name}” offers the answers to “{target.name}”, around which a group stands inside its repeat."
        " Take the question out of the group."
    )
    raise FormInvalid(detail, code="misplaced", sheet="survey", row=element.row, column="type")


def _store_id(element: Element, target: Element, document: XForm) -> None:
    for itemset in document.itemsets(element.path):
        for value in itemset.iterfind("x:value", X):
            value.set("ref", REPEAT_ID)
        # A choice_filter takes the place of the rule that rows without text are not offered.
        if element.filter:
            itemset.set("nodeset", f"{itemset.get('nodeset')}[./{target.name} != '']")
