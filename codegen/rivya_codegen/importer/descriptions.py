"""What the description of a parameter says of its values, held against the row that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..yaml_text.paths import Data
from .findings import shorten
from .numbers import Number, same_number, written_numbers
from .prose import characters_in, choices_in, defaults_in, lengths_in, limits_in, spans_in, steps_in
from .reader import Reading
from .tokens import Cell
from .worded_numbers import has_worded_number, in_digits


def read_lengths(reading: Reading, key: str, cell: Cell) -> dict[str, int]:
    """Return how long a text may be as its description says, for which the table has no column."""
    place, lengths = cell.location, dict(lengths_in(cell.text))
    others = sorted(set(characters_in(cell.text, unit=True)) - set(lengths.values()))
    if has_worded_number(cell.text, unit=True):
        reading.findings.add(place, "page-integer", label=f"length of {key}", value=shorten(cell.text))
    for number in others:
        reading.disagree(f"length of {key}", (number, place), (lengths or "text", reading.places["params", key]))
    reading.places.update({("params", key, name): cell.location for name in lengths})
    return lengths


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
