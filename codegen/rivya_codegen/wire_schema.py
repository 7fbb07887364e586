"""What a file of `specs/wire` may say: a JSON Schema of its own, with references to the other wire types only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from .data import is_list, is_object

_LOCAL = re.compile(r"#/\$defs/[A-Za-z][A-Za-z0-9]*")


def check_wire_schema(schema: Any) -> None:
    """Raise ValueError where a schema is malformed or refers to anything but a wire type."""
    from jsonschema import Draft202012Validator, SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        place = "/".join(str(part) for part in error.absolute_path) or "the whole"
        value = error.instance
        shown = (
            "an object" if is_object(value) else "a list" if is_list(value) else json.dumps(value, ensure_ascii=False)
        )
        raise ValueError(f"{place}: {shown} breaks the rule `{error.validator}` of JSON Schema") from error
    for reference in _references(schema):
        if not isinstance(reference, str) or not _LOCAL.fullmatch(reference):
            raise ValueError(f"the reference {json.dumps(reference)} is not one to a wire type, such as #/$defs/Task")


def referenced_types(schema: Any) -> set[str]:
    """Return the names of the wire types that a schema refers to."""
    return {reference.rpartition("/")[2] for reference in _references(schema)}


def _references(schema: Any) -> Iterator[Any]:
    if is_object(schema):
        if "$ref" in schema:
            yield schema["$ref"]
        for part in schema.values():
            yield from _references(part)
    elif is_list(schema):
        for part in schema:
            yield from _references(part)
