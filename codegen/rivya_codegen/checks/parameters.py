"""Rules about parameters: defaults, options, ranges and steps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..contract.parameters import narrowed
from ..contract.samples import SHORTEST_ADDRESS, entries, text_value
from ..contract.schema import reserved_keys
from ..problems.problem import Problem
from ..spec.formats import pattern_of
from ..spec.model import (
    AnyParameter,
    ArrayParameter,
    Chat,
    FileParameter,
    NumberParameter,
    ObjectParameter,
    Parameter,
    Select,
    TextParameter,
    TextPattern,
)
from ..spec.numbers import accepted_numbers, bounds, grid_of, is_within, length_text, range_text, step_base
from ..yaml_text.reader import Path
from .file_limits import check_file_limit
from .subject import Subject


def check_parameters(subject: Subject) -> Iterator[Problem]:
    """Each parameter agrees with itself."""
    yield from _check(subject, ("params",), subject.spec.params)


def have_values(subject: Subject) -> bool:
    """Return whether each parameter agrees with itself, so that values of it can be tried."""
    return not any(check_parameters(subject))


def check_chat(subject: Subject) -> Iterator[Problem]:
    """What a chat model says of a field that all chat requests share differs from it, and is said in one way."""
    for key, row in subject.platform.chat.fields.items():
        listed: list[str] | None = getattr(subject.spec.chat, key, None) if isinstance(row, Select) else None
        for index, value in enumerate(listed or ()):
            path = ("chat", key, index)
            if isinstance(row, Select) and value not in row.options:
                yield subject.unknown(path, "option-unknown", value, row.options, parameter=f"`{key}`")
        is_own = subject.spec.is_chat and key not in reserved_keys(subject.spec)
        own = subject.spec.params.get(key) if is_own else None
        if own is not None and listed is not None:
            yield subject.problem(("params", key), "chat-field-twice", at_key=True, key=key)
        elif own is not None and own in _shared(key, own, row):
            yield subject.problem(("params", key), "chat-field-same", at_key=True, key=key)


def _shared(key: str, own: AnyParameter, row: AnyParameter) -> Iterator[AnyParameter]:
    """Yield what the field is without the parameter, and with its options listed in `chat`."""
    yield row
    if key not in Chat.model_fields or not isinstance(own, Select) or not isinstance(row, Select):
        return
    if {*own.options} <= {*row.options}:
        yield narrowed(row, own.options)


def _check(subject: Subject, path: Path, parameters: Mapping[str, AnyParameter]) -> Iterator[Problem]:
    for key, parameter in parameters.items():
        yield from _check_one(subject, (*path, key), parameter)


def _check_one(subject: Subject, path: Path, parameter: AnyParameter) -> Iterator[Problem]:
    rule = _RULES.get(type(parameter))
    if rule is not None:
        yield from rule(subject, path, parameter)


def _check_select(subject: Subject, path: Path, parameter: Select) -> Iterator[Problem]:
    yield from _check_options(subject, path, parameter)
    for index, option in enumerate(parameter.options):
        if subject.document.is_number((*path, "options", index)):
            yield subject.problem((*path, "options", index), "option-number", value=option)


def _check_options(subject: Subject, path: Path, parameter: Select | NumberParameter) -> Iterator[Problem]:
    options = parameter.options or ()
    if parameter.default is not None and parameter.default not in options:
        shown = [str(option) for option in options]
        yield subject.unknown((*path, "default"), "default-not-option", str(parameter.default), shown)


def _check_number(subject: Subject, path: Path, parameter: NumberParameter) -> Iterator[Problem]:
    if parameter.integer:
        named = [((name,), value) for name, value in parameter if name in _NUMBERS]
        listed = [(("options", index), option) for index, option in enumerate(parameter.options or ())]
        for place, value in (*named, *listed):
            if value is not None and not isinstance(value, int):
                yield subject.problem((*path, *place), "not-an-integer", value=value)
    for one, other in _EITHER:
        if getattr(parameter, one) is not None and getattr(parameter, other) is not None:
            yield subject.problem((*path, one), "said-twice", at_key=True, one=one, other=other)
    if parameter.options is not None:
        yield from _check_options(subject, path, parameter)
        return
    low, high = bounds(parameter)
    if low is not None and high is not None and low > high:
        place = (*path, "exclusive_min" if parameter.min is None else "min")
        yield subject.problem(place, "range-reversed", minimum=low, maximum=high)
        return
    if next(accepted_numbers(parameter), None) is None:
        yield subject.problem(path, "no-number", at_key=True)
        return
    yield from _check_default(subject, path, parameter)
    yield from _check_step(subject, path, parameter)


_NUMBERS = ("default", "min", "max", "exclusive_min", "exclusive_max", "step", "multiple_of")
_EITHER = (
    *(("options", name) for name in _NUMBERS[1:]),
    ("min", "exclusive_min"),
    ("max", "exclusive_max"),
    ("step", "multiple_of"),
)
"""Limits of which one is enough: the other says the same again, or something else."""


def _check_default(subject: Subject, path: Path, parameter: NumberParameter) -> Iterator[Problem]:
    default, grid = parameter.default, grid_of(parameter)
    if default is None:
        return
    if not is_within(parameter, default):
        yield subject.problem((*path, "default"), "default-out-of-range", value=default, range=range_text(parameter))
    if grid is not None and not grid.has(default):
        place = (*path, "default")
        yield subject.problem(place, "default-off-step", value=default, step=grid.step, base=grid.base)


def _check_step(subject: Subject, path: Path, parameter: NumberParameter) -> Iterator[Problem]:
    grid = grid_of(parameter)
    if grid is None:
        return
    if parameter.multiple_of is not None and grid.has(step_base(parameter)):
        yield subject.problem((*path, "multiple_of"), "multiple-is-step", at_key=True, step=grid.step)
    if parameter.max is not None and not grid.has(parameter.max) and parameter.multiple_of is None:
        found = {"step": grid.step, "base": grid.base, "last": grid.below(parameter.max)}
        yield Problem(subject.document.locate((*path, "max")), "max-off-step", {"maximum": parameter.max, **found})


def _check_text(subject: Subject, path: Path, parameter: TextParameter) -> Iterator[Problem]:
    low, high, default = parameter.min_length, parameter.max_length, parameter.default
    if low is not None and high is not None and low > high:
        yield subject.problem((*path, "min_length"), "range-reversed", minimum=low, maximum=high)
    elif default is not None and not (low or 0) <= len(default) <= (high or len(default)):
        text = length_text(low, high)
        yield subject.problem((*path, "default"), "default-length", length=len(default), range=text)
    if parameter.format == "url":
        yield from _check_address(subject, path, parameter)
    if parameter.format is not None and parameter.pattern is not None:
        yield subject.problem((*path, "pattern"), "said-twice", at_key=True, one="format", other="pattern")
    elif (pattern := pattern_of(parameter)) is not None:
        yield from _check_pattern(subject, path, parameter, pattern)


def _check_pattern(subject: Subject, path: Path, parameter: TextParameter, pattern: TextPattern) -> Iterator[Problem]:
    texts = {"example": (pattern.example, True), "counterexample": (pattern.counterexample, False)}
    place: Path = (*path, "pattern")
    if parameter.pattern is None:  # a named form has examples of other lengths as well
        texts, place = {"example": (text_value(parameter), True)}, (*path, "format")
    for name, (text, matches) in texts.items():
        fits = (parameter.min_length or 0) <= len(text) <= (parameter.max_length or len(text))
        if not fits or bool(re.fullmatch(pattern.expression, text)) != matches:
            yield subject.problem((*place, name), f"pattern-{name}", value=json.dumps(text, ensure_ascii=False))
    default = parameter.default
    if default is not None and re.fullmatch(pattern.expression, default) is None:
        value, form = json.dumps(default, ensure_ascii=False), f"`{pattern.expression}`"
        yield subject.problem((*path, "default"), "default-form", value=value, form=form)


def _check_address(subject: Subject, path: Path, parameter: TextParameter) -> Iterator[Problem]:
    shortest = len(SHORTEST_ADDRESS)
    if parameter.max_length is not None and parameter.max_length < shortest:
        maximum = parameter.max_length
        yield subject.problem((*path, "max_length"), "address-too-long", maximum=maximum, shortest=shortest)
    if parameter.default is not None and not parameter.default.lower().startswith(("http://", "https://")):
        yield subject.problem((*path, "default"), "default-not-address", value=f'"{parameter.default}"')


def _check_file(subject: Subject, path: Path, parameter: FileParameter) -> Iterator[Problem]:
    yield from check_file_limit(subject, path, parameter.kind, parameter)
    if path[2:] not in ((), ("items",)):
        yield subject.problem(path, "file-nested", at_key=True)


def _check_array(subject: Subject, path: Path, parameter: ArrayParameter) -> Iterator[Problem]:
    low, high = parameter.min_items, parameter.max_items
    if low is not None and high is not None and low > high:
        yield subject.problem((*path, "min_items"), "range-reversed", minimum=low, maximum=high)
    for name in sorted(_OF_PARAMETERS & parameter.items.model_fields_set):
        yield subject.problem((*path, "items", name), "item-named", at_key=True, key=name)
    problems = list(_check_one(subject, (*path, "items"), parameter.items))
    yield from problems
    if not problems and parameter.unique and low is not None and len(entries(parameter, low)) < low:
        yield subject.problem((*path, "min_items"), "items-too-few", minimum=low)


def _check_object(subject: Subject, path: Path, parameter: ObjectParameter) -> Iterator[Problem]:
    yield from _check(subject, (*path, "fields"), parameter.fields)


_OF_PARAMETERS = frozenset({*Parameter.model_fields, "default"}) - {"nullable"}
"""What is said of a parameter or a field, which have names, and not of the entries of a list."""

_RULES: Mapping[type, Any] = {
    Select: _check_select,
    NumberParameter: _check_number,
    TextParameter: _check_text,
    FileParameter: _check_file,
    ArrayParameter: _check_array,
    ObjectParameter: _check_object,
}
