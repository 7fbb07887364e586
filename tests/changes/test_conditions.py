"""Limits that conditions set: what becomes narrower is breaking, what becomes wider is safe."""

from __future__ import annotations

from typing import Any

import pytest
from changes.trees import FOLDER, Case, changes_of, patched, read


def condition(**limits: Any) -> list[dict[str, Any]]:
    return [{"when": {"params": {"glow": ["true"]}}, "limit": limits}]


LIMITS: tuple[tuple[Any, Any, list[str]], ...] = (
    (condition(params={"size": {"max": 6}}), condition(params={"size": {"max": 4}}), ["condition-tightened"]),
    (condition(params={"size": {"max": 4}}), condition(params={"size": {"max": 6}}), ["condition-loosened"]),
    (condition(params={"size": {"min": 2}}), condition(params={"size": {"min": 4}}), ["condition-tightened"]),
    (condition(references={"kinds": ["image"]}), [], ["condition-removed"]),
    ([], condition(prompt={"max_length": 5}), ["condition-added"]),
    (
        condition(params={"shape": {"options": ["a"]}}),
        condition(params={"shape": {"options": ["a", "b"]}}),
        ["condition-loosened"],
    ),
    (
        condition(params={"shape": {"default": "b"}}),
        condition(params={"shape": {"default": "c"}}),
        ["default-changed"] * 2,
    ),
)


@pytest.mark.parametrize(("old", "new", "rules"), LIMITS)
def test_a_limit_is_narrower_or_wider(old: Any, new: Any, rules: list[str]) -> None:
    texts = [{"conditions": rows, "text/en/conditions": ["A rule."] * len(rows)} for rows in (old, new)]
    sides = [patched(read(FOLDER / "job.yaml"), text) for text in texts]
    found = [row.rule.id for row in changes_of(Case("limit", "job", sides[0], sides[1], ()))]
    assert [rule for rule in found if rule != "text-changed"] == rules
