"""The rule that every limit can be violated: a limit that no vector breaks is not a limit."""

from __future__ import annotations

from collections.abc import Iterator

from ..problems import Problem
from ..vectors import limits_without_rejection, model_vectors
from .subject import Subject


def check_vectors(subject: Subject) -> Iterator[Problem]:
    """Each limit of the spec has a vector that is refused."""
    for limit in limits_without_rejection(model_vectors(subject.spec, subject.platform)):
        key = limit.split(".")[0]
        path = ("params", key) if key in subject.spec.params else ()
        yield subject.problem(path, "vector-missing", limit=limit)
