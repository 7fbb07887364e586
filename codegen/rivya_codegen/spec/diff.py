"""Where two states of a spec differ, as data: what judges a difference, or writes it, filters these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..text.json_data import is_object
from ..yaml_text.paths import Data
from ..yaml_text.reader import Path

ABSENT: Any = object()
"""Stands for what one of the two does not say, as opposed to saying that there is none."""


def differences(old: Data, new: Data, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Yield path, old and new value of what differs, as deep inside as both have objects of the same kind."""
    for key in {**new, **old}:
        at, before, after = (*path, key), old.get(key, ABSENT), new.get(key, ABSENT)
        if is_object(before) and is_object(after) and _are_of_one_kind(at, before, after):
            yield from differences(before, after, at)
        elif before != after or isinstance(before, bool) != isinstance(after, bool):
            yield at, before, after


def _are_of_one_kind(path: Path, old: Data, new: Data) -> bool:
    """Return whether both are parameters of one type, or fields of an array's items, or no parameters at all."""
    is_parameter = path[0] == "params" and len(path) in (2, 4)
    return not is_parameter or new.get("type", old.get("type")) == old.get("type")
