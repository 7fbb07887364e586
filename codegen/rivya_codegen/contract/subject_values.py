"""Values of what conditions speak of, some on each side of all that they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice, pairwise, product
from typing import Any

from ..spec.conditions import ValueLimit, ValueRange, ValueTest, subjects_of
from ..spec.diff import ABSENT
from ..spec.formats import pattern_of
from ..spec.model import (
    AnyParameter,
    ArrayParameter,
    BooleanParameter,
    ModelSpec,
    NumberParameter,
    ObjectParameter,
    Select,
    TextParameter,
)
from ..spec.nested import parameter_at, places_of
from ..spec.numbers import accepts, bounds_said, exact, is_within, nearest_grid, plain
from ..spec.values import Number
from .limits import options_of, value_codes
from .places import value_at
from .samples import SHORTEST_ADDRESS, a_value, different_values, entries, text_of_length
from .schema import json_value

MOST_OBJECTS = 1000
"""With how many combinations of its fields an object is tried."""


def _is_equal(value: Any, other: Any) -> bool:
    """Return whether two JSON values are equal: 2 is 2.0, and 1 is not true."""
    return isinstance(value, bool) == isinstance(other, bool) and bool(value == other)


def fulfils(parameter: AnyParameter, test: ValueTest, value: Any) -> bool:
    """Return whether a value, or `ABSENT`, is what a condition asks for."""
    if isinstance(test, str):
        return (value is not ABSENT) == (test == "given")
    if value is ABSENT:
        return False
    if isinstance(test, ValueRange):
        return is_within(test, value)
    return any(_is_equal(value, json_value(parameter, text)) for text in test)


def values_near(spec: ModelSpec, path: str) -> list[Any]:
    """Return values of a parameter or field, some on each side of each value and bound that conditions ask for.

    `ABSENT` is one of them, the last, where it can be left out.
    """
    parameter = parameter_at(spec.params, path)
    tests = [test for row in spec.conditions for at, test in row.when.params.items() if at == path]
    listed = [json_value(parameter, text) for test in tests if isinstance(test, list) for text in test]
    limits = [row.limit.params[path] for row in spec.conditions if path in row.limit.params]
    listed += [value for limit in limits for value in options_of(parameter, limit) or ()]
    ranges = [*(test for test in tests if isinstance(test, ValueRange)), *limits]
    found: list[Any] = []
    for value in [*_values(spec, path, parameter, listed, ranges), *_lengths(parameter, limits)]:
        if not any(value == other and type(value) is type(other) for other in found):
            found.append(value)
    return [*found, *([] if parameter.required else [ABSENT])]


def _lengths(parameter: AnyParameter, limits: Iterable[ValueLimit]) -> Iterator[Any]:
    """Yield texts and lists that are as long as limits allow, and longer or shorter by one."""
    for limit in limits:
        bounds = (limit.min_length, limit.max_length, limit.min_items, limit.max_items)
        lengths = [bound + shift for bound in bounds if bound is not None for shift in (-1, 0, 1) if bound + shift > 0]
        if isinstance(parameter, TextParameter) and pattern_of(parameter) is None:
            low, high = parameter.min_length or 0, parameter.max_length
            shortest = 0 if parameter.format is None else len(SHORTEST_ADDRESS)
            fitting = [length for length in lengths if low <= length and (high is None or length <= high)]
            yield from (text_of_length(parameter, length) for length in fitting if length > shortest)
        if isinstance(parameter, ArrayParameter):
            low, high = parameter.min_items or 0, parameter.max_items
            fitting = [length for length in lengths if low <= length and (high is None or length <= high)]
            yield from (found for length in fitting if len(found := entries(parameter, length)) == length)


def _values(
    spec: ModelSpec, path: str, parameter: AnyParameter, listed: list[Any], ranges: list[ValueRange]
) -> Iterable[Any]:
    if isinstance(parameter, Select):
        return [*listed, *[option for option in parameter.options if option not in listed][:1]]
    if isinstance(parameter, NumberParameter):
        return _numbers(parameter, [*listed, *(bound for row in ranges for bound in bounds_said(row))])
    if isinstance(parameter, BooleanParameter):
        return (True, False)
    if isinstance(parameter, ObjectParameter):
        return _objects(spec, path, parameter)
    return [*listed, *islice(different_values(parameter), len(listed) + 1)]


def _numbers(parameter: NumberParameter, points: list[Number]) -> Iterator[Number]:
    if parameter.options is not None:
        yield from parameter.options
        return
    grid = nearest_grid(parameter)
    near = [number for point in points for number in (grid.below(point), point, grid.above(point))]
    steps = [plain(exact(number) + sign * exact(grid.step)) for number in near for sign in (-1, 1)]
    ends = [*points, *bounds_said(parameter)]
    middles = [plain((exact(low) + exact(high)) / 2) for low, high in pairwise(sorted(ends))]
    on_grid = [grid.below(number) for number in middles]
    found = (a_value(parameter), *near, *steps, *ends, *middles, *on_grid)
    yield from (number for number in found if accepts(parameter, number))


def _objects(spec: ModelSpec, path: str, parameter: ObjectParameter) -> Iterator[dict[str, Any]]:
    """Yield objects with each value of a field that conditions speak of, and with all that make a difference together."""
    base = a_value(parameter)
    fields = [key for key in parameter.fields if any(_said_of(spec, f"{path}.{key}"))]
    ways = {key: values_near(spec, f"{path}.{key}") for key in fields}
    kinds = [_one_of_each_kind(spec, f"{path}.{key}", values) for key, values in ways.items()]
    together = (dict(zip(fields, row, strict=True)) for row in product(*kinds))
    alone = ({key: value} for key, values in ways.items() for value in values)
    for chosen in islice(chain(together, alone), MOST_OBJECTS):
        yield {key: value for key, value in {**base, **chosen}.items() if value is not ABSENT}


def _said_of(spec: ModelSpec, path: str) -> Iterator[str]:
    """Yield what conditions speak of at a path, or inside of what stands there."""
    said = {subject for row in spec.conditions for subject in subjects_of(row)}
    yield from (one for one in sorted(said) if f"{one}.".startswith(f"{path}."))


def _one_of_each_kind(spec: ModelSpec, path: str, values: Iterable[Any]) -> list[Any]:
    """Return the first of all values of a field that are the same to conditions."""
    found: dict[tuple[bool, ...], Any] = {}
    for value in values:
        found.setdefault(tuple(_differences(spec, path, value)), value)
    return [*found.values()]


def _differences(spec: ModelSpec, path: str, value: Any) -> Iterator[bool]:
    """Yield all that makes a difference to conditions in a value of a field."""
    above = len(next(places_of(spec.params, path))[0])
    for one in _said_of(spec, path):
        keys, parameter = next(places_of(spec.params, one))
        inner = value_at(value, keys[above:])
        tests: list[ValueTest] = [row.when.params[one] for row in spec.conditions if one in row.when.params]
        limits = [row.limit.params[one] for row in spec.conditions if one in row.limit.params]
        yield inner is ABSENT
        yield from (fulfils(parameter, test, inner) for test in tests)
        yield from (any(value_codes(parameter, limit, inner)) for limit in limits)
