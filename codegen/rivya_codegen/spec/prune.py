"""What the data of a spec need not say: nones, and empty mappings and lists where they mean nothing."""

from __future__ import annotations

from typing import Any

from ..text.json_data import Data, is_object
from ..yaml_text.reader import Path
from .facts import PARTS

_KEPT_EMPTY = frozenset({("references",), ("chat",)})  # an empty mapping says: it does, the page does not say how
_PARTS = frozenset({*PARTS, "params", "text"})


def is_part(path: Path) -> bool:
    """Return whether the mapping at a path consists of facts, rather than being one fact, such as an example."""
    if len(path) < 2:
        return not path or path[0] in _PARTS
    if path[0] == "params":
        return len(path) == 2 or (len(path) in (3, 4) and path[2] == "items")
    return path[0] in _PARTS and path[0] != "examples"


def prune(data: Data, path: Path = ()) -> Data:
    """Return the data without what says nothing: nones, empty lists and mappings, `required: false`."""
    kept: Data = {}
    for key, value in data.items():
        here = (*path, key)
        pruned = prune(value, here) if is_part(here) and is_object(value) else value
        if not _says_nothing(pruned, here):
            kept[key] = pruned
    return kept


def _says_nothing(value: Any, path: Path) -> bool:
    if path == ("input_status",):
        return False
    if path[0] == "params" and path[-1] == "required" and len(path) in (3, 5):
        return value is False
    if value == {}:
        is_file = path[:2] == ("references", "files") and len(path) == 3
        return is_part(path) and path not in _KEPT_EMPTY and not is_file
    return value is None or value == []
