"""The values of a catalogue as a spec would hold them: looked up, read, and noted where that does not work."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from ..spec.diff import ABSENT
from ..spec.numbers import exact, plain
from ..text.json_data import is_list

_HIGHEST = sys.float_info.max
_LOWEST = -_HIGHEST


class Unreadable(Exception):
    """A value is not of the kind that is expected at its place."""


def text(value: Any) -> str:
    """Return a text; a number or boolean counts as its JSON."""
    if isinstance(value, (bool, int, float)):
        return json.dumps(number(value) if not isinstance(value, bool) else value)
    if not isinstance(value, str):
        raise Unreadable
    return value


def word(value: Any) -> str:
    """Return a text that is not empty."""
    if not isinstance(value, str) or not value:
        raise Unreadable
    return value


def words(value: Any) -> list[str]:
    """Return a list of such texts."""
    if not is_list(value):
        raise Unreadable
    return [word(item) for item in value]


def truth(value: Any) -> bool:
    """Return a boolean; the strings `true` and `false` count as one."""
    known: Mapping[str, bool] = {"true": True, "false": False}
    if isinstance(value, str) and value in known:
        return known[value]
    if not isinstance(value, bool):
        raise Unreadable
    return value


def number(value: Any) -> int | float:
    """Return a number, an integer where it has no fraction; a string that is one counts."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise Unreadable from error
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _LOWEST <= value <= _HIGHEST:
        raise Unreadable
    return plain(exact(value))


def count(value: Any) -> int:
    """Return an integer."""
    result = number(value)
    if not isinstance(result, int):
        raise Unreadable
    return result


def nullable(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a reader that takes null as well."""
    return lambda value: None if value is None else reader(value)


class Fields:
    """The fields of an object of a catalogue: each stands under one of the keys that it may have.

    `not_compared` takes the places that could not be read.
    """

    def __init__(
        self, data: Mapping[str, Any], keys: Mapping[str, tuple[str, ...]], place: str, not_compared: set[str]
    ) -> None:
        self.data, self.keys, self.place, self.not_compared = data, keys, place, not_compared

    def note_others(self) -> None:
        """Note the keys that no field may have."""
        known = {key for keys in self.keys.values() for key in keys}
        self.not_compared.update(f"{self.place}{key}" for key in self.data.keys() - known)

    def raw(self, name: str) -> Any:
        """Return what stands under the first key of a field that is there, or `ABSENT`; a second one is noted."""
        given = [key for key in self.keys[name] if key in self.data]
        for key in given[1:]:
            self.not_compared.add(f"{self.place}{key}")
        return self.data[given[0]] if given else ABSENT

    def read(self, name: str, reader: Callable[[Any], Any]) -> Any:
        """Return what a reader makes of a field, or `ABSENT`, with a note of the place where it makes nothing of it."""
        value = self.raw(name)
        try:
            return ABSENT if value is ABSENT else reader(value)
        except Unreadable:
            self.not_compared.add(f"{self.place}{name}")
            return ABSENT
