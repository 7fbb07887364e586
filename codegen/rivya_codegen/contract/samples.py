"""Values that a spec accepts: what examples, vectors and tests start from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, count, islice, permutations, product
from string import ascii_letters
from typing import Any

from ..spec.formats import pattern_of
from ..spec.limits import limits_of
from ..spec.model import (
    MOST_ITEMS,
    AnyParameter,
    ArrayParameter,
    BooleanParameter,
    FileParameter,
    ModelSpec,
    NumberParameter,
    ObjectParameter,
    Select,
    TextParameter,
    TextPattern,
)
from ..spec.numbers import accepted_numbers
from ..spec.options import current_options_of
from ..spec.patterns import matching_texts, read_pattern
from ..spec.platform import PlatformSpec
from ..yaml_text.reader import LONGEST_TEXT
from .parameters import parameters_of
from .places import with_params
from .schema import prompt_key

SAMPLE_TEXT = "A lighthouse at dawn"
SAMPLE_ADDRESS = "https://cdn.example.com/input.png"
SHORTEST_ADDRESS = "http://x"


def smallest_request(spec: ModelSpec, platform: PlatformSpec) -> dict[str, Any]:
    """Return the least that the model accepts: prompt and parameters only where required."""
    request: dict[str, Any] = {"model": spec.id}
    if spec.prompt is not None and spec.prompt.required:
        limit = spec.prompt.max_length
        request[prompt_key(spec)] = SAMPLE_TEXT[:limit] if limit else SAMPLE_TEXT
    params = {key: a_value(row) for key, row in parameters_of(spec, platform).items() if row.required}
    return with_params(spec, request, params)


def a_value(parameter: AnyParameter) -> Any:
    """Return a value that the parameter accepts: its default, or the first that its limits allow."""
    default = limits_of(parameter).default
    if default is not None:
        return default
    return next(_VALUES[type(parameter)](parameter))


def entries(parameter: ArrayParameter, count: int) -> list[Any]:
    """Return so many entries of a list; where no two may be equal and there are not as many, all that there are."""
    if not parameter.unique:
        return [a_value(parameter.items)] * count
    return list(islice(different_values(parameter.items), count))


def different_values(parameter: AnyParameter) -> Iterator[Any]:
    """Yield values that the parameter accepts, each another one, the one of `a_value` first."""
    seen: list[Any] = []
    null = [None] if parameter.nullable else []
    for value in chain([a_value(parameter)], _VALUES[type(parameter)](parameter), null):
        if value not in seen:
            seen.append(value)
            yield value


def _texts(parameter: TextParameter) -> Iterator[str]:
    start, most = text_value(parameter), parameter.max_length
    yield start
    if (pattern := pattern_of(parameter)) is not None:
        yield from _texts_of(pattern, parameter)
        return
    for number in map(str, count(2)):
        if most is not None and len(number) > most:
            break
        yield (start if most is None else start[: most - len(number)]) + number
    if parameter.format is None:  # short ones, in letters
        yield from map("".join, product(ascii_letters, repeat=most or 1))


def _texts_of(pattern: TextPattern, parameter: TextParameter) -> Iterator[str]:
    """Yield texts of a form, its example first, that are neither too short nor too long."""
    least, most = parameter.min_length or 0, parameter.max_length or LONGEST_TEXT
    texts = islice(matching_texts(read_pattern(pattern.expression)), 10 * MOST_ITEMS)
    yield from (text for text in chain([pattern.example], texts) if least <= len(text) <= most)


def _objects(parameter: ObjectParameter) -> Iterator[dict[str, Any]]:
    yield {key: a_value(field) for key, field in parameter.fields.items()}
    yield from _with_fields(list(parameter.fields.items()))


def _with_fields(fields: list[tuple[str, AnyParameter]]) -> Iterator[dict[str, Any]]:
    """Yield objects with these fields; of many of them only the last ones ever change."""
    if not fields:
        yield {}
        return
    (key, field), *others = fields
    for value in different_values(field):
        yield from ({key: value} | rest for rest in _with_fields(others))
    if not field.required:
        yield from _with_fields(others)


def _lists(parameter: ArrayParameter) -> Iterator[list[Any]]:
    least, most = max(1, parameter.min_items or 0), parameter.max_items or MOST_ITEMS
    yield entries(parameter, least)
    some = _some(parameter.items)
    for length in range(least, most + 1):
        ways = permutations(some, length) if parameter.unique else product(some, repeat=length)
        yield from map(list, ways)


def _some(parameter: AnyParameter) -> list[Any]:
    """Return different values, as many as the longest list can have."""
    return list(islice(different_values(parameter), MOST_ITEMS))


_VALUES: Mapping[type, Callable[[Any], Iterator[Any]]] = {
    Select: lambda parameter: chain(current_options_of(parameter).values(), parameter.options),
    NumberParameter: lambda parameter: chain(current_options_of(parameter).values(), accepted_numbers(parameter)),
    TextParameter: _texts,
    FileParameter: lambda parameter: (f"https://cdn.example.com/{parameter.kind}-{number}" for number in count(1)),
    BooleanParameter: lambda _: iter((True, False)),
    ObjectParameter: _objects,
    ArrayParameter: _lists,
}
"""Values of a parameter of each kind; some may come again."""


def text_value(parameter: TextParameter) -> str:
    """Return a text that keeps to the limits of the parameter."""
    if (pattern := pattern_of(parameter)) is not None:
        return next(_texts_of(pattern, parameter), pattern.example)
    sample = SAMPLE_TEXT if parameter.format is None else SAMPLE_ADDRESS
    most = len(sample) if parameter.max_length is None else parameter.max_length
    if len(sample) > most and parameter.format is not None:
        return text_of_length(parameter, most)
    return sample.ljust(parameter.min_length or 0, "x")[: max(most, parameter.min_length or 0)]


def text_of_length(parameter: TextParameter, length: int) -> str:
    """Return a text of exactly so many characters that keeps to the format of the parameter, as far as one can."""
    return ("" if parameter.format is None else SHORTEST_ADDRESS[:length]).ljust(length, "x")
