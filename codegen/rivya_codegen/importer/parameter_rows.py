"""A row of a table as what the spec says of a parameter: one reader per type."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from ..spec.numbers import on_step
from ..spec.values import PARAMETER_KEY_PATTERN
from ..text.json_data import Data
from .findings import hint, listed, shorten
from .numbers import Number, as_limits, same_number
from .options import OptionList, read_items, read_options, unquoted
from .prose import characters_in, has_worded_number, lengths_in
from .reader import Reading, Record
from .tokens import Cell

_MOST_PARTS = 20
"""Of an option with commas in it."""
_WHOLE = re.compile(
    r"(?<!not )(?<!not a )\b(?:whole (?:numbers?|seconds?|minutes?)\b|integers? only\b|(?:must|has to"
    r"|should) be an? (?:integer|whole)|an? (?:integer|whole number) (?:from|between)\b)|必[須须](?:為|为|是)整[數数]",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[/／\n]|[,;，；·](?=\s*[^\W\d])")
_PART = re.compile(r"([^\W\d]+) ?(?:[.](?![0-9])|[:=：＝])? *(.*)")
_UNUSED: Mapping[str, tuple[str, ...]] = {
    "select": ("range",),
    "number": (),
    **dict.fromkeys(("array", "object"), ("default", "range", "options")),
    **dict.fromkeys(("text", "boolean"), ("range", "options")),
}
"""The columns that mean nothing for a type."""
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?")
_LIST = re.compile(r"(?:arrays?|lists?) ?<(.+)>|(?:arrays?|lists?) of (.+)|([^|]+|\(.+\))\[\]")
_NULL = "null"
_OR = ("|", " or ", "或", "/", ",")
"""What may stand between a type and null."""
_WORD_FOR_NOTHING = re.compile(
    r"none|null|nil|n/?a|empty|blank|unset|undefined|無|无|なし|keine?|[−―－*.…]+", re.IGNORECASE
)


@dataclass(slots=True)
class Parameters:
    """The parameters with their facts and their descriptions, in the order of the page."""

    facts: dict[str, Data] = field(default_factory=dict[str, Data])
    """What a spec says of each; none where the page says that there is nothing."""
    descriptions: dict[str, str] = field(default_factory=dict[str, str])
    complete: bool = False
    """Whether every row could be read."""


def read_row(reading: Reading, key: str, row: Record, parameters: Parameters, types: Mapping[str, str]) -> None:
    """Add the parameter of a row; `types` has what its type is in the spec for the words of the table."""
    place, path = row["key"].location, ("params", key)
    if not re.match(PARAMETER_KEY_PATTERN, key):
        reading.findings.add(place, "spec-pattern", value=f'"{shorten(key)}"', pattern=PARAMETER_KEY_PATTERN)
        return
    word, nullable = type_in_words(row["type"], types)
    if any(nullable) and row["default"].word.casefold() == _NULL:  # null, as none, is no default of its own
        row = {**row, "default": Cell("", row["default"].location, absent=True)}
    lists = nullable[1:]
    kind = types.get(word) or reading.unknown(row["type"], f"type of {key}", _READERS)
    reading.places[path] = place
    reading.places.update({(*path, name): cell.location for name, cell in row.items()})
    reading.places.update({(*path, part): row["range"].location for part in ("min", "max", "step")})
    required = reading.answer(row["required"], f"required of {key}")
    facts: Data = {"type": kind}
    if kind:
        unused = [*_UNUSED[kind], *(["default"] if lists and "default" not in _UNUSED[kind] else [])]
        for column in (name for name in unused if not row[name].absent):
            _note_unused(reading, key, row, column, kind)
        whole = "int" in word or (kind == "number" and _WHOLE.search(row["description"].text))
        facts |= (_read_integer if whole else _READERS[kind])(reading, key, row)
    facts |= _or_null(nullable[0])
    for or_null in lists:
        facts.pop("default", None)
        facts = {"type": "array", **_or_null(or_null), "items": facts}
    parameters.facts[key] = {**facts, "required": required}
    describe(reading, key, row["description"], parameters)


def _note_unused(reading: Reading, key: str, row: Record, column: str, kind: str) -> None:
    name, value = reading.label(f"column.{column}"), shorten(row[column].text)
    found = {"key": key, "column": name, "value": value, "kind": kind}
    reading.findings.add(row[column].location, "page-unused-column", **found)


def type_in_words(cell: Cell, types: Mapping[str, str]) -> tuple[str, list[bool]]:
    """Return the type that a cell names, as far as `types` has it, and whether it may be null.

    Behind that stands the same of each list that it lies in: `text[] | null` is one of texts, which may be null itself.
    """
    word = _without_null(whole := cell.word.casefold())
    nullable = [word != whole]
    while word not in types and (match := _LIST.fullmatch(word)):
        entry = match[1] or match[2] or match[3].removeprefix("(").removesuffix(")")
        word = _without_null(entry)
        nullable.insert(0, word != entry)
    return (word if word in types else word.removesuffix("s")), nullable


def _without_null(word: str) -> str:
    """Return what a type is beside null."""
    for separator in _OR:
        first, _, rest = word.partition(separator)
        before, _, last = word.rpartition(separator)
        found = rest if first.strip() == _NULL else before if last.strip() == _NULL else ""
        if found:
            return found.strip()
    return word


def _or_null(nullable: bool) -> Data:
    return {"nullable": True} if nullable else {}


def describe(reading: Reading, key: str, cell: Cell, parameters: Parameters) -> None:
    """Add the description of a parameter that has none yet."""
    if not cell.absent and key not in parameters.descriptions:
        parameters.descriptions[key] = cell.text
        reading.places["text", reading.locale, "params", key] = cell.location


def _default(row: Record) -> str | None:
    cell = row["default"]
    return None if cell.absent else cell.word if cell.exact else unquoted(cell.word)


def _read_select(reading: Reading, key: str, row: Record) -> Data:
    cell, default = row["options"], _default(row)
    found = None if cell.absent else _listed(reading, key, cell, default)
    options = list(found.options) if found else list(cell.list(r", "))
    if not options:
        reading.findings.add(cell.location, "page-no-options", key=key)
    twice = [option for option, count in Counter(options).items() if count > 1]
    for option in twice:
        reading.findings.add(cell.location, "option-duplicate", value=f'"{shorten(option)}"')
    commas = _options_with_comma(options, default)
    for option in commas:
        reading.findings.add(row["options"].location, "page-option-comma", key=key, value=f'"{shorten(option)}"')
    if default is not None and options and default not in options and not commas:
        parameters = {"value": f'"{shorten(default)}"', "hint": hint(default, options), "allowed": listed(options)}
        reading.findings.add(row["default"].location, "default-not-option", **parameters)
    elif not (found or cell.absent or twice or commas):
        reading.findings.add(cell.location, "page-options", key=key, value=shorten(cell.text))
    for other in found.defaults if found and default is not None else ():
        if other != default:
            reading.disagree(f"default of {key}", (other, cell.location), (default, row["default"].location))
    return {"default": default, "options": options}


def _listed(reading: Reading, key: str, cell: Cell, default: str | None) -> OptionList | None:
    """Return the options of a cell, as the default and the requests of the page bear them out."""
    printed = [value for value, _ in reading.printed(key) if isinstance(value, str)]
    usual = [] if default is None else [default]
    read = read_options if cell.items is None else read_items
    text: Any = cell.items or (cell if cell.exact else replace(cell, text=cell.text.replace("，", ", "))).word
    # A request that names another option speaks against the row, which is a finding of its own.
    return read(text, list(dict.fromkeys([*usual, *printed])), printed) or read(text, usual, printed)


def _options_with_comma(options: list[str], default: str | None) -> list[str]:
    """Return the option that the list of options has cut in two or more, as the default shows."""
    parts = default.split(", ", _MOST_PARTS) if default and default not in options else []
    cut = any(options[at : at + len(parts)] == parts for at in range(len(options)))
    return [", ".join(parts)] if len(parts) > 1 and cut else []


def _read_number(reading: Reading, key: str, row: Record) -> Data:
    readings = {"default": reading.numbers(row["default"], f"default of {key}") if _default(row) else ()}
    readings |= _range(reading, key, row["range"])
    names = [name for name, numbers in readings.items() if numbers]
    ways = [dict(zip(names, way, strict=True)) for way in product(*(readings[name] for name in names))]
    limits: dict[str, Number | None] = dict.fromkeys(readings)
    if len(ways) > 1:
        printed = [value for value, _ in reading.printed(key)]
        ways = [way for way in ways if _is_consistent(way, printed)]
    if len(ways) != 1:
        unclear = next(name for name in names if len(readings[name]) > 1)
        cell = row["default" if unclear == "default" else "range"]
        reading.unclear(cell, f"{unclear} of {key}", cell.text, readings[unclear])
        return limits
    limits |= ways[0]
    ranged = any(limits[name] is not None for name in ("min", "max", "step"))
    listed = {} if ranged else _read_options(reading, key, row)
    if ranged and not row["options"].absent:
        _note_unused(reading, key, row, "options", "number")
    number, low, high = limits["default"], limits["min"], limits["max"]
    if low is not None and high is not None and low > high:
        reading.findings.add(row["range"].location, "range-reversed", minimum=low, maximum=high)
    elif number is not None and ((low is not None and number < low) or (high is not None and number > high)):
        reading.findings.add(row["default"].location, "default-out-of-range", value=number, range=row["range"].word)
    return {**limits, **listed}


def _read_options(reading: Reading, key: str, row: Record) -> Data:
    """Return the numbers that a page lists, which then are the only ones."""
    cell = row["options"]
    if cell.absent:
        return {}
    texts = cell.list()
    if not all(map(_NUMBER.fullmatch, texts)):
        reading.findings.add(cell.location, "page-options", key=key, value=shorten(cell.text))
        return {}
    return {"options": [json.loads(text) for text in texts]}


def _is_consistent(way: Mapping[str, Number], printed: Sequence[object]) -> bool:
    """Tell whether numbers, each of which may be another one, go together, and with the requests of the page."""
    low, high, step = way.get("min"), way.get("max"), way.get("step")
    inside = [number for number in (way.get("default"), *printed) if isinstance(number, (int, float))]
    ends = [number for number in (*inside, high) if number is not None]
    return (
        (low is None or all(low < number or same_number(low, number) for number in ends))
        and (high is None or all(number <= high for number in inside))
        and ("default" not in way or all(same_number(way["default"], value) for value in printed))
        and (not step or all(on_step(number, step, low or 0) for number in ends))
    )


def _range(reading: Reading, key: str, cell: Cell) -> dict[str, tuple[Number, ...]]:
    """Return what each limit may be in a text such as `min 0 / max 1 / step 0.05`; each part may be missing."""
    limits: dict[str, tuple[Number, ...]] = {"min": (), "max": (), "step": ()}
    seen: set[str] = set()
    for part in [] if cell.absent else _PARTS.split(as_limits(cell.word)):
        match = _PART.fullmatch(" ".join(part.split()))
        name = reading.labels.find("range", match[1]) if match else None
        if match is None or name is None or name in seen:
            reading.findings.add(cell.location, "page-range", label=f"range of {key}", value=shorten(cell.text))
            break
        seen.add(name)
        limits[name] = reading.numbers(cell, f"range of {key}", match[2])
    return limits


def _read_integer(reading: Reading, key: str, row: Record) -> Data:
    facts = _read_number(reading, key, row)
    for name, number in facts.items():
        if number is not None and number % 1:
            cell = row["default" if name == "default" else "range"]
            reading.findings.add(cell.location, "page-integer", label=f"{name} of {key}", value=str(number))
    return {"type": "number", **facts, "integer": True}


def _read_lengths(reading: Reading, key: str, cell: Cell) -> dict[str, int]:
    """Return how long a text may be as its description says, for which the table has no column."""
    place, lengths = cell.location, dict(lengths_in(cell.text))
    others = sorted(set(characters_in(cell.text, unit=True)) - set(lengths.values()))
    if has_worded_number(cell.text, unit=True):
        reading.findings.add(place, "page-integer", label=f"length of {key}", value=shorten(cell.text))
    for number in others:
        reading.disagree(f"length of {key}", (number, place), (lengths or "text", reading.places["params", key]))
    reading.places.update({("params", key, name): cell.location for name in lengths})
    return lengths


def _read_text(reading: Reading, key: str, row: Record) -> Data:
    default = row["default"]
    odd = not (default.exact or default.absent) and (
        _WORD_FOR_NOTHING.fullmatch(default.text) or default.word != _default(row)
    )
    if odd and all(value != default.text for value, _ in reading.printed(key)):
        reading.findings.add(default.location, "page-default", key=key, value=shorten(default.text))
    return {"default": _default(row), **_read_lengths(reading, key, row["description"])}


def _read_boolean(reading: Reading, key: str, row: Record) -> Data:
    word = None if _default(row) is None else reading.one_of(row["default"], f"default of {key}", ("true", "false"))
    return {"default": None if word is None else word == "true"}


_READERS: Mapping[str, Callable[[Reading, str, Record], Data]] = {
    "select": _read_select,
    "number": _read_number,
    "text": _read_text,
    "boolean": _read_boolean,
    "array": lambda _reading, _key, _row: {"items": None},
    "object": lambda _reading, _key, _row: {"fields": {}},
}
