"""Calls by which prices are shown and compared: those that differ in what the prices depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from ..spec.conditions import FileCount, ValueRange
from ..spec.model import AnyParameter, ArrayParameter, BooleanParameter, NumberParameter, Select, TextParameter
from ..spec.nested import chains_to
from ..spec.numbers import accepted_numbers, accepts, bounds_said
from ..spec.references import kinds_at
from ..spec.values import Number
from .conditions import reference_item
from .contract import Contract
from .places import params_in, with_params
from .prices import default_request
from .schema import files_key, prompt_key

_FEW = 6
_MOST_OPTIONS = 20
_MOST_CALLS = 400
_LENGTHS = (1000, 2000)
_SECONDS = 10
"""How long the video is of a call that has one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in which a call differs from one at default parameters."""

    path: str
    """Of a parameter; `prompt` or `references`."""
    value: Any
    length: int | None = None
    """Of a text, whose characters are all that matters of it."""


def price_calls(*contracts: Contract) -> Iterator[tuple[Change, ...]]:
    """Yield calls that all of these versions of a model may price differently: the one at default parameters first.

    Then follow those that differ from it in one thing, then those that differ in more, as many as are looked at.
    """
    by_path: dict[str, list[Change]] = {}
    for contract in contracts:
        for path in _paths(contract):
            known = by_path.setdefault(path, [])
            known += [change for change in _changes(contract, path) if change not in known]
    yield ()
    for changes in by_path.values():
        yield from ((change,) for change in changes)
    some = [[None, *changes] for changes in by_path.values()]
    combined = (tuple(change for change in row if change is not None) for row in product(*some))
    yield from islice((row for row in combined if len(row) > 1), _MOST_CALLS)


def request_with(contract: Contract, changes: Iterable[Change]) -> dict[str, Any] | None:
    """Return the request of a call; nothing where the model has no such parameter."""
    request: dict[str, Any] = default_request(contract.request_spec)
    for change in changes:
        if change.path == "prompt" and contract.spec.prompt is not None:
            request[prompt_key(contract.spec)] = change.value
            continue
        if change.path == "references":
            keys = [files_key(contract.spec)] if contract.references is not None else []
        else:
            keys = [key for key, _ in next(chains_to(contract.parameters, change.path), ())]
        if not keys:
            return None
        params = deepcopy(dict(params_in(contract.spec, request)))
        owner: dict[str, Any] = params
        for key in keys[:-1]:
            owner = owner.setdefault(key, {})
        owner[keys[-1]] = change.value
        request = with_params(contract.spec, request, params)
    return request


def base_is_least(contract: Contract) -> bool:
    """Return whether no call that is looked at costs less than the base credits."""
    requests = (request_with(contract, changes) for changes in price_calls(contract))
    prices = [contract.price_of(request) for request in requests if request is not None]
    return all(price.bound != "unknown" and price.amount >= contract.spec.credits.base for price in prices)


def _paths(contract: Contract) -> Iterator[str]:
    """Yield what the prices of a model depend on."""
    for price in contract.spec.credits.prices:
        when = price.when
        if when is not None:
            yield from (subject for subject in when.tests())
        yield from price.of or ()


def _changes(contract: Contract, path: str) -> Iterator[Change]:
    lots = [int(price.every) for price in contract.spec.credits.prices if path in (price.of or ()) and price.every]
    lengths = [length for lot in lots or _LENGTHS for length in ([lot, lot + 1] if lots else [lot])]
    if path == "prompt":
        yield from (Change(path, "x" * length, length) for length in lengths)
    elif path == "references":
        yield from _file_changes(contract, path)
    elif chain := next(chains_to(contract.parameters, path), ()):
        default = getattr(chain[-1][1], "default", None)
        parameter = chain[-1][1]
        every: list[Any] = list(dict.fromkeys([*_values(parameter, lengths), *_bounds(contract, path, parameter)]))
        values = (value for value in every if value != default)
        if not any(isinstance(row, ArrayParameter) for _, row in chain[:-1]):
            yield from (Change(path, value, len(value) if _is_long(value) else None) for value in values)


def _file_changes(contract: Contract, path: str) -> Iterator[Change]:
    rule = contract.references
    if rule is None:
        return
    yield from (Change(path, [reference_item(kind) | _timed(kind)]) for kind in kinds_at(rule, 0))
    for test in (price.when.references for price in contract.spec.credits.prices if price.when is not None):
        if isinstance(test, FileCount) and test.least > 1:
            places = [kinds_at(rule, number) for number in range(test.least)]
            kinds = [test.kind if test.kind in place else place[0] for place in places]
            items = [reference_item(kind, number) | _timed(kind) for number, kind in enumerate(kinds, 1)]
            yield Change(path, items)


def _bounds(contract: Contract, path: str, parameter: AnyParameter) -> Iterator[Number]:
    """Yield the bounds of ranges that prices ask for, as far as the parameter takes them."""
    whens = (price.when for price in contract.spec.credits.prices if price.when is not None)
    for test in (when.params.get(path) for when in whens):
        if isinstance(test, ValueRange) and isinstance(parameter, NumberParameter):
            yield from (bound for bound in bounds_said(test) if accepts(parameter, bound))


def _is_long(value: object) -> bool:
    return isinstance(value, str) and not value.strip("x")


def _timed(kind: str) -> dict[str, Any]:
    return {} if kind == "image" else {"durationSeconds": _SECONDS}


def _values(parameter: AnyParameter, lengths: list[int]) -> Iterator[Any]:
    if isinstance(parameter, Select):
        yield from parameter.options[:_MOST_OPTIONS]
    elif isinstance(parameter, BooleanParameter):
        yield from (True, False)
    elif isinstance(parameter, NumberParameter):
        yield from parameter.options or _some_numbers(parameter)
    elif isinstance(parameter, TextParameter):
        yield from ("x" * length for length in lengths if length <= (parameter.max_length or length))


def _some_numbers(parameter: NumberParameter) -> Iterator[Any]:
    """Yield the numbers that a parameter takes where they are few, else the least and the greatest that are known."""
    numbers = list(islice(accepted_numbers(parameter), _MOST_OPTIONS))
    yield from numbers[: 1 if len(numbers) > _FEW else None]
    if len(numbers) > _FEW and parameter.max is not None:
        yield parameter.max
