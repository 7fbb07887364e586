"""The JSON Schemas of the spec format, which editors use to complete and check specs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from .platform_spec import PlatformSpec
from .release_spec import ReleaseSpec
from .spec import ModelSpec

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


def write_schemas(specs: Path) -> Iterator[Path]:
    """Write the schema files below the specs folder."""
    folder = specs / "schema"
    folder.mkdir(exist_ok=True)
    for name, text in spec_schemas().items():
        (folder / name).write_text(text, "utf-8")
        yield folder / name
