"""Rules about what is deprecated: its days follow each other, and what to use instead is there."""

from __future__ import annotations

from collections.abc import Iterator

from ..problems.problem import Problem
from ..source.parse import Parsed
from ..spec.model import Deprecation
from ..spec.nested import with_fields
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


def check_fields(subject: Subject) -> Iterator[Problem]:
    """No field is deprecated, as nobody would be warned of it."""
    for key, parameter in subject.spec.params.items():
        for path, field in with_fields({key: parameter}):
            if field is not parameter and field.deprecated is not None:
                yield subject.problem(("params", key), "deprecation-field", at_key=True, field=path)


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
