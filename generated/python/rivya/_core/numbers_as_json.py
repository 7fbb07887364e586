"""Numbers of any kind as JSON has them: those of numpy, `Decimal` and `Fraction` are the number that they stand for."""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from .null import NULL

MOST_EXACT = 2**53
"""Beyond it, readers of JSON that keep numbers as floats no longer tell whole numbers apart."""
DIGITS_OF_A_FLOAT = 12
"""Decimals that count; what comes behind them is the noise of float arithmetic (0.1 + 0.2)."""
NOISE = 1e-14


def with_plain_numbers(value: object) -> Any:
    """Return a value with the numbers in it as `int` and `float`, `NULL` as `None`, and containers as `dict` and `list`.

    What is no number that JSON holds exactly stays as it is.
    """
    try:
        return _with_plain_numbers(value)
    except RecursionError:
        return value


def _with_plain_numbers(value: object) -> Any:
    if value is NULL:
        return None
    if value is None or isinstance(value, str | bool | bytes):
        return value
    if isinstance(value, Mapping):
        return {key: _with_plain_numbers(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, list | tuple):
        return [_with_plain_numbers(item) for item in cast("Sequence[object]", value)]
    number = plain_number(value)
    return value if number is None else number


def plain_number(value: object) -> int | float | None:
    """Return the number that a value stands for; nothing where it is none, or where JSON cannot hold it exactly."""
    number = exact_number(value)
    return None if isinstance(number, float) and not math.isfinite(number) else number


def exact_number(value: object) -> int | float | None:
    """Return the number, or the infinity, that a value stands for; nothing where Python has no exact one."""
    try:
        return next((read for kind, read in KINDS if isinstance(value, kind)), _like_a_number)(value)
    except (TypeError, ValueError, ArithmeticError):
        return None


def is_foreign_number(value: object) -> bool:
    """Return whether a value is a real number of a kind that JSON does not know."""
    return isinstance(value, numbers.Real | Decimal) and not isinstance(value, int | float)


def _from_float(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _from_ratio(value: Any) -> float | None:
    near = float(value)
    return near if Fraction(repr(near)) == Fraction(value.numerator, value.denominator) else None


def _from_digits(value: object) -> float | None:
    # The digits of a narrower float are the number that it stands for: 0.1, which as a wider one has many more.
    exact = Decimal(str(value))
    near = float(exact)
    return near if Decimal(repr(near)) == exact else None


def _like_a_number(value: Any) -> int | float | None:
    """Return what a number of no declared kind is, and an array or a tensor that is but one number."""
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return cast("int | float | None", with_plain_numbers(value.item()))
    if hasattr(value, "__len__") or isinstance(value, numbers.Complex):
        return None
    if hasattr(value, "__index__"):
        return operator.index(value)
    return _from_float(float(value)) if hasattr(value, "__float__") else None


KINDS: tuple[tuple[Any, Callable[[Any], int | float | None]], ...] = (
    (float, _from_float),
    (numbers.Integral, operator.index),
    (numbers.Rational, _from_ratio),
    ((numbers.Real, Decimal), _from_digits),
)


def without_noise(value: float) -> float:
    """Return the number of few decimals that a float is but for the noise of arithmetic: 3.3 for 1.1 + 2.2."""
    near = round(value, DIGITS_OF_A_FLOAT)
    return near if math.isclose(value, near, rel_tol=NOISE) else value


def whole(value: float) -> int | float:
    """Return a float that stands for a whole number as one."""
    near = round(value, DIGITS_OF_A_FLOAT)
    return int(near) if near.is_integer() else value


def same_number(text: str, value: float) -> bool:
    """Return whether a text is a number in digits, and this one."""
    digits = text.removeprefix("-").replace(".", "", 1)
    exact = Decimal(value) if isinstance(value, int) else Decimal(repr(without_noise(value)))
    return digits.isascii() and digits.isdigit() and Decimal(text) == exact
