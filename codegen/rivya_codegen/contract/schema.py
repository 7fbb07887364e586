"""The JSON Schemas (draft 2020-12) of the fields of a model's request, made from its spec: the same limits, for any language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ..spec.conditions import ValueRange
from ..spec.formats import pattern_of
from ..spec.limits import limits_of
from ..spec.model import (
    AnyParameter,
    ArrayParameter,
    BooleanParameter,
    FileParameter,
    ModelSpec,
    NumberParameter,
    ObjectParameter,
    Select,
    TextParameter,
)
from ..spec.numbers import Grid, exact, grid_of, is_integer, listed_numbers
from ..spec.platform import PlatformSpec
from ..spec.values import Number
from .options import with_option_lines
from .parameters import ATTACHMENTS_KEY, SESSION_KEY, descriptions_of, params_key, with_all_parameters
from .reference_schema import Schema, references_schema, without_nothing

REFERENCES_KEY = "referenceMediaItems"
_NO_TEXT: Mapping[str, str] = {}


def fields_schema(spec: ModelSpec, platform: PlatformSpec) -> Schema:
    """Return the schema of the JSON body that a call of the model sends, but for its conditions."""
    spec = with_all_parameters(spec, platform)
    properties: Schema = {"model": {"const": spec.id, "description": "The model id."}}
    required = ["model"]
    if spec.prompt is not None:
        key = prompt_key(spec)
        properties[key] = without_nothing(
            {"type": "string", "minLength": 1 if spec.prompt.required else None, "maxLength": spec.prompt.max_length}
        )
        required += [key] if spec.prompt.required else []
    params, holder = _params_schema(spec, platform), params_key(spec)
    if holder is None:
        properties |= params["properties"]
        required += params.get("required", [])
    else:
        properties[holder] = params
        required += [holder] if "required" in params else []
    properties["client_request_id"] = {"type": "string", "description": "Your own id for tracing."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{spec.name} request",
        "description": f"Body of a request for the model {spec.id}. Facts: {spec.source.url}, reviewed {spec.source.reviewed}.",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def prompt_key(spec: ModelSpec) -> str:
    """Return the field that carries the prompt: `message` for chat models."""
    return "message" if spec.is_chat else "prompt"


def files_key(spec: ModelSpec) -> str:
    """Return the parameter of a request that holds its files."""
    return ATTACHMENTS_KEY if params_key(spec) is None else REFERENCES_KEY


def reserved_keys(spec: ModelSpec) -> tuple[str, ...]:
    """Return the keys that no parameter of the model can have: something else stands where its parameters do."""
    if params_key(spec) is not None:
        return (REFERENCES_KEY,)
    return ("model", prompt_key(spec), "client_request_id", SESSION_KEY, ATTACHMENTS_KEY)


def _params_schema(spec: ModelSpec, platform: PlatformSpec) -> Schema:
    schema = _object_schema(spec.params, with_option_lines(spec, descriptions_of(spec, platform).get("en", {})))
    if spec.references is not None and params_key(spec) is not None:
        schema["properties"][REFERENCES_KEY] = references_schema(spec.references, platform)
    return schema


def parameter_schema(parameter: AnyParameter, text: Mapping[str, str] = _NO_TEXT, path: str = "") -> Schema:
    """Return the schema of one parameter's value.

    Args:
        parameter: A parameter, a field of an object, or what the entries of a list are.
        text: What parameters and fields mean, by their paths.
        path: That of the parameter.
    """
    if isinstance(parameter, ObjectParameter):
        schema = _object_schema(parameter.fields, text, f"{path}.")
    elif isinstance(parameter, ArrayParameter):
        schema = _array_schema(parameter) | {"items": parameter_schema(parameter.items, text, path)}
    else:
        schema = _TYPES[type(parameter)](parameter)
    if parameter.nullable:
        schema = _or_null(schema)
    default = limits_of(parameter).default
    schema = schema | ({"default": default} if default is not None else {})
    return schema | ({"deprecated": True} if parameter.deprecated else {})


def _or_null(schema: Schema) -> Schema:
    options = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return schema | options | {"type": [schema["type"], "null"]}


def _select_schema(parameter: Select) -> Schema:
    return {"type": "string", "enum": list(parameter.options)}


def _number_schema(parameter: NumberParameter) -> Schema:
    grid, numbers = grid_of(parameter), listed_numbers(parameter)
    counts_from_zero = grid is not None and Grid(grid.step).has(grid.base)
    if parameter.options is None and grid is not None and counts_from_zero and _divides_evenly(numbers, grid.step):
        numbers = None
    return without_nothing(
        {
            "enum": numbers,
            "type": "integer" if is_integer(parameter) else "number",
            **bounds_schema(parameter),
            "multipleOf": grid.step if grid is not None and numbers is None and step_is_sayable(parameter) else None,
        }
    )


def _divides_evenly(values: list[Number] | None, step: Number) -> bool:
    """Return whether binary arithmetic agrees: most validators find that 0.3 is no multiple of 0.05."""
    return all((value / step).is_integer() for value in values or ())


def step_is_sayable(parameter: NumberParameter) -> bool:
    """Return whether a schema can tell the step: a list of values has to be short, and `multipleOf` counts from 0.

    Most validators do so in binary arithmetic, which has to hold the step exactly: 0.25, not 0.3.
    """
    grid = grid_of(parameter)
    if grid is None or listed_numbers(parameter) is not None:
        return True
    return Grid(grid.step).has(grid.base) and exact(grid.step) == Decimal(grid.step)


def _text_schema(parameter: TextParameter) -> Schema:
    pattern = pattern_of(parameter)
    return without_nothing(
        {
            "type": "string",
            "minLength": parameter.min_length,
            "maxLength": parameter.max_length,
            "pattern": "^https?://"
            if parameter.format == "url"
            else f"^(?:{pattern.expression})$"
            if pattern
            else None,
        }
    )


def _boolean_schema(_parameter: BooleanParameter) -> Schema:
    return {"type": "boolean"}


def _file_schema(_parameter: FileParameter) -> Schema:
    return {"type": "string", "pattern": "^https?://"}


def _object_schema(fields: Mapping[str, AnyParameter], text: Mapping[str, str], above: str = "") -> Schema:
    properties = {
        key: without_nothing({"description": text.get(above + key)}) | parameter_schema(field, text, above + key)
        for key, field in fields.items()
    }
    required = [key for key, field in fields.items() if field.required]
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def _array_schema(parameter: ArrayParameter) -> Schema:
    bounds = {"minItems": parameter.min_items, "maxItems": parameter.max_items}
    return without_nothing({"type": "array", **bounds, "uniqueItems": parameter.unique or None})


_TYPES: Mapping[type, Any] = {
    Select: _select_schema,
    NumberParameter: _number_schema,
    TextParameter: _text_schema,
    FileParameter: _file_schema,
    BooleanParameter: _boolean_schema,
}


def bounds_schema(row: NumberParameter | ValueRange) -> Schema:
    """Return the keywords for the bounds of a number."""
    bounds = {"minimum": row.min, "maximum": row.max}
    return without_nothing(bounds | {"exclusiveMinimum": row.exclusive_min, "exclusiveMaximum": row.exclusive_max})


def json_value(parameter: AnyParameter, text: str) -> Any:
    """Return a value that a condition names as text, as the JSON value of its parameter; a misfit stays text."""
    if not isinstance(parameter, NumberParameter | BooleanParameter):
        return text
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return int(value) if isinstance(value, float) and value.is_integer() else value


def with_parameter(spec: ModelSpec, keys: Sequence[str], value: Schema, *, needed: bool = True) -> Schema:
    """Return what fits requests that give a parameter, or a field of objects, such a value.

    Where it is not `needed`, requests fit as well that leave it out; but a field, only where its object is given.
    """
    holder = params_key(spec)
    places = list(keys) if holder is None else [holder, *keys]
    for depth, key in reversed(list(enumerate(places))):
        given = needed or (len(keys) > 1 and depth < len(places) - 1)
        value = {"properties": {key: value}} | ({"required": [key]} if given else {})
        value = {"type": "object", **value} if depth else value
    return value


def where_given(spec: ModelSpec, keys: Sequence[str], value: Schema) -> Schema:
    """Return what fits requests that do not give a parameter, or a field of objects, or give it such a value."""
    holder = params_key(spec)
    for key in reversed(keys if holder is None else [holder, *keys]):
        value = {"properties": {key: value}}
    return value
