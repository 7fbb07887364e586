"""Plain data as JSON and YAML give it, and the questions by which a type checker learns what a value is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeGuard

Data = dict[str, Any]
"""A mapping as JSON and YAML give it."""
DEEPEST = 40
"""How many levels an input may be nested; what walks it down needs a frame for each."""
_MOST_VALUES = 200_000


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value is a JSON array."""
    return isinstance(value, list)


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a value is a JSON number, which true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_deep(value: Any, levels: int = DEEPEST) -> bool:
    """Return whether a value is nested deeper than some levels."""
    level: list[Any] = [value]
    for _ in range(levels):
        inner = [list(item.values()) if is_object(item) else item for item in level]
        level = [part for parts in inner if is_list(parts) for part in parts]
    return any(is_object(item) or is_list(item) for item in level)


def walk(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield a value and all that is in it, each with its path, an object or a list before its parts."""
    yield path, value
    parts = value.items() if is_object(value) else enumerate(value) if is_list(value) else ()
    for key, part in parts:
        yield from walk(part, (*path, key))


def count_values(value: Any) -> int:
    """Return how many keys and values a value has, itself included."""
    return sum(1 + (len(part) if is_object(part) else 0) for _, part in walk(value))


def read_json(text: str) -> Any:
    """Return the value of a JSON text. Raises ValueError, which knows its line and column where there is one."""
    too_deep = ValueError(f"nested deeper than {DEEPEST} levels")
    try:
        value = json.loads(text)
    except RecursionError:
        raise too_deep from None
    if is_deep(value):
        raise too_deep
    if count_values(value) > _MOST_VALUES:
        raise ValueError(f"more than {_MOST_VALUES:,} keys and values")
    return value


def value_at(value: Any, path: Sequence[str | int]) -> Any:
    """Return what stands at a path of mappings; none where nothing does."""
    for key in path:
        value = value.get(str(key)) if is_object(value) else None
    return value


def nested(path: Sequence[str | int], value: Any) -> Any:
    """Return the mapping that has nothing but the value at the path."""
    for key in reversed(path):
        value = {str(key): value}
    return value
