# Copied from rivya_codegen/contract/evaluator.py by codegen/derive.py; do not edit.
"""The evaluator of prices: what one call costs, exactly or at least, and why no more is known of it.

It needs nothing but rows and a request as it goes over the wire, so that what makes the client, the client and its
emulator reckon with the same lines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal
from typing import Any, Literal, TypeGuard, cast

Bound = Literal["exact", "lower", "unknown"]

PIXELS_OF_A_MEGAPIXEL = 1_000_000
# What the texts of a select say: `5`, `5s` or `5 seconds`; `4`; `1024x768`.
SECONDS = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?) ?(?:s|sec|secs|second|seconds)?")
WHOLE = re.compile(r"[0-9]{1,9}")
PIXELS = re.compile(r"([0-9]{1,6}) ?[x×*] ?([0-9]{1,6})")
FILES = frozenset({("params", "referenceMediaItems"), ("attachments",)})
"""Where the files of a request stand, of which only those of a kind are counted; of any other list it is all entries."""
_MOST = 10**15
"""Nobody pays for more of anything; a request that says so is wrong, and was not checked."""
_ARITHMETIC = Context(prec=100)


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One row of a price list. Numbers are decimal text, so that sums have no float noise.

    Args:
        credits: What is added; `None` for a factor, and where something is added that nobody has documented.
        times: By what all that is added is multiplied.
        per: Of what the credits are the price: `second`, `character`, `image`, `megapixel` or `token`.
        of: Where in a request that quantity is found, each place as the keys that lead there.
        otherwise: For each place what counts where nothing is sent; `None` where that is not known.
        least: The least quantity that any request has, for one whose own is not known.
        every: How many units are paid for together, the last ones in full; `None` where each part of one counts.
    """

    credits: str | None = None
    times: str | None = None
    per: str | None = None
    of: tuple[tuple[str, ...], ...] = ()
    otherwise: tuple[object, ...] = ()
    least: str = "0"
    every: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a price is not exact.

    Args:
        code: `undocumented` (a row that says so applies), `quantity` (it is not known how much there is of what a row
            counts), `tokens` (they are counted after the call), or `none` (no row applies).
        row: The number of the row among those that apply; `None` where there is none.
    """

    code: Literal["undocumented", "quantity", "tokens", "none"]
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a call costs: the amount, what it is to the price that will be paid, and why it is not exact."""

    amount: int | float
    bound: Bound
    reasons: tuple[Reason, ...] = ()


def evaluate(
    base: float, rows: Sequence[PriceRow], request: Mapping[str, Any], tokens: int | None = None
) -> Evaluation:
    """Return what a call costs.

    Args:
        base: What stands for the price where nothing is known of it.
        rows: The rows that apply to the request.
        request: The request as it goes over the wire.
        tokens: How many there were, once a call has ended.
    """
    total, factor, reasons = Decimal(0), Decimal(1), list[Reason]()
    for number, row in enumerate(rows):
        if row.times is not None:
            factor = _ARITHMETIC.multiply(factor, Decimal(row.times))
        elif row.credits is None:
            reasons.append(Reason("undocumented", number))
        else:
            quantity = Decimal(1) if row.per is None else quantity_of(row, request, tokens)
            if quantity is None:
                reasons.append(Reason("tokens" if row.per == "token" else "quantity", number))
            paid = _paid(row, Decimal(row.least) if quantity is None else quantity)
            total = _ARITHMETIC.add(total, _ARITHMETIC.multiply(Decimal(row.credits), paid))
    if not reasons and all(row.credits is None for row in rows):
        reasons.append(Reason("none"))
    if reasons and not total:
        return Evaluation(base, "unknown", tuple(reasons))
    amount = _ARITHMETIC.multiply(total, factor)
    plain = int(amount) if amount == amount.to_integral_value() else float(amount)
    return Evaluation(plain, "lower" if reasons else "exact", tuple(reasons))


def _paid(row: PriceRow, quantity: Decimal) -> Decimal:
    """Return how much of a quantity is paid for."""
    if row.every is None:
        return quantity
    return _ARITHMETIC.divide(quantity, Decimal(row.every)).to_integral_value(ROUND_CEILING)


def quantity_of(row: PriceRow, request: Mapping[str, Any], tokens: int | None = None) -> Decimal | None:
    """Return how much there is of what a row counts; nothing where that is not known."""
    if row.per == "token":
        return None if tokens is None else Decimal(tokens)
    places = zip(row.of, row.otherwise, strict=True)
    values = [(keys in FILES, value) for keys, other in places for value in _values(request, keys, other)]
    if row.per == "megapixel":
        return _megapixels([value for _, value in values])
    count = {"second": _seconds, "character": _characters, "image": _images}[str(row.per)]
    files = {"second": _seconds_of_files, "image": _pictures}.get(str(row.per), count)
    return _sum((files if are_files else count)(value) for are_files, value in values)


def _values(value: object, keys: tuple[str, ...], otherwise: object) -> Iterator[object]:
    """Yield what stands at the end of some keys: in each entry of a list on the way."""
    if not keys:
        yield value
    elif _is_list(value):
        for entry in value:
            yield from _values(entry, keys, otherwise)
    elif isinstance(value, Mapping) and keys[0] in value:
        yield from _values(cast("Mapping[str, object]", value)[keys[0]], keys[1:], otherwise)
    else:
        yield otherwise


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return Decimal(value) if isinstance(value, int) else Decimal(repr(float(value)))


def _seconds(value: object) -> Decimal | None:
    if isinstance(value, str):
        found = SECONDS.fullmatch(value)
        return Decimal(found[1]) if found is not None else None
    return _number(value)


def _seconds_of_files(value: object) -> Decimal | None:
    if not _is_list(value):
        return None
    return _sum(_number(_said(file, "durationSeconds")) for file in value if _said(file, "kind") != "image")


def _characters(value: object) -> Decimal | None:
    if isinstance(value, str):
        return Decimal(len(value))
    return _sum(map(_characters, value)) if _is_list(value) else None


def _images(value: object) -> Decimal | None:
    if _is_list(value):
        return Decimal(len(value))
    if isinstance(value, str):
        return Decimal(value) if WHOLE.fullmatch(value) else None
    return _number(value)


def _pictures(value: object) -> Decimal | None:
    if not _is_list(value):
        return None
    return Decimal(sum(_said(file, "kind") in {"image", None} for file in value))


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)


def _said(file: object, key: str) -> object:
    """Return what an entry of a list says of itself, where it is a file."""
    return cast("Mapping[str, object]", file).get(key) if isinstance(file, Mapping) else None


def _sum(parts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum; nothing where a part is not known."""
    total = Decimal(0)
    for part in parts:
        if part is None or not 0 <= part <= _MOST:
            return None
        total = _ARITHMETIC.add(total, part)
    return total


def _megapixels(values: Sequence[object]) -> Decimal | None:
    if len(values) == 1 and isinstance(values[0], str):
        found = PIXELS.fullmatch(values[0])
        sides = [Decimal(found[1]), Decimal(found[2])] if found is not None else []
    else:
        sides = [side for side in map(_number, values) if side is not None and 0 <= side <= _MOST]
    if len(sides) != 2:
        return None
    return _ARITHMETIC.divide(_ARITHMETIC.multiply(*sides), Decimal(PIXELS_OF_A_MEGAPIXEL))
