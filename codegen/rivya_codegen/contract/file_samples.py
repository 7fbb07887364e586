"""Measures of files that keep to a rule, and such that break one of its ranges."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain, islice
from typing import Any

from ..spec.references import LONGEST_SIDE, MEASURES, FileLimit, ends_of, measures_of

Ends = tuple[Fraction | None, Fraction | None]
Ranges = Mapping[str, Ends]

MEASURED_TYPES = frozenset(
    {
        *("image/png", "image/jpeg", "image/gif", "image/webp", "video/mp4", "video/quicktime"),
        *("audio/mp4", "audio/wav", "audio/mpeg"),
    }
)
"""What is measured before it is sent."""

_TRIED_HEIGHTS = 2000
_USUAL = {"seconds": Fraction(1), "frame_rate": Fraction(24)}
_BEYOND = {"seconds": Fraction(1, 5), "frame_rate": Fraction(1, 5)}
"""How far outside a value is refused that encoders do not hit exactly; all others are counted one by one."""


def ranges_of(limit: FileLimit) -> Ranges:
    """Return the ends of all ranges of a limit, by what is measured."""
    return {name: ends_of(row) for name, row in measures_of(limit).items()}


def fitting_measures(kind: str, ranges: Ranges) -> dict[str, Any] | None:
    """Return what a file of a kind may have, as numbers of JSON; nothing where the ranges contradict each other."""
    found: dict[str, Any] = {}
    if "width" in _names(kind):
        sides = _fitting_sides(ranges)
        if sides is None:
            return None
        found |= {"width": sides[0], "height": sides[1]}
    for name in (name for name in _USUAL if name in _names(kind)):
        low, high = ranges.get(name, (None, None))
        value = low if low is not None else min(_USUAL[name], high or _USUAL[name])
        if high is not None and value > high:
            return None
        found[name] = int(value) if value.denominator == 1 else float(value)
    return found


def edge_cases(kind: str, limit: FileLimit) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """Yield `(measure, end, measures)` at each end of each range, and with `beyond` as the end behind it."""
    ranges = ranges_of(limit)
    for name, ends in ranges.items():
        for end, sign, value in (("min", -1, ends[0]), ("max", 1, ends[1])):
            if value is not None:
                yield name, end, fitting_measures(kind, {**ranges, name: (value, value)})
                outside = _outside(name, value, sign)
                if all(side is None or side > 0 for side in outside):
                    yield name, f"beyond-{end}", fitting_measures(kind, {**ranges, name: outside})


def _names(kind: str) -> list[str]:
    return [name for name, kinds in MEASURES.items() if kind in kinds]


def _outside(name: str, value: Fraction, sign: int) -> Ends:
    """Return a range of values that break an end of another."""
    if name == "aspect_ratio":
        return (value * Fraction(101, 100), None) if sign > 0 else (None, value * Fraction(99, 100))
    other = value + sign * _BEYOND.get(name, Fraction(1))
    return (other, None) if sign > 0 else (None, other)


def _fitting_sides(ranges: Ranges) -> tuple[int, int] | None:
    """Return a width and a height, the height the least of those that are tried."""
    (width, widest), (height, highest), (least, most), (narrow, wide) = (
        (low or default, high or other)
        for (low, high), (default, other) in (
            (ranges.get("width", (None, None)), (Fraction(1), Fraction(LONGEST_SIDE))),
            (ranges.get("height", (None, None)), (Fraction(1), Fraction(LONGEST_SIDE))),
            (ranges.get("pixels", (None, None)), (Fraction(1), Fraction(LONGEST_SIDE**2))),
            (ranges.get("aspect_ratio", (None, None)), (Fraction(1, LONGEST_SIDE), Fraction(LONGEST_SIDE))),
        )
    )
    # Each pair of the four ranges bounds the height.
    low = max(height, width / wide, least / widest, Fraction(math.isqrt(math.floor(least / wide))))
    high = min(highest, widest / narrow, most / width, Fraction(math.isqrt(math.floor(most / narrow)) + 1))
    begin, end, step = math.ceil(low), math.floor(high) + 1, narrow.denominator
    tried = chain(
        islice(range(begin, end), _TRIED_HEIGHTS), islice(range(-(-begin // step) * step, end, step), _TRIED_HEIGHTS)
    )
    for side in tried:
        first = math.ceil(max(width, least / side, narrow * side))
        if first <= min(widest, most / side, wide * side):
            return first, side
    return None
