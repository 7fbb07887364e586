"""What is said of options that are deprecated, and of their texts, where the options themselves may come and go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from changes.trees import FOLDER, read, real_specs
from pydantic import TypeAdapter
from rivya_codegen.changes.models import compare_model
from rivya_codegen.changes.parameters import compare_parameters
from rivya_codegen.spec.model import AnyParameter, ModelSpec

SELECT = {"type": "select", "options": ["a", "b", "c"]}
ANNOUNCED = {"deprecated_options": {"a": {"since": "2026-05-11", "instead": "b"}}}
LATER = {"deprecated_options": {"a": {"since": "2026-05-11", "until": "2026-12-31"}}}
FOUND = "deprecated_options.a deprecation-"
NUMBER = {"type": "number", "options": [5, 10], "deprecated_options": {"5": {"since": "2026-05-11"}}}

TABLE: dict[str, tuple[dict[str, Any], dict[str, Any], set[str]]] = {
    "announced": (SELECT, SELECT | ANNOUNCED, {f"{FOUND}announced"}),
    "other terms": (SELECT | ANNOUNCED, SELECT | LATER, {f"{FOUND}changed"}),
    "gone with its option": (SELECT | ANNOUNCED, {**SELECT, "options": ["b", "c"]}, {"options option-removed"}),
    "another option": (
        SELECT | ANNOUNCED,
        SELECT | {"deprecated_options": {"b": {"since": "2026-05-11"}}},
        {f"{FOUND}withdrawn", "deprecated_options.b deprecation-announced"},
    ),
    "a range that has it": (
        NUMBER,
        {"type": "number", "min": 0, "max": 10},
        {"deprecated_options.5 deprecation-withdrawn", " range-widened"},
    ),
    "a range without it": (
        NUMBER,
        {"type": "number", "min": 6, "max": 10},
        {" option-removed", " range-widened"},
    ),
    "a text": (SELECT | ANNOUNCED, {"type": "text"}, {" select-became-text"}),
}
BACKWARDS = {
    "announced": "withdrawn",
    "withdrawn": "announced",
    "removed": "added",
    "widened": "narrowed",
    "text": "select",
}


def backwards(found: str) -> str:
    place, rule = found.split(" ")
    if rule == "select-became-text":
        return f"{place} text-became-select"
    head, _, way = rule.rpartition("-")
    return f"{place} {head}-{BACKWARDS.get(way, way)}"


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("forwards", [True, False])
def test_deprecated_options(name: str, forwards: bool) -> None:
    old, new, expected = TABLE[name]
    kind: TypeAdapter[AnyParameter] = TypeAdapter(AnyParameter)
    sides = [{"size": kind.validate_python(row)} for row in (old, new)]
    rows = compare_parameters(*(sides if forwards else sides[::-1]))
    found = {f"{'.'.join(map(str, row.path[1:]))} {row.rule}" for row in rows}
    assert found == (expected if forwards else set(map(backwards, expected)))


def spec(texts: Mapping[str, Any], key: str = "shape") -> ModelSpec:
    job = dict(read(FOLDER / "job.yaml"))
    params = {key if name == "shape" else name: row for name, row in job["params"].items()}
    about = {key if name == "shape" else name: text for name, text in job["text"]["en"]["params"].items()}
    text = {**job["text"]["en"], "params": about, "options": {key: texts} if texts else {}}
    return ModelSpec.model_validate({**job, "params": params, "text": {"en": text}})


def changes(old: ModelSpec, new: ModelSpec) -> list[tuple[str, str]]:
    platform = real_specs().platform
    return [(".".join(map(str, row.path)), row.rule) for row in compare_model(old, new, (platform, platform))]


def test_texts_of_options() -> None:
    place = "text.en.options.shape"
    one, other = ({"a": {"label": label, "text": "An a."}} for label in ("A", "B"))
    assert changes(spec(one), spec(other)) == [(f"{place}.a.label", "text-changed")]
    for old, new in ((spec(one), spec({})), (spec({}), spec(one))):
        assert {rule for _, rule in changes(old, new)} == {"text-changed"}


def test_texts_of_options_follow_their_parameter() -> None:
    texts = {"a": {"label": "A"}}
    assert changes(spec(texts), spec(texts, "form")) == [("params", "parameter-renamed")]
