"""What is said of the parts of the API's own objects: their titles are names of classes, their descriptions are prose."""

from __future__ import annotations

from typing import Any

import pytest
from rivya_codegen.changes.compare import compare_wire_type


def schema(title: str = "Detail", description: str = "About it.", kind: str = "string") -> dict[str, Any]:
    code = {"type": kind, "description": description}
    inner = {"type": "object", "title": title, "properties": {"code": code, "title": {"type": "string"}}}
    return {"type": "object", "title": "Whole", "properties": {"detail": inner}}


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        (schema(title="Thing"), "wire-field-changed"),
        (schema(description="Of it."), "text-changed"),
        (schema(kind="integer"), "wire-field-changed"),
    ],
)
def test_a_part_of_a_field(new: dict[str, Any], rule: str) -> None:
    assert [(row.rule, row.path) for row in compare_wire_type(schema(), new)] == [(rule, ("properties", "detail"))]
