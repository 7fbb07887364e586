"""The types of the API's objects against the schemas that they are made from: those of the API, and of the case with every kind."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, SecretStr, ValidationError
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.parse import parse_wire

TESTS = Path(__file__).parent.parent
CASE = TESTS / "cases" / "wire-types"
SCHEMAS: dict[str, dict[str, Any]] = {
    schema["title"]: schema
    for folder in (TESTS.parent / "specs" / "wire", CASE / "specs" / "wire")
    for schema in (json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json")))
}
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=2))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(max_size=5),
    "integer": st.integers(),
    "number": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "null": st.none(),
}


@pytest.fixture(scope="module")
def types() -> Iterator[ModuleType]:
    """The module of the case, as a part of the package that its bases are in."""
    module = ModuleType("rivya.wire_types_of_the_case")
    module.__package__ = "rivya"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, module.__name__, module)
        exec((CASE / "expected" / "python" / "rivya" / "types.py").read_text("utf-8"), vars(module))
        yield module


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that a schema allows, objects with a field more than it names."""
    if "$ref" in schema:
        return st.deferred(lambda: values(SCHEMAS[schema["$ref"].rpartition("/")[2]]))
    if "anyOf" in schema:
        return st.one_of(*map(values, schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    stated = schema.get("type", [])
    names = [stated] if isinstance(stated, str) else stated
    return st.one_of(*(_values_of(name, schema) for name in names)) if names else JSON


def _values_of(name: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if name == "array":
        return st.lists(values(schema.get("items", {})), max_size=2)
    if name != "object":
        return VALUES[name]
    if "properties" not in schema:
        extra = schema.get("additionalProperties")
        return st.dictionaries(st.text(max_size=5), values(extra if isinstance(extra, dict) else {}), max_size=2)
    required = schema.get("required", ())
    fields = {key: values(part) for key, part in schema["properties"].items()}
    optional = {key: part for key, part in fields.items() if key not in required}
    return st.fixed_dictionaries({key: fields[key] for key in required}, optional={**optional, "new field": JSON})


def dumped(value: Any) -> Any:
    """Return what a type has read, as it was sent."""
    if isinstance(value, BaseModel):
        return dumped(value.model_dump(by_alias=True, exclude_unset=True))
    if isinstance(value, dict):
        return {key: dumped(part) for key, part in value.items()}
    return [dumped(part) for part in value] if isinstance(value, list) else shown(value)


def shown(value: Any) -> Any:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


@pytest.mark.parametrize("title", SCHEMAS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_what_a_schema_allows_is_read_and_kept(title: str, types: ModuleType, data: st.DataObject) -> None:
    value = data.draw(values(SCHEMAS[title]))
    assert dumped(getattr(types, title).model_validate(value)) == value


@pytest.mark.parametrize("title", SCHEMAS)
def test_what_a_schema_refuses_is_refused(title: str, types: ModuleType) -> None:
    schema = SCHEMAS[title]
    rules = Draft202012Validator({**schema, "$defs": SCHEMAS})
    smallest = {key: SMALLEST[key] for key in schema.get("required", ())}
    rules.validate(smallest)
    wrong = [{key: value for key, value in smallest.items() if key != name} for name in smallest]
    wrong += [{**smallest, key: value} for key in schema.get("properties", ()) for value in ({}, [], [[{}]], {"a": {}})]
    for value in wrong:
        if rules.is_valid(value):
            getattr(types, title).model_validate(value)
        else:
            with pytest.raises(ValidationError):
                getattr(types, title).model_validate(value)


SMALLEST: dict[str, Any] = {
    **dict.fromkeys(("id", "url", "text", "class", "status", "type"), "x"),
    **{key: {} for key in ("message", "error", "inner")},
    **{key: [] for key in ("data", "entries")},
    "current_credits": 1,
    "nullable": None,
    "choice": "a",
    "later": {"data": []},
}
"""A value for each required field."""


def test_objects_refer_to_types_that_stand_further_down(types: ModuleType) -> None:
    read = types.Nested.model_validate(
        {"inner": {}, "itself": {"inner": {}, "later": {"data": []}}, "later": {"data": [{}]}}
    )
    assert isinstance(read.itself, types.Nested)
    assert isinstance(read.later, types.ThingList)
    assert [type(thing) for thing in read.later] == [types.OpenThing]


def problems_of(*schemas: Any) -> list[str]:
    files = [TextFile(f"{at}.json", f"wire/{at}.json", json.dumps(schema)) for at, schema in enumerate(schemas)]
    return [str(problem) for problem in sorted(parse_wire(files)[-1])]


def thing(field: Any, **more: Any) -> dict[str, Any]:
    return {"title": "Thing", "type": "object", "properties": {"a": field}, **more}


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (thing({"type": "string", "minLength": 1}), "unknown key `minLength`; allowed here: $comment, $ref"),
        (thing({"type": "string", "format": "date-time"}), '"date-time" is not allowed here; allowed: password'),
        (thing({"type": "strings"}), '"strings" is not allowed here (did you mean "string"?)'),
        (thing({"type": ["string", 5]}), "5 is not allowed here"),
        (thing({"items": {}}), '`items` has a meaning beside the type "array" only'),
        (thing({"type": "integer", "anyOf": [{}]}), "anyOf and type say twice what values there are"),
        (thing({"$ref": "#/$defs/Thing", "type": "object"}), "$ref and type say twice what values there are"),
        (thing({"const": 1, "enum": [1]}), "const and enum say twice what values there are"),
        (thing({"anyOf": []}), "must not be empty"),
        (thing({"enum": [1.5]}), "no constant of a type; text, whole numbers, true, false and null are"),
        (thing({"type": "string", "enum": [1]}), "1 is none of the values that the schema allows"),
        (thing({"type": "string", "default": 1}), "the default 1 is none of the values that the schema allows"),
        (thing({"$ref": "#/$defs/Thing", "default": {}}), "the default {} is none of the values"),
        (thing({"type": "string", "format": "password", "default": "x"}), 'the default "x" is none of the values'),
        (thing({"type": "array", "items": None}), "`items` is null; leave it out"),
        (thing(False), "false is not a mapping of keys to values"),
        (thing({"anyOf": [True]}), "true is not a mapping of keys to values"),
        (thing({"type": "object", "additionalProperties": False}), "false is not a mapping of keys to values"),
        (thing({}, additionalProperties={"type": "string"}), "keeps all else that the API adds"),
        (thing({}, required=["b"]), "`b` is required and none of the `properties`"),
        (thing({"title": "Text", "type": "string"}), "needs a `title`, the name of its class; nothing else has one"),
        (thing({"type": "object", "properties": {}}), "an object with `properties` needs a `title`"),
        (thing({}, type=["object", "null"]), 'a wire type is an object: its `type` is "object"'),
        (thing({}, title="thing"), '"thing" does not have the form ^[A-Z][A-Za-z0-9]*$'),
        (thing({}, title="Literal"), "the name Literal is taken; taken are Any, "),
        (thing({"title": "Thing", "type": "object", "properties": {}}), "0.json has the title `Thing` already"),
        (thing({"type": "array", "items": {"$ref": "#/$defs/Thin"}}), 'defines Thin, to which this refers (did you mean "Thing"?)'),
        (thing({}, properties={"aB": {}, "a-b": {}}), "`aB` and `a-b` are both called `a_b` in Python"),
        (thing({}, properties={"class": {}, "class_": {}}), "`class` and `class_` are both called `class_` in Python"),
    ],
)  # fmt: skip
def test_what_no_type_can_hold_is_named_with_its_place(schema: Any, said: str) -> None:
    problems = problems_of(schema)
    assert len(problems) == 1
    assert problems[0].startswith("0.json:1:")
    assert said in problems[0]


def test_all_is_said_at_once_and_a_type_with_a_fault_is_no_missing_one() -> None:
    fields = {"b": {"$ref": "#/$defs/Thing"}, "B": {}, "c": {"$ref": "#/$defs/Other"}}
    found = problems_of(thing({"typ": "string"}), {"title": "More", "type": "object", "properties": fields})
    assert [(problem[0], problem.rpartition(" [")[2]) for problem in found] == [
        ("0", "spec-unknown-key]"),
        ("1", "wire-invalid]"),  # two fields of one name
        ("1", "wire-invalid]"),  # no type of this name
    ]
