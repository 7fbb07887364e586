"""Rules about what refers to something else: prose, conditions, error codes and paths."""

from __future__ import annotations

from collections.abc import Iterator

from ..problems import Problem
from ..spec import ArrayParameter, Condition, ModelSpec, References, Select
from .subject import Subject


def check_error_codes(subject: Subject) -> Iterator[Problem]:
    """Every error code is one of the platform spec."""
    known = list(subject.platform.errors)
    for index, code in enumerate(subject.spec.errors):
        if code not in known:
            yield subject.unknown(("errors", index), "error-code-unknown", code, known)


def check_text(subject: Subject) -> Iterator[Problem]:
    """Every parameter is described in every locale that the spec has, and nothing else is."""
    keys = list(described_keys(subject.spec))
    for locale, text in subject.spec.text.items():
        path = ("text", locale)
        if locale not in subject.platform.locales:
            allowed = ", ".join(subject.platform.locales)
            yield subject.problem(path, "text-locale-unknown", at_key=True, value=locale, allowed=allowed)
        for key in text.params:
            if key not in keys:
                place = (*path, "params", key)
                yield subject.unknown(place, "text-unknown-parameter", key, keys, key=key)
        for key in keys:
            if key not in text.params:
                yield subject.problem((*path, "params"), "text-missing", key=key, locale=locale)
        if subject.spec.references not in (None, References()) and text.reference_rule is None:
            yield subject.problem(path, "text-missing", key="reference_rule", locale=locale)
        if len(text.conditions) != len(subject.spec.conditions):
            said, expected = len(text.conditions), len(subject.spec.conditions)
            yield subject.problem((*path, "conditions"), "text-conditions", count=said, expected=expected)


def described_keys(spec: ModelSpec) -> Iterator[str]:
    """Yield the keys that need a description: parameters, and `array.field` for the fields of items."""
    for key, parameter in spec.params.items():
        yield key
        if isinstance(parameter, ArrayParameter):
            yield from (f"{key}.{field}" for field in parameter.items)


def check_conditions(subject: Subject) -> Iterator[Problem]:
    """Every condition says something, about parameters and options that exist."""
    subjects = [*subject.spec.params, "prompt", "references"]
    for index, condition in enumerate(subject.spec.conditions):
        path = ("conditions", index)
        when = condition.when
        if when.references is None and when.prompt is None and not when.params:
            yield subject.problem((*path, "when"), "condition-empty", part="`when`")
        if not (condition.no_effect or condition.require or condition.forbid):
            yield subject.problem(path, "condition-empty", part="consequence (`no_effect`, `require`, `forbid`)")
        for field, allowed in (("no_effect", list(subject.spec.params)), ("require", subjects), ("forbid", subjects)):
            for position, key in enumerate(getattr(condition, field)):
                if key not in allowed:
                    yield subject.unknown((*path, field, position), "condition-unknown", key, allowed)
        yield from _check_when(subject, index, condition)


def _check_when(subject: Subject, index: int, condition: Condition) -> Iterator[Problem]:
    for key, values in condition.when.params.items():
        path = ("conditions", index, "when", "params", key)
        parameter = subject.spec.params.get(key)
        if parameter is None:
            yield subject.unknown(path, "condition-unknown", key, subject.spec.params)
        elif isinstance(parameter, Select):
            for position, value in enumerate(values):
                if value not in parameter.options:
                    place = (*path, position)
                    yield subject.unknown(place, "condition-option", value, parameter.options, parameter=f"`{key}`")


def check_undocumented(subject: Subject) -> Iterator[Problem]:
    """Every path that is called undocumented starts at a key of the format."""
    known = list(ModelSpec.model_fields)
    for index, path in enumerate(subject.spec.undocumented):
        if path.split(".")[0] not in known:
            yield subject.unknown(("undocumented", index), "undocumented-path", path.split(".")[0], known)
