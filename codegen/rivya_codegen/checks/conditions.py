"""Rules about conditions: they speak of what exists, can come true, and do not contradict themselves."""

from __future__ import annotations

from collections.abc import Iterator

from ..contract.parameters import params_key
from ..contract.schema import json_value, parameter_schema
from ..problems.problem import Problem
from ..spec.conditions import When
from ..spec.model import AnyParameter, ArrayParameter, Condition, Select, TextParameter
from ..words.messages import words
from ..yaml_text.reader import Path
from .examples import is_accepted
from .subject import Subject


def check_conditions(subject: Subject) -> Iterator[Problem]:
    """Every condition says something, about parameters and options that exist."""
    for index, condition in enumerate(subject.spec.conditions):
        path = ("conditions", index)
        when = condition.when
        if when.references is None and when.prompt is None and not when.params:
            yield subject.problem((*path, "when"), "condition-empty", part=words("condition-when"))
        if not (condition.no_effect or condition.require or condition.forbid):
            yield subject.problem(path, "condition-empty", part=words("condition-consequence"))
        yield from _check_subjects(subject, index, condition)
        yield from check_when(subject, (*path, "when"), when)
        for key in sorted({*condition.require} & {*condition.forbid}):
            yield subject.problem(path, "condition-impossible", what=words("condition-contradiction", key=key))


def _check_subjects(subject: Subject, index: int, condition: Condition) -> Iterator[Problem]:
    parameters, apart = subject.contract.parameters, params_key(subject.spec) is not None
    there = {"prompt": subject.spec.prompt is not None, "references": apart and subject.spec.references is not None}
    subjects = [*parameters, *(name for name, given in there.items() if given)]
    for field, allowed in (("no_effect", list(parameters)), ("require", subjects), ("forbid", subjects)):
        for position, key in enumerate(getattr(condition, field)):
            if key not in allowed:
                yield subject.unknown(("conditions", index, field, position), "parameter-unknown", key, allowed)


def check_when(subject: Subject, place: Path, when: When) -> Iterator[Problem]:
    """What is said of a request can hold of one."""
    there = {"prompt": subject.spec.prompt is not None, "references": subject.spec.references is not None}
    for name, given in there.items():
        if getattr(when, name) is not None and not given:
            yield subject.problem((*place, name), "condition-impossible", what=words("condition-never", name=name))
    for key, values in when.params.items():
        path = (*place, "params", key)
        parameter = subject.contract.parameters.get(key)
        if parameter is None:
            yield subject.unknown(path, "parameter-unknown", key, subject.contract.parameters)
            continue
        for position, value in enumerate(values):
            option = (*path, position)
            if isinstance(parameter, Select) and value not in parameter.options:
                yield subject.unknown(option, "option-unknown", value, parameter.options, parameter=f"`{key}`")
            elif not isinstance(parameter, Select) and not _is_value(parameter, value):
                advice = words("condition-lists" if isinstance(parameter, ArrayParameter) else "condition-values")
                yield subject.problem(
                    option, "value-of-condition", value=f'"{value}"', parameter=f"`{key}`", advice=advice
                )


def _is_value(parameter: AnyParameter, text: str) -> bool:
    """Return whether a text is a value of the parameter, written as a request would carry it."""
    if isinstance(parameter, ArrayParameter):
        return False
    value = json_value(parameter, text)
    same = isinstance(parameter, TextParameter) or text == _canonical(value)
    return same and is_accepted(parameter_schema(parameter), value)


def _canonical(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
