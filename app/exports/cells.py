"""Text in a cell that no spreadsheet takes for a formula."""

from __future__ import annotations

import re

OPENINGS = frozenset("=+-@\t\r\n\0＝＋－＠")
PLAIN_NUMBER = re.compile(r"[+-]\d+(\.\d+)?")


def cell(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run."""
    if text and text[0] in OPENINGS and not PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
