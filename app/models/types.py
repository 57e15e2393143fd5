"""The column types that both databases store alike."""

import json
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


class Document(TypeDecorator[Any]):
    """JSON kept as text: it travels as it is stored, and neither database refuses any of it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text of a value."""
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """The value of a text."""
        return None if value is None else json.loads(value)


def written(value: object) -> str:
    """The shortest JSON of a value, of which every database can store each character."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Half a character (a lone surrogate) has no UTF-8; escaped it is plain ASCII.
    return text if _encodes(text) else json.dumps(value, separators=(",", ":"))


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
