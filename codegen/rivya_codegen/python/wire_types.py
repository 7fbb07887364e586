"""The classes of the API's own objects, from their JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..contract.names import field_name
from ..spec.wire import FORMATS, TYPES_AT, classes
from ..text.fragments import Fragment, keywords, literal
from ..text.json_data import is_list, is_object
from .ir import WireField, WireType

_TYPES = {"boolean": "bool", "integer": "int", "null": "None", "number": "float", "string": "str"}


def lower_wire_types(wire: Mapping[str, Mapping[str, Any]]) -> tuple[WireType, ...]:
    """Return a class for each schema and each object with fields in it, which stands before what it is a part of."""
    return tuple(_lower_type(part) for _, schema in sorted(wire.items()) for _, part in classes(schema))


def _lower_type(schema: Mapping[str, Any]) -> WireType:
    title, properties = schema["title"], schema.get("properties", {})
    bases = ["OpenWireObject"] * title.startswith("Open")
    bases += ["WireList"] * (title.endswith("List") and "data" in properties)
    return WireType(
        name=Fragment(title),
        bases=Fragment(", ".join(bases or ["WireObject"])),
        description=schema.get("description", ""),
        fields=tuple(_lower_field(key, row, key in schema.get("required", ())) for key, row in properties.items()),
    )


def _lower_field(wire: str, schema: Mapping[str, Any], required: bool) -> WireField:
    name = field_name(wire)
    default = {} if required else {"default": schema.get("default")}
    value = next(map(literal, default.values()), "")
    if name != wire:
        value = f"Field({keywords({**default, 'alias': wire})})"
    return WireField(
        name=name,
        annotation=Fragment(_annotation(schema, optional=not required)),
        value=Fragment(value and f" = {value}"),
        description=schema.get("description", ""),
    )


def _annotation(schema: Mapping[str, Any], *, optional: bool = False) -> str:
    """Return the type of the values of a schema; an optional one is `None` where it is left out."""
    parts = list(_alternatives(schema))
    constants = [value for part in parts for value in _constants(part)]
    types = [name for part in parts if not _constants(part) for name in _types(part)]
    named = [literal(value) for value in constants if value is not None]
    members = [f"Literal[{', '.join(named)}]"] if named else []
    members += [name for name in types if name != "None"]
    nullable = optional or None in constants or "None" in types
    return " | ".join([*members, "None"] if nullable else members)


def _alternatives(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in schema.get("anyOf", ()):
        yield from _alternatives(part)
    if "anyOf" not in schema:
        yield schema


def _constants(schema: Mapping[str, Any]) -> list[Any]:
    return [schema["const"]] if "const" in schema else schema.get("enum", [])


def _types(schema: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        yield schema["$ref"].removeprefix(TYPES_AT)
    stated = schema.get("type", [] if "$ref" in schema else ["any"])
    for name in stated if is_list(stated) else [stated]:
        if name == "array":
            yield f"list[{_annotation(schema.get('items', {}))}]"
        elif name == "object" and "properties" in schema:
            yield schema["title"]
        elif name == "object":
            values = schema.get("additionalProperties")
            yield f"dict[str, {_annotation(values) if is_object(values) else 'Any'}]"
        elif name == "string":
            yield FORMATS.get(schema.get("format", ""), "str")
        else:
            yield _TYPES.get(name, "Any")
