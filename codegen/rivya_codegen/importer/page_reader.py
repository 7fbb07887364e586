"""Reads the parts of a page as the data of a spec, and notes the place of every fact."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from ..spec.model import is_model_id
from ..words.labels import fold
from ..yaml_text.paths import Data
from .agreement import check_agreement, reserved_credits
from .examples import read_examples
from .findings import shorten
from .frame import split_tail
from .head import Badges, Head, read_head
from .numbers import CHARACTERS, CREDITS, counted
from .parameters import add_printed_items, read_parameters
from .reader import Reading, stray
from .references import read_references, read_rule
from .request_fields import Fields, disagree, missing_row, read_fields
from .tokens import Cell
from .unlabelled import BILLING, INPUTS

# The input status that goes with what a page says of the Files API, where it has no badge for it.
_STATUS = {
    "not_required": "available_text",
    "required_for_reference_modes": "partial_requires_files",
    "required": "requires_files_api",
}
_SOURCE = "https://rivya.ai/docs/api/models/{id}"
_ERROR_CODE = re.compile(r"[a-z][a-z0-9_]*")
_MOST_LEFT_OUT = 300
"""The most lines behind a page that are taken for what frames it."""


def read_page(reading: Reading, reviewed: date) -> Data:
    """Return what the page states, in the form and order of a spec, with a none where it says that there is nothing.

    Nones stay, so that a merge can tell "there is none" from "not said". Where the findings have problems, the value
    stands in for what could not be read.
    """
    model_id = _read_id(reading)
    head = read_head(reading)
    files_api = _read_choice(reading, "files_api")
    inputs = reading.fact("inputs", ("inputs",))
    accepted = reading.each_of(inputs, reading.labels.label("fact.inputs"), INPUTS) if inputs else []
    badges = _read_badges(reading, head, _status_of(files_api, accepted))
    fields = read_fields(reading, model_id)
    parameters = read_parameters(reading, fields)
    expected = files_api.startswith("required") and "message" not in fields
    examples = read_examples(reading, model_id, fields, parameters)
    undocumented = add_printed_items(reading, parameters)
    errors, notices = _read_errors(reading)
    text: Data = {"summary": head.summary, "params": parameters.descriptions}
    data: Data = {
        "id": model_id,
        "name": head.name,
        "category": badges.category,
        "availability": badges.availability,
        "input_status": badges.input_status,
        "inputs": accepted,
        "files_api": files_api,
        "credits": _read_credits(reading),
        "prompt": _read_prompt(reading, fields),
        "params": parameters.facts,
        "references": read_references(reading, expected=expected),
        "chat": _read_readiness(reading, fields),
        "errors": errors,
        "examples": examples,
        "source": {"url": _SOURCE.format(id=model_id), "reviewed": reviewed},
        "undocumented": undocumented,
        "text": {reading.locale: text | {"reference_rule": read_rule(reading), "notices": notices}},
    }
    if not head.summary:
        reading.guessed.add("text")
    if not reading.findings.problems():  # what could not be read agrees with nothing
        check_agreement(reading, fields, data)
    return data


def _read_id(reading: Reading) -> str:
    cell = reading.fact("id", ("id",))
    if cell and not is_model_id(cell.word):
        reading.findings.add(cell.location, "model-id", value=f'"{shorten(cell.text)}"')
        return ""
    return cell.word if cell else ""


def _read_choice(reading: Reading, name: str) -> str:
    cell = reading.fact(name, (name,))
    return reading.choice(name, cell, reading.labels.label(f"fact.{name}")) if cell else ""


def _status_of(files_api: str, inputs: list[str]) -> str | None:
    """Return the input status that goes with the inputs."""
    return "available_url_input" if "url" in inputs and "text" not in inputs else _STATUS.get(files_api)


def _read_badges(reading: Reading, head: Head, status: str | None) -> Badges:
    """Return availability, input status and category, which the capability says as well.

    A page that has lost its badges is taken for that of an available model with the input status that follows.
    """
    badges = head.badges or (Badges("available", status, "") if reading.guessed else Badges("", None, ""))
    capability = reading.fact("capability", ("capability" if badges.category else "category",))
    if capability is None or "category" in reading.guessed:
        return badges
    label = reading.labels.label("fact.capability")
    category = reading.choice("category", capability, label)
    if category and badges.category and category != badges.category:
        other = (badges.category, reading.places["category",])
        disagree(reading, label, (category, capability.location), other)
    return replace(badges, category=badges.category or category)


def _read_credits(reading: Reading) -> dict[str, Any]:
    base = reading.fact("base_credits", ("credits", "base"))
    billing = reading.fact("billing", ("credits", "billing"))
    return {
        "base": _read_base(reading, base) if base else None,
        "billing": reading.one_of(billing, reading.labels.label("fact.billing"), BILLING) if billing else "",
    }


def _read_base(reading: Reading, cell: Cell) -> int | float | None:
    text = cell.word if cell.exact else counted(cell.word, CREDITS, bound=False)
    reserved = [value for value, _ in reserved_credits(reading)]
    return reading.number(cell, reading.labels.label("fact.base_credits"), text, elsewhere=reserved)


def _read_prompt(reading: Reading, fields: Fields) -> dict[str, Any] | None:
    cell = reading.fact("prompt_limit", ("prompt", "max_length"))
    limit = _read_limit(reading, cell) if cell else None
    if fields.prompt is None:
        if cell and limit:
            missing_row(reading, cell.location, "prompt")
        return None
    required = fields.prompt["required"]
    reading.places["prompt",] = reading.places["prompt", "required"] = required.location
    return {"required": reading.labels.find("answer", required.text) == "yes", "max_length": limit}


def _read_limit(reading: Reading, cell: Cell) -> int | None:
    """Return the most characters; none where the page knows no limit, 0 where it could not be read."""
    if cell.absent or reading.labels.find("prompt_limit", cell.text) == "none":
        return None
    units = {*CHARACTERS, fold(reading.labels.label("prompt_limit.characters"))}
    number = counted(cell.word, units, bound=not cell.exact)
    if number == counted(cell.word, (), bound=not cell.exact):
        texts = (f"5000 {reading.labels.label('prompt_limit.characters')}", reading.labels.label("prompt_limit.none"))
        reading.unknown(cell, reading.labels.label("fact.prompt_limit"), texts)
        return 0
    return reading.integer(cell, reading.labels.label("fact.prompt_limit"), number)


def _read_readiness(reading: Reading, fields: Fields) -> dict[str, Any] | None:
    """Return the chat capabilities of a vendor's page, which says of streaming at most."""
    cell = reading.fact("readiness", ("chat", "streaming"), required=False)
    label = reading.labels.label("fact.readiness")
    if "message" not in fields:
        if cell:
            missing_row(reading, cell.location, "message")
        return None
    if cell is None:
        return {}
    return {"streaming": reading.choice("readiness", cell, label) == "streaming"}


def _read_errors(reading: Reading) -> tuple[list[str], list[str]]:
    """Return the error codes, and the notices: the lines after the codes."""
    section = reading.section("errors", required=True)
    if section is None:
        return [], []
    if not section.texts:
        reading.findings.add(section.location, "page-missing-value", label=reading.labels.label("section.errors"))
        return [], []
    cell, *rest = section.texts
    codes = list(cell.words())
    reading.places["errors",] = cell.location
    for code in codes:
        if not _ERROR_CODE.fullmatch(code):
            reading.findings.add(cell.location, "page-error-code", value=shorten(code))
    while rest and all(map(_ERROR_CODE.fullmatch, rest[0].words())):
        codes += rest.pop(0).words()
    outline = reading.outline
    elsewhere = [text.text for part in outline.sections.values() if part is not section for text in part.texts]
    notices, outline.left_out = split_tail(rest, elsewhere)
    if len(outline.left_out) > _MOST_LEFT_OUT:
        stray(reading, outline.left_out[0])
    if notices:
        reading.places["text", reading.locale, "notices"] = notices[0].location
    return codes, [cell.text for cell in notices]
