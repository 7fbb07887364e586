"""Rules about what conditions limit: it exists, has such a limit, and is narrowed by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..contract.limits import value_codes
from ..contract.parameters import with_all_parameters
from ..contract.schema import json_value
from ..contract.subject_values import values_near
from ..problems.problem import Problem
from ..spec.conditions import Condition, ReferenceLimit, ValueLimit, ValueRange
from ..spec.diff import ABSENT
from ..spec.limits import limits_of
from ..spec.model import AnyParameter, ArrayParameter, ModelSpec, NumberParameter, Select, TextParameter
from ..spec.nested import parameter_at, places_of
from ..spec.references import taken_kinds
from ..words.messages import words
from ..yaml_text.reader import Path
from .conditions import check_values, idle, impossible, names_of_all
from .parameters import have_values
from .subject import Subject

_LENGTHS = {"min_length", "max_length"}
_FIELDS: dict[type, set[str]] = {
    Select: {"options"},
    NumberParameter: {"options", *ValueRange.model_fields},
    TextParameter: _LENGTHS,
    ArrayParameter: {"min_items", "max_items"},
}
"""The limits that the kinds of parameters have; another default all of them."""


def check_limits(subject: Subject) -> Iterator[Problem]:
    """Each limit narrows what there is, and the default is within it or another one is named."""
    spec = with_all_parameters(subject.spec, subject.platform)
    for index, condition in enumerate(spec.conditions):
        path: Path = ("conditions", index, "limit")
        if "limit" in condition.model_fields_set and not condition.limit.subjects():
            yield subject.problem(path, "condition-empty", part=words("condition-limit"))
        elif condition.limit.subjects() and "when" not in condition.model_fields_set:
            yield idle(subject, path, "condition-always", field="limit")
        for key, limit in condition.limit.params.items():
            yield from _check_value(subject, spec, condition, (*path, "params", key), limit)
        yield from _check_prompt(subject, spec, condition, path)
        if condition.limit.references is not None:
            yield from _check_files(subject, spec, (*path, "references"), condition.limit.references)


def _check_value(
    subject: Subject, spec: ModelSpec, condition: Condition, path: Path, limit: ValueLimit
) -> Iterator[Problem]:
    key = str(path[-1])
    parameter = next((row for _, row in places_of(spec.params, key)), None)
    if parameter is None:
        yield subject.unknown(path, "parameter-unknown", key, names_of_all(spec))
        return
    fields = limit.model_fields_set
    if not fields:
        yield subject.problem(path, "condition-empty", part=words("condition-limit"))
    wrong = sorted(fields - _FIELDS.get(type(parameter), set()) - {"default"})
    yield from (impossible(subject, (*path, field), "condition-no-such-limit", key=key, field=field) for field in wrong)
    yield from check_values(subject, (*path, "options"), key, parameter, limit.options or [])
    for problem in check_values(subject, path, key, parameter, [limit.default] if limit.default else []):
        yield replace(problem, location=subject.document.locate((*path, "default")))
    if not wrong and have_values(subject):
        yield from _check_narrowing(subject, spec, path, parameter, limit)
        yield from _check_default(subject, spec, condition, path, limit)


def _check_narrowing(
    subject: Subject, spec: ModelSpec, path: Path, parameter: AnyParameter, limit: ValueLimit
) -> Iterator[Problem]:
    values = [value for value in values_near(spec, str(path[-1])) if value is not ABSENT]
    for field in sorted(limit.model_fields_set - {"default"}):
        alone = ValueLimit.model_construct(**{field: getattr(limit, field)})
        if not any(any(value_codes(parameter, alone, value)) for value in values):
            yield idle(subject, (*path, field), "condition-not-narrower", field=field)
    if all(any(value_codes(parameter, limit, value)) for value in values):
        yield impossible(subject, path, "condition-limit-nothing-left", key=path[-1])


def _check_default(
    subject: Subject, spec: ModelSpec, condition: Condition, path: Path, limit: ValueLimit
) -> Iterator[Problem]:
    key = str(path[-1])
    parameter = parameter_at(spec.params, key)
    usual = limits_of(parameter).default
    default = usual if limit.default is None else json_value(parameter, limit.default)
    if limit.default is not None and default == usual:
        yield idle(subject, (*path, "default"), "condition-default-same", key=key)
    elif default is not None and any(value_codes(parameter, limit, default)) and key not in condition.require:
        yield impossible(subject, path, "condition-default-outside", key=key, default=default)
    if limit.default is not None:
        for index, row in enumerate(spec.conditions):
            if key in row.when.params:
                yield impossible(
                    subject, ("conditions", index, "when", "params", key), "condition-default-varies", key=key
                )


def _check_prompt(subject: Subject, spec: ModelSpec, condition: Condition, path: Path) -> Iterator[Problem]:
    limit = condition.limit.prompt
    if limit is None:
        return
    most = spec.prompt.max_length if spec.prompt is not None else None
    if spec.prompt is None:
        yield impossible(subject, (*path, "prompt"), "condition-never", name="prompt")
    elif most is not None and limit.max_length >= most:
        yield idle(subject, (*path, "prompt", "max_length"), "condition-not-narrower", field="max_length")


def _check_files(subject: Subject, spec: ModelSpec, path: Path, limit: ReferenceLimit) -> Iterator[Problem]:
    rule = spec.references
    if rule is None or "references" not in names_of_all(spec):
        yield impossible(subject, path, "condition-never", name="references")
        return
    if not limit.model_fields_set:
        yield subject.problem(path, "condition-empty", part=words("condition-limit"))
    kinds = [str(kind) for kind in taken_kinds(rule)]
    for position, kind in enumerate(limit.kinds or ()):
        if kind not in kinds:
            yield subject.unknown((*path, "kinds", position), "option-unknown", kind, kinds, parameter="`references`")
        elif kind in (limit.kinds or ())[:position]:
            yield idle(subject, (*path, "kinds", position), "condition-twice", key=kind)
    if limit.kinds is not None and {*kinds} <= {*limit.kinds}:
        yield idle(subject, (*path, "kinds"), "condition-not-narrower", field="kinds")
    if limit.max_files is not None and rule.max_files is not None and limit.max_files >= rule.max_files:
        yield idle(subject, (*path, "max_files"), "condition-not-narrower", field="max_files")
