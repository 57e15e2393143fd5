"""Which columns the converter gets to see: an author's own columns are no error, and it falls over some of them."""

from __future__ import annotations

import re

from app.forms.errors import FormInvalid
from app.forms.sheets import declaration, snake

XML_NAME = re.compile(r"[^\W\d][\w.-]*")
SETTINGS = frozenset(
    {"form_title", "set_form_title", "title", "form_id", "set_form_id", "id_string", "version", "default_language"}
    | {"instance_name", "style", "allow_choice_duplicates", "clean_text_values", "namespaces"}
)
CHOICES = frozenset({"list_name", "name", "value", "label", "caption", "media", "image", "big-image", "audio", "video"})
# To the converter these are parts of its own description of a form, not columns.
INNER = frozenset({"self", "children", "actions", "bind", "body", "control", "instance", "media"})
# What follows one of these is put into the form as it stands.
PUT = frozenset({"bind", "body", "control", "instance"})
PUT_NAME = re.compile(rf"({XML_NAME.pattern}:)?{XML_NAME.pattern}")


def is_read(sheet: str, header: str) -> bool:
    """Whether a column means something to the converter."""
    if declaration(header) is not None:
        return False
    name = snake(header)
    if sheet == "settings":
        return name in SETTINGS
    if name in INNER:
        return False
    if sheet == "choices":
        return XML_NAME.fullmatch(header) is not None or name in CHOICES or snake(header.split(":", 1)[0]) in CHOICES
    return True


def check_names(sheet: str, headers: tuple[str, ...]) -> None:
    """Refuses a column that would put something into the form under a name XML cannot hold."""
    for header in headers:
        base, *names = (part.strip() for part in header.split("::" if "::" in header else ":", 2))
        if sheet == "survey" and names and snake(base) in PUT and not PUT_NAME.fullmatch(names[0]):
            detail = f"The column “{header}” puts “{names[0]}” into the form, which is no name there."
            raise FormInvalid(detail, code="refused", sheet=sheet, row=1, column=header)
