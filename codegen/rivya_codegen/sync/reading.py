"""How a value of a catalogue is looked up and read, with a note where that does not work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .values import ABSENT, Unread, Unreadable


def attempt(reader: Callable[[Any], Any], value: Any, place: str, unread: Unread) -> Any:
    """Return what a reader makes of a value, or `ABSENT`, with a note of the place where it makes nothing of it."""
    if value is ABSENT:
        return ABSENT
    try:
        return reader(value)
    except Unreadable:
        unread.note(place)
        return ABSENT


def pick(value: Mapping[str, Any], keys: Iterable[str], place: str, unread: Unread) -> Any:
    """Return what stands under the first of the keys that is there; a second one is noted."""
    there = [key for key in keys if key in value]
    for key in there[1:]:
        unread.note(f"{place}{key}")
    return value[there[0]] if there else ABSENT
