"""Rules about what is deprecated: its days follow each other, and what to use instead is there."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..contract.parameters import params_key
from ..problems.problem import Problem
from ..source.parse import Parsed
from ..spec.limits import limits_of
from ..spec.model import AnyParameter
from ..spec.nested import entry_of, with_fields
from ..spec.notes import Deprecation
from ..spec.options import current_options_of, deprecated_options_of, options_of
from ..text.json_data import Data, is_object
from ..yaml_text.reader import Path
from .subject import Subject


def check_deprecation(subject: Subject) -> Iterator[Problem]:
    """What is deprecated ends after it began, names another parameter instead, and need not be given."""
    if subject.spec.deprecated is not None:
        yield from _check_days(subject, ("deprecated",), subject.spec.deprecated)
    for key, parameter in subject.spec.params.items():
        row, path = parameter.deprecated, ("params", key, "deprecated")
        if row is None:
            continue
        yield from _check_days(subject, path, row)
        if parameter.required:
            yield subject.problem(path, "deprecation-required", parameter=key)
        others = [other for other in subject.spec.params if other != key]
        if row.instead is not None and row.instead not in others:
            yield subject.unknown((*path, "instead"), "deprecation-instead", row.instead, others)


def check_options(subject: Subject) -> Iterator[Problem]:
    """What is deprecated is an option, and others are left: the default is one of them, and so is what to use instead."""
    for key, parameter in subject.spec.params.items():
        options, current = options_of(parameter), current_options_of(parameter)
        path: Path = ("params", key, "deprecated_options")
        for option, row in deprecated_options_of(parameter).items():
            yield from _check_days(subject, (*path, option), row)
            if option not in options:
                yield subject.unknown((*path, option), "option-unknown", option, options, parameter=f"`{key}`")
            if row.instead is not None and row.instead not in current:
                yield subject.unknown((*path, option, "instead"), "deprecation-instead", row.instead, current)
        if options and not current:
            yield subject.problem(path, "deprecation-of-all", at_key=True, parameter=key)
        elif (default := limits_of(parameter).default) in set(options.values()) - set(current.values()):
            yield subject.problem(("params", key, "default"), "deprecation-default", value=_json(default))


def check_fields(subject: Subject) -> Iterator[Problem]:
    """Nothing inside of a parameter is deprecated, as nobody would be warned of it."""
    for key, parameter in subject.spec.params.items():
        for path, field in with_fields({key: parameter}):
            for name in unseen(field, field is not parameter):
                yield subject.problem(("params", key), "deprecation-field", at_key=True, key=name, field=path)


def unseen(row: AnyParameter, is_field: bool) -> Iterator[str]:
    """Yield what is said against a field, or against options of the entries of a list: no call would warn of it."""
    entry = entry_of(row)
    if is_field and row.deprecated is not None:
        yield "deprecated"
    if (is_field or entry is not row) and deprecated_options_of(entry):
        yield "deprecated_options"


def check_examples(subject: Subject) -> Iterator[Problem]:
    """No request of the examples has what should no longer be used."""
    for name in ("minimal", "reference"):
        request: Data = getattr(subject.spec.examples, name) or {}
        holder = params_key(subject.spec)
        params: object = request if holder is None else request.get(holder)
        for key, value in params.items() if is_object(params) else ():
            parameter = subject.spec.params.get(key)
            if parameter is not None and _is_deprecated(parameter, value):
                path: Path = ("examples", name, *(() if holder is None else (holder,)), key)
                yield subject.problem(path, "deprecation-example", key=key, value=_json(value))


def _is_deprecated(parameter: AnyParameter, value: object) -> bool:
    options, deprecated = options_of(parameter), deprecated_options_of(parameter)
    is_option = any(
        value == option and not isinstance(value, bool) for name, option in options.items() if name in deprecated
    )
    return parameter.deprecated is not None or is_option


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _check_days(subject: Subject, path: Path, row: Deprecation) -> Iterator[Problem]:
    if row.until is not None and row.until < row.since:
        yield subject.problem((*path, "until"), "deprecation-days", since=row.since, until=row.until)


def check_successors(parsed: Parsed) -> Iterator[Problem]:
    """What to use instead of a deprecated model is another model that is not deprecated itself."""
    current = [model.spec.id for model in parsed.models if model.spec.deprecated is None]
    for model, contract in zip(parsed.models, parsed.contracts, strict=True):
        subject = Subject(contract, model.document)
        instead = model.spec.deprecated.instead if model.spec.deprecated else None
        if instead is not None and instead not in current:
            path = ("deprecated", "instead")
            yield subject.unknown(path, "deprecation-instead", instead, current)
