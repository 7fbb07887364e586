"""What a file of `specs/wire` may say: a JSON Schema of its own, with references to the other wire types only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from .data import is_list, is_object
from .problems import did_you_mean

PARTS = frozenset(
    {
        *("items", "prefixItems", "contains", "additionalProperties", "propertyNames"),
        *("allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
    }
)
"""The keywords that hold a schema, or a list of them."""
NAMED_PARTS = frozenset({"properties", "patternProperties", "dependentSchemas"})
"""The keywords that hold schemas by names, which are no keywords whatever they are called."""
_KEYWORDS = (
    PARTS
    | NAMED_PARTS
    | {
        *("$schema", "$ref", "$comment", "title", "description", "type", "enum", "const", "default", "examples"),
        *("format", "pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
        *("minItems", "maxItems", "uniqueItems", "minContains", "maxContains"),
        *("required", "dependentRequired", "minProperties", "maxProperties", "deprecated", "readOnly", "writeOnly"),
    }
)
"""What a schema may say. The library that makes the types takes orders by further ones: to import a name, to read a file."""

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
    for part in _schemas(schema):
        for keyword in part:
            if keyword not in _KEYWORDS:
                hint = did_you_mean(keyword, _KEYWORDS)
                raise ValueError(f"the keyword {json.dumps(keyword)} has no meaning in a wire type{hint}")
    for reference in _references(schema):
        if not _LOCAL.fullmatch(reference):
            raise ValueError(f"the reference {json.dumps(reference)} is not one to a wire type, such as #/$defs/Task")


def referenced_types(schema: Any) -> set[str]:
    """Return the names of the wire types that a schema refers to."""
    return {reference.rpartition("/")[2] for reference in _references(schema)}


def _references(schema: Any) -> Iterator[str]:
    return (part["$ref"] for part in _schemas(schema) if "$ref" in part)


def _schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield the schema and all that are in it; what a value holds is no schema."""
    if is_list(schema):
        for part in schema:
            yield from _schemas(part)
    elif is_object(schema):
        yield schema
        for keyword, value in schema.items():
            if keyword in PARTS:
                yield from _schemas(value)
            elif keyword in NAMED_PARTS:
                yield from _schemas(list(value.values()))
