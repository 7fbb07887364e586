"""The rules that every limit can be tried: a limit that no vector breaks is not a limit, one that fits in none neither."""

from __future__ import annotations

from collections.abc import Iterator

from ..problems import Problem
from ..vectors import limits_without_rejection, longest_field, model_vectors
from ..yaml_source import Path
from .subject import Subject

MOST_CHARACTERS = 8_000_000
"""Of all requests that try a model's limits. They are committed, and the emulator takes each of them."""


def check_vectors(subject: Subject) -> Iterator[Problem]:
    """Each limit of the spec has a vector that is refused, and all of them can be written down."""
    vectors = model_vectors(subject.spec, subject.platform)
    for limit in limits_without_rejection(vectors):
        yield subject.problem(_path(subject, limit), "vector-missing", limit=limit)
    length, field = longest_field(vectors)
    if length > MOST_CHARACTERS:
        path, told, most = _path(subject, field), f"{length:,}", f"{MOST_CHARACTERS:,}"
        yield subject.problem(path, "vectors-too-large", length=told, field=f"`{field}`", maximum=most)


def _path(subject: Subject, limit: str) -> Path:
    key = limit.split(".", maxsplit=1)[0]
    return ("params", key) if key in subject.spec.params else ()
