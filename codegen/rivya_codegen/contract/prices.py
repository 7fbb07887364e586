"""What calls of a model cost: the prices of its spec as rows of the evaluator, and the evaluation of a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ..spec.conditions import When
from ..spec.credits import Price
from ..spec.limits import limits_of
from ..spec.model import AnyParameter, ArrayParameter, ModelSpec, NumberParameter, Select, TextParameter
from ..spec.nested import chains_to, places_of
from ..spec.numbers import bounds
from ..spec.platform import PlatformSpec
from ..spec.values import Number
from .conditions import applies, default_of
from .evaluator import PIXELS, SECONDS, WHOLE, Evaluation, PriceRow, evaluate, quantity_of
from .parameters import parameters_of, params_key, references_of, with_all_parameters
from .places import Request
from .schema import files_key, prompt_key

Prices = Sequence[tuple[When, PriceRow]]
"""The rows of a model, each with when it applies."""


def price_rows(spec: ModelSpec, platform: PlatformSpec) -> Prices:
    """Return the prices of a model as rows of the evaluator."""
    spec = with_all_parameters(spec, platform)
    rows = ((row.when or When(), row) for row in spec.credits.prices)
    # What speaks of no parameter is a finding, and applies to nothing.
    known = ((when, row) for when, row in rows if all(any(places_of(spec.params, path)) for path in when.params))
    return [(when, _row(row, spec, platform)) for when, row in known]


def price_of(spec: ModelSpec, prices: Prices, request: Request) -> Evaluation:
    """Return what a request costs; where a model has no prices, its base credits with the bound that they are.

    The spec is one with all parameters of a request.
    """
    credits = spec.credits
    if not prices:
        return Evaluation(credits.base, credits.bound or "unknown")
    rows = [_with_defaults(row, spec, request) for when, row in prices if applies(spec, when, request)]
    return evaluate(credits.base, rows, request)


def _with_defaults(row: PriceRow, spec: ModelSpec, request: Request) -> PriceRow:
    """Return the row with the defaults that hold in the request for what it does not send."""
    limited = {path for condition in spec.conditions for path in condition.limit.params}
    outer = 0 if params_key(spec) is None else 1
    places = ((".".join(keys[outer:]), usual) for keys, usual in zip(row.of, row.otherwise, strict=True))
    defaults = ((default_of(spec, request, path) if path in limited else None, usual) for path, usual in places)
    return replace(row, otherwise=tuple(usual if default is None else default for default, usual in defaults))


def default_request(spec: ModelSpec) -> dict[str, Any]:
    """Return the request at default parameters: nothing is known of its prompt."""
    return {"model": spec.id} | ({prompt_key(spec): None} if spec.prompt is not None else {})


def counts(price: Price, path: str, spec: ModelSpec, platform: PlatformSpec) -> bool:
    """Return whether a path leads to something that a price can count."""
    per = str(price.per)
    if path == "prompt":
        return spec.prompt is not None and per == "character"
    if path == "references":
        rule = references_of(spec, platform)
        wanted = {"second": {"video", "audio"}, "image": {"image"}}.get(per, set[str]())
        return rule is not None and bool(wanted.intersection(rule.files or wanted))
    chain = next(chains_to(parameters_of(spec, platform), path), ())
    if not chain or (per != "character" and any(isinstance(row, ArrayParameter) for _, row in chain[:-1])):
        return False
    return _is_countable(per, chain[-1][1], alone=len(price.of or ()) == 1)


_IN_WORDS = {"second": SECONDS, "image": WHOLE, "megapixel": PIXELS}
"""How the options of a select say how many there are."""
_UNITS = {"second": (None, "seconds"), "image": (None,), "megapixel": (None, "pixels")}
"""Which units a number may have that stands for so many of them, or for a side in pixels."""


def _is_countable(per: str, parameter: AnyParameter, *, alone: bool) -> bool:
    if isinstance(parameter, NumberParameter):
        return per in _UNITS and parameter.unit in _UNITS[per] and not (per == "megapixel" and alone)
    if isinstance(parameter, Select):
        pattern = _IN_WORDS.get(per)
        every = pattern is not None and all(pattern.fullmatch(option) for option in parameter.options)
        return every and (alone or per != "megapixel")
    if isinstance(parameter, ArrayParameter):
        return per == "image" or (per == "character" and _is_countable(per, parameter.items, alone=alone))
    return isinstance(parameter, TextParameter) and per == "character"


def _row(price: Price, spec: ModelSpec, platform: PlatformSpec) -> PriceRow:
    places = [_place(path, spec, platform) for path in price.of or ()]
    row = PriceRow(
        credits=_digits(price.credits) if price.credits is not None else None,
        times=_digits(price.times) if price.times is not None else None,
        per=price.per,
        of=tuple(keys for keys, _, _ in places),
        otherwise=tuple(otherwise for _, otherwise, _ in places),
        every=_digits(price.every) if price.every is not None else None,
    )
    if not places or price.per is None:
        return row
    least = quantity_of(replace(row, otherwise=tuple(smallest for _, _, smallest in places)), {})
    return replace(row, least=_digits(least)) if least else row


def _digits(number: Number | Decimal) -> str:
    return format(Decimal(str(number)), "f")


def _place(path: str, spec: ModelSpec, platform: PlatformSpec) -> tuple[tuple[str, ...], object, object]:
    """Return the keys to what a path names, what counts where it is not sent, and the smallest value that it can have."""
    holder = params_key(spec)
    outer = () if holder is None else (holder,)
    if path == "prompt":
        required = spec.prompt is not None and spec.prompt.required
        return (prompt_key(spec),), None if required else "", "x" if required else ""
    if path == "references":
        return (*outer, files_key(spec)), None if spec.files_api == "required" else (), ()
    chain = next(chains_to(spec.params, path), ())
    keys = (*outer, *(key for key, _ in chain))
    if not chain:  # a finding
        return keys, None, None
    parameter, required = chain[-1][1], all(row.required for _, row in chain)
    otherwise: Any = limits_of(parameter).default
    if otherwise is None and not required:
        otherwise = _NOTHING.get(type(parameter))
    return keys, otherwise, min(_values(parameter), key=_size, default=None)


_NOTHING: Mapping[type, object] = {TextParameter: "", ArrayParameter: ()}
"""What a text and a list are that are not sent."""


def _values(parameter: AnyParameter) -> Iterator[object]:
    """Yield values of a parameter, one that is as little as any among them."""
    if isinstance(parameter, NumberParameter):
        least = bounds(parameter)[0]
        yield from parameter.options or ([least] if least is not None else [])
    elif isinstance(parameter, Select):
        yield from parameter.options
    elif isinstance(parameter, ArrayParameter):
        yield [None] * (parameter.min_items or 0) if not isinstance(parameter.items, TextParameter) else []
    elif isinstance(parameter, TextParameter):
        yield "x" * (parameter.min_length or 0)


def _size(value: Any) -> Any:
    """Return how much a value is, for values of one parameter."""
    if not isinstance(value, str):
        return value
    if (sides := PIXELS.fullmatch(value)) is not None:
        return int(sides[1]) * int(sides[2])
    return float(seconds[1]) if (seconds := SECONDS.fullmatch(value)) is not None else len(value)
