"""Reads the parts of a page as the data of a spec, and notes the place of every fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..spec.values import is_model_id
from ..text.json_data import Data
from ..words.labels import Labels, fold, squeeze
from .agreement import check_agreement, printed_prices
from .findings import shorten
from .frame import is_title, split_tail
from .numbers import CHARACTERS, CREDITS, without_unit
from .parameters import add_printed_fields, read_parameters
from .reader import Reading
from .references import read_references, read_rule
from .requests import Fields, missing_row, read_examples, read_fields
from .tokens import Cell
from .unlabelled import BILLING, INPUT_STATUS, INPUTS

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
    name, summary, badges = read_head(reading)
    files_api, inputs, status = _read_inputs(reading)
    badges = _read_badges(reading, badges, status)
    fields = read_fields(reading, model_id)
    parameters = read_parameters(reading, fields)
    expected = files_api.startswith("required") and "message" not in fields
    examples = read_examples(reading, model_id, fields, parameters)
    undocumented = add_printed_fields(reading, parameters)
    errors, notices = _read_errors(reading)
    text = {"summary": summary, "params": parameters.descriptions, "reference_rule": read_rule(reading)}
    data: Data = {
        "id": model_id,
        "name": name,
        "category": badges.category,
        "availability": badges.availability,
        "input_status": badges.input_status,
        "inputs": inputs,
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
        "text": {reading.locale: text | {"notices": notices}},
    }
    reading.guessed |= set() if summary else {"text"}
    if not reading.findings.problems():  # what could not be read agrees with nothing
        check_agreement(reading, fields, data)
    return data


def _read_id(reading: Reading) -> str:
    cell = reading.fact("id", ("id",))
    if cell and not is_model_id(cell.word):
        reading.findings.add(cell.location, "model-id", value=f'"{shorten(cell.text)}"')
        return ""
    return cell.word if cell else ""


def _read_inputs(reading: Reading) -> tuple[str, list[str], str | None]:
    """Return what the page says of the Files API, the kinds of input, and the input status that goes with them."""
    cell = reading.fact("files_api", ("files_api",))
    files_api = reading.choice("files_api", cell, reading.label("fact.files_api")) if cell else ""
    cell = reading.fact("inputs", ("inputs",))
    inputs = reading.each_of(cell, reading.label("fact.inputs"), INPUTS) if cell else []
    only_url = "url" in inputs and "text" not in inputs
    return files_api, inputs, "available_url_input" if only_url else INPUT_STATUS.get(files_api)


def _read_badges(reading: Reading, badges: Badges | None, status: str | None) -> Badges:
    """Return availability, input status and category, which the capability says as well.

    A page that has lost its badges is taken for that of an available model with the input status that follows.
    """
    badges = badges or (Badges("available", status, "") if reading.guessed else Badges("", None, ""))
    capability = reading.fact("capability", ("capability" if badges.category else "category",))
    if capability is None or "category" in reading.guessed:
        return badges
    label = reading.label("fact.capability")
    category = reading.choice("category", capability, label)
    if category and badges.category and category != badges.category:
        other = (badges.category, reading.places["category",])
        reading.disagree(label, (category, capability.location), other)
    return replace(badges, category=badges.category or category)


def _read_credits(reading: Reading) -> dict[str, Any]:
    cell, base = reading.fact("base_credits", ("credits", "base")), None
    if cell:
        text = cell.word if cell.exact else without_unit(cell.word, CREDITS, bound=False)
        reserved = [value for value, _ in printed_prices(reading)]
        base = reading.number(cell, reading.label("fact.base_credits"), text, reserved)
    cell = reading.fact("billing", ("credits", "billing"))
    return {"base": base, "billing": reading.one_of(cell, reading.label("fact.billing"), BILLING) if cell else ""}


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
    unit, label = reading.label("prompt_limit.characters"), reading.label("fact.prompt_limit")
    number = without_unit(cell.word, {*CHARACTERS, fold(unit)}, bound=not cell.exact)
    if number == without_unit(cell.word, (), bound=not cell.exact):
        reading.unknown(cell, label, (f"5000 {unit}", reading.label("prompt_limit.none")))
        return 0
    return reading.integer(cell, label, number)


def _read_readiness(reading: Reading, fields: Fields) -> dict[str, Any] | None:
    """Return the chat capabilities of a vendor's page, which says of streaming at most."""
    cell = reading.fact("readiness", ("chat", "streaming"), required=False)
    label = reading.label("fact.readiness")
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
        reading.line(section)
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
        reading.stray(outline.left_out[0])
    if notices:
        reading.places["text", reading.locale, "notices"] = notices[0].location
    return codes, [cell.text for cell in notices]


