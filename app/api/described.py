"""What OpenAPI says of bodies that the server reads itself, byte by byte."""

from typing import Any

from app.api.messages import Message


def takes(message: type[Message]) -> dict[str, Any]:
    """Say that an endpoint takes this message as JSON."""
    schema = message.model_json_schema()
    return _body("application/json", _inlined(schema, schema.get("$defs", {})))


def takes_file() -> dict[str, Any]:
    """Say that an endpoint takes a file in the field `file`."""
    file = {"type": "string", "format": "binary"}
    return _body("multipart/form-data", {"type": "object", "properties": {"file": file}, "required": ["file"]})


def _body(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema}}}}


def _inlined(part: Any, definitions: dict[str, Any]) -> Any:
    """The schema with what it refers to put in its place."""
    if isinstance(part, list):
        return [_inlined(each, definitions) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(definitions[part["$ref"].rpartition("/")[2]], definitions)
    return {name: _inlined(value, definitions) for name, value in part.items() if name != "$defs"}
