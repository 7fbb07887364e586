"""Rules about parameters: defaults, options, ranges and steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..contract.samples import SHORTEST_ADDRESS
from ..problems.problem import Problem
from ..spec.model import AnyParameter, ArrayParameter, NumberParameter, Select, TextParameter
from ..spec.numbers import last_on_step, on_step, range_text, step_base
from ..yaml_text.reader import Path
from .subject import Subject


def check_parameters(subject: Subject) -> Iterator[Problem]:
    """Each parameter agrees with itself."""
    yield from _check(subject, ("params",), subject.spec.params)


def check_chat(subject: Subject) -> Iterator[Problem]:
    """What a chat model lists of a field that all chat requests share is among the field's options."""
    for key, row in subject.platform.chat.fields.items():
        listed: list[str] | None = getattr(subject.spec.chat, key, None) if isinstance(row, Select) else None
        for index, value in enumerate(listed or ()):
            path = ("chat", key, index)
            if isinstance(row, Select) and value not in row.options:
                yield subject.unknown(path, "option-unknown", value, row.options, parameter=f"`{key}`")


def _check(subject: Subject, path: Path, parameters: Mapping[str, AnyParameter]) -> Iterator[Problem]:
    for key, parameter in parameters.items():
        rule = _RULES.get(type(parameter))
        if rule is not None:
            yield from rule(subject, (*path, key), parameter)


def _check_select(subject: Subject, path: Path, parameter: Select) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, option in enumerate(parameter.options):
        if option in seen:
            yield subject.problem((*path, "options", index), "option-duplicate", value=f'"{option}"')
        seen.add(option)
    if parameter.default is not None and parameter.default not in seen:
        yield subject.unknown((*path, "default"), "default-not-option", parameter.default, parameter.options)


def _check_number(subject: Subject, path: Path, parameter: NumberParameter) -> Iterator[Problem]:
    minimum, maximum, default = parameter.min, parameter.max, parameter.default
    if parameter.integer:
        for field in ("default", "min", "max", "step"):
            value = getattr(parameter, field)
            if value is not None and not isinstance(value, int):
                yield subject.problem((*path, field), "not-an-integer", value=value)
    if minimum is not None and maximum is not None and minimum > maximum:
        yield subject.problem((*path, "min"), "range-reversed", minimum=minimum, maximum=maximum)
        return
    outside = default is not None and (
        (minimum is not None and default < minimum) or (maximum is not None and default > maximum)
    )
    if outside:
        text = range_text(minimum, maximum)
        yield subject.problem((*path, "default"), "default-out-of-range", value=default, range=text)
    yield from _check_step(subject, path, parameter)


def _check_step(subject: Subject, path: Path, parameter: NumberParameter) -> Iterator[Problem]:
    step, base = parameter.step, step_base(parameter)
    if step is None:
        return
    if parameter.default is not None and not on_step(parameter.default, step, base):
        yield subject.problem((*path, "default"), "default-off-step", value=parameter.default, step=step, base=base)
    if parameter.max is not None and not on_step(parameter.max, step, base):
        last = last_on_step(parameter.max, step, base)
        yield subject.problem((*path, "max"), "max-off-step", maximum=parameter.max, step=step, base=base, last=last)


def _check_text(subject: Subject, path: Path, parameter: TextParameter) -> Iterator[Problem]:
    low, high, default = parameter.min_length, parameter.max_length, parameter.default
    if low is not None and high is not None and low > high:
        yield subject.problem((*path, "min_length"), "range-reversed", minimum=low, maximum=high)
    elif default is not None and not (low or 0) <= len(default) <= (high or len(default)):
        text = range_text(low, high)
        yield subject.problem((*path, "default"), "default-length", length=len(default), range=text)
    if parameter.format == "url":
        yield from _check_address(subject, path, parameter)


def _check_address(subject: Subject, path: Path, parameter: TextParameter) -> Iterator[Problem]:
    shortest = len(SHORTEST_ADDRESS)
    if parameter.max_length is not None and parameter.max_length < shortest:
        maximum = parameter.max_length
        yield subject.problem((*path, "max_length"), "address-too-long", maximum=maximum, shortest=shortest)
    if parameter.default is not None and not parameter.default.lower().startswith(("http://", "https://")):
        yield subject.problem((*path, "default"), "default-not-address", value=f'"{parameter.default}"')


def _check_array(subject: Subject, path: Path, parameter: ArrayParameter) -> Iterator[Problem]:
    low, high = parameter.min_items, parameter.max_items
    if low is not None and high is not None and low > high:
        yield subject.problem((*path, "min_items"), "range-reversed", minimum=low, maximum=high)
    yield from _check(subject, (*path, "items"), parameter.items)


_RULES: Mapping[type, Any] = {
    Select: _check_select,
    NumberParameter: _check_number,
    TextParameter: _check_text,
    ArrayParameter: _check_array,
}
