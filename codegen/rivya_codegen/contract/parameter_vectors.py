"""Values for test vectors: of each kind of parameter those that keep to and those that break each of its limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..spec.formats import pattern_of
from ..spec.model import (
    AnyParameter,
    ArrayParameter,
    BooleanParameter,
    FileParameter,
    NumberParameter,
    ObjectParameter,
    Select,
    TextParameter,
)
from ..spec.numbers import accepts, exact, grid_of, is_integer, is_within, nearest_grid, plain
from ..spec.values import Number
from .samples import a_value, entries, text_of_length, text_value

Case = tuple[str, str, Any, list[str]]
"""Name, limit, value, problem codes."""


def parameter_cases(parameter: AnyParameter) -> Iterator[Case]:
    """Yield values of a parameter that keep to and that break each of its limits."""
    if parameter.nullable:
        yield "null", "type", None, []
    yield from _CASES[type(parameter)](parameter)


def _select_cases(parameter: Select) -> Iterator[Case]:
    for option in parameter.options:
        yield f"option-{option}", "options", option, []
    unknown = "not-an-option"
    while unknown in parameter.options:
        unknown += "-"
    yield "unknown-option", "options", unknown, ["unknown-option"]
    yield "number", "type", 5, ["unknown-option"]


def _number_cases(parameter: NumberParameter) -> Iterator[Case]:
    if parameter.default is not None:
        yield "default", "type", parameter.default, []
    yield "text", "type", "5", ["wrong-type"]
    if parameter.options is not None:
        yield from ((f"option-{option}", "options", option, []) for option in parameter.options)
        yield "unknown-option", "options", plain(exact(max(parameter.options)) + 1), ["unknown-option"]
        return
    grid = nearest_grid(parameter)
    for limit, sign, problem in _BOUNDS:
        bound: Number | None = getattr(parameter, limit)
        if bound is None:
            continue
        inside = grid.above(bound) if sign < 0 else grid.below(bound)
        outside = plain(exact(inside) + sign * exact(grid.step))
        if limit.startswith("exclusive"):
            inside, outside = plain(exact(inside) - sign * exact(grid.step)) if inside == bound else inside, bound
        if accepts(parameter, inside):
            yield limit, limit, inside, []
        yield problem, limit, outside, [problem]
    if is_integer(parameter):
        between = plain(exact(a_value(parameter)) + exact(0.5))
        yield "not-an-integer", "integer", between, ["wrong-type"]
    yield from _step_cases(parameter)


_BOUNDS = (
    ("min", -1, "below-minimum"),
    ("max", 1, "above-maximum"),
    ("exclusive_min", -1, "not-above-bound"),
    ("exclusive_max", 1, "not-below-bound"),
)
"""The bounds of a number: in which direction what breaks them lies, and as what it is refused."""


def _step_cases(parameter: NumberParameter) -> Iterator[Case]:
    grid = grid_of(parameter)
    if grid is None:
        return
    limit = "step" if parameter.multiple_of is None else "multiple_of"
    first = exact(a_value(parameter))
    on, off = plain(first + exact(grid.step)), first + exact(grid.step) / 2
    if accepts(parameter, on):
        yield "on-step", limit, on, []
    if is_integer(parameter) and off != off.to_integral_value():
        yield "off-step", limit, plain(off), ["wrong-type"]
    elif is_within(parameter, plain(off)):
        yield "off-step", limit, plain(off), ["off-step"]


def _text_cases(parameter: TextParameter) -> Iterator[Case]:
    yield "text", "type", text_value(parameter), []
    yield "number", "type", 5, ["wrong-type"]
    pattern = pattern_of(parameter)
    if pattern is not None:
        limit = "format" if parameter.pattern is None else "pattern"
        other = pattern.counterexample.ljust(parameter.min_length or 0, "-")[: parameter.max_length]
        yield "not-of-the-form", limit, other, ["wrong-form"]
    if parameter.max_length is not None:
        if pattern is None:
            yield "longest", "max_length", text_of_length(parameter, parameter.max_length), []
        yield "too-long", "max_length", text_of_length(parameter, parameter.max_length + 1), ["too-long"]
    if parameter.min_length:
        yield "too-short", "min_length", text_of_length(parameter, parameter.min_length - 1), ["too-short"]
    if parameter.format == "url":
        # As long as an address that fits, so that nothing but the format is wrong with it.
        yield "not-a-url", "format", text_value(parameter).replace("http", "not ", 1), ["wrong-type"]


def _file_cases(parameter: FileParameter) -> Iterator[Case]:
    yield "address", "type", a_value(parameter), []
    yield "number", "type", 5, ["wrong-type"]
    yield "not-a-url", "type", "input.png", ["wrong-type"]


def _boolean_cases(_parameter: BooleanParameter) -> Iterator[Case]:
    yield "true", "type", True, []
    yield "false", "type", False, []
    yield "text", "type", "true", ["wrong-type"]


def _object_cases(parameter: ObjectParameter) -> Iterator[Case]:
    value: dict[str, Any] = a_value(parameter)
    yield "fields", "type", value, []
    yield "text", "type", "x", ["wrong-type"]
    yield "unknown-key", "fields", value | {"not_a_key": 1}, ["unknown-parameter"]
    for key, field in parameter.fields.items():
        if field.required:
            rest = {name: part for name, part in value.items() if name != key}
            yield f"{key}-missing", f"{key}.required", rest, ["missing-parameter"]
        for name, limit, inner, problems in parameter_cases(field):
            yield f"{key}-{name}", f"{key}.{limit}", value | {key: inner}, problems


def _array_cases(parameter: ArrayParameter) -> Iterator[Case]:
    value: list[Any] = a_value(parameter)
    yield "items", "type", value, []
    yield "text", "type", "x", ["wrong-type"]
    if parameter.max_items is not None:
        most = entries(parameter, parameter.max_items)
        if len(most) == parameter.max_items:
            yield "most-items", "max_items", most, []
        yield (
            "too-many-items",
            "max_items",
            (most + value * parameter.max_items)[: parameter.max_items + 1],
            ["too-long"],
        )
    if parameter.min_items:
        yield "too-few-items", "min_items", value[: parameter.min_items - 1], ["too-short"]
    if parameter.unique and parameter.max_items != 1:
        yield "equal-items", "unique", [*value[: len(value) - 1 or 1], value[0]], ["equal-items"]
    for name, limit, inner, problems in parameter_cases(parameter.items):
        others = [one for one in entries(parameter, len(value) + 1) if not parameter.unique or one != inner]
        yield f"item-{name}", limit, [inner, *others[: len(value) - 1]], problems


_CASES: Mapping[type, Any] = {
    Select: _select_cases,
    NumberParameter: _number_cases,
    TextParameter: _text_cases,
    FileParameter: _file_cases,
    BooleanParameter: _boolean_cases,
    ObjectParameter: _object_cases,
    ArrayParameter: _array_cases,
}
