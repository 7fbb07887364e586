"""What calls cost in one version of a model and in another, over what the prices of either depend on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..contract.contract import Contract
from ..contract.evaluator import Evaluation
from ..contract.price_cases import Change, price_calls, request_with
from ..spec.model import NumberParameter, Select
from ..spec.nested import chains_to
from ..spec.numbers import accepts
from ..text.json_data import is_list
from .comparisons import Finding, found

_PLACE = ("credits", "prices")


def compare_prices(old: Contract, new: Contract) -> Iterator[Finding]:
    """Yield what calls cost otherwise that both versions accept; where none is seen to, that prices are said otherwise."""
    before, after = old.spec.credits.prices, new.spec.credits.prices
    if before == after:
        return
    if not before or not after:
        yield found("prices-documented" if after else "prices-undocumented", before or None, after or None, *_PLACE)
        return
    findings: list[Finding] = []
    for changes in price_calls(old, new):
        if len(changes) > 1 and findings:
            break  # what differs in one thing says it
        findings += _compared(old, new, changes)
    if findings:
        yield from findings
    elif sorted(map(repr, before)) == sorted(map(repr, after)):
        yield found("order-changed", before, after, *_PLACE)
    else:
        yield found("prices-changed", before, after, *_PLACE)


def _compared(old: Contract, new: Contract, changes: tuple[Change, ...]) -> Iterator[Finding]:
    """Yield how the price of a call differs; that of one at default parameters is found in the base credits."""
    requests = [request_with(contract, changes) for contract in (old, new)]
    if not all(_takes(contract, change) for contract in (old, new) for change in changes):
        return
    prices = [contract.price_of(request) for contract, request in zip((old, new), requests, strict=True) if request]
    if len(prices) < 2:
        return
    one, other = prices
    if one.bound == other.bound == "unknown" or (not changes and one.bound == other.bound == "exact"):
        return
    rule = "price-raised" if other.amount > one.amount else "price-lowered"
    if "unknown" in (one.bound, other.bound) or one.amount == other.amount:
        rule = "bound-changed"
    if one.amount != other.amount or one.bound != other.bound:
        yield found(rule, _shown(one), _shown(other), *_PLACE, _call(changes))


def _takes(contract: Contract, change: Change) -> bool:
    """Return whether a version of a model has the value of a parameter."""
    *_, (_, parameter) = next(chains_to(contract.parameters, change.path), (("", None),))
    if isinstance(parameter, Select):
        return change.value in parameter.options
    return not isinstance(parameter, NumberParameter) or accepts(parameter, change.value)


def _shown(price: Evaluation) -> Any:
    """Return what a call costs as a value that tells it from any other."""
    return {"exact": price.amount, "lower": {"at_least": price.amount}, "unknown": None}[price.bound]


def _call(changes: tuple[Change, ...]) -> str:
    """Return a call as the last part of a path: `resolution=1080p`."""
    return ", ".join(f"{change.path}={_value(change)}" for change in changes) or "-"


def _value(change: Change) -> str:
    if change.length is not None:
        return f"{change.length} characters"
    if is_list(change.value):
        return " ".join(f"{item['kind']} {item.get('durationSeconds', '')}".strip() for item in change.value)
    return change.value if isinstance(change.value, str) else str(change.value).lower()
