"""The JSON Schemas of the spec format, which editors use to complete and check specs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from .platform_spec import PlatformSpec
from .release_spec import ReleaseSpec
from .spec import ModelSpec
from .write import alone, write_specs

_SCHEMAS: dict[str, type[BaseModel]] = {
    "model.schema.json": ModelSpec,
    "platform.schema.json": PlatformSpec,
    "release.schema.json": ReleaseSpec,
}


def spec_schemas() -> dict[str, str]:
    """Return the schema files: name → JSON text."""
    return {name: json.dumps(_schema(model), indent=2, ensure_ascii=False) + "\n" for name, model in _SCHEMAS.items()}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def write_schemas(specs: Path) -> list[Path]:
    """Write the schema files below the specs folder."""
    folder = specs / "schema"
    schemas = spec_schemas()
    with alone(specs):
        write_specs(folder, schemas)
    return [folder / name for name in schemas]
