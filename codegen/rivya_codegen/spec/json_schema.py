"""The JSON Schemas of the spec format, which editors use to complete and check specs."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from ..text.json_data import is_list, is_object
from .model import ModelSpec
from .platform import PlatformSpec
from .release import ReleaseSpec

_SCHEMAS: dict[str, type[BaseModel]] = {
    "model.schema.json": ModelSpec,
    "platform.schema.json": PlatformSpec,
    "release.schema.json": ReleaseSpec,
}


def spec_schemas() -> dict[str, str]:
    """Return the schema files: name → JSON text."""
    return {name: json.dumps(_schema(model), indent=2, ensure_ascii=False) + "\n" for name, model in _SCHEMAS.items()}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = _in_words_of_json_schema(model.model_json_schema(by_alias=True))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


_WORDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
"""What pydantic writes as its own words beside `anyOf`, where a bound is that of a union of numbers."""


def _in_words_of_json_schema(value: Any) -> Any:
    """Return a schema without the words that only pydantic and OpenAPI know."""
    if is_list(value):
        return [_in_words_of_json_schema(item) for item in value]
    if not is_object(value):
        return value
    schema = {key: _in_words_of_json_schema(item) for key, item in value.items()}
    if is_list(schema.get("oneOf")):
        schema.pop("discriminator", None)
    if is_list(schema.get("anyOf")):
        bounds = {_WORDS[key]: schema.pop(key) for key in _WORDS if key in schema}
        numbers = ("integer", "number")
        schema["anyOf"] = [row | bounds if row.get("type") in numbers else row for row in schema["anyOf"]]
    return schema
