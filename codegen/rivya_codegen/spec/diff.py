"""Where two states of a spec differ, as data: what judges a difference, or writes it, filters these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..text.json_data import Data, is_list, is_object
from ..yaml_text.reader import Path

ABSENT: Any = object()
"""Stands for what one of the two does not say, as opposed to saying that there is none."""


def differences(old: Data, new: Data, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Yield path, old and new value of what differs, as deep inside as both have objects of the same kind."""
    for key in {**new, **old}:
        at, before, after = (*path, key), old.get(key, ABSENT), new.get(key, ABSENT)
        if is_object(before) and is_object(after) and _are_of_one_kind(at, before, after):
            yield from differences(before, after, at)
        elif not _is_same(before, after):
            yield at, before, after


def _is_same(old: Any, new: Any) -> bool:
    """Return whether two values of JSON are the same: 4 and 4.0 are, and 1 and `true` are not."""
    if is_list(old) and is_list(new):
        return len(old) == len(new) and all(map(_is_same, old, new))
    if is_object(old) and is_object(new):
        return old.keys() == new.keys() and all(_is_same(value, new[key]) for key, value in old.items())
    return bool(old == new) and isinstance(old, bool) == isinstance(new, bool)


def _are_of_one_kind(path: Path, old: Data, new: Data) -> bool:
    """Return whether both are parameters of one type, or fields of an array's items, or no parameters at all."""
    is_parameter = path[0] == "params" and len(path) in (2, 4)
    return not is_parameter or new.get("type", old.get("type")) == old.get("type")
