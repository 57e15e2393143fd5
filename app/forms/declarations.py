"""Whether the register columns of a form make sense, each refusal with its row and column."""

from __future__ import annotations

from app.forms import declared_fields, registers
from app.forms.declared import Declared, Mark
from app.forms.errors import FormInvalid
from app.forms.questions import Element, Path, Questionnaire
from app.forms.registers import REGISTERS
from app.forms.sheets import SHEETS, Workbook, declaration
from app.forms.units import GEO

COLUMNS = frozenset(
    {"baraza_register", "baraza_field", "baraza_policy", "baraza_restricts", "baraza_geo", "baraza_consent"}
)
ELSEWHERE = frozenset({"baraza_pii", "baraza_class"})
OF_RECORD = frozenset({"baraza_register", "baraza_field"}) | ELSEWHERE
ROWS = frozenset({"group", "repeat", "select_multiple"})


def check_columns(workbook: Workbook) -> None:
    """Refuses a register column that does not exist, or a sheet that has none."""
    for sheet in SHEETS:
        for header in workbook.headers[sheet]:
            name = declaration(header)
            if name is not None and name not in COLUMNS | ELSEWHERE:
                detail = f"There is no column “{header}”."
                raise FormInvalid(detail, code="unknown_column", sheet=sheet, row=1, column=header)
            if name in COLUMNS and sheet not in ("survey", "settings"):
                detail = f"The column “{header}” belongs on the survey sheet."
                raise FormInvalid(detail, code="misplaced", sheet=sheet, row=1, column=header)


def check(form: Questionnaire, workbook: Workbook) -> dict[Path, str]:
    """Where each text's consent is asked; FormInvalid where a declaration cannot be kept."""
    declared = Declared(form, workbook)
    _check_places(declared)
    for mark in declared.marks("baraza_register"):
        _check_register(mark)
    for mark in declared.marks("baraza_field"):
        declared_fields.check(mark, declared)
    declared_fields.check_needed(declared)
    for mark in declared.marks("baraza_policy"):
        _check_policy(mark, form)
    for mark in declared.marks("baraza_restricts"):
        _check_restricts(mark, form)
    for mark in declared.marks("baraza_geo"):
        _check_geo(mark)
    return {mark.on.path: _consent(mark, form) for mark in declared.marks("baraza_consent") if mark.on}


def _check_places(declared: Declared) -> None:
    for mark in declared.everything:
        if mark.sheet == "settings" and mark.column not in OF_RECORD:
            raise mark.refusal("misplaced", "It says something of a question; put it on the question's row.")
        if mark.sheet == "survey" and mark.on is None and mark.column in COLUMNS:
            raise mark.refusal("misplaced", "Nothing that is asked stands on this row.")


def _check_register(mark: Mark) -> None:
    if mark.on is not None and mark.on.type not in ROWS:
        raise mark.refusal("misplaced", "Only a group, a repeat, a select_multiple or the whole form can be rows.")
    for name in mark.words:
        if name not in REGISTERS:
            raise mark.refusal("unknown_register", f"There is no register “{name}”.")


def _check_policy(mark: Mark, form: Questionnaire) -> None:
    question = mark.question()
    if mark.words == ("person",):
        return
    if mark.words[0] != "strictest":
        raise mark.refusal("wrong_choice", "It is “person”, or “strictest” with the choices, least restrictive first.")
    names = form.names(question.itemset) if question.type == "select_one" else None
    if names is None:
        raise mark.refusal("misplaced", "“strictest” stands only on a select_one whose choices are in this form.")
    if sorted(mark.words[1:]) != sorted(set(names)):
        raise mark.refusal("wrong_choice", f"It must name every choice once: {' '.join(names)}.")


def _check_restricts(mark: Mark, form: Questionnaire) -> None:
    question = mark.question()
    if question.type not in ("select_one", "select_multiple"):
        raise mark.refusal("misplaced", "Only an answer that is chosen can restrict a record.")
    for word in mark.words:
        if word not in (form.names(question.itemset) or ()):
            raise mark.refusal("wrong_choice", f"“{word}” is no choice of “{question.name}”.")


def _check_geo(mark: Mark) -> None:
    if mark.question().type not in GEO:
        raise mark.refusal("misplaced", "It stands only on a geopoint, geotrace or geoshape.")
    if len(mark.words) != 1 or mark.words[0] not in registers.GEO_LEVELS:
        raise mark.refusal("wrong_choice", f"It is one of {', '.join(sorted(registers.GEO_LEVELS))}.")


def _consent(mark: Mark, form: Questionnaire) -> str:
    question = mark.question()
    if question.type != "text":
        raise mark.refusal("misplaced", "Only a text can be used with consent.")
    asked = _asked(" ".join(mark.words), question, form)
    if asked is None:
        raise mark.refusal("misplaced", f"No select_one “{' '.join(mark.words)}” stands in its repeat or around it.")
    for name in form.names(asked.itemset) or ():
        if name not in registers.CONSENT_CODES:
            raise mark.refusal("wrong_choice", f"“{name}” of “{asked.name}” says nothing about where a text may go.")
    return asked.template


def _asked(name: str, question: Element, form: Questionnaire) -> Element | None:
    around = question.repeats
    found = [
        one
        for one in form.elements
        if one.name == name and one.type == "select_one" and one.repeats == around[: len(one.repeats)]
    ]
    return max(found, key=lambda one: len(one.repeats), default=None)
