"""What can be wrong with the file an author hands in.

FormInvalid   the form cannot be published; says where in the author's file, and why
"""

from __future__ import annotations


class FormInvalid(Exception):
    """The form cannot be published; rows count as in the author's file, the header being row 1."""

    def __init__(
        self,
        detail: str,
        *,
        code: str,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code
        self.sheet = sheet
        self.row = row
        self.column = column

    def facts(self) -> dict[str, str | int | None]:
        """Where in the author's file, for a person who has it open."""
        return {"code": self.code, "sheet": self.sheet, "row": self.row, "column": self.column}
