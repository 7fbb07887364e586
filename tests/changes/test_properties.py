"""Any valid change of any spec is classified, and backwards it gives the mirrored rules.

The specs are those of the repository; a change sets, removes or adds one fact somewhere, as the format allows it.
"""

from __future__ import annotations

import json
import types
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from changes.trees import FOLDER, read, real_specs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from rivya_codegen.changes import RULES, Change, compare_trees
from rivya_codegen.source.parse import ParsedModel, in_category
from rivya_codegen.spec.model import ArrayParameter, ModelSpec, ObjectParameter, Parameter
from rivya_codegen.spec.platform import PlatformSpec

Path = tuple[str | int, ...]


def dumped(spec: BaseModel) -> dict[str, Any]:
    return spec.model_dump(mode="json", by_alias=True)


def compare(old: ModelSpec, new: ModelSpec) -> list[Change]:
    first = real_specs().models[0]
    trees = [
        replace(real_specs(), models=(ParsedModel(spec, first.document, first.path),), wire={}) for spec in (old, new)
    ]
    return compare_trees(*trees)


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield where facts stand: every value, and every list and mapping as a whole."""
    yield path
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in rows:
        yield from leaves(item, (*path, key))


def at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


NUMBERS = st.integers(1, 12) | st.sampled_from([0, 0.25, 0.5, 1.5, 2.5])
WORDS = st.sampled_from(["true", "false", "a", "b", "image", "video", "audio", "text", "en", "zh-Hant", "given", "x_y"])
FACTS = (
    NUMBERS | WORDS | st.booleans() | st.none() | st.sampled_from(["FIXED", "METERED", "5 MB", "4 KB", "2026-06-01"])
)
PARAMETERS = st.sampled_from(
    [
        {"type": "select", "options": ["a", "b"], "deprecated_options": {"a": {"since": "2026-05-11", "instead": "b"}}},
        {"type": "select", "options": ["true", "false"]},
        {"type": "number", "min": 0, "max": 10},
        {"type": "number", "min": 0, "max": 1, "step": 0.25, "required": True},
        {"type": "number", "options": [1, 2.5, 4], "deprecated_options": {"2.5": {"since": "2026-05-11"}}},
        {"type": "text", "max_length": 9, "nullable": True},
        {"type": "array", "items": {"type": "select", "options": ["a", "b"], "nullable": True}},
        {"type": "number", "exclusive_min": 0, "exclusive_max": 9, "multiple_of": 2, "unit": "seconds"},
        {"type": "text", "max_length": 5},
        {"type": "text", "format": "color"},
        {"type": "text", "format": "url", "required": None},
        {"type": "boolean", "default": True, "python_name": "other"},
        {"type": "file", "kind": "image", "max_size": "4 MB", "width": {"max": 9}},
        {"type": "array", "items": {"type": "object", "fields": {"words": {"type": "text", "required": True}}}},
        {"type": "array", "items": {"type": "array", "items": {"type": "number", "max": 3}}, "max_items": 3},
        {"type": "array", "items": {"type": "text", "max_length": 9}, "unique": True, "min_items": 2},
        {
            "type": "object",
            "fields": {"words": {"type": "text"}, "codes": {"type": "array", "items": {"type": "text"}}},
        },
    ]
)


@st.composite
def changed_spec(draw: st.DrawFn, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a spec with one to three facts set, removed, added or moved; not always a valid one."""
    data = deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path in leaves(data) if path and path[0] != "id"]))
        owner, key, value = at(data, path[:-1]), path[-1], at(data, path)
        way = draw(st.sampled_from(["set", "drop", "reverse", "parameter"]))
        if way == "drop" and isinstance(owner, list | dict):
            owner.pop(key)  # type: ignore[arg-type]
        elif way == "reverse" and isinstance(value, list):
            value.reverse()
        elif way == "parameter" and isinstance(data.get("params"), dict):
            names = [*data["params"], "added"]
            data["params"][draw(st.sampled_from(names))] = deepcopy(draw(PARAMETERS))
        elif isinstance(value, list) and value:
            value.append(draw(WORDS) if isinstance(value[0], str) else deepcopy(value[0]))
        else:
            owner[key] = draw(FACTS)
    return data


