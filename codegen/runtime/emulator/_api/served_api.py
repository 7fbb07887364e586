"""The data that an emulator serves: the platform, the models and their catalogue, bound by the generated package."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from importlib.resources.abc import Traversable
from typing import Any

from ..._spec.tables import MediaType, ModelTable, Platform
from ..._validation.uploads import rules_of_uploads

AVAILABLE = "available"
"""The `api_status` of models that can be called."""


@dataclass(frozen=True)
class ServedApi:
    """One API: the platform's rules, the module that holds the `MODEL` of each id, and the files that are served as is.

    The files are `Path`s, or resources of a package, which may lie in a zip.

    The catalogue is the body that `models.list` answers with, and the contract that of `openapi.retrieve`, as JSON.
    """

    platform: Platform
    models_by_id: Mapping[str, str]
    catalog_file: Traversable
    results: Mapping[str, Sequence[str]]
    """The media types that the jobs of a category make, the usual one first."""
    samples: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """What is made of a media type that the emulator cannot draw, film or play."""
    openapi_file: Traversable | None = None

    def model(self, model_id: str) -> ModelTable | None:
        """Return the table of a model, or None when there is no such model."""
        module = self.models_by_id.get(model_id)
        if module is None:
            return None
        table: ModelTable = import_module(module).MODEL
        return table

    def result_types(self, model: ModelTable) -> Sequence[MediaType]:
        """Return what the jobs of a model can make, the usual one first; nothing where the emulator makes none."""
        known = {row.mime_type: row for row in self.platform.media_types}
        return [known[name] for name in self.results.get(model.category, ())]

    def is_available(self, model_id: str) -> bool:
        """Whether the catalogue says that a model can be called; one that it does not list can."""
        return self._statuses.get(model_id, AVAILABLE) == AVAILABLE

    @cached_property
    def _statuses(self) -> Mapping[str, str]:
        return {entry["id"]: entry.get("api_status", AVAILABLE) for entry in self.catalog["data"]}

    @cached_property
    def catalog(self) -> Any:
        return json.loads(self.catalog_file.read_text("utf-8"))

    @cached_property
    def contract(self) -> bytes | None:
        """The OpenAPI document; None when the package carries none."""
        file = self.openapi_file
        return file.read_bytes() if file is not None and file.is_file() else None

    @cached_property
    def largest_file(self) -> int:
        """The size in bytes of the largest file that the platform or any of its models takes."""
        tables = filter(None, map(self.model, self.models_by_id))
        rules = [row for table in tables for rule in rules_of_uploads(table) for row in rule.files]
        return max((rule.max_bytes or 0 for rule in (*self.platform.files, *rules)), default=0)
