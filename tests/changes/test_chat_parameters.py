"""The parameters of a chat model: its own, and those that stand in place of a field of all chat requests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from changes.trees import FOLDER, parse_model, patched, read, real_specs
from rivya_codegen.changes import compare_trees

CHAT = read(FOLDER / "chat.yaml") | {"params": {}}
WARMTH = {"type": "number", "min": 0, "max": 1}
EFFORT = {"type": "select", "options": ["low", "max"], "default": "max"}
FEWER = {"chat/reasoning_effort": None}


def told(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    trees = []
    for patch in (old, new):
        data = patched(CHAT, patch)
        assert data is not None
        trees.append(replace(real_specs(), models=(parse_model(data),)))
    return [(row.rule.id, row.dotted) for row in compare_trees(*trees)]


@pytest.mark.parametrize(
    ("old", "new", "forwards", "backwards"),
    [
        (
            {},
            {"params/warmth": WARMTH},
            [("parameter-added", "params.warmth")],
            [("parameter-removed", "params.warmth")],
        ),
        (
            {"params/warmth": WARMTH},
            {"params/warmth": WARMTH | {"max": 2}},
            [("range-widened", "params.warmth.max")],
            [("range-narrowed", "params.warmth.max")],
        ),
        (
            {"params/warmth": WARMTH},
            {"params/heat": WARMTH},
            [("parameter-renamed", "params")],
            [("parameter-renamed", "params")],
        ),
        (
            FEWER | {"params/reasoning_effort": EFFORT | {"options": ["low", "max", "more"]}},
            FEWER | {"params/reasoning_effort": EFFORT},
            [("option-removed", "params.reasoning_effort.options")],
            [("option-added", "params.reasoning_effort.options")],
        ),
        (
            FEWER | {"params/reasoning_effort": EFFORT | {"default": "low"}},
            FEWER | {"params/reasoning_effort": EFFORT},
            [("default-changed", "params.reasoning_effort.default")],
            [("default-changed", "params.reasoning_effort.default")],
        ),
    ],
)
def test_both_ways(old: dict[str, Any], new: dict[str, Any], forwards: object, backwards: object) -> None:
    assert (told(old, new), told(new, old)) == (forwards, backwards)


def test_in_place_of_a_shared_field() -> None:
    """What callers may send before and after is compared, wherever it is said."""
    forwards = told(FEWER, FEWER | {"params/reasoning_effort": EFFORT})
    assert ("option-added", "params.reasoning_effort.options") in forwards
    assert ("option-removed", "params.reasoning_effort.options") in forwards
    assert ("default-changed", "params.reasoning_effort.default") in forwards
