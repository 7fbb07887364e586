"""Arithmetic on the numbers of a spec, done in decimal so that a step of 0.05 has no float noise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal

from ..text.json_data import is_number
from .conditions import ValueRange
from .model import MOST_ITEMS, NumberParameter
from .values import Number

_ARITHMETIC = Context(prec=80)
"""As many digits as a count of the smallest steps through the largest range has, and then some."""


def exact(number: Number) -> Decimal:
    """Return the number as it is written."""
    return Decimal(str(number))


def plain(number: Decimal) -> Number:
    """Return a decimal as the JSON number it is: an integer where it has no fraction."""
    return int(number) if number == number.to_integral_value() else float(number)


def on_step(value: Number, step: Number, base: Number) -> bool:
    """Return whether the value is a whole number of steps away from the base."""
    return _ARITHMETIC.remainder(exact(value) - exact(base), exact(step)) == 0


def last_on_step(maximum: Number, step: Number, base: Number) -> Number:
    """Return the greatest number that is a whole number of steps away from the base and not above the maximum."""
    steps = _ARITHMETIC.divide(exact(maximum) - exact(base), exact(step)).to_integral_value(ROUND_FLOOR)
    return plain(_ARITHMETIC.add(exact(base), _ARITHMETIC.multiply(steps, exact(step))))


@dataclass(frozen=True, slots=True)
class Grid:
    """The numbers that are whole steps away from a base."""

    step: Number
    base: Number = 0

    def has(self, value: Number) -> bool:
        """Return whether a value is one of them."""
        return on_step(value, self.step, self.base)

    def below(self, value: Number) -> Number:
        """Return the greatest of them that is not above a value."""
        return last_on_step(value, self.step, self.base)

    def above(self, value: Number) -> Number:
        """Return the least of them that is not below a value."""
        below = self.below(value)
        return below if below == value else plain(exact(below) + exact(self.step))


def grid_of(parameter: NumberParameter) -> Grid | None:
    """Return the grid that a parameter names: steps count from its lower bound, or from 0 where there is none."""
    if parameter.multiple_of is not None:
        return Grid(parameter.multiple_of)
    return None if parameter.step is None else Grid(parameter.step, step_base(parameter))


def implied_grid(parameter: NumberParameter) -> Grid | None:
    """Return the grid that the numbers of a parameter are on: the one it names, or whole numbers."""
    return grid_of(parameter) or (Grid(1) if is_integer(parameter) else None)


def step_base(parameter: NumberParameter) -> Number:
    """Return what steps count from: the lower bound, or 0 where there is none."""
    return bounds(parameter)[0] or 0


def is_integer(parameter: NumberParameter) -> bool:
    """Return whether a parameter takes integers: the spec says so, by the word, by options or by whole steps.

    Whole limits are no evidence: from 0 to 1 there is 0.5.
    """
    if parameter.integer is not None:
        return parameter.integer
    grid = grid_of(parameter)
    whole = parameter.options or ([grid.step, grid.base] if grid else [])
    return bool(whole) and all(not exact(number) % 1 for number in whole)


def accepts(parameter: NumberParameter, value: Number) -> bool:
    """Return whether a parameter takes a number."""
    if parameter.options is not None:
        return value in parameter.options
    grid = grid_of(parameter)
    on_grid = grid is None or grid.has(value)
    return on_grid and is_within(parameter, value) and not (is_integer(parameter) and exact(value) % 1)


def bounds_said(row: NumberParameter | ValueRange) -> list[Number]:
    """Return all bounds, those that are values and those that are not."""
    every = (row.min, row.max, row.exclusive_min, row.exclusive_max)
    return [bound for bound in every if bound is not None]


def is_within(parameter: NumberParameter | ValueRange, value: object) -> bool:
    """Return whether a value is a number that keeps to the bounds of a parameter, on whatever step it is."""
    return (
        is_number(value)
        and (parameter.min is None or value >= parameter.min)
        and (parameter.max is None or value <= parameter.max)
        and (parameter.exclusive_min is None or value > parameter.exclusive_min)
        and (parameter.exclusive_max is None or value < parameter.exclusive_max)
    )


def accepted_numbers(parameter: NumberParameter) -> Iterator[Number]:
    """Yield numbers that a parameter takes: its options; else from its lower bound up, or from 1 and 0.

    There are as many as a list may have entries, or all.
    """
    candidates = parameter.options if parameter.options is not None else _candidates(parameter)
    yield from (number for number in candidates if accepts(parameter, number))


def _candidates(parameter: NumberParameter) -> Iterator[Number]:
    (low, high), grid = bounds(parameter), nearest_grid(parameter)
    if low is None:
        yield from (1, 0)
    start = low if low is not None else high if high is not None else 0
    sign = -1 if low is None and high is not None else 1
    number = exact(grid.below(start) if sign < 0 else grid.above(start))
    for _ in range(MOST_ITEMS + 2):  # both ends may be excluded
        yield plain(number)
        number += sign * exact(grid.step)


def nearest_grid(parameter: NumberParameter) -> Grid:
    """Return a grid for numbers near the bounds of a parameter: its own, whole numbers, or parts of a narrow range."""
    low, high = bounds(parameter)
    grid = grid_of(parameter)
    if grid is not None or is_integer(parameter) or low is None or high is None or high <= low:
        return grid or Grid(1, 0 if low is None or is_integer(parameter) else low)
    width = exact(high) - exact(low)
    return Grid(1 if width >= MOST_ITEMS else plain(Decimal(1).scaleb(width.adjusted() - 3)), low)


def bounds(parameter: NumberParameter) -> tuple[Number | None, Number | None]:
    """Return the least and the greatest number, or those that all are above and below."""
    low = parameter.exclusive_min if parameter.min is None else parameter.min
    return low, parameter.exclusive_max if parameter.max is None else parameter.max


def range_text(parameter: NumberParameter) -> str:
    """Return the range of a parameter in signs that need no translation: `3 … 15`, `≥ 0`, `> 0 … 1`; empty for none."""
    low = f"> {parameter.exclusive_min}" if parameter.min is None else str(parameter.min)
    high = f"< {parameter.exclusive_max}" if parameter.max is None else str(parameter.max)
    ends = bounds(parameter)
    if ends == (None, None):
        return ""
    if ends[0] is None:
        return high if parameter.max is None else f"≤ {high}"
    if ends[1] is None:
        return low if parameter.min is None else f"≥ {low}"
    return f"{low} … {high}"


def length_text(least: Number | str | None, most: Number | str | None) -> str:
    """Return a range of lengths, or of what is measured, one of whose ends is known, in signs that need no translation."""
    if least is None:
        return f"≤ {most}"
    return f"≥ {least}" if most is None else f"{least} … {most}"


_LARGEST_GRID = 1000


def listed_numbers(parameter: NumberParameter) -> list[Number] | None:
    """Return all numbers that a parameter takes, where it lists them or names a grid that has few; else nothing."""
    return numbers_on(grid_of(parameter), parameter)


def numbers_on(grid: Grid | None, parameter: NumberParameter) -> list[Number] | None:
    """Return all numbers of a grid that a parameter takes, or its options; nothing where they are many."""
    low, high = bounds(parameter)
    if parameter.options is not None or grid is None or low is None or high is None:
        return parameter.options
    start = exact(grid.above(low))
    count = int((exact(high) - start) / exact(grid.step)) + 1
    if not 0 < count <= _LARGEST_GRID:
        return None
    numbers = [plain(start + number * exact(grid.step)) for number in range(count)]
    return [number for number in numbers if accepts(parameter, number)]
