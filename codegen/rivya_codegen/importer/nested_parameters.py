"""Parameters below others: rows `params.…` of the request fields, and the fields of the objects in a list.

The fields of a list's objects are named by rows of their own, by the words that describe the list, and by the request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..spec.model import PARAMETER_KEY_PATTERN
from ..text.json_data import is_list, is_object
from .descriptions import read_lengths
from .findings import shorten
from .numbers import same_number, written_numbers
from .reader import Reading, Record
from .request_fields import Fields, disagree

_INDEX = re.compile(r"\[[0-9]{0,9}\]")
_TYPES: Mapping[str, str] = {
    "string": "text",
    "text": "text",
    "number": "number",
    "boolean": "boolean",
    "array": "array",
    "array<object>": "array",
    "array of objects": "array",
    "object[]": "array",
}
_NOTHING: Mapping[str, tuple[str, ...]] = {
    "text": ("default",),
    "number": ("default", "min", "max", "step"),
    "boolean": ("default",),
    "array": ("items",),
}

Facts = dict[str, Any]
"""What a spec says of one parameter; none where the page says that there is nothing."""


@dataclass(slots=True)
class Parameters:
    """The parameters with their facts and their descriptions, in the order of the page."""

    facts: dict[str, Facts] = field(default_factory=dict[str, Facts])
    descriptions: dict[str, str] = field(default_factory=dict[str, str])
    complete: bool = False
    """Whether every row could be read."""


def bare_key(key: str) -> str:
    """Return a key without the brackets that say that what follows is in each item of a list."""
    return _INDEX.sub("", key)


def add_nested(reading: Reading, fields: Fields, parameters: Parameters) -> None:
    """Add the parameters in the rows of the request fields, and move the fields of items into their lists."""
    rows = {bare_key(below): row for below, row in fields.nested.items()}
    for key, row in rows.items():
        _add_row(reading, key, row, parameters)
    parameters.facts = {
        key: parameters.facts[key] for key in [*rows, *parameters.facts] if key in parameters.facts
    }  # as on the page
    printed = _minimal_params(reading)
    for array in [key for key, facts in parameters.facts.items() if facts["type"] == "array"]:
        if array not in parameters.facts:  # it went into another list
            continue
        inside = set(_item_keys(printed.get(array)))
        for key in list(parameters.facts):
            name = key.removeprefix(f"{array}.")
            if name != key or (key in inside and key not in printed):
                _move(parameters, array, key, name)


def _add_row(reading: Reading, key: str, row: Record, parameters: Parameters) -> None:
    place = row["key"].location
    if not re.match(PARAMETER_KEY_PATTERN, key):
        reading.findings.add(place, "spec-pattern", value=f'"{shorten(key)}"', pattern=PARAMETER_KEY_PATTERN)
        return
    required = reading.answer(row["required"], f"required of {key}")
    if not row["description"].absent and key not in parameters.descriptions:
        parameters.descriptions[key] = row["description"].text
        reading.places["text", reading.locale, "params", key] = row["description"].location
    known = parameters.facts.get(key)
    if known is not None:
        if required is not None and known["required"] not in (None, required):
            other = reading.places["params", key, "required"]
            disagree(reading, f"required of {key}", (required, row["required"].location), (known["required"], other))
        _compare(reading, key, row, known)
        return
    kind = _TYPES.get(row["type"].word.casefold()) or reading.unknown(row["type"], f"type of {key}", _TYPES)
    reading.places["params", key] = place
    reading.places.update({("params", key, name): cell.location for name, cell in row.items()})
    facts: Facts = {"type": kind, "required": required} | dict.fromkeys(_NOTHING.get(kind, ()))
    if kind == "text":
        facts |= read_lengths(reading, key, row["description"])
    default = row["default"]
    if kind and not default.absent:
        facts |= _default(reading, key, kind, row)
    parameters.facts[key] = facts


def _compare(reading: Reading, key: str, row: Record, known: Facts) -> None:
    """Complain where the row has another type or default than that of the same parameter in its own table."""
    kind, default, row_place = row["type"], row["default"], reading.places["params", key]
    wire = "text" if known["type"] == "select" else known["type"]
    if known["type"] and _TYPES.get(kind.word.casefold().replace("integer", "number")) != wire:
        disagree(reading, f"type of {key}", (kind.text, kind.location), (known["type"], row_place))
    value = known.get("default")
    written = str(value).lower() if isinstance(value, bool) else str(value)
    if (
        not default.absent
        and default.word != written
        and not any(same_number(n, value) for n in written_numbers(default.word))
    ):
        disagree(
            reading,
            f"default of {key}",
            (default.text, default.location),
            ("-" if value is None else written, row_place),
        )


def _default(reading: Reading, key: str, kind: str, row: Record) -> Facts:
    default = row["default"]
    if kind == "number":
        return {"default": reading.number(default, f"default of {key}")}
    if kind == "boolean":
        return {"default": reading.one_of(default, f"default of {key}", ("true", "false")) == "true"}
    if kind == "array":
        reading.unknown(default, f"default of {key}", ("-",))
        return {}
    return {"default": default.word}


def _minimal_params(reading: Reading) -> dict[str, Any]:
    """Return the parameters in the minimal request."""
    section = reading.outline.sections.get("minimal_request")
    request = section.block.value if section and section.block else None
    params = request.get("params") if request else None
    return params if is_object(params) else {}


def _item_keys(value: object) -> Iterator[str]:
    for item in value if is_list(value) else ():
        yield from item if is_object(item) else ()


def _move(parameters: Parameters, array: str, key: str, name: str) -> None:
    facts = parameters.facts.pop(key)
    items: Facts = parameters.facts[array]["items"] or {}
    parameters.facts[array]["items"] = {**items, name: facts}
    if key in parameters.descriptions:
        parameters.descriptions[f"{array}.{name}"] = parameters.descriptions.pop(key)


def add_printed_items(reading: Reading, parameters: Parameters) -> list[str]:
    """Add to each list what its objects have in the minimal request; return the paths of those that no words name."""
    printed = _minimal_params(reading)
    undocumented: list[str] = []
    for key, facts in parameters.facts.items():
        if facts["type"] != "array":
            continue
        written: Facts = facts["items"] or {}
        items = _printed_items(printed.get(key))
        facts["items"] = {**items, **written} or None
        words = set(re.findall(r"\w+", parameters.descriptions.get(key, ""), re.ASCII))
        undocumented += [] if items.keys() <= words | written.keys() else [f"params.{key}.items"]
    return undocumented


def _printed_items(value: object) -> Facts:
    """Return the fields of the objects in a printed list, each with the type it has there."""
    items = [item for item in value if is_object(item)] if is_list(value) else []
    types = {bool: "boolean", int: "number", float: "number"}
    return {
        name: {
            "type": next((word for kind, word in types.items() if isinstance(value, kind)), "text"),
            "required": all(name in item for item in items),
        }
        for name, value in {name: value for item in items for name, value in item.items()}.items()
    }
