"""The table of request fields: what the platform says of each, and which of them this model has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..problems.problem import Location
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
_COLUMNS = ("key", "type", "required", "default", "description")

Mention = tuple[object, Location]
"""What a place of the page says, and the place."""


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
    for row in reading.records(table, _COLUMNS) if table else []:
        below = row["key"].word.removeprefix("params.")
        if below != row["key"].word and below not in nested:
            nested[below] = row
            continue
        key = reading.one_of(row["key"], "request field", _FIELDS)
        if key in rows:
            line = rows[key]["key"].location.line
            reading.findings.add(row["key"].location, "page-twice", what=f'request field "{key}"', line=line)
        if key and key not in rows:
            rows[key] = row
            _check_field(reading, key, row, model_id)
    if table and "model" not in rows:
        missing_row(reading, table.location, "model")
    if "prompt" in rows and "message" in rows:
        message, prompt = (("message", rows["message"]["key"].location), ("prompt", rows["prompt"]["key"].location))
        disagree(reading, "the text of the request", message, prompt)
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
    reading.findings.add(place, "page-missing", what=f'row "{key}" of the request fields')


def check_id(reading: Reading, place: Location, found: object, model_id: str) -> None:
    """Complain about a model id in the page that is not the one of its facts."""
    if model_id and found != model_id:
        disagree(reading, "the model id", (found, place), (model_id, reading.places[("id",)]))


def disagree(reading: Reading, what: str, here: Mention, other: Mention) -> None:
    """Complain about a page that says two things about the same."""
    parameters = {"what": what, "here": here[0], "there": other[0], "line": other[1].line}
    reading.findings.add(here[1], "page-disagrees", **parameters)
