"""The wire types of the API: the one schema that all of them are generated from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def combined_schema(wire: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return one schema that holds all wire types as definitions."""
    definitions = {
        title: {key: value for key, value in schema.items() if key != "$schema"}
        for title, schema in sorted(wire.items())
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}
