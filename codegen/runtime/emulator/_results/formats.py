"""Which of the files that a category can yield a job asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..._spec.tables import MediaType
from .shape import asked_words


def asked_format(results: Sequence[MediaType], params: Mapping[str, Any]) -> MediaType:
    """Return the media type that the parameters ask for by the name of an ending, such as `jpg`, or the usual one."""
    words = asked_words(params)
    return next((row for row in results if words & {ending[1:] for ending in row.extensions}), results[0])
