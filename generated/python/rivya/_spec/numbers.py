"""Numbers that a caller gives, of any type of number, within what is allowed."""

from __future__ import annotations

import math
from typing import NamedTuple

from .._core.numbers_as_json import exact_number, is_foreign_number
from .._core.problems import shown
from ..errors import ConfigurationError


class Range(NamedTuple):
    """What a number may be: the least and the greatest, and what it counts."""

    least: float
    most: float = math.inf
    unit: str = ""

    def __str__(self) -> str:
        """Return the range in words."""
        counted = f"a number of {self.unit}" if self.unit else "a number"
        if self.most == math.inf:
            return f"{counted}, at least {self.least:g}"
        return f"{counted} from {self.least:g} to {self.most:,.10g}"


PAUSE = Range(0, 1e6, "seconds")
SILENCE = Range(0.001, 1e6, "seconds")
GROWTH = Range(1, 1000)
"""Growth beyond it would overflow a float after a few dozen pauses."""


def read_number(name: str, value: object, within: Range) -> float:
    """Return the number that a value of any kind of number stands for.

    Raises ConfigurationError for what is not a number, one that is out of range, and one that no float holds exactly.
    """
    number = _number_of(value)
    try:
        if number is not None and within.least <= float(number) <= within.most:
            return number
    except OverflowError:  # an integer beyond every float, which nothing can be reckoned with
        number = None
    exactly = ", and one that a float holds exactly" if number is None and is_foreign_number(value) else ""
    raise ConfigurationError(f"{name} must be {within}{exactly}, got {shown(value, python=True)}")


def read_count(name: str, value: object, unit: str = "") -> int:
    """Return the whole number from 1 that a value of any kind of number stands for. Raises ConfigurationError."""
    number = _number_of(value)
    if number is None or number < 1 or number % 1:
        counted = f"a whole number of {unit}" if unit else "a whole number"
        raise ConfigurationError(f"{name} must be {counted}, at least 1, got {shown(value, python=True)}")
    return int(number)


def _number_of(value: object) -> float | None:
    number = None if isinstance(value, bool) else exact_number(value)
    # An array that is but one value may hold a `bool` or a text.
    return number if isinstance(number, int | float) and not isinstance(number, bool) else None
