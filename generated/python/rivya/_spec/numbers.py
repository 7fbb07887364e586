"""Numbers that a caller gives, of any type of number, within what is allowed."""

from __future__ import annotations

from .._core.numbers_as_json import exact_number, is_foreign_number
from .._core.problems import shown
from ..errors import ConfigurationError

Range = tuple[float, float]
"""The least and the greatest number that is allowed."""


def read_number(name: str, value: object, within: Range) -> float:
    """Return the number that a value of any kind of number stands for.

    Raises ConfigurationError for what is no number, one that is out of range, and one that is no float exactly.
    """
    least, most = within
    number = _number_of(value)
    try:
        if number is not None and least <= float(number) <= most:
            return number
    except OverflowError:  # an integer beyond every float, which nothing can be reckoned with
        number = None
    exactly = " that a float holds exactly" if number is None and is_foreign_number(value) else ""
    told = shown(value, python=True)
    raise ConfigurationError(f"{name}={told}: a number from {least:g} to {most:g}{exactly} is needed")


def read_count(name: str, value: object, of: str = "") -> int:
    number = _number_of(value)
    if number is None or number < 1 or number % 1:
        raise ConfigurationError(f"{name}={shown(value, python=True)}: a whole number{of} from 1 is needed")
    return int(number)


def _number_of(value: object) -> float | None:
    number = None if isinstance(value, bool) else exact_number(value)
    # An array that is but one value may hold a `bool` or a text.
    return number if isinstance(number, int | float) and not isinstance(number, bool) else None
