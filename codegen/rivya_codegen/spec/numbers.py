"""Arithmetic on the numbers of a spec, done in decimal so that a step of 0.05 has no float noise."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from .model import NumberParameter
from .values import Number


def exact(number: Number) -> Decimal:
    """Return the number as it is written."""
    return Decimal(str(number))


def plain(number: Decimal) -> Number:
    """Return a decimal as the JSON number it is: an integer where it has no fraction."""
    return int(number) if number == number.to_integral_value() else float(number)


def step_base(parameter: NumberParameter) -> Number:
    """Return what steps count from: the minimum, or 0 where there is none."""
    return 0 if parameter.min is None else parameter.min


def on_step(value: Number, step: Number, base: Number) -> bool:
    """Return whether the value is a whole number of steps away from the base."""
    return (exact(value) - exact(base)) % exact(step) == 0


def last_on_step(maximum: Number, step: Number, base: Number) -> Number:
    """Return the greatest number that is a whole number of steps away from the base and not above the maximum."""
    steps = (exact(maximum) - exact(base)) / exact(step)
    return plain(exact(base) + steps.to_integral_value(ROUND_FLOOR) * exact(step))


def is_integer(parameter: NumberParameter) -> bool:
    """Return whether a parameter takes integers: the spec says so, by the word or by whole steps from a whole number.

    Whole limits are no evidence: from 0 to 1 there is 0.5.
    """
    if parameter.integer is not None:
        return parameter.integer
    return parameter.step is not None and not exact(parameter.step) % 1 and not exact(step_base(parameter)) % 1


def range_text(minimum: object, maximum: object) -> str:
    """Return a range in words that need no translation: `3 … 15`, `≥ 0`, `≤ 9`."""
    if minimum is None:
        return f"≤ {maximum}"
    return f"≥ {minimum}" if maximum is None else f"{minimum} … {maximum}"


_LARGEST_GRID = 1000


def grid_values(parameter: NumberParameter) -> list[Number] | None:
    """Return all values on the steps of a parameter, where they are few; else nothing."""
    if parameter.step is None or parameter.max is None:
        return None
    base, step = exact(step_base(parameter)), exact(parameter.step)
    count = int((exact(parameter.max) - base) / step) + 1
    return [plain(base + number * step) for number in range(count)] if 0 < count <= _LARGEST_GRID else None
