"""The request of a model: the table of its fields, what the platform says of each, and what the page prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..problems.problem import Location
from ..text.json_data import is_object
from .parameter_rows import Parameters
from .prose import ids_in
from .reader import Reading, Record

# What the platform says of each field: type, required, default. None: the page decides.
_FIELDS: Mapping[str, tuple[str, bool | None, str | None]] = {
    "model": ("string", True, None),
    "prompt": ("string", None, ""),
    "params": ("object", None, ""),
    "client_request_id": ("string", False, ""),
    "session_id": ("string", False, ""),
    "message": ("string", None, ""),
    "attachments": ("array", False, ""),
    "enable_web_search": ("boolean", False, "false"),
    "reasoning_effort": ("string", False, "default"),
}

_EXAMPLES = {"minimal": "minimal_request", "reference": "reference_request", "response": "response"}
REFERENCES = "referenceMediaItems"
"""The parameter that takes reference files on every model."""

Examples = dict[str, dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Fields:
    """What the table of request fields says of this model."""

    rows: Mapping[str, Record]
    nested: Mapping[str, Record] = field(default_factory=dict[str, Record])
    """The rows of what stands in `params`, by their keys below it."""

    def __contains__(self, key: str) -> bool:
        """Tell whether the request has a field."""
        return key in self.rows

    @property
    def prompt(self) -> Record | None:
        """The row of the prompt, which a chat model calls message."""
        return self.rows.get("prompt") or self.rows.get("message")


def read_fields(reading: Reading, model_id: str) -> Fields:
    """Return what the request fields say; a field that the platform does not know is a problem."""
    section = reading.section("fields", required=True)
    table = reading.table(section) if section else None
    rows: dict[str, Record] = {}
    nested: dict[str, Record] = {}
    for key, row in reading.records(table, "fields", "request field").items() if table else ():
        if key.startswith("params."):
            nested[key.removeprefix("params.")] = row
        elif reading.one_of(row["key"], "request field", _FIELDS):
            rows[key] = row
            _check_field(reading, key, row, model_id)
    if table and "model" not in rows:
        missing_row(reading, table.location, "model")
    if "prompt" in rows and "message" in rows:
        message, prompt = ((name, rows[name]["key"].location) for name in ("message", "prompt"))
        reading.disagree("the text of the request", message, prompt)
    return Fields(rows, nested)


def _check_field(reading: Reading, key: str, row: Record, model_id: str) -> None:
    kind, required, default = _FIELDS[key]
    reading.one_of(row["type"], f"type of {key}", (kind,))
    answer = reading.answer(row["required"], f"required of {key}")
    if required is not None and answer is not None and answer is not required:
        words = reading.labels.words("answer")
        reading.unknown(row["required"], f"required of {key}", (words["yes" if required else "no"],))
    found = "" if row["default"].absent else row["default"].word
    if default is None:
        check_id(reading, row["default"].location, found, model_id)
        named = ids_in(row["description"].text, model_id)
        if named and model_id not in named:
            check_id(reading, row["description"].location, named[0], model_id)
    elif found != default:
        reading.unknown(row["default"], f"default of {key}", (default or "-",))


def missing_row(reading: Reading, place: Location, key: str) -> None:
    """Complain about a request field that another part of the page speaks of."""
    reading.missing(place, f'row "{key}" of the request fields')


def check_id(reading: Reading, place: Location, found: object, model_id: str) -> None:
    """Complain about a model id in the page that is not the one of its facts."""
    if model_id and found != model_id:
        reading.disagree("the model id", (found, place), (model_id, reading.places[("id",)]))


def read_examples(reading: Reading, model_id: str, fields: Fields, parameters: Parameters) -> Examples:
    """Return the printed requests and response: of this model, with fields and parameters that the page has."""
    examples: Examples = dict.fromkeys(_EXAMPLES)
    for name, section_name in _EXAMPLES.items():
        section = reading.section(section_name, required=name != "reference")
        if section is None:
            continue
        if section.block is None:
            reading.missing(section.location, f'JSON block of the section "{reading.label(f"section.{section_name}")}"')
            continue
        place, examples[name] = section.block.location, section.block.value
        reading.places["examples", name] = place
        if section.block.value is not None:
            check_id(reading, place, section.block.value.get("model"), model_id)
            if name != "response":
                _check_keys(reading, place, section.block.value, fields, parameters)
    return examples


def _check_keys(
    reading: Reading, place: Location, request: dict[str, Any], fields: Fields, parameters: Parameters
) -> None:
    """Complain about a field or parameter of a printed request whose row is missing from the tables."""
    for key in request:
        if fields.rows and key not in fields:
            missing_row(reading, place, key)
    params = request.get("params")
    for key in params if is_object(params) and parameters.complete else ():
        if key not in parameters.facts and key != REFERENCES:
            reading.missing(place, f'row "{key}" of the model parameters')
