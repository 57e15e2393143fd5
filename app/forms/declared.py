"""What the author declared for the registers, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.forms.errors import FormInvalid
from app.forms.questions import Element, Questionnaire
from app.forms.sheets import Workbook, declaration


@dataclass(frozen=True)
class Mark:
    """One cell of a register column; it stands on an element, or in the settings on the whole record."""

    sheet: str
    row: int
    column: str
    words: tuple[str, ...]
    on: Element | None
    header: str

    def question(self) -> Element:
        """The question it stands on; FormInvalid where that is none."""
        if self.on is None or self.on.is_group:
            raise self.refusal("misplaced", "It stands only on a question.")
        return self.on

    def refusal(self, code: str, why: str) -> FormInvalid:
        """Why this cell cannot be kept."""
        return FormInvalid(
            f"The column “{self.header}”: {why}", code=code, sheet=self.sheet, row=self.row, column=self.header
        )


@dataclass(frozen=True)
class Declared:
    """All declarations of a form."""

    form: Questionnaire
    workbook: Workbook

    @cached_property
    def by_row(self) -> dict[int, Element]:
        """The element each row of the survey stands for."""
        return {one.row: one for one in reversed(self.form.elements) if one.row is not None}

    @cached_property
    def everything(self) -> tuple[Mark, ...]:
        """Every declaration, settings first, then in the order of the survey."""
        return tuple(mark for sheet in ("settings", "survey") for mark in self._marks(sheet))

    def marks(self, column: str) -> tuple[Mark, ...]:
        """The declarations in one column."""
        return tuple(mark for mark in self.everything if mark.column == column)

    def _marks(self, sheet: str) -> Iterator[Mark]:
        headers = {declaration(header): header for header in self.workbook.headers[sheet]}
        for row in self.workbook.rows(sheet)[: 1 if sheet == "settings" else None]:
            for column, cell in row.declared.items():
                on = self.by_row.get(row.number) if sheet == "survey" else None
                yield Mark(sheet, row.number, column, tuple(cell.split()), on, headers[column])

    @cached_property
    def rows(self) -> tuple[tuple[str, Element | None, Mark], ...]:
        """Every register with the element that is a row of it; None is the record."""
        return tuple((name, mark.on, mark) for mark in self.marks("baraza_register") for name in mark.words)

    @cached_property
    def _row_elements(self) -> frozenset[tuple[str, ...]]:
        declared = {on.path for _, on, _ in self.rows if on is not None}
        return frozenset(declared | {one.path for one in self.form.elements if one.type == "repeat"})

    def reaches(self, question: Element, row: Element | None) -> bool:
        """Whether the row takes this question's answer: it is asked inside the row, or above it."""
        if row is None or row is question or row in question.ancestors:
            return True
        return all(one in row.ancestors for one in question.ancestors if one.path in self._row_elements)