_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Badges:
    """What the line of badges says."""

    availability: str
    input_status: str | None
    category: str


def read_head(reading: Reading) -> tuple[str, str, Badges | None]:
    """Return the name, the summary and the badges, which stand above the facts of a page."""
    cells = [cell for cell in reading.outline.head if reading.labels.find("page", cell.text) != "kind"]
    title = next((cell for cell in cells if is_title(cell.text)), None)
    before = cells.index(title) if title else 0
    for cell in cells[:before]:
        reading.stray(cell)
    cells = cells[before + 1 :] if title else cells
    name = _name(reading, title)
    at = next((at for at, cell in enumerate(cells) if reading.labels.is_badges(cell.text)), len(cells))
    badges = _badges(reading, cells[at:])
    if at == len(cells) and "availability" not in reading.guessed:
        reading.missing(reading.findings.whole, "line of badges (availability, input status and capability)")
    for cell in cells[1:at]:
        reading.stray(cell)
    summary = cells[0] if at else None
    if summary is not None:
        reading.places["text", reading.locale, "summary"] = summary.location
    return name, summary.text if summary else "", badges


def _name(reading: Reading, title: Cell | None) -> str:
    if title is None:
        suffix = reading.label("page.title_suffix").strip()
        reading.missing(reading.findings.whole, f'title, a line that ends with "{suffix}"')
        return ""
    reading.places[("name",)] = title.location
    suffixes = (
        suffix for text, _ in reading.labels.texts("page") if title.text.casefold().endswith(suffix := text.strip())
    )
    return title.text[: -len(max(suffixes, key=len, default=""))].rstrip()


def _badges(reading: Reading, cells: Sequence[Cell]) -> Badges | None:
    """Return what the badges say; lines that follow them are strays."""
    badges, count = find_badges(reading.labels, cells)
    for cell in cells[count:] if badges else ():
        reading.stray(cell)
    if badges:
        reading.places.update({(part,): cells[0].location for part in ("availability", "input_status", "category")})
    elif cells:
        line = " ".join(cell.text for cell in cells[:_MOST_LINES])
        names = ("availability.available", "input_status.available_text")
        category = next(iter(reading.labels.words("category").values()), "")
        example = " ".join([*map(reading.labels.label, names), category])
        reading.findings.add(cells[0].location, "page-badges", value=shorten(line), example=example)
    return badges


def find_badges(labels: Labels, cells: Sequence[Cell]) -> tuple[Badges | None, int]:
    """Return what badges say that stand on one line, perhaps without spaces, or on one each; and how many lines."""
    line = ""
    for count, cell in enumerate(cells[:_MOST_LINES], 1):
        line += squeeze(cell.text)
        badges = _parse(labels, line)
        if badges:
            return badges, count
    return None, 0


def _parse(labels: Labels, line: str) -> Badges | None:
    for first, availability in labels.squeezed("availability"):
        for last, category in labels.squeezed("category") if line.startswith(first) else ():
            if line.endswith(last):
                middle = line[len(first) : len(line) - len(last)]
                status = next((name for text, name in labels.squeezed("input_status") if text == middle), None)
                if status or len(line) == len(first) + len(last):
                    return Badges(availability, status, category)
    return None
