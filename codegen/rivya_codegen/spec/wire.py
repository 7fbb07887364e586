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
FORMATS = {"password": "SecretStr"}
"""The formats of text that have a type of their own, and that type."""
_OF_A_TYPE = {
    "format": "string",
    "items": "array",
    **dict.fromkeys(("properties", "required", "additionalProperties"), "object"),
}
"""The keywords that say more about the values of one type, and that type."""
_OF_VALUES = frozenset({"$ref", "anyOf", "type", "enum", "const"})
"""The keywords that say what values there are."""
_KEYWORDS = _OF_VALUES | _OF_A_TYPE.keys() | {"$schema", "$comment", "title", "description", "default", "examples"}

TYPES_AT = "#/$defs/"
"""How a reference to a wire type begins."""
_LOCAL = re.compile(rf"{re.escape(TYPES_AT)}[A-Za-z][A-Za-z0-9]*")


Fault = tuple[Path, str]
"""A path in a schema, and what is wrong there."""


def check_wire_schema(schema: Any) -> Iterator[Fault]:
    """Yield where a schema is malformed, refers to anything but a wire type, or says what no type can hold."""
    malformed = [*_broken_rules(schema), *_unknown_keywords(schema)]
    yield from malformed
    if malformed:
        return
    if not is_object(schema) or schema.get("type") != "object":
        yield (("type",), 'a wire type is an object: its `type` is "object"')
    for path, part in schemas(schema):
        yield from _misplaced(path, part)
        yield from _values_of(path, part)


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
    for path, part in schemas(schema):
        for keyword in part:
            if keyword not in _KEYWORDS:
                hint = did_you_mean(keyword, _KEYWORDS)
                yield (*path, keyword), f"the keyword {json.dumps(keyword)} has no meaning in a wire type{hint}"
        reference = part.get("$ref")
        if isinstance(reference, str) and not _LOCAL.fullmatch(reference):
            detail = f"the reference {json.dumps(reference)} is not one to a wire type, such as #/$defs/Task"
            yield (*path, "$ref"), detail


def _misplaced(path: Path, part: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the keywords of a schema that say something beside what the others do."""
    said = sorted(part.keys() & _OF_VALUES)
    if len(said) > 1 and said not in (["const", "type"], ["enum", "type"]):
        yield path, f"{_name(path)}: {' and '.join(said)} say twice what values there are; keep one of them"
    types = [part.get("type"), *(part["type"] if is_list(part.get("type")) else ())]
    for keyword, kind in _OF_A_TYPE.items():
        if keyword in part and kind not in types:
            yield (*path, keyword), f'`{keyword}` has a meaning beside the type "{kind}" only'
    if "format" in part and part["format"] not in FORMATS:
        detail = f"no type is made for the format {_shown(part['format'])}; there are: {', '.join(FORMATS)}"
        yield (*path, "format"), detail
    for index, name in enumerate(part.get("required", ())):
        if name not in part.get("properties", {}):
            yield (*path, "required", index), f"{_shown(name)} is none of the `properties`"
    if "title" in part and path and "properties" not in part:
        yield (*path, "title"), "a `title` is the name of a class, and only an object with `properties` becomes one"
    extra, place = part.get("additionalProperties", True), (*path, "additionalProperties")
    if extra is False or (extra is not True and "properties" in part):
        yield (
            place,
            "objects keep what the API adds; leave this out, or describe by it the values of one without `properties`",
        )
    for inner, value in _parts(part, path):
        if isinstance(value, bool) and inner != place:
            yield inner, f"{_name(inner)}: {_shown(value)} is no type; write {{}} for a value of any type"


def _values_of(path: Path, part: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the values of a schema that no type can name, or that the schema itself does not allow."""
    from jsonschema import Draft202012Validator

    of_type: Any = Draft202012Validator({"type": part["type"]} if "type" in part else {})
    rows = [((*path, "const"), part["const"])] if "const" in part else []
    rows += [((*path, "enum", index), value) for index, value in enumerate(part.get("enum", ()))]
    for place, value in rows:
        if is_object(value) or is_list(value) or isinstance(value, float):
            allowed = "text, whole numbers, true, false and null are"
            yield place, f"{_name(place)}: {_shown(value)} is no constant; {allowed}"
        elif not of_type.is_valid(value):
            yield place, f"{_name(place)}: {_shown(value)} is none of the values that the schema allows"
    if part.get("enum") == []:
        yield (*path, "enum"), f"{_name((*path, 'enum'))}: it lists no value; name one, or leave it out"
    if "default" in part and not _allows(part, part["default"]):
        place = (*path, "default")
        yield place, f"{_name(place)}: {_shown(part['default'])} is none of the values that the schema allows"


def _allows(schema: Mapping[str, Any], value: Any) -> bool:
    """Return whether a value may be the default of a schema; of one with objects of a class it is none of these."""
    from jsonschema import Draft202012Validator

    if any({"$ref", "properties"} & part.keys() for _, part in schemas(schema)):
        return value is None
    rules: Any = Draft202012Validator(schema)
    return bool(rules.is_valid(value))


def _name(path: Iterable[str | int]) -> str:
    return "/".join(map(str, path)) or "the whole"


def _shown(value: Any) -> str:
    return "an object" if is_object(value) else "a list" if is_list(value) else json.dumps(value, ensure_ascii=False)


def classes(schema: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the schemas that become classes, with their paths: objects with `properties`, and the whole behind them."""
    return ((path, part) for path, part in schemas(schema) if not path or "properties" in part)


def schemas(schema: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the schemas in a schema and behind them itself, with their paths; what a value holds is no schema."""
    for place, part in _parts(schema, path):
        yield from schemas(part, place)
    if is_object(schema):
        yield path, schema


def _parts(schema: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    for keyword, value in schema.items() if is_object(schema) else ():
        if keyword in NAMED_PARTS and is_object(value):
            yield from (((*path, keyword, name), part) for name, part in value.items())
        elif keyword in PARTS and is_list(value):
            yield from (((*path, keyword, index), part) for index, part in enumerate(value))
        elif keyword in PARTS:
            yield (*path, keyword), value