def is_covered(path: Path, changes: list[Change]) -> bool:
    """Return whether a change is about the place, something in it, or what it is part of."""
    path = path[:2] if path[:2] == ("credits", "prices") else path  # they are compared by the calls that they price
    return any(path[: len(row.path)] == row.path[: len(path)] for row in changes)


def differing(old: Any, new: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the innermost places in mappings at which two dumps differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        old, new = (without_moved_options(*sides) for sides in ((old, new), (new, old)))
        for key in dict.fromkeys([*old, *new]):
            yield from differing(old.get(key), new.get(key), (*path, key))
    elif old != new:
        yield path


def without_moved_options(row: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping without what is said against options that one side lacks: that they go or come says all."""
    listed = [side.get("options") for side in (row, other)]
    if not isinstance(against := row.get("deprecated_options"), dict) or not all(
        isinstance(side, list) for side in listed
    ):
        return row
    both = [{option if isinstance(option, str) else json.dumps(option) for option in side} for side in listed]
    return {
        **row,
        "deprecated_options": {name: end for name, end in against.items() if name in both[0] & both[1]} or None,
    }


def mirrored(changes: list[Change]) -> Counter[tuple[str, Path, str, str]]:
    return Counter((RULES[row.rule.mirror].id, row.path, str(row.new), str(row.old)) for row in changes)


def told(changes: list[Change]) -> Counter[tuple[str, Path, str, str]]:
    return Counter((row.rule.id, row.path, str(row.old), str(row.new)) for row in changes)


def check(old: ModelSpec, new: ModelSpec) -> None:
    there, back = compare(old, new), compare(new, old)
    assert told(back) == mirrored(there)
    for path in differing(dumped(old), dumped(new)):
        assert is_covered(path, there), path


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_random_change_is_classified_and_mirrored(data: st.DataObject) -> None:
    spec = data.draw(st.sampled_from([model.spec for model in real_specs().models]))
    try:
        new = in_category(ModelSpec.model_validate(data.draw(changed_spec(dumped(spec)))), real_specs().platform)
    except ValidationError:
        return
    if new is not None:
        check(spec, new)


def test_no_change_is_none() -> None:
    for model in real_specs().models:
        assert compare(model.spec, ModelSpec.model_validate(dumped(model.spec))) == []
    assert compare_trees(real_specs(), real_specs()) == []


# --- Every field of the format, one by one. --------------------------------------------------------------------------


def fields(
    kind: type[BaseModel], path: tuple[str, ...] = (), around: tuple[type[BaseModel], ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield the path of every field of the format; `*` stands for the keys of a mapping or the places of a list.

    Of parameters in parameters, which are compared by the same code however deep, the objects of a list are entered.
    """
    entry = kind is ObjectParameter and around[-1:] == (ArrayParameter,)
    for name, field in kind.model_fields.items():
        if entry and name in Parameter.model_fields:
            continue  # an entry of a list has no name, and a rule forbids what only goes with one
        here = (*path, field.alias or name)
        yield here
        for inner, steps in parts(field.annotation):
            inside = [one for one in (*around, kind, inner) if issubclass(one, Parameter)]
            if len(inside) < 2 or (inside[:2] == [ArrayParameter, ObjectParameter] and len(inside) < 4):
                yield from fields(inner, (*here, *steps), (*around, kind))


def parts(annotation: Any, steps: tuple[str, ...] = ()) -> Iterator[tuple[type[BaseModel], tuple[str, ...]]]:
    """Yield the models inside an annotation with the steps to them."""
    origin = get_origin(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, steps
    elif origin in (list, dict):
        yield from parts(get_args(annotation)[-1], (*steps, "*"))
    elif origin in (Annotated, Union, types.UnionType):
        for member in get_args(annotation):
            if not isinstance(member, FieldInfo):
                yield from parts(member, steps)


NOT_ALONE = {
    ("id",): "a model under another id is gone, new or renamed: the cases of model-removed and model-renamed",
    ("params", "*", "type"): "a kind has fields of its own: the case of parameter-retyped",
    **{
        (*above, *inside, "type"): "the same"
        for above in (("params", "*"), ("chat", "fields", "*"))
        for inside in ((), ("items",), ("items", "fields", "*"))
        if (above, inside) != (("params", "*"), ())
    },
}
"""Fields that cannot change while all others stay, and where their change is tested instead."""

CANDIDATES: tuple[Any, ...] = (
    *(3, 5, 0.5, 2000, "a", "x_y", "b/c", "true", "5 MB", "2026-06-01", "https://example.com/x", "/v2/x", "ffd8", ".x"),
    *(True, False, None, [], ["text"], ["a"], [".x"], ["image"], ["first_frame"], ["en", "fr"], {"a": 1}, "sha512"),
    *(
        "METERED",
        "video",
        "coming_soon",
        "requires_files_api",
        "required",
        "url",
        "given",
        "absent",
        "PATCH",
        "json",
        "exact",
    ),
    *("ServerError", "ConflictError", "text", "hex", "b.c", {"image": 1}, [{"image": 2}], {"en": {"summary": "New."}}),
    *({"since": "2026-06-02"}, {"image": {}}, [{"when": {"prompt": "given"}, "require": ["style"]}], {"en": "New."}),
    *(
        {"base": 1, "billing": "METERED"},
        [{"credits": 1}],
        ["strength"],
        "second",
        {"url": "https://example.com/y", "reviewed": "2026-06-01"},
    ),
    *(
        {"a": {"type": "text"}},
        {"type": "boolean"},
        {"shape": ["b"]},
        {"minimal": {}},
        {"required": False},
        {"streaming": False},
        {"references": "absent"},
    ),
    *("color", "c", "chat.completions.create", {"expression": "[0-9]", "example": "1", "counterexample": "b"}),
    *("seconds", [1, 2], [1], 64, "3:4", {"min": 5}, {"min": "3:4"}),
    *([[{"at": 1, "hex": "ff"}]], [[]]),
)
"""Values to try, until one is valid for the field."""

PAUSE = {"type": "number", "min": 0, "max": 9, "step": 1}
RANGE = {"min": 2, "max": 8, "exclusive_min": 1, "exclusive_max": 9}
FILES = {"kind": "image", "min": 1, "max": 2}
LIMIT: dict[str, Any] = {
    "params": {
        "size": {"min": 2, "max": 6, "exclusive_min": 1, "exclusive_max": 7, "default": "4"},
        "shape": {"options": ["b"], "default": "b"},
        "style": {"min_length": 2, "max_length": 9},
        "lines": {"min_items": 2, "max_items": 4},
    },
    "prompt": {"max_length": 50},
    "references": {"max_files": 2, "kinds": ["video"]},
}
EXTRA = {
    "deprecated": {"since": "2026-05-11", "until": "2026-12-31", "instead": "other"},
    "credits": {
        "base": 4,
        "billing": "FIXED",
        "bound": "lower",
        "prices": [
            {"credits": 2, "per": "image", "of": ["size"], "every": 2, "when": {"prompt": "given"}},
            {"times": 2, "when": {"references": "given", "params": {"shape": ["a"]}}},
            {"undocumented": True, "when": {"references": FILES, "params": {"size": RANGE}}},
        ],
    },
    "conditions": [
        {"when": {"references": "given", "params": {"shape": ["a"]}}, "no_effect": ["glow"]},
        {
            "when": {"references": FILES, "prompt": "given", "params": {"size": RANGE}},
            **{key: ["style", "glow"] for key in ("require", "forbid", "exactly_one_of", "at_most_one_of")},
            "limit": LIMIT,
        },
    ],
}
"""What the fixture of a job model leaves out."""


def samples() -> list[BaseModel]:
    job, chat = (dict(read(FOLDER / f"{name}.yaml")) for name in ("job", "chat"))
    old = {"deprecated_options": {"a": EXTRA["deprecated"]}}
    shape = job["params"]["shape"] | old | {"deprecated": EXTRA["deprecated"]}
    form = {"expression": "[a-c]", "example": "a", "counterexample": "d"}
    ends: dict[str, Any] = {
        "width": {"min": 4, "max": 9},
        "height": {"max": 9},
        "pixels": {"max": 99},
        "seconds": {"max": 9},
    }
    ends |= {"aspect_ratio": {"min": "1:2", "max": "2:1"}, "frame_rate": {"min": 4}}
    mask = {"type": "file", "kind": "image", "max_size": "4 MB", "mime_types": ["image/png"], **ends}
    words = {"type": "text", "required": True, "deprecated": EXTRA["deprecated"], "pattern": form}
    inside = {"mask": mask, "tone": job["params"]["mood"], "cues": job["params"]["mood"]["fields"]["codes"]}
    fields = {**job["params"]["lines"]["items"]["fields"], "words": words, "pause": PAUSE, "shape": shape, **inside}
    lines = {**job["params"]["lines"], "items": {"type": "object", "fields": fields}}
    files = {kind: row | ends for kind, row in job["references"]["files"].items()}
    references = {**job["references"], "max_total_size": "9 MB", "files": files}
    references["role_files"] = {
        "first_frame": {"kind": "image", "max_size": "4 MB", "mime_types": ["image/png"]} | ends
    }
    tags = {"type": "array", "items": {"type": "select", "options": ["a", "b"], **old}}
    params = {**job["params"], "shape": shape, "lines": lines, "mask": mask, "tags": tags}
    params["style"] = {"type": "text", "pattern": form}
    text = {"en": {**job["text"]["en"], "options": {"shape": {"a": {"label": "A", "text": "An a."}}}}}
    platform = dumped(real_specs().platform)
    platform["chat"]["fields"] |= params
    return [
        ModelSpec.model_validate({**job, **EXTRA, "params": params, "references": references, "text": text}),
        ModelSpec.model_validate(chat),
        PlatformSpec.model_validate(platform),
    ]


def places(pattern: Path, paths: list[Path]) -> list[Path]:
    """Return where a spec, which has facts at these paths, has the field of a path of the format."""

    def fits(path: Path) -> bool:
        return len(path) == len(pattern) and all(step in ("*", key) for step, key in zip(pattern, path, strict=True))

    return [path for path in paths if fits(path)]


def with_value(spec: BaseModel, data: dict[str, Any], path: Path, value: Any) -> BaseModel | None:
    """Return a spec, of which `data` is the dump, with another value at a path, where that is valid."""
    owner, before = at(data, path[:-1]), at(data, path)
    owner[path[-1]] = value
    try:
        new = type(spec).model_validate(data)
    except ValidationError:
        return None
    finally:
        owner[path[-1]] = before
    placed = in_category(new, real_specs().platform) if isinstance(new, ModelSpec) else new
    return placed if placed != spec else None


def compare_any(old: BaseModel, new: BaseModel) -> list[Change]:
    if isinstance(old, ModelSpec) and isinstance(new, ModelSpec):
        return compare(old, new)
    assert isinstance(old, PlatformSpec)
    assert isinstance(new, PlatformSpec)
    bare = replace(real_specs(), models=(), wire={})
    return compare_trees(replace(bare, platform=old), replace(bare, platform=new))


@pytest.mark.parametrize("kind", [ModelSpec, PlatformSpec])
def test_each_field_of_the_format_is_compared(kind: type[BaseModel]) -> None:
    specs = [(spec, dumped(spec), list(leaves(dumped(spec)))) for spec in samples() if isinstance(spec, kind)]
    every = list(dict.fromkeys(fields(kind)))
    inner = {pattern[:length] for pattern in every for length in range(1, len(pattern))}
    patterns = [pattern for pattern in every if pattern not in NOT_ALONE and pattern not in inner]
    assert len(patterns) > 60
    unseen: list[tuple[Path, str]] = []
    for pattern in patterns:
        known = [(spec, data, path) for spec, data, paths in specs for path in places(pattern, paths)[:3]]
        tried = (
            (spec, path, with_value(spec, data, path, value)) for spec, data, path in known for value in CANDIDATES
        )
        new = ((spec, path, changed) for spec, path, changed in tried if changed)
        first = next(new, None)
        if first is None:
            unseen.append((pattern, "no value tried"))
        elif not is_reported(first[1], compare_any(first[0], first[2])):
            unseen.append((pattern, f"{first[1]}: no change found"))
    assert not unseen, unseen


def is_reported(path: Path, changes: list[Change]) -> bool:
    """Return whether a change is about the place; what a spec calls `class` is `error_class` in the program."""
    known = tuple("error_class" if key == "class" else key for key in path)
    return is_covered(known, changes)
