"""The parameters of a page: one reader per type, each turning a row of the table into what the spec says of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from ..spec.model import PARAMETER_KEY_PATTERN
from ..spec.numbers import on_step
from ..words.messages import words
from .descriptions import read_lengths
from .findings import hint, listed, shorten
from .nested_parameters import Facts, Parameters, add_nested, bare_key
from .numbers import Number, as_limits, same_number
from .options import OptionList, read_items, read_options, unquoted
from .reader import Reading, Record, stray
from .request_fields import Fields, disagree, missing_row
from .sections import Section
from .tokens import Cell

_COLUMNS = ("key", "type", "required", "default", "range", "options", "description")
_MOST_PARTS, _MOST_ROWS = 20, 1000  # of a range; of the parameters and of what is in them
_KEY = re.compile(PARAMETER_KEY_PATTERN)
_WHOLE = re.compile(
    r"(?<!not )(?<!not a )\b(?:whole (?:numbers?|seconds?|minutes?)\b|integers? only\b|(?:must|has to"
    r"|should) be an? (?:integer|whole)"
    r"|an? (?:integer|whole number) (?:from|between)\b)|必[須须](?:為|为|是)整[數数]",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[/／\n]|[,;，；·](?=\s*[^\W\d])")
_PART = re.compile(r"([^\W\d]+) ?(?:[.](?![0-9])|[:=：＝])? *(.*)")
_NOTHING = re.compile(r"none|null|nil|n/?a|empty|blank|unset|undefined|無|无|なし|keine?|[−―－*.…]+", re.IGNORECASE)


def read_parameters(reading: Reading, fields: Fields) -> Parameters:
    """Return the parameters of the page."""
    parameters = Parameters()
    section = reading.section("parameters", required=True)
    if section is None:
        return parameters
    reading.places["params",] = section.location
    if len(fields.nested) + (len(section.table.rows) if section.table else 0) > _MOST_ROWS:
        reading.findings.add(section.location, "spec-too-long", detail=words("items", bound=_MOST_ROWS))
        return parameters
    if section.table is None and fields.nested:
        add_nested(reading, fields, parameters)
        return parameters
    if section.table is None:
        if not ("message" in fields or any(reading.labels.find("parameters", cell.text) for cell in section.texts)):
            reading.table(section)
            return parameters
        return Parameters(complete=True)
    for row in reading.records(section.table, _COLUMNS):
        _read_row(reading, row, parameters)
    parameters.complete = len(parameters.facts) == len(section.table.rows)
    add_nested(reading, fields, parameters)
    for cell in section.texts:
        stray(reading, cell)
    if parameters.complete:
        _check_params_row(reading, fields, parameters, section)
    return parameters


def _check_params_row(reading: Reading, fields: Fields, parameters: Parameters, section: Section) -> None:
    """Complain where the request field `params` does not say what follows from the parameters."""
    if "message" in fields:
        return  # the Chat API has no such field
    if "params" not in fields:
        missing_row(reading, section.location, "params")
        return
    cell = fields.rows["params"]["required"]
    answers = [facts["required"] for facts in parameters.facts.values()]
    answer = reading.labels.find("answer", cell.text)
    follows = "yes" if True in answers else "no"
    if answer and answer != follows and None not in answers:
        expected = f"{'a' if True in answers else 'no'} required parameter"
        disagree(reading, "required of params", (cell.text, cell.location), (expected, section.location))


def _read_row(reading: Reading, row: Record, parameters: Parameters) -> None:
    key, place = bare_key(row["key"].word), row["key"].location
    path = ("params", key)
    if not _KEY.match(key):
        reading.findings.add(place, "spec-pattern", value=f'"{shorten(key)}"', pattern=PARAMETER_KEY_PATTERN)
        return
    if key in parameters.facts:
        line = reading.places[path].line
        reading.findings.add(place, "page-twice", what=f'parameter "{key}"', line=line)
        return
    kind = row["type"].word.casefold().replace("integer", "int")
    if kind != "int" and kind not in _READERS:
        kind = reading.one_of(row["type"], f"type of {key}", _READERS)
    reading.places[path] = place
    reading.places.update({(*path, name): cell.location for name, cell in row.items()})
    reading.places.update({(*path, part): row["range"].location for part in ("min", "max", "step") if "range" in row})
    facts: Facts = {"type": kind, "required": reading.answer(row["required"], f"required of {key}")}
    if kind:
        whole = kind == "int" or (kind == "number" and _WHOLE.search(row["description"].text))
        read = _read_integer if whole else _READERS[kind]
        facts |= read(reading, key, row)
    parameters.facts[key] = facts
    if not row["description"].absent:
        parameters.descriptions[key] = row["description"].text
        reading.places["text", reading.locale, "params", key] = row["description"].location


def _unused(reading: Reading, key: str, row: Record, kind: str, *columns: str) -> None:
    for column in columns:
        if not row[column].absent:
            name = reading.labels.label(f"column.{column}")
            parameters = {"key": key, "column": name, "value": shorten(row[column].text), "kind": kind}
            reading.findings.add(row[column].location, "page-unused-column", **parameters)


def _default(row: Record) -> str | None:
    cell = row["default"]
    return None if cell.absent else cell.word if cell.exact else unquoted(cell.word)


def _read_select(reading: Reading, key: str, row: Record) -> Facts:
    _unused(reading, key, row, "select", "range")
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
    for noted in found.defaults if found and default is not None else ():
        if noted != default:
            disagree(reading, f"default of {key}", (noted, cell.location), (default, row["default"].location))
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


def _read_number(reading: Reading, key: str, row: Record) -> Facts:
    _unused(reading, key, row, "number", "options")
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
    number, low, high = limits["default"], limits["min"], limits["max"]
    if low is not None and high is not None and low > high:
        reading.findings.add(row["range"].location, "range-reversed", minimum=low, maximum=high)
    elif number is not None and ((low is not None and number < low) or (high is not None and number > high)):
        reading.findings.add(row["default"].location, "default-out-of-range", value=number, range=row["range"].word)
    return limits


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


def _read_integer(reading: Reading, key: str, row: Record) -> Facts:
    facts = _read_number(reading, key, row)
    for name, number in facts.items():
        if number is not None and number % 1:
            cell = row["default" if name == "default" else "range"]
            reading.findings.add(cell.location, "page-integer", label=f"{name} of {key}", value=str(number))
    return {"type": "number", **facts, "integer": True}


def _read_text(reading: Reading, key: str, row: Record) -> Facts:
    _unused(reading, key, row, "text", "range", "options")
    default = row["default"]
    odd = not (default.exact or default.absent) and (_NOTHING.fullmatch(default.text) or default.word != _default(row))
    if odd and all(value != default.text for value, _ in reading.printed(key)):
        reading.findings.add(default.location, "page-default", key=key, value=shorten(default.text))
    return {"default": _default(row), **read_lengths(reading, key, row["description"])}


def _read_boolean(reading: Reading, key: str, row: Record) -> Facts:
    _unused(reading, key, row, "boolean", "range", "options")
    word = None if _default(row) is None else reading.one_of(row["default"], f"default of {key}", ("true", "false"))
    return {"default": None if word is None else word == "true"}


def _read_array(reading: Reading, key: str, row: Record) -> Facts:
    _unused(reading, key, row, "array", "default", "range", "options")
    return {"items": None}


_READERS: Mapping[str, Callable[[Reading, str, Record], Facts]] = {
    "select": _read_select,
    "number": _read_number,
    "text": _read_text,
    "boolean": _read_boolean,
    "array": _read_array,
}
