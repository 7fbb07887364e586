"""The one differ over specs as data."""

from __future__ import annotations

from typing import Any

import pytest
from rivya_codegen.spec.diff import ABSENT, differences

NUMBER, TEXT = {"type": "number", "max": 5}, {"type": "text", "max_length": 5}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], list[tuple[Any, ...]]]] = {
    "the same": ({"a": {"b": 1}}, {"a": {"b": 1}}, []),
    "inside": ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, [(("a", "c"), 2, 3)]),
    "new and gone": ({"a": 1}, {"b": None}, [(("b",), ABSENT, None), (("a",), 1, ABSENT)]),
    "true is not 1": ({"a": 1}, {"a": True}, [(("a",), 1, True)]),
    "true is not 1 in a list": ({"a": [{"b": [1]}]}, {"a": [{"b": [True]}]}, [(("a",), [{"b": [1]}], [{"b": [True]}])]),
    "4.0 is 4": ({"a": [4, {"b": 4}]}, {"a": [4.0, {"b": 4.0}]}, []),
    "another type": ({"params": {"x": NUMBER}}, {"params": {"x": TEXT}}, [(("params", "x"), NUMBER, TEXT)]),
    "no type": ({"params": {"x": NUMBER}}, {"params": {"x": {"max": 6}}},
                [(("params", "x", "max"), 5, 6), (("params", "x", "type"), "number", ABSENT)]),
    "a parameter called type": ({"params": {"type": NUMBER}}, {"params": {"type": {**NUMBER, "max": 6}}},
                                [(("params", "type", "max"), 5, 6)]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_differences(old: dict[str, Any], new: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    assert list(differences(old, new)) == expected
