"""Which columns the converter gets to see: an author's own columns are no error, and it falls over some of them."""

from __future__ import annotations

import re

from app.forms.sheets import declaration, snake

XML_NAME = re.compile(r"[^\W\d][\w.-]*")
SETTINGS = frozenset(
    {"form_title", "set_form_title", "title", "form_id", "set_form_id", "id_string", "version", "default_language"}
    | {"instance_name", "style", "allow_choice_duplicates", "clean_text_values", "namespaces"}
)
CHOICES = frozenset({"list_name", "name", "value", "label", "caption", "media", "image", "big-image", "audio", "video"})
# To the converter these are parts of its own description of a form, not columns.
INNER = frozenset({"self", "children", "actions", "bind", "body", "control", "instance", "media"})


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
