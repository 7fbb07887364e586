"""What a file of `specs/wire` may say: a JSON Schema of its own, with references to the other wire types only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..problems.problem import did_you_mean
from ..text.json_data import is_list, is_object
from ..yaml_text.reader import Path

if TYPE_CHECKING:
    from jsonschema import ValidationError

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

TYPES_AT = "#/$defs/"
"""How a reference to a wire type begins."""
_LOCAL = re.compile(rf"{re.escape(TYPES_AT)}[A-Za-z][A-Za-z0-9]*")


Fault = tuple[Path, str]
"""A path in a schema, and what is wrong there."""


def check_wire_schema(schema: Any) -> Iterator[Fault]:
    """Yield where a schema is malformed, refers to anything but a wire type, or says what no type can hold."""
    malformed = [*_broken_rules(schema), *_unknown_keywords(schema)]
    yield from malformed
    if not malformed:
        yield from (fault for path, part in _schemas(schema) for fault in _values_of(path, part))


def _broken_rules(schema: Any) -> Iterator[Fault]:
    from jsonschema import Draft202012Validator

    rules: Any = Draft202012Validator(
        Draft202012Validator.META_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    for error in rules.iter_errors(schema):
        yield (
            tuple(error.absolute_path),
            f"{_name(error.absolute_path)}: {_shown(error.instance)} breaks the rule `{error.validator}` of JSON Schema"
            f"{_allowed(error)}",
        )


def _allowed(error: ValidationError) -> str:
    """Return what a rule of JSON Schema allows, where that is a few words or a number."""
    rules = [error, *(error.context or ())]
    telling = [rule for rule in rules if rule.validator in {"enum", "type", "minimum", "exclusiveMinimum"}]
    return f": {json.dumps(telling[0].validator_value)}" if telling else ""


def _unknown_keywords(schema: Any) -> Iterator[Fault]:
    for path, part in _schemas(schema):
        for keyword in part:
            if keyword not in _KEYWORDS:
                hint = did_you_mean(keyword, _KEYWORDS)
                yield (*path, keyword), f"the keyword {json.dumps(keyword)} has no meaning in a wire type{hint}"
        reference = part.get("$ref")
        if isinstance(reference, str) and not _LOCAL.fullmatch(reference):
            detail = f"the reference {json.dumps(reference)} is not one to a wire type, such as #/$defs/Task"
            yield (*path, "$ref"), detail


def _values_of(path: Path, part: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the constants of a schema that are no single values, and the default that its type does not have."""
    from jsonschema import Draft202012Validator

    rows = [((*path, "const"), part["const"])] if "const" in part else []
    rows += [((*path, "enum", index), value) for index, value in enumerate(part.get("enum", ()))]
    for place, value in rows:
        if is_object(value) or is_list(value):
            yield place, f"{_name(place)}: {_shown(value)} is no constant; text, numbers, true, false and null are"
    if part.get("enum") == []:
        yield (*path, "enum"), f"{_name((*path, 'enum'))}: it lists no value; name one, or leave it out"
    stated = {keyword: part[keyword] for keyword in ("type", "enum", "const") if keyword in part}
    rules: Any = Draft202012Validator(stated)
    if "default" in part and not rules.is_valid(part["default"]):
        place = (*path, "default")
        yield place, f"{_name(place)}: {_shown(part['default'])} is none of the values that the schema allows"


def _name(path: Iterable[str | int]) -> str:
    return "/".join(map(str, path)) or "the whole"


def _shown(value: Any) -> str:
    return "an object" if is_object(value) else "a list" if is_list(value) else json.dumps(value, ensure_ascii=False)


def referenced_types(schema: Any) -> set[str]:
    """Return the names of the wire types that a schema refers to."""
    return {reference.rpartition("/")[2] for reference in _references(schema)}


def _references(schema: Any) -> Iterator[str]:
    return (part["$ref"] for _, part in _schemas(schema) if "$ref" in part)


def _schemas(schema: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the schema and all that are in it, with their paths; what a value holds is no schema."""
    if is_list(schema):
        for index, part in enumerate(schema):
            yield from _schemas(part, (*path, index))
    elif is_object(schema):
        yield path, schema
        for keyword, value in schema.items():
            if keyword in PARTS:
                yield from _schemas(value, (*path, keyword))
            elif keyword in NAMED_PARTS and is_object(value):
                for name, part in value.items():
                    yield from _schemas(part, (*path, keyword, name))


def combined_schema(wire: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return one schema that holds all wire types as definitions."""
    definitions = {
        title: {key: value for key, value in schema.items() if key != "$schema"}
        for title, schema in sorted(wire.items())
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}
