"""The wire types of the API: their names, and the one schema that all of them are generated from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..data import is_list, is_object
from ..fragments import Fragment


def public_types(wire: Mapping[str, Mapping[str, Any]]) -> tuple[Fragment, ...]:
    """Return the sorted names of all wire types, those inside other types included."""
    return tuple(Fragment(name) for name in sorted({title for schema in wire.values() for title in _titles(schema)}))


def _titles(schema: Any) -> Iterator[str]:
    if is_object(schema):
        if isinstance(schema.get("title"), str) and schema.get("type") == "object":
            yield schema["title"]
        for part in schema.values():
            yield from _titles(part)
    elif is_list(schema):
        for part in schema:
            yield from _titles(part)


def combined_schema(wire: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return one schema that holds all wire types as definitions."""
    definitions = {
        title: {key: value for key, value in schema.items() if key != "$schema"}
        for title, schema in sorted(wire.items())
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}
