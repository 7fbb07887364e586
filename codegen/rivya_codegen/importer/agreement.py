"""Whether a page agrees with itself: its facts with its sentences, its requests and its response, both places named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..problems.problem import Location
from ..spec.facts import reserved_credits
from ..spec.numbers import on_step
from ..text.json_data import Data, is_list, is_object
from .findings import shorten
from .numbers import Number, in_digits, same_number, written_numbers, written_sizes
from .prose import (
    characters_in,
    choices_in,
    defaults_in,
    files_in,
    has_worded_number,
    limits_in,
    sizes_in,
    spans_in,
    steps_in,
)
from .reader import Reading
from .requests import REFERENCES, Fields
from .tokens import Block
from .unlabelled import INPUT_STATUS


def check_agreement(reading: Reading, fields: Fields, page: Data) -> None:
    """Complain about each fact that two places of the page say differently."""
    text = page["text"][reading.locale]
    base, place = page["credits"]["base"], reading.places.get(("credits", "base"))
    for value, where in printed_prices(reading):
        if place and base is not None and not same_number(base, value):
            reading.disagree(reading.label("fact.base_credits"), (base, place), (shorten(str(value)), where))
    _check_parameters(reading, page["params"], text["params"])
    if page["prompt"]:
        _check_prompt(reading, fields, page["prompt"]["max_length"], text["summary"])
    _check_files_api(reading, page["input_status"], page["files_api"])
    if page["references"]:
        _check_references(reading, page["references"])
        policy = (reading.label("section.upload_policy"), reading.places["references",])
        if "file" not in page["inputs"]:
            here = (", ".join(page["inputs"]), reading.places["inputs",])
            reading.disagree(reading.label("fact.inputs"), here, policy)
        if page["files_api"] == "not_required":
            here = (reading.label("files_api.not_required"), reading.places["files_api",])
            reading.disagree(reading.label("fact.files_api"), here, policy)


def printed_prices(reading: Reading) -> list[tuple[Any, Location]]:
    """Return the credits that the printed response reserves."""
    section = reading.outline.sections.get("response")
    if section is None or section.block is None:
        return []
    found = reserved_credits(section.block.value)
    return [(value, section.block.place(str(path[-1]))) for path, value in found]


def _check_prompt(reading: Reading, fields: Fields, limit: int | None, summary: str) -> None:
    """Complain where the table of fields, the summary or a request goes by another limit of the prompt."""
    place = reading.places.get(("prompt", "max_length"))
    if place is None:
        return
    label = reading.label("fact.prompt_limit")
    here = ("-" if limit is None else limit, place)
    row = fields.prompt["description"] if fields.prompt else None
    mentions = [(number, row.location) for number in characters_in(row.text)] if row else []
    top = reading.places.get(("text", reading.locale, "summary"))
    mentions += [(number, top) for number in characters_in(summary, unit=True)] if top and limit else []
    for mention in mentions:
        if mention[0] != limit:
            reading.disagree(label, here, mention)
    for sentence, where in ((row.text, row.location) if row else ("", None), (summary, top)):
        if where and has_worded_number(sentence, unit=where is top):
            reading.findings.add(where, "page-integer", label=label, value=shorten(sentence))
    for block, request in reading.requests():
        text = request.get("prompt", request.get("message"))
        if isinstance(text, str) and limit is not None and len(text) > limit:
            reading.disagree(label, here, (len(text), block.place("prompt")))


def _check_files_api(reading: Reading, status: str | None, files_api: str) -> None:
    """Complain where the badges and the fact about the Files API do not go together."""
    badge, fact = reading.places.get(("input_status",)), reading.places.get(("files_api",))
    needs_files = {row: files != "not_required" for files, row in INPUT_STATUS.items()}.get(status or "")
    contradicts = needs_files is not None and needs_files != (files_api != "not_required")
    if badge and fact and files_api and contradicts and not reading.guessed:
        texts = [
            reading.label(f"{group}.{name}") for group, name in (("files_api", files_api), ("input_status", status))
        ]
        reading.disagree(reading.label("fact.files_api"), (texts[0], fact), (texts[1], badge))


def _check_references(reading: Reading, references: Mapping[str, Any]) -> None:
    """Complain where the rule speaks of more or fewer files, or of other sizes, than the facts below it."""
    most, place = references["max_files"], reading.places.get(("references", "max_files"))
    section = reading.outline.sections.get("reference_rule")
    files = files_in(" ; ".join(cell.text for cell in section.texts)) if section else {}
    if section and section.texts and most and place and files:
        sums = max(files.get("file", 0), sum(number for kind, number in files.items() if kind != "file"))
        all_kinds = "file" in files or set(references["files"]) <= set(files)
        if max(files.values()) > most or (all_kinds and sums < most):
            rule = (shorten(section.texts[0].text), section.texts[0].location)
            reading.disagree(reading.label("section.max_files"), (most, place), rule)
    _check_sizes(reading, references["files"])
    for block, request in reading.requests():
        _check_items(reading, block, request.get("params"), references)


def _check_sizes(reading: Reading, files: Mapping[str, Data]) -> None:
    sizes = {kind: limit["max_size"] for kind, limit in files.items() if limit["max_size"]}
    known = {way for size in sizes.values() for way in written_sizes(size)}
    sections = filter(None, map(reading.section, ("upload_policy", "reference_rule", "kinds")))
    for cell in [cell for section in sections for cell in section.texts]:
        for size in sizes_in(cell.text):
            if known and known.isdisjoint(written_sizes(size)):
                limit_place = next(reading.places["references", "files", kind, "max_size"] for kind in sizes)
                label = reading.label("column.max_size")
                reading.disagree(label, (size, cell.location), (", ".join(sizes.values()), limit_place))


def _check_items(reading: Reading, block: Block, params: object, references: Mapping[str, Any]) -> None:
    value = params.get(REFERENCES) if is_object(params) else None
    items = [item for item in value if is_object(item)] if is_list(value) else []
    place = block.place(REFERENCES)
    most = references["max_files"]
    if most and len(items) > most:
        limit_place = reading.places["references", "max_files"]
        reading.disagree(reading.label("section.max_files"), (len(items), place), (most, limit_place))
    for item in items:
        kind = str(item.get("kind"))
        limit = references["files"].get(kind)
        known = reading.places.get(("references", "files", kind)) or reading.places["references",]
        if references["files"] and limit is None:
            reading.disagree("kind", (shorten(kind), place), (", ".join(references["files"]), known))
        elif limit and limit["mime_types"] and item.get("mimeType") not in (None, *limit["mime_types"]):
            here = (shorten(str(item["mimeType"])), place)
            reading.disagree("mimeType", here, (", ".join(limit["mime_types"]), known))


def _check_parameters(reading: Reading, parameters: Mapping[str, Data], descriptions: Mapping[str, str]) -> None:
    """Complain where a request or a description says of a parameter what its row does not."""
    for key, facts in parameters.items():
        row = reading.places["params", key]
        for value, place in reading.printed(key):
            if facts["type"] and not _fits(facts, value):
                reading.disagree(key, (shorten(str(value)), place), (row_of(facts), row))
        for block, request in reading.requests()[:1]:
            params = request.get("params")
            if facts["required"] and not (is_object(params) and key in params):
                reading.disagree(f"required of {key}", ("not in the request", block.location), ("required", row))
        if key in descriptions:
            check_description(reading, key, facts, descriptions[key])


def _fits(facts: Mapping[str, Any], value: Any) -> bool:
    """Tell whether a request may have a value for a parameter, as far as the row of the parameter says."""
    return bool(facts.get("nullable")) if value is None else _is_of_type(facts, value)


def _is_of_type(facts: Mapping[str, Any], value: Any) -> bool:
    kind = facts["type"]
    if kind == "select":
        return value in facts["options"] if facts["options"] else isinstance(value, str)
    if kind == "array":
        return is_list(value) and all(_fits(facts["items"], item) for item in value)
    if kind == "object":
        fields: Mapping[str, Any] = facts["fields"]
        return is_object(value) and all(key in fields and _fits(fields[key], item) for key, item in value.items())
    if kind != "number":
        return isinstance(value, {"text": str, "boolean": bool}[kind])
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    low, high, step = (facts.get(name) for name in ("min", "max", "step"))
    inside = (low is None or value >= low) and (high is None or value <= high)
    return inside and (not step or on_step(value, step, low or 0))


def row_of(facts: Data) -> str:
    """Return what the row of a parameter allows, in the words of its table."""
    if facts["type"] == "select":
        return shorten(", ".join(facts["options"]))
    parts = [f"{part} {facts[part]}" for part in ("min", "max", "step") if facts.get(part) is not None]
    return " / ".join(parts) or str(facts["type"])


def check_description(reading: Reading, key: str, facts: Data, text: str) -> None:
    """Complain where the description of a parameter says what its row does not; no spec would hold it."""
    row, place = reading.places["params", key], reading.places["text", reading.locale, "params", key]
    number = facts["type"] == "number"
    mentions = list(_numbers(facts, in_digits(text))) if number else []
    mentions += [
        ("values", ", ".join(values))
        for only, values in choices_in(in_digits(text) if number else text)
        if not _offers(facts, values, only=bool(only))
    ]
    default = facts.get("default")
    for what, value in mentions:
        reading.disagree(f"{what} of {key}", (value, place), (row_of(facts), row))
    for word in defaults_in(text):
        numbers = written_numbers(word)
        is_same = word == str(default) or any(same_number(value, default) for value in numbers)
        if not is_same and (word in (facts.get("options") or ()) or (number and numbers)):
            reading.disagree(f"default of {key}", (word, place), ("-" if default is None else default, row))


def _numbers(facts: Data, text: str) -> Iterator[tuple[str, object]]:
    """Yield the limits and steps that a sentence says of a number and its row does not."""
    spans = spans_in(text)
    limits = (facts.get("min"), facts.get("max"))
    if spans and not any(all(map(same_number, span, limits)) for span in spans):
        yield "range", f"{spans[0][0]} … {spans[0][1]}"
    yield from (
        (name, number) for name, number in limits_in(text) if not spans and not same_number(facts.get(name), number)
    )
    yield from (("step", step) for step in steps_in(text) if not same_number(facts.get("step"), step))


def _offers(facts: Data, values: Sequence[str], *, only: bool) -> bool:
    """Tell whether a parameter has exactly these values, as far as they are meant to be all of its values."""
    if facts["type"] == "number":
        numbers = [found[0] for value in values if len(found := written_numbers(value)) == 1]
        return len(numbers) < len(values) or sorted(numbers) == _steps(facts, len(numbers))
    if facts["type"] == "text":
        return not only
    options = set(facts.get("options") or ())
    known = options & set(values)
    is_whole = known == set(values) or (only and known and any(char.isdigit() for char in "".join(set(values) - known)))
    return not is_whole or set(values) == options


def _steps(facts: Data, most: int) -> list[Number]:
    """Return the values from the least to the greatest in steps, if there are no more than so many."""
    low, high, step = facts.get("min"), facts.get("max"), facts.get("step")
    if low is None or high is None or not step or not low < high <= low + most * step:
        return []
    return [value for at in range(most + 1) if (value := low + at * step) <= high]
