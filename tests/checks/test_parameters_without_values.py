"""Parameters that no value fits are findings, whatever conditions and prices say of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from contract.random_specs import spec
from rivya_codegen.cli import main

NOTHING: dict[str, dict[str, Any]] = {
    "no-number": {"type": "number", "min": 0.2, "max": 0.8, "integer": True},
    "range-reversed": {"type": "text", "min_length": 9, "max_length": 3},
    "items-too-few": {
        "type": "array",
        "items": {"type": "select", "options": ["p"]},
        "min_items": 3,
        "unique": True,
    },
}
CONDITIONS: list[dict[str, Any]] = [
    {"when": {"params": {"odd": "given"}}, "forbid": ["mode"]},
    {"when": {"params": {"mode": ["b"]}}, "require": ["odd"]},
    {"when": {"params": {"mode": ["b"]}}, "limit": {"params": {"odd": {"max_items": 1}}}},
    {"exactly_one_of": ["odd", "mode"]},
]


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("code", NOTHING)
@pytest.mark.parametrize("wrapped", [False, True])
def test_no_value_fits(
    project: Path, capsys: pytest.CaptureFixture[str], code: str, required: bool, wrapped: bool
) -> None:
    row = {"type": "array", "items": NOTHING[code], "min_items": 1} if wrapped else NOTHING[code]
    for number, condition in enumerate(CONDITIONS):
        data = spec(number)
        data["params"] = {"odd": row | {"required": required}, "mode": {"type": "select", "options": ["a", "b"]}}
        data["conditions"] = [condition]
        data["credits"]["prices"] = [{"credits": 1}, {"credits": 1, "when": {"params": {"odd": "given"}}}]
        data["text"]["en"] |= {"params": {"odd": "A.", "mode": "B."}, "options": {}, "conditions": ["A rule."]}
        (project / "specs" / "models" / f"{data['id']}.yaml").write_text(json.dumps(data), "utf-8")
    assert main(["validate"]) == 1
    assert capsys.readouterr().err.count(f"[{code}]") == len(CONDITIONS)
