"""What rules about references and parameters have in common: limits of files that agree with their kind and each other."""

from __future__ import annotations

from collections.abc import Iterator

from ..contract.file_samples import fitting_measures, ranges_of
from ..problems.problem import Problem
from ..spec.references import MEASURES, FileLimit, ends_of, measures_of
from ..spec.values import MediaKind
from ..yaml_text.reader import Path
from .subject import Subject


def check_file_limit(subject: Subject, path: Path, kind: MediaKind, limit: FileLimit) -> Iterator[Problem]:
    """The limits of files of a kind are such that they can have, and agree with each other."""
    known = sorted(subject.platform.mime_types(kind))
    for index, name in enumerate(limit.mime_types or []):
        if name not in known:
            yield subject.unknown((*path, "mime_types", index), "mime-type-kind", name, known, kind=kind)
    yield from _check_measures(subject, path, kind, limit)


def _check_measures(subject: Subject, path: Path, kind: MediaKind, limit: FileLimit) -> Iterator[Problem]:
    problems: list[Problem] = []
    for name, row in measures_of(limit).items():
        place, (low, high) = (*path, name), ends_of(row)
        if kind not in MEASURES[name]:
            allowed = ", ".join(measure for measure, kinds in MEASURES.items() if kind in kinds)
            problems.append(
                subject.problem(place, "measure-kind", at_key=True, measure=name, kind=kind, allowed=allowed)
            )
        elif low is None and high is None:
            problems.append(subject.problem(place, "range-empty", at_key=True))
        elif low is not None and high is not None and low > high:
            problems.append(subject.problem((*place, "min"), "range-reversed", minimum=row.min, maximum=row.max))
    yield from problems
    if not problems and fitting_measures(kind, ranges_of(limit)) is None:
        yield subject.problem(path, "no-size", at_key=True)
