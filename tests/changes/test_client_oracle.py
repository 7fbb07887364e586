"""What the old client accepts and the new one refuses is breaking for callers of the package: tried with any change.

All models of the repository and the fixtures are changed at random, each change a model of its own in one old and one
new tree; what the old specs accept is replayed against the client that is generated from the new ones.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from changes.oracles import old_requests, replayed, write_package
from changes.trees import FOLDER, REPOSITORY, parse_model, parse_platform, patched, read, real_specs
from pydantic import ValidationError
from rivya_codegen.changes import Change, Severity, compare_trees
from rivya_codegen.checks import check
from rivya_codegen.contract.vectors import model_vectors
from rivya_codegen.source.parse import Parsed, ParsedModel
from rivya_codegen.spec.model import ModelSpec

ROUNDS = 7
"""Changes of each model."""

PARAMETERS: tuple[dict[str, Any], ...] = (
    {"type": "select", "options": ["a", "b"]},
    {"type": "select", "options": ["true", "false"]},
    {"type": "number", "min": 0, "max": 10},
    {"type": "number", "min": 0, "max": 1, "step": 0.25, "required": True},
    {"type": "number", "options": [1, 2.5, 4]},
    {"type": "number", "min": 1, "nullable": True},
    {"type": "select", "options": ["a", "b"], "nullable": True},
    {"type": "array", "items": {"type": "text", "nullable": True}},
    {"type": "number", "exclusive_min": 0, "exclusive_max": 9},
    {"type": "text", "max_length": 5},
    {"type": "text", "format": "color"},
    {"type": "text", "pattern": {"expression": "[a-c]+", "example": "a", "counterexample": "d"}},
    {"type": "text", "format": "url"},
    {"type": "boolean", "default": True},
    {"type": "array", "items": {"type": "object", "fields": {"words": {"type": "text", "required": True}}}},
    {"type": "array", "items": {"type": "number", "min": 1, "max": 3}, "max_items": 3},
    {"type": "array", "items": {"type": "text", "max_length": 2}, "unique": True},
    {"type": "object", "fields": {"words": {"type": "text", "max_length": 4}}},
)
LIMITS = ("MB", "KB")


def dumped(spec: ModelSpec) -> dict[str, Any]:
    return spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in rows:
        yield (*path, key)
        yield from places(item, (*path, key))


def other_value(value: Any, chance: random.Random) -> Any:
    """Return another value of the same sort: a number further up or down, a size, an option more or less."""
    if isinstance(value, bool) or value is None:
        return chance.choice([True, False, None])
    if isinstance(value, int | float):
        return chance.choice([value + 1, value - 1, value * 2, value // 2, value / 2, None])
    if isinstance(value, str) and value.endswith(LIMITS):
        return chance.choice(["1 MB", "3 KB", "500 MB", None])
    if isinstance(value, str):
        return chance.choice(["true", "required", "absent", "given", "url", "not_required", "image", "video", "a"])
    if isinstance(value, list) and value:
        shorter = [item for item in value if chance.random() < 0.7]
        return chance.choice([shorter, [*value, deepcopy(value[0])], value[::-1], None, []])
    return None if chance.random() < 0.5 else type(value)()


def changed(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return the data of a spec with one or two facts changed; not always a valid one."""
    data = deepcopy(data)
    for _ in range(chance.randint(1, 2)):
        facts = [path for path in places(data) if path[0] in {"prompt", "params", "references", "conditions", "chat"}]
        if chance.random() < 0.2 and data.get("category") != "chat":
            data["params"] = params = dict(data.get("params") or {})
            params[chance.choice([*params, "added"])] = deepcopy(chance.choice(PARAMETERS))
        elif facts:
            path = chance.choice(facts)
            owner = data
            for key in path[:-1]:
                owner = owner[key]
            value = other_value(owner[path[-1]], chance)
            if value is None and isinstance(owner, dict):
                del owner[path[-1]]
            else:
                owner[path[-1]] = value
    return data


def paths(params: Any, above: str = "") -> Iterator[str]:
    for key, row in params.items() if isinstance(params, dict) else ():
        yield above + key
        entry = row
        while isinstance(entry, dict) and entry.get("type") == "array":
            entry = entry.get("items")
        yield from paths(entry.get("fields") if isinstance(entry, dict) else None, f"{above}{key}.")


