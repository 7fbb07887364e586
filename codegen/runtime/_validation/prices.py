"""What a request costs, by the prices of its model, and why it is not known exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from .._core.problems import Phrase
from .._spec.conditions import When
from .._spec.evaluator import Evaluation, PriceRow, Reason, evaluate
from .._spec.findings import Findings
from .._spec.tables import ModelTable
from .conditions import Given, holds, when_phrases
from .keywords import REFERENCES_KEY

Rows = tuple[tuple[When, PriceRow], ...]


def rows_that_apply(table: ModelTable, request: Mapping[str, Any]) -> Rows:
    """Return the prices of a model that apply to a request, which need not be a right one."""
    inside: object = request if table.params_key is None else request.get(table.params_key)
    params: Mapping[str, Any] = cast("Mapping[str, Any]", inside) if isinstance(inside, Mapping) else {}
    files: object = params.get(REFERENCES_KEY)
    items = cast("Sequence[object]", files) if isinstance(files, list | tuple) else ()
    kinds = [str(cast("Mapping[str, object]", item).get("kind")) for item in items if isinstance(item, Mapping)]
    given = Given(table, request, params, kinds)
    return tuple((when, _with_defaults(row, given)) for when, row in table.credits.rows if holds(when, given))


def _with_defaults(row: PriceRow, given: Given) -> PriceRow:
    """Return the row with the defaults that hold in the request for what it does not send."""
    outer = 0 if given.model.params_key is None else 1
    places = zip(row.of, row.otherwise, strict=True)
    return replace(row, otherwise=tuple(given.default("/".join(keys[outer:]), usual) for keys, usual in places))


def evaluate_request(table: ModelTable, request: Mapping[str, Any], tokens: int | None = None) -> Evaluation:
    """Return what a request costs; where a model has no prices, its base credits with the bound that they are."""
    prices = table.credits
    if not prices.rows:
        return Evaluation(prices.base, prices.bound)
    return evaluate(prices.base, [row for _, row in rows_that_apply(table, request)], request, tokens)


def known_price(table: ModelTable | None, request: Mapping[str, Any]) -> float | None:
    """Return the least that a request costs, as far as that is known: not of a model that this package does not know."""
    return None if table is None else evaluate_request(table, request).amount


def reason_phrases(
    table: ModelTable, request: Mapping[str, Any], evaluation: Evaluation, findings: Findings
) -> Iterator[Phrase]:
    """Yield in words why a price is not exact."""
    if not table.credits.rows and evaluation.bound != "exact":
        yield Phrase(f"price-{evaluation.bound}", {"model": table.name})
    rows = rows_that_apply(table, request)
    for reason in evaluation.reasons:
        yield _phrase(table, rows, reason, findings)


def _phrase(table: ModelTable, rows: Rows, reason: Reason, findings: Findings) -> Phrase:
    if reason.row is None or reason.code == "tokens":
        return Phrase(f"price-{reason.code}")
    when, row = rows[reason.row]
    if reason.code == "quantity":
        names = ", ".join(findings.named(".".join(keys)) for keys in row.of)
        return Phrase("price-quantity", {"unit": Phrase(f"unit-{row.per}s"), "names": names})
    conditions = tuple(when_phrases(findings, when, table))
    return Phrase("price-undocumented-when", {"when": conditions}) if conditions else Phrase("price-undocumented")
