"""The plain data of a spec: mappings, lists and scalars, reached by path."""

from __future__ import annotations

from typing import Any

from ..text.json_data import is_object
from .reader import Path

Data = dict[str, Any]


def value_at(value: Any, path: Path) -> Any:
    """Return what stands at a path of mappings; none where nothing does."""
    for key in path:
        value = value.get(str(key)) if is_object(value) else None
    return value


def nested(path: Path, value: Any) -> Any:
    """Return the mapping that has nothing but the value at the path."""
    for key in reversed(path):
        value = {str(key): value}
    return value