def described(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with a sentence for each thing that needs one, and without what limits do not concern."""
    data = {key: value for key, value in data.items() if key not in {"examples", "undocumented"}}
    params = dict.fromkeys(paths(data.get("params", {})), "A parameter.")
    text: dict[str, Any] = {"summary": "A model."}
    text |= {"params": params} if params and data["category"] != "chat" else {}
    text |= {"conditions": ["A condition."] * len(data["conditions"])} if data.get("conditions") else {}
    text |= {"reference_rule": "A rule."} if data.get("references") and data["category"] != "chat" else {}
    return {**data, "text": {"en": text}}


def valid(data: dict[str, Any]) -> ParsedModel | None:
    """Return the model, if the format and all rules take it."""
    try:
        data = described(data)
        ModelSpec.model_validate(data)
        model = parse_model(data)
    except (ValidationError, AssertionError, AttributeError, TypeError):  # a mapping may have become a list
        return None
    alone = replace(real_specs(), models=(model,))
    found = [problem for problem in check(alone) if problem.code not in {"text-locale-missing"}]
    return None if found else model


@cache  # the fixtures come again and again
def is_valid(data: str) -> bool:
    return valid(json.loads(data)) is not None


def pairs() -> Iterator[tuple[ParsedModel, ParsedModel]]:
    """Yield old and new models under one id, each pair under its own."""
    chance = random.Random(20260511)
    rows = [dumped(model.spec) for model in real_specs().models]
    rows += [dict(read(FOLDER / f"{name}.yaml")) for name in ("job", "chat")] * 20
    for number, row in enumerate(rows):
        suffix = "-chat" if row["category"] == "chat" else ""
        for turn in range(ROUNDS if is_valid(json.dumps(row)) else 0):
            data = {**row, "id": f"tried-{number}-{turn}{suffix}"}
            data.pop("python_name", None)
            old, new = parse_model(described(data)), valid(changed(data, chance))
            if new is not None and old.spec != new.spec:
                yield (old, new) if chance.random() < 0.5 else (new, old)


def with_models(models: list[ParsedModel], parsed: Parsed) -> Parsed:
    return replace(parsed, models=tuple(models))


def accepted(spec: ModelSpec, parsed: Parsed) -> Iterator[dict[str, Any]]:
    """Yield what the old side accepts: requests, and files that go with one."""
    yield from ({"model": spec.id, "request": request} for request in old_requests(spec, parsed))
    for file in model_vectors(spec, parsed.platform)["files"]:
        if not file["problems"]:
            yield {"model": spec.id, **{key: file[key] for key in ("kind", "mime_type", "bytes")}}


def taken(old: Parsed, folder: Path) -> list[dict[str, Any]]:
    """Return what old models and their client accept."""
    rows = [row for model in old.models for row in accepted(model.spec, old)]
    write_package(old, folder)
    kept = [row for row, codes in zip(rows, replayed(rows, folder), strict=True) if not codes]
    assert len(kept) > len(rows) * 0.95, "the samples are not what the old client accepts"
    return kept


def refused(kept: list[dict[str, Any]], new: Parsed, folder: Path) -> Mapping[str, list[tuple[Any, list[str]]]]:
    """Return what the new client refuses of each model."""
    write_package(new, folder)
    found: dict[str, list[tuple[Any, list[str]]]] = {}
    for row, codes in zip(kept, replayed(kept, folder), strict=True):
        if codes:
            found.setdefault(row["model"], []).append((row, codes))
    return found


def breaking(changes: list[Change], side: str) -> set[str]:
    """Return the models that the table says are broken for a side."""
    rows = [row for row in changes if getattr(row.rule, side) is Severity.BREAKING]
    return {row.subject.removeprefix("models/") for row in rows}


@pytest.mark.xdist_group("oracles")
def test_what_the_new_client_refuses_is_breaking(tmp_path: Path) -> None:
    tried = list(pairs())
    old, new = (with_models([pair[side] for pair in tried], real_specs()) for side in (0, 1))
    changes = compare_trees(old, new)
    found = refused(taken(old, tmp_path / "old"), new, tmp_path / "new")
    assert len(tried) > 200
    assert len(found) > 50
    by_model = {model: [row.rule.id for row in changes if row.subject == f"models/{model}"] for model in found}
    for side in ("python", "api"):
        missed = found.keys() - breaking(changes, side)
        assert not missed, [(by_model[model], found[model][0]) for model in sorted(missed)][:10]


PLATFORMS: tuple[dict[str, Any], ...] = (
    {"files/kinds/image/max_size": "1 MB"},
    {"files/kinds/image/mime_types": ["image/png"]},
    {"files/megabyte": {"value": 1000000, "unconfirmed": {"en": "Decimal.", "zh-Hant": "十進位。"}}},
    {"media_types/image|webp": None},
    {"media_types/image|png/kind": "video"},
)


@pytest.fixture(scope="module")
def with_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Parsed, list[dict[str, Any]]]:
    """Models that take files, and what their client accepts."""
    bare = valid({**dict(read(FOLDER / "job.yaml")), "id": "bare", "references": {"max_files": 3}})
    assert bare is not None
    models = [model for model in real_specs().models if model.spec.references is not None][:8]
    old = with_models([*models, bare], real_specs())
    return old, taken(old, tmp_path_factory.mktemp("old"))


@pytest.mark.parametrize("patch", PLATFORMS, ids=lambda patch: next(iter(patch)))
@pytest.mark.xdist_group("oracles")
def test_what_the_client_refuses_because_of_the_platform_is_breaking(
    patch: dict[str, Any], with_files: tuple[Parsed, list[dict[str, Any]]], tmp_path: Path
) -> None:
    data = patched(read(REPOSITORY / "specs" / "platform.yaml"), patch)
    assert data is not None
    old, kept = with_files
    new = replace(old, platform=parse_platform(data))
    changes = compare_trees(old, new)
    found = refused(kept, new, tmp_path)
    missed = found.keys() - breaking(changes, "python")
    assert "platform" in breaking(changes, "python") or not missed, found
