"""The classes of the API's own objects, from their JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..contract.names import field_name
from ..spec.wire import TYPES_AT, WireSchema, WireSpec
from ..text.fragments import Fragment, keywords, literal
from .ir import WireField, WireType

_TYPES = {"boolean": "bool", "integer": "int", "null": "None", "number": "float"}
_TEXTS = {None: "str", "password": "SecretStr"}


def lower_wire_types(wire: Mapping[str, Mapping[str, Any]]) -> tuple[WireType, ...]:
    """Return a class for each schema, and before it those of the objects with fields that are its parts."""
    specs = (WireSpec.model_validate(schema) for _, schema in sorted(wire.items()))
    return tuple(_lower_type(part) for spec in specs for _, part in spec.parts() if part.is_class)


def _lower_type(schema: WireSchema) -> WireType:
    bases = ["OpenWireObject"] * schema.title.startswith("Open")
    bases += ["WireList"] * (schema.title.endswith("List") and "data" in schema.properties)
    return WireType(
        name=Fragment(schema.title),
        bases=Fragment(", ".join(bases or ["WireObject"])),
        description=schema.description,
        fields=tuple(_lower_field(key, part, key in schema.required) for key, part in schema.properties.items()),
    )


def _lower_field(wire: str, schema: WireSchema, required: bool) -> WireField:
    name = field_name(wire)
    settings = {} if required else {"default": schema.default}
    value = "" if required else literal(schema.default)
    if name != wire:
        value = f"Field({keywords({**settings, 'alias': wire})})"
    return WireField(
        name=name,
        annotation=Fragment(_annotation(schema, optional=not required)),
        value=Fragment(value and f" = {value}"),
        description=schema.description,
    )


def _annotation(schema: WireSchema | None, *, optional: bool = False) -> str:
    """Return the type of the values of a schema; an optional one is `None` where it is left out."""
    if schema is None:
        return "Any"
    choices = list(_choices(schema))
    constants = [value for part in choices for value in part.constants]
    types = [name for part in choices if not part.constants for name in _types(part)]
    named = ", ".join(literal(value) for value in constants if value is not None)
    members = [f"Literal[{named}]"] * bool(named) + [name for name in types if name != "None"]
    return " | ".join([*members, "None"] if optional or None in constants or "None" in types else members)


def _choices(schema: WireSchema) -> Iterator[WireSchema]:
    for part in schema.any_of:
        yield from _choices(part)
    if not schema.any_of:
        yield schema


def _types(schema: WireSchema) -> Iterator[str]:
    if schema.ref:
        yield schema.ref.removeprefix(TYPES_AT)
    elif not schema.type:
        yield "Any"
    for name in schema.type:
        if name == "string":
            yield _TEXTS[schema.format]
        elif name == "array":
            yield f"list[{_annotation(schema.items)}]"
        elif name == "object" and not schema.is_class:
            yield f"dict[str, {_annotation(schema.additional_properties)}]"
        else:
            yield _TYPES.get(name, schema.title)
