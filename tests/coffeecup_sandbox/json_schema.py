"""A validator for the part of JSON Schema that the description of the sandbox uses."""

from __future__ import annotations

import re
from typing import Any

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}


def violations(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "$") -> list[str]:
    """Return the violations of `schema` in `value`; `root` is the document for references, `path` the JSON path."""
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return violations(value, target, root, path)
    if "oneOf" in schema:
        fits = [alternative for alternative in schema["oneOf"] if not violations(value, alternative, root, path)]
        return [] if len(fits) == 1 else [f"{path}: fits {len(fits)} of the alternatives"]
    return [*_own_violations(value, schema, path), *_nested_violations(value, schema, root, path)]


def _own_violations(value: Any, schema: dict[str, Any], path: str) -> list[str]:
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    if types and not any(_is(value, type_name) for type_name in types):
        return [f"{path}: {value!r} is not {' or '.join(types)}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r} is not one of {schema['enum']}"]
    if "minimum" in schema and value is not None and value < schema["minimum"]:
        return [f"{path}: {value!r} is below {schema['minimum']}"]
    if "pattern" in schema and value is not None and not re.search(schema["pattern"], value):
        return [f"{path}: {value!r} does not match {schema['pattern']}"]
    return []


def _nested_violations(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str) -> list[str]:
    messages: list[str] = []
    if isinstance(value, dict):
        messages += [f"{path}: {name} is missing" for name in schema.get("required", ()) if name not in value]
        for name, part in schema.get("properties", {}).items():
            if name in value:
                messages += violations(value[name], part, root, f"{path}.{name}")
    if isinstance(value, list) and "items" in schema:
        for number, each in enumerate(value):
            messages += violations(each, schema["items"], root, f"{path}[{number}]")
    return messages


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and not (isinstance(value, bool) and kind in {"integer", "number"})
