"""Whether the question beneath a register's field can give what the field holds."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.forms.declared import Declared, Mark
from app.forms.links import chosen, shown
from app.forms.questions import Element, Questionnaire
from app.forms.registers import COMMON, REGISTERS, Field, field

WHOLE = re.compile(r"-?\d+")


def check(mark: Mark, declared: Declared) -> None:
    """Refuses a field that does not exist, has no row, or cannot be answered by this question."""
    for word in mark.words:
        if mark.sheet == "settings":
            _check_constant(word, mark, declared)
        else:
            _check_question(word, mark, declared)


def check_needed(declared: Declared) -> None:
    """Refuses a register whose rows could never exist, because the field they need is asked nowhere."""
    asked = [(word, mark) for mark in declared.marks("baraza_field") for word in mark.words]
    for register, row, mark in declared.rows:
        needed = REGISTERS[register].needed
        names = {f"{register}.{name}" for name in needed} | {name for name in needed if name in COMMON}
        reached = [
            word
            for word, one in asked
            if word.split("=", 1)[0] in names and (one.on is None or declared.reaches(one.on, row))
        ]
        if needed and not reached:
            raise mark.refusal("needed_missing", f"A row of “{register}” needs {' or '.join(sorted(names))}.")


def _known(word: str, mark: Mark) -> tuple[str | None, Field]:
    register, found = field(word)
    if register is not None and register not in REGISTERS:
        raise mark.refusal("unknown_register", f"There is no register “{register}”.")
    if found is None:
        raise mark.refusal("unknown_field", f"There is no field “{word}”.")
    return register, found


def _check_constant(word: str, mark: Mark, declared: Declared) -> None:
    name, equals, value = word.partition("=")
    if not equals or "." not in name:
        raise mark.refusal("misplaced", f"In the settings stand constants, register.field=value, not “{word}”.")
    register, found = _known(name, mark)
    if register not in {one for one, _, _ in declared.rows}:
        raise mark.refusal("register_missing", f"Nothing in the form is a row of “{register}”.")
    if found.codes is not None and value not in found.codes:
        raise mark.refusal("wrong_choice", f"“{value}” is no choice of {name}.")
    if found.type == "int" and not WHOLE.fullmatch(value):
        raise mark.refusal("wrong_type", f"{name} is a whole number, not “{value}”.")


def _check_question(word: str, mark: Mark, declared: Declared) -> None:
    question = mark.question()
    register, found = _known(word, mark)
    rows = [row for name, row, _ in declared.rows if name == register]
    if register is not None and not any(declared.reaches(question, row) for row in rows):
        raise mark.refusal("register_missing", f"“{question.name}” is neither inside nor above a row of “{register}”.")
    if not GIVES[found.type](question, declared.form, word):
        raise mark.refusal("wrong_type", f"{word} is {MEANS[found.type]}; “{question.name}” cannot give that.")
    for name in declared.form.names(question.itemset) or ():
        if found.codes is not None and name not in found.codes:
            allowed = " ".join(sorted(found.codes))
            raise mark.refusal("wrong_choice", f"“{name}” of “{question.name}” is no choice of {word}: {allowed}.")


def _from_file(question: Element) -> bool:
    return "." in (question.itemset or "") and not (question.itemset or "").startswith("$")


def _gives_int(question: Element, form: Questionnaire, _: str) -> bool:
    names = form.names(question.itemset) if question.type == "select_one" else None
    whole = names is not None and all(WHOLE.fullmatch(name) for name in names)
    return whole or question.type in ("integer", "range", "calculate")


def _gives_link(question: Element, form: Questionnaire, word: str) -> bool:
    if question.type != "select_one":
        return False
    if _from_file(question) or shown(question, form) is not None:
        return True
    over = chosen(question, form)
    return over is not None and word.split(".")[-1] in over.declared.get("baraza_register", "").split()


def _gives_code(question: Element, _: Questionnaire, word: str) -> bool:
    """A chosen answer that is a row itself is the code of its own field."""
    own = question.declared.get("baraza_register", "").split()
    return question.type == "select_one" or (question.type == "select_multiple" and word.split(".")[0] in own)


def _one_of(*types: str) -> Callable[[Element, Questionnaire, str], bool]:
    return lambda question, _form, _word: question.type in types


GIVES: dict[str, Callable[[Element, Questionnaire, str], bool]] = {
    "text": _one_of("text"),
    "date": _one_of("date", "dateTime"),
    "int": _gives_int,
    "code": _gives_code,
    "codes": _one_of("select_one", "select_multiple"),
    "link": _gives_link,
    "links": lambda question, _form, _word: question.type == "select_multiple" and _from_file(question),
    "point": _one_of("geopoint"),
}
MEANS = {
    "text": "a text",
    "date": "a date",
    "int": "a whole number",
    "code": "one choice",
    "codes": "one choice or several",
    "link": "a link to another row",
    "links": "several links to other rows",
    "point": "a geopoint",
}
