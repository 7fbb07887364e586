"""A message quotes the value and the rule, never a dictionary or another object of the program."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from changes.trees import FOLDER, REPOSITORY, parse_model, patched, read, real_specs
from rivya_codegen.checks import check
from rivya_codegen.problems.problem import Problem, ProblemsFound
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.parse import ParsedModel, in_category, parse_file
from rivya_codegen.spec.model import ModelSpec
from rivya_codegen.spec.platform import PlatformSpec
from rivya_codegen.words.locales import LOCALES

TESTS = Path(__file__).parent.parent
OF_THE_PROGRAM = re.compile(
    r"\{'|\{\"|\[\{|\[\['|\bNone\b|\bTrue\b|\bFalse\b|<class|<function|Decimal\(|Path\(| object at 0x|datetime\.date|pydantic"
)
OTHERS = {"template-failed", "plugin-failed"}
"""Codes that say what the code of somebody else said."""


def test_no_golden_message_shows_an_object_of_the_program() -> None:
    lines = [
        line
        for path in (*TESTS.glob("cases/*/std*.txt"), *TESTS.glob("*/bad_*.yaml"))
        for line in path.read_text("utf-8").splitlines()
        if re.search(r": (error|note): ", line)
    ]
    assert len(lines) > 300
    assert [
        line for line in lines if OF_THE_PROGRAM.search(line) and not any(f"[{code}]" in line for code in OTHERS)
    ] == []


ODD: tuple[Any, ...] = (
    *({"a": 1}, {"a": {"b": [1]}}, [], [{"a": 1}], [[1]], {"type": "text"}, {"when": {"params": {"x": ["y"]}}}),
    *(None, True, False, "", "x", -1, 0, 1.5, "true", ["a", "a"], 10**6, "1:1"),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in rows:
        yield (*path, key)
        yield from places(item, (*path, key))


def spoiled(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return the data with an odd value in one to three places, a key too many or one too few."""
    data = deepcopy(data)
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(list(places(data)))
        owner = data
        for key in path[:-1]:
            owner = owner[key]
        way = chance.random()
        if way < 0.1:
            del owner[path[-1]]
        elif way < 0.2 and isinstance(owner, dict):
            owner["odd"] = deepcopy(chance.choice(ODD))
        else:
            owner[path[-1]] = deepcopy(chance.choice(ODD))
    return data


def problems_of(data: dict[str, Any], kind: type[ModelSpec] | type[PlatformSpec]) -> list[Problem]:
    file = TextFile("case.yaml", f"models/{data.get('id')}.yaml", json.dumps(data, ensure_ascii=False))
    try:
        spec, document = parse_file(file, kind)
    except ProblemsFound as found:
        return found.problems
    placed = in_category(spec, real_specs().platform) if isinstance(spec, ModelSpec) else None
    return list(check(replace(real_specs(), models=(ParsedModel(placed, document, file.path),)))) if placed else []


@pytest.mark.parametrize("kind", [ModelSpec, PlatformSpec])
def test_no_message_about_a_spoiled_spec_shows_an_object_of_the_program(
    kind: type[ModelSpec] | type[PlatformSpec],
) -> None:
    chance = random.Random(9)
    rows = [read(REPOSITORY / "specs" / model.path) for model in real_specs().models] + [read(FOLDER / "job.yaml")] * 9
    rows = rows if kind is ModelSpec else [read(REPOSITORY / "specs" / "platform.yaml")]
    seen: list[str] = []
    for _ in range(400 if kind is ModelSpec else 150):
        found = problems_of(spoiled(chance.choice(rows), chance), kind)
        seen += [problem.message(locale) for problem in found for locale in LOCALES]
    assert len(seen) > 500
    assert [text for text in seen if OF_THE_PROGRAM.search(text) and not re.search(r"(True|False)\.yaml", text)] == []


ITEM = {"url": "https://example.com/a.png", "kind": "image"}
VIDEO = {"url": "https://example.com/a.mp4", "kind": "video"}
EXAMPLES: dict[str, tuple[dict[str, Any], str]] = {
    "an object": ({"shape": {"a": 1}}, 'a mapping of keys to values is not one of "a", "b", "c"'),
    "short list": ({"lines": []}, "items: 0, at least 1 needed"),
    "forbidden": ({"shape": "a", "style": "x"}, "a condition does not allow `style` here"),
    "forbidden by default": ({"style": "x"}, "a condition does not allow `style` here"),
    "choice": ({"shape": "c", "grid": True, "name": "xy"}, "a condition allows one of `grid`, `mood.warmth`, `name` here, no more"),
    "needed": ({"shape": "b"}, "`style` is missing"),
    "no address": ({"shape": "c", "style": "x", "link": "x"}, '"x" does not have the form "^https?://"'),
    "too short": ({"name": "x"}, "characters: 1, at least 2 needed"),
    "no reference": ({"referenceMediaItems": [{**ITEM, "kind": "audio"}]}, 'not a reference of one of the kinds "image", "video"'),
    "a list": ({"referenceMediaItems": [[]]}, 'not a reference of one of the kinds "image", "video"'),
    "wrong type": (
        {"referenceMediaItems": [{**ITEM, "mimeType": "image/gif"}]},
        '"image/gif" is not one of "image/png", "image/jpeg"',
    ),
    "mix": (
        {"referenceMediaItems": [ITEM, VIDEO, VIDEO]},
        "image × 1, video × 2 fits none of the allowed combinations: image ≤ 3 | image ≤ 1, video ≤ 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("params", "said"), EXAMPLES.values(), ids=EXAMPLES)
def test_what_is_wrong_with_an_example_is_said_in_words(params: dict[str, Any], said: str) -> None:
    data = patched(
        read(FOLDER / "job.yaml"),
        {
            "params/link": {"type": "text", "format": "url"},
            "params/name": {"type": "text", "min_length": 2},
            "conditions": [
                {"when": {"params": {"shape": ["a"]}}, "forbid": ["style"]},
                {"when": {"params": {"shape": ["b"]}}, "require": ["style"]},
                {"when": {"params": {"shape": ["c"]}}, "at_most_one_of": ["grid", "mood.warmth", "name"]},
            ],
            "examples": {"minimal": {"model": "painter", "prompt": "A boat", "params": params}},
        },
    )
    assert data is not None
    model = parse_model(data)
    messages = [
        problem.message()
        for problem in check(replace(real_specs(), models=(model,)))
        if problem.code == "example-invalid"
    ]
    assert [text for text in messages if said in text], messages
    assert len(messages) == 1
