"""The parameters of an entry: which there are, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..spec.diff import ABSENT
from ..text.json_data import Data, is_list, is_object
from . import catalogue_keys
from .values import Fields, Unreadable, count, nullable, number, text, truth, word

_PLACE = "params[]."


def read_parameters(raw: Any, facts: Data, not_compared: set[str], open_lists: set[str]) -> Mapping[str, str]:
    """Add the parameters to the facts; return what is said about them in prose."""
    if raw is ABSENT or not (is_list(raw) or is_object(raw)):
        if raw is not ABSENT:
            not_compared.add("params")
        return {}
    parameters: dict[str, Data] = {}
    descriptions: dict[str, str] = {}
    twice: set[str] = set()
    for item in _items(raw):
        fields = Fields(item, catalogue_keys.PARAMETER, _PLACE, not_compared)
        key = fields.read("key", word)
        if key is ABSENT:
            open_lists.add("params")
            not_compared.add("params[]")
            continue
        if key in parameters:  # with other facts it would be a guess which of them hold
            twice.add(key)
        parameters[key] = _read(item, not_compared)
        about = fields.raw("description")
        if isinstance(about, str):
            descriptions[key] = about
    for key in twice:
        open_lists.add("params")
        not_compared.add("params[], where a key stands twice")
        del parameters[key]
    facts["params"] = parameters
    return descriptions


def _items(raw: list[Any] | Data) -> Iterator[Data]:
    """Yield the parameters of a list, or of an object by their keys."""
    if is_object(raw):
        yield from ({"key": key, **item} if is_object(item) else {"": item} for key, item in raw.items())
    else:
        yield from (item if is_object(item) else {"": item} for item in raw)


def _flat(item: Data, not_compared: set[str]) -> Data:
    """Return a parameter with what stands in objects inside of it; what is said in two ways is not said."""
    flat = {key: value for key, value in item.items() if key not in catalogue_keys.NESTED or not is_object(value)}
    for name in catalogue_keys.NESTED:
        if is_object(inside := item.get(name)):
            inside = dict(inside)
            for key in [key for key in inside if flat.get(key) not in (None, inside[key])]:
                not_compared.add(f"{_PLACE}{key}, which {name} contradicts")
                del flat[key]
                del inside[key]
            flat |= {key: value for key, value in inside.items() if flat.get(key) is None}
    return flat


def _note_all(flat: Mapping[str, Any], not_compared: set[str]) -> None:
    """Note all that is said of a parameter: without its type nobody knows what it means."""
    for name, keys in catalogue_keys.PARAMETER.items():
        if name not in ("key", "type", "description") and any(flat.get(key) not in (None, []) for key in keys):
            not_compared.add(f"{_PLACE}{name}, of a type that is not known")


def _read(item: Data, not_compared: set[str]) -> Data:
    fields = Fields(_flat(item, not_compared), catalogue_keys.PARAMETER, _PLACE, not_compared)
    fields.note_others()
    kind = _type(fields)
    if kind is ABSENT:
        _note_all(fields.data, not_compared)
        return {}
    parameter: Data = {"type": kind}
    is_required = fields.read("required", nullable(truth))
    if is_required not in (ABSENT, None):
        parameter["required"] = is_required
    parameter["nullable"] = fields.read("nullable", lambda value: truth(value) or None)
    for name in catalogue_keys.PARAMETER:
        if name in ("key", "type", "required", "nullable", "description"):
            continue
        if kind == "number" and name == "options" and fields.raw(name) in (ABSENT, None, []):
            continue  # any number in the range
        if name in catalogue_keys.ATTRIBUTES[kind]:
            parameter[name] = fields.read(name, _reader(kind, name))
        elif fields.raw(name) not in (ABSENT, None, []):
            not_compared.add(f"{_PLACE}{name} of {kind} parameters")
    return {name: value for name, value in parameter.items() if value is not ABSENT}


def _type(fields: Fields) -> Any:
    raw = fields.raw("type")
    kind = catalogue_keys.TYPES.get(raw, ABSENT) if isinstance(raw, str) else ABSENT
    if kind is ABSENT and raw is not ABSENT:
        fields.not_compared.add(f"{_PLACE}type")
    options = Fields(fields.data, fields.keys, "", set()).raw("options")
    return "select" if raw == "string" and is_list(options) and options else kind


def _reader(kind: str, name: str) -> Callable[[Any], Any]:
    readers: Mapping[str, Callable[[Any], Any]] = {"select": text, "text": text, "number": number, "boolean": truth}
    if name == "options":
        return _options if kind == "select" else _numbers
    reader = readers[kind] if name == "default" else number if kind == "number" else count
    return nullable(reader)


def _options(value: Any) -> list[str]:
    if not is_list(value) or not value:
        raise Unreadable
    return [text(_option(item) if is_object(item) else item) for item in value]


def _numbers(value: Any) -> list[Any]:
    if not is_list(value):
        raise Unreadable
    return [number(item) for item in value]


def _option(item: Data) -> Any:
    return Fields(item, {"value": catalogue_keys.OPTION}, "", set()).raw("value")
