"""The requests and the response that a page prints, as far as they name what else the page must say."""

from __future__ import annotations

from typing import Any

from ..problems.problem import Location
from ..text.json_data import is_list, is_object
from .parameter_rows import Parameters
from .reader import Reading
from .request_fields import Fields, check_id, missing_row

_SECTIONS = {"minimal": "minimal_request", "reference": "reference_request", "response": "response"}
_REFERENCES = "referenceMediaItems"

Examples = dict[str, dict[str, Any] | None]


def read_examples(reading: Reading, model_id: str, fields: Fields, parameters: Parameters) -> Examples:
    """Return the printed requests and response: of this model, with fields and parameters that the page has."""
    examples: Examples = dict.fromkeys(_SECTIONS)
    for name, section_name in _SECTIONS.items():
        section = reading.section(section_name, required=name != "reference")
        if section is None:
            continue
        if section.block is None:
            what = f'JSON block of the section "{reading.labels.label(f"section.{section_name}")}"'
            reading.findings.add(section.location, "page-missing", what=what)
            continue
        place, examples[name] = section.block.location, section.block.value
        reading.places["examples", name] = place
        if section.block.value is not None:
            check_id(reading, place, section.block.value.get("model"), model_id)
            if name != "response":
                _check_keys(reading, place, section.block.value, fields, parameters)
    for key, facts in parameters.facts.items():
        if facts["type"] == "array" and not facts["items"] and not any(map(_items, reading.printed(key))):
            reading.findings.add(reading.places["params", key], "page-no-items", key=key)
    return examples


def _items(printed: tuple[Any, Location]) -> bool:
    """Tell whether a printed value shows what the items of an array are."""
    return is_list(printed[0]) and any(is_object(item) and item for item in printed[0])


def _check_keys(
    reading: Reading, place: Location, request: dict[str, Any], fields: Fields, parameters: Parameters
) -> None:
    """Complain about a field or parameter of a printed request whose row is missing from the tables."""
    for key in request:
        if fields.rows and key not in fields:
            missing_row(reading, place, key)
    params = request.get("params")
    for key in params if is_object(params) and parameters.complete else ():
        if key not in parameters.facts and key != _REFERENCES:
            reading.findings.add(place, "page-missing", what=f'row "{key}" of the model parameters')
