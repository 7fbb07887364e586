"""What calls cost, reckoned by hand: the evaluator is the same code everywhere, so that no consumer checks another."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rivya_codegen.contract.contract import Contract
from rivya_codegen.contract.evaluator import Evaluation, PriceRow, evaluate
from rivya_codegen.contract.price_cases import base_is_least
from rivya_codegen.contract.prices import default_request
from rivya_codegen.pipeline import read_specs
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.parse import parse_file
from rivya_codegen.spec.model import ModelSpec

TESTS = Path(__file__).parents[1]


@cache
def contracts() -> dict[str, Contract]:
    """The models of the case `prices`."""
    platform = read_specs(TESTS.parent / "specs").platform
    files = sorted((TESTS / "cases" / "prices" / "specs" / "models").iterdir())
    specs = [parse_file(TextFile(file.name, file.name, file.read_text("utf-8")), ModelSpec)[0] for file in files]
    return {spec.id: Contract(spec, platform) for spec in specs}


def item(kind: str, **more: Any) -> dict[str, Any]:
    return {"url": "https://example.com/x", "kind": kind, **more}


JOBS: list[tuple[str, str | None, dict[str, Any], float, str]] = [
    ("filmer", "x", {}, 10, "exact"),
    ("filmer", "x", {"duration": 15}, 30, "exact"),
    ("filmer", "x", {"duration": 10, "resolution": "1080p", "sound": "true"}, 90, "exact"),
    ("filmer", "x", {"resolution": "4k", "sound": "true"}, 15, "lower"),
    ("filmer", "x", {"referenceMediaItems": [item("image"), item("video", durationSeconds=2.5)]}, 10.25, "exact"),
    ("filmer", "x", {"referenceMediaItems": [item("video", durationSeconds=2.5), item("video")]}, 10, "lower"),
    ("reader", "x", {"language": "en"}, 5, "exact"),
    ("reader", None, {"language": "en"}, 0, "exact"),
    ("reader", "x" * 1000, {"language": "en"}, 5, "exact"),
    ("reader", "x" * 1001, {"language": "en"}, 10, "exact"),
    ("reader", "x" * 999, {"language": "en", "lines": [{"text": "a"}, {"text": "b"}]}, 10, "exact"),
    ("reader", None, {"language": "en", "style": {"notes": "abc"}}, 0.9, "exact"),
    ("sketcher", "x", {}, 4, "exact"),
    ("sketcher", "x", {"width": 2000, "height": 1000, "n": "4"}, 10, "exact"),
    ("sketcher", "x", {"width": 2001, "height": 1000, "n": "4"}, 13, "exact"),
    ("sketcher", "x", {"referenceMediaItems": [item("image")] * 3}, 5.75, "exact"),
    ("sketcher", "x", {"width": 512, "height": 512}, 2, "exact"),
    ("sketcher", "x", {"width": 512}, 4, "exact"),
]


@pytest.mark.parametrize(("model", "prompt", "params", "amount", "bound"), JOBS)
def test_a_job_costs(model: str, prompt: str | None, params: dict[str, Any], amount: float, bound: str) -> None:
    request = {"model": model, "params": params} | ({"prompt": prompt} if prompt is not None else {})
    price = contracts()[model].price_of(request)
    assert (price.amount, price.bound) == (amount, bound)
    assert bool(price.reasons) == (bound != "exact")


@pytest.mark.parametrize(
    ("model", "amount", "bound", "least"),
    [
        ("filmer", 10, "exact", True),
        ("reader", 5, "unknown", False),
        ("sketcher", 4, "exact", False),
        ("talker-chat", 0.5, "lower", False),
    ],
)
def test_a_call_at_default_parameters_costs(model: str, amount: float, bound: str, least: bool) -> None:
    contract = contracts()[model]
    price = contract.price_of(default_request(contract.request_spec))
    assert (price.amount, price.bound) == (amount, bound)
    assert base_is_least(contract) == least


def test_tokens_are_priced_when_they_are_counted() -> None:
    rows = [row for _, row in contracts()["talker-chat"].prices]
    request = {"model": "talker-chat", "message": "Hi"}
    assert evaluate(2, rows, request, 1234) == Evaluation(1.734, "exact")
    assert [reason.code for reason in evaluate(2, rows, request).reasons] == ["tokens"]
    assert evaluate(2, rows[1:], request).bound == "unknown"
    assert evaluate(2, rows[1:], request).amount == 2


@pytest.mark.parametrize(
    ("per", "values", "amount"),
    [
        ("second", [0.1, 0.2], 0.3),
        ("second", ["5", "2.5s", "10 seconds"], 17.5),
        ("character", ["abc", ["de", ["f"]]], 6),
        ("character", ["😀é"], 2),
        ("image", ["3", 2, [1, {"kind": "wide"}, {"kind": "image"}]], 8),
        ("megapixel", [1500, 1000], 1.5),
        ("megapixel", ["1920x1080"], 2.0736),
        ("megapixel", ["1920 × 1080"], 2.0736),
    ],
)
def test_quantities(per: str, values: list[Any], amount: float) -> None:
    keys = tuple((str(number),) for number in range(len(values)))
    row = PriceRow("1", per=per, of=keys, otherwise=(None,) * len(keys))
    request = {str(number): value for number, value in enumerate(values)}
    assert evaluate(99, [row], request) == Evaluation(amount, "exact")


@pytest.mark.parametrize(("per", "amount"), [("second", 3.5), ("image", 2)])
@pytest.mark.parametrize("keys", [("params", "referenceMediaItems"), ("attachments",)])
def test_of_files_those_of_a_kind_are_counted(keys: tuple[str, ...], per: str, amount: float) -> None:
    request: Any = [item("audio", durationSeconds=3), item("image"), item("video", durationSeconds=0.5), {"url": "x"}]
    request = request[: 3 if per == "second" else 4]  # how long a file is whose kind is not said is not known
    for key in reversed(keys):
        request = {key: request}
    row = PriceRow("1", per=per, of=(keys,), otherwise=((),))
    assert evaluate(99, [row], request) == Evaluation(amount, "exact")


def test_what_is_not_sent_has_the_default_of_a_condition_that_applies() -> None:
    contract = contracts()["filmer"]
    data = contract.spec.model_dump(mode="json", exclude_unset=True)
    limit = {"params": {"duration": {"default": "15", "min": 10}}}
    data["conditions"] = [{"when": {"params": {"sound": ["true"]}}, "limit": limit}]
    spec, _ = parse_file(TextFile("", "", json.dumps(data)), ModelSpec)
    contract = Contract(spec, contract.platform)
    asked = [{}, {"sound": "true"}, {"sound": "true", "duration": 10}]
    prices = [contract.price_of({"model": "filmer", "prompt": "x", "params": params}) for params in asked]
    assert [(price.amount, price.bound) for price in prices] == [(10, "exact"), (45, "exact"), (30, "exact")]


@pytest.mark.parametrize(
    ("per", "value"),
    [
        *[
            ("second", value)
            for value in (None, True, -1, float("nan"), float("inf"), "5 m", "", [{"kind": "video"}], [1])
        ],
        *[("character", value) for value in (None, 5, {}, ["a", None])],
        *[("image", value) for value in (None, "-1", "1.5", "1" * 20, 10**30, {}, -2)],
        *[("megapixel", value) for value in (None, "1024", 5, "1x", "x1")],
    ],
)
def test_what_is_no_quantity_is_not_known(per: str, value: Any) -> None:
    row = PriceRow("1", per=per, of=(("a",),), otherwise=(None,), least="2")
    price = evaluate(99, [row], {"a": value})
    assert (price.amount, price.bound, [reason.code for reason in price.reasons]) == (2, "lower", ["quantity"])
    assert evaluate(99, [PriceRow("1", per=per, of=(("a",),), otherwise=(None,))], {}).amount == 99
