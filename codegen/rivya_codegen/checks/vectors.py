"""The rule that every limit can be violated: a limit that no vector breaks is not a limit."""

from __future__ import annotations

from collections.abc import Iterator

from ..contract.vectors import limits_without_rejection, longest_field
from ..problems.problem import Problem
from ..yaml_text.reader import Path
from .subject import Subject

MOST_CHARACTERS = 8_000_000
"""Of all requests that try a model's limits. They are committed, and the emulator takes each of them."""


def check_vectors(subject: Subject) -> Iterator[Problem]:
    """Each limit of the spec has a vector that is refused, and all of them can be written down."""
    vectors = subject.contract.vectors
    for limit in limits_without_rejection(vectors):
        yield subject.problem(_place(subject, limit.split(".")), "vector-missing", limit=limit)
    length, field = longest_field(vectors)
    if length > MOST_CHARACTERS:
        path, size, most = _place(subject, [field]), f"{length:,}", f"{MOST_CHARACTERS:,}"
        yield subject.problem(path, "vectors-too-large", length=size, field=f"`{field}`", maximum=most)


def _place(subject: Subject, limit: list[str]) -> Path:
    """Return where the spec says a limit, such as `seed.min` or, with conditions counted from 1, `conditions.1.require`."""
    if limit[0] in subject.spec.params:
        return ("params", *limit)
    return ("conditions", int(limit[1]) - 1, limit[2]) if limit[0] == "conditions" else ()
