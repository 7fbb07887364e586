"""The rule that every limit can be violated: a limit that no vector breaks is not a limit."""

from __future__ import annotations

from collections.abc import Iterator

from ..problems import Problem
from ..vectors import limits_without_rejection, model_vectors
from ..yaml_source import Path
from .subject import Subject


def check_vectors(subject: Subject) -> Iterator[Problem]:
    """Each limit of the spec has a vector that is refused."""
    for limit in limits_without_rejection(model_vectors(subject.spec, subject.platform)):
        yield subject.problem(_place(subject, limit.split(".")), "vector-missing", limit=limit)


def _place(subject: Subject, limit: list[str]) -> Path:
    """Return where the spec says a limit, such as `seed.min` or, with conditions counted from 1, `conditions.1.require`."""
    if limit[0] in subject.spec.params:
        return ("params", *limit)
    return ("conditions", int(limit[1]) - 1, limit[2]) if limit[0] == "conditions" else ()
