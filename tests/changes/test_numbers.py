"""What is said of a number whose options become a range, or the other way round."""

from __future__ import annotations

from typing import Any

import pytest
from rivya_codegen.changes.parameters import compare_parameters
from rivya_codegen.spec.model import AnyParameter, NumberParameter

TABLE: dict[str, tuple[dict[str, Any], dict[str, Any], set[str]]] = {
    "some fall out": ({"options": [5, 10]}, {"min": 0, "max": 8}, {"option-removed", "range-widened"}),
    "all fall out": ({"options": [0.5, 1]}, {"min": 5, "max": 6}, {"option-removed", "range-widened"}),
    "fractions fall out": ({"options": [0.5, 10]}, {"integer": True}, {"option-removed", "range-widened"}),
    "all stay": ({"options": [5, 10]}, {"min": 0, "max": 10}, {"range-widened"}),
    "the same numbers": ({"options": [0, 5, 10]}, {"min": 0, "max": 10, "step": 5}, {"notation-changed"}),
    "whole numbers": ({"options": [1, 2, 3]}, {"min": 1, "max": 3, "integer": True}, {"notation-changed"}),
    "fewer, all known": ({"options": [0, 5, 10]}, {"min": 0, "max": 5, "step": 5}, {"option-removed"}),
}
BACKWARDS = {"option-removed": "option-added", "range-widened": "range-narrowed"}


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("forwards", [True, False])
def test_options_and_ranges(name: str, forwards: bool) -> None:
    old, new, rules = TABLE[name]
    sides: list[dict[str, AnyParameter]] = [
        {"strength": NumberParameter.model_validate({"type": "number", **row})} for row in (old, new)
    ]
    found = {row.rule for row in compare_parameters(*(sides if forwards else sides[::-1]))}
    found -= {"integer-became-number", "number-became-integer"}
    assert found == (rules if forwards else {BACKWARDS.get(rule, rule) for rule in rules})
