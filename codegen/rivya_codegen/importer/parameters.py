"""The parameters of a page: the rows of their table, and those of the request fields that stand below `params`.

The fields of objects, of those in a list too, are named by rows of their own, by the words that describe them, and by the
request.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..text.json_data import Data, is_list, is_number, is_object
from ..words.messages import words
from .numbers import same_number, written_numbers
from .parameter_rows import Parameters, describe, read_row, type_in_words
from .reader import Reading, Record
from .requests import Fields, missing_row
from .sections import Section
from .tokens import Cell

_MOST_ROWS = 1000
"""The most parameters, together with what is in them."""
_CONTAINERS = {"array": "items", "object": "fields"}
"""The types that have parameters in them, and where."""
_TYPES = {
    **{name: name for name in ("select", "number", "text", "boolean", "array", "object")},
    **dict.fromkeys(("int", "integer"), "number"),
}
_WIRE_TYPES = {
    "string": "text",
    "text": "text",
    "number": "number",
    "integer": "number",
    "boolean": "boolean",
    "object": "object",
    "array": "array",
}


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
    if section.table is None:
        if fields.nested:
            _add_nested(reading, fields, parameters)
        elif "message" in fields or any(reading.labels.find("parameters", cell.text) for cell in section.texts):
            parameters.complete = True
        else:
            reading.table(section)
        return parameters
    for key, row in reading.records(section.table, "parameters", "parameter").items():
        read_row(reading, key, row, parameters, _TYPES)
    parameters.complete = len(parameters.facts) == len(section.table.rows)
    _add_nested(reading, fields, parameters)
    for cell in section.texts:
        reading.stray(cell)
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
        reading.disagree("required of params", (cell.text, cell.location), (expected, section.location))


def _add_nested(reading: Reading, fields: Fields, parameters: Parameters) -> None:
    """Add the parameters in the rows of the request fields, and move the fields of items into their lists."""
    for key, row in fields.nested.items():
        if key in parameters.facts:
            _compare(reading, key, row, parameters.facts[key])
            describe(reading, key, row["description"], parameters)
        else:
            nothing = Cell("", row["key"].location, absent=True)
            read_row(reading, key, {**row, "range": nothing, "options": nothing}, parameters, _WIRE_TYPES)
    known = parameters.facts
    parameters.facts = {key: known[key] for key in [*fields.nested, *known] if key in known}  # as on the page
    containers = [key for key, facts in parameters.facts.items() if facts["type"] in _CONTAINERS]
    for container in sorted(containers, key=lambda key: -key.count(".")):  # the innermost first
        if container not in parameters.facts:  # it went into another one
            continue
        inside = {key for item in _objects_in(_printed(reading, container)) for key in item}
        for key in list(parameters.facts):
            name = key.removeprefix(f"{container}.")
            if name != key or (key in inside and not reading.printed(key)):
                _move(parameters, container, key, name)


def _compare(reading: Reading, key: str, row: Record, known: Data) -> None:
    """Complain where the row has another answer, type or default than that of the same parameter in its own table."""
    kind, default, row_place = row["type"], row["default"], reading.places["params", key]
    required = reading.answer(row["required"], f"required of {key}")
    if required is not None and known["required"] not in (None, required):
        other = reading.places["params", key, "required"]
        reading.disagree(f"required of {key}", (required, row["required"].location), (known["required"], other))
    wire = "text" if known["type"] == "select" else known["type"]
    word, (*entries, nullable) = type_in_words(kind, _WIRE_TYPES)
    other_type = ("array" if entries else _WIRE_TYPES.get(word)) != wire
    if known["type"] and (other_type or (nullable and not known.get("nullable"))):
        reading.disagree(f"type of {key}", (kind.text, kind.location), (known["type"], row_place))
    value = known.get("default")
    written = "-" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    same = default.word == written or any(same_number(number, value) for number in written_numbers(default.word))
    if not (default.absent or same):
        reading.disagree(f"default of {key}", (default.text, default.location), (written, row_place))


def _printed(reading: Reading, key: str) -> list[Any]:
    """Return the values that the requests of the page have for a key such as `dialogue.cues`."""
    first, *rest = key.split(".")
    values = [value for value, _ in reading.printed(first)]
    for name in rest:
        values = [item[name] for item in _objects_in(values) if name in item]
    return values


def _objects_in(values: list[Any]) -> list[Data]:
    """Return the objects among values and in lists of them, however deep."""
    while any(map(is_list, values)):
        values = [item for value in values for item in (value if is_list(value) else [value])]
    return list(filter(is_object, values))


def _move(parameters: Parameters, container: str, key: str, name: str) -> None:
    facts = parameters.facts.pop(key)
    _fields(parameters.facts[container])[name] = facts
    if key in parameters.descriptions:
        parameters.descriptions[f"{container}.{name}"] = parameters.descriptions.pop(key)


def _fields(facts: Data) -> Data:
    """Return the fields of an object, or of the objects of a list, to add some."""
    if facts["type"] == "array":
        items: Data = facts["items"] or {"type": "object", "fields": {}}
        facts["items"] = items
        return _fields(items)
    fields: Data = facts.setdefault("fields", {})
    return fields


def add_printed_fields(reading: Reading, parameters: Parameters) -> list[str]:
    """Add to each list and object what it has in the requests; return the paths of those that no words name."""
    undocumented: list[str] = []
    for key, facts in parameters.facts.items():
        if facts["type"] not in _CONTAINERS:
            continue
        known = {*_names(facts), *re.findall(r"\w+", parameters.descriptions.get(key, ""), re.ASCII)}
        was_open = facts.get("items", facts) is None
        _complete(facts, _shown_by(_printed(reading, key)))
        if _is_open(facts):
            reading.findings.add(reading.places["params", key], "page-no-items", key=key)
        elif not known.issuperset(_names(facts)) or (was_open and not _names(facts)):
            undocumented.append(f"params.{key}.{_CONTAINERS[facts['type']]}")
    return undocumented


def _names(facts: Data) -> list[str]:
    """Return the names of the fields of an object, or of the objects of a list."""
    while facts["type"] == "array" and facts["items"]:
        facts = facts["items"]
    return list(facts.get("fields") or ())


def _is_open(facts: Data) -> bool:
    """Return whether it is not known what is somewhere in a list or an object."""
    if facts["type"] == "array":
        return not facts["items"] or _is_open(facts["items"])
    return facts["type"] == "object" and (not facts["fields"] or any(map(_is_open, facts["fields"].values())))


def _complete(facts: Data, shown: Data | None) -> None:
    """Add to what is known of a list or an object what its values show; what contradicts it is found elsewhere."""
    if shown is None or shown["type"] != facts["type"]:
        return
    if facts["type"] == "array" and facts["items"]:
        _complete(facts["items"], shown["items"])
    elif facts["type"] == "array":
        facts["items"] = shown["items"]
    elif facts["type"] == "object":
        for name in facts["fields"].keys() & shown["fields"].keys():
            _complete(facts["fields"][name], shown["fields"][name])
        facts["fields"] = {**shown["fields"], **facts["fields"]}


_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": is_number,
    "array": is_list,
    "object": is_object,
}


def _shown_by(values: list[Any]) -> Data | None:
    """Return what a parameter is as far as its values show it; nothing where there are none, or of different kinds."""
    given = [value for value in values if value is not None]
    shown = _shown_when_given(given)
    return shown and {**shown, **({"nullable": True} if len(given) < len(values) else {})}


def _shown_when_given(values: list[Any]) -> Data | None:
    kind = next((name for name, fits in _KINDS.items() if values and all(map(fits, values))), None)
    if kind == "array":
        return {"type": kind, "items": _shown_by([item for value in values for item in value])}
    if kind != "object":
        return {"type": kind} if kind else None
    fields: Data = {}
    for name in dict.fromkeys(name for value in values for name in value):
        field = _shown_by([value[name] for value in values if name in value])
        if field is None:
            return None
        fields[name] = {**field, "required": all(name in value for value in values)}
    return {"type": kind, "fields": fields}
