"""The limits of a parameter, whatever its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .model import AnyParameter
from .values import Number


class Limits(NamedTuple):
    """What limits the values of a parameter; none where its kind has no such limit."""

    default: Any
    options: Sequence[Any] | None
    min: Number | None
    max: Number | None
    step: Number | None
    min_length: int | None
    max_length: int | None
    min_items: int | None
    max_items: int | None


def limits_of(parameter: AnyParameter) -> Limits:
    """Return the default and the limits."""
    return Limits(*map(vars(parameter).get, Limits._fields))
