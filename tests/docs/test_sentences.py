"""Limits and conditions are in words, in every locale: each field and each value of the format, and nothing as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from contract.random_specs import condition, spec
from pydantic import TypeAdapter, ValidationError
from rivya_codegen.docs.sentences import IN_COLUMNS, details, limit_words, rule_sentence
from rivya_codegen.spec.conditions import CONSEQUENCES, Condition, Limit, When
from rivya_codegen.spec.model import AnyParameter, ModelSpec
from rivya_codegen.spec.values import SpecModel
from rivya_codegen.text.fragments import Fragment
from rivya_codegen.words.locales import LOCALES

from .test_model_facts import MARKDOWN, given, seen
from .words_reader import WordsReader, as_written

TESTS = Path(__file__).parent.parent
PAGES = [*TESTS.glob("cases/*/expected/docs/*/models/*.md"), *TESTS.parent.glob("generated/docs/*/models/*.md")]
ODD = ' a | b, c ` <d> {"e": \\f} and g '
SAMPLES: dict[Any, list[Any]] = {
    bool: [True, False],
    int: [1, 2],
    float: [0.5, -1.25],
    str: ["a", "16:9", "10 MB", ODD],
    date: [date(2026, 5, 11)],
}
PARAMETERS = get_args(get_args(AnyParameter)[0])
ALWAYS = [{"min": 0}, {"min": 0, "kind": "image"}]
"""Counts of files that checks refuse."""
EACH = pytest.mark.parametrize("locale", LOCALES)


def values_of(annotation: Any) -> Iterator[Any]:
    """Yield values of a type: each literal, each field of a model alone and all together."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        adapter = TypeAdapter(annotation)
        yield from (
            value for value in values_of(parts[0]) if not isinstance(value, str | int | float) or fits(adapter, value)
        )
    elif origin in (Union, UnionType):
        yield from (value for part in parts if part is not NoneType for value in values_of(part))
    elif origin is Literal:
        yield from parts
    elif origin is list:
        values = list(values_of(parts[0]))
        yield from (values[:1], [*values, "z"])
    elif origin is dict:
        yield from ({"a.b": value} for value in values_of(parts[1]))
    elif issubclass(annotation, SpecModel):
        yield from models_of(annotation)
    else:
        yield from SAMPLES[annotation]


def fits(adapter: TypeAdapter[Any], value: object) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True


def models_of(kind: type[SpecModel]) -> Iterator[SpecModel]:
    fields = {name: list(values_of(field.annotation)) for name, field in kind.model_fields.items()}
    needed = {name: fields[name][0] for name, field in kind.model_fields.items() if field.is_required()}
    yield from (kind.model_construct(**{**needed, name: value}) for name, values in fields.items() for value in values)
    yield kind.model_construct(**{name: values[-1] for name, values in fields.items()})


def read(sentence: Fragment, locale: str) -> WordsReader:
    """Return a reader of what a cell with a sentence shows."""
    inline = MARKDOWN.parse(f"| a |\n|---|\n| {sentence} |")
    shown = seen([token for token in inline if token.type == "inline"][-1])
    assert isinstance(shown, str)
    return WordsReader(shown, locale)


@EACH
@pytest.mark.parametrize("kind", PARAMETERS, ids=lambda kind: kind.__name__)
def test_each_field_of_a_parameter_has_words(kind: type[SpecModel], locale: str) -> None:
    fields = {name: field for name, field in kind.model_fields.items() if name not in IN_COLUMNS}
    for name, field in fields.items():
        for value in values_of(field.annotation):
            if value != field.default:
                data = given(value.model_dump(mode="json")) if isinstance(value, SpecModel) else value
                assert read(limit_words(name, value, locale), locale).details() == {name: data}


@EACH
def test_each_consequence_of_a_condition_has_words(locale: str) -> None:
    assert {*Condition.model_fields} == {"when", "limit", *CONSEQUENCES}
    rows = [{name: subjects} for name in CONSEQUENCES for subjects in (["a"], ["a", "b.c"], ["a", "b", "c"])]
    rows.append({name: [name] for name in CONSEQUENCES})
    check([Condition.model_validate(row) for row in rows], locale)
    check([Condition(forbid=["x"], limit=limit, require=["y"]) for limit in models_of(Limit)], locale)


@EACH
def test_each_part_of_when_has_words(locale: str) -> None:
    check([Condition(when=when, forbid=["x"]) for when in models_of(When)], locale)


@EACH
def test_conditions_of_random_specs_have_words_of_their_own(locale: str) -> None:
    data = [(number, row) for number in range(60) if (row := spec(number))["params"]]
    rows = [condition(Random(f"{number} {again}"), row) for number, row in data for again in range(10)]
    said = [row for row in rows if all(map(len, row.values())) and row.get("when", {}).get("references") not in ALWAYS]
    check([Condition.model_validate(as_texts(row)) for row in said], locale)


def as_texts(data: Any, key: str = "") -> Any:
    """Return a condition with its values as texts, as those of a file of YAML are read."""
    if isinstance(data, dict):
        return {name: as_texts(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [as_texts(one, "default") for one in data]
    return json.dumps(data) if key == "default" and not isinstance(data, str) else data


def check(conditions: list[Condition], locale: str) -> None:
    model = ModelSpec.model_construct(chat=None)
    unlike = [
        (str(sentence), as_written(row, "prompt"))
        for row in conditions
        if read(sentence := rule_sentence(row, model, locale), locale).condition() != as_written(row, "prompt")
    ]
    assert (unlike, bool(conditions)) == ([], True)


@EACH
def test_the_entries_of_lists_have_their_details(locale: str) -> None:
    row = {"type": "text", "min_length": 1, "max_length": 20}
    for _ in range(3):
        row = {"type": "array", "min_items": 2, "unique": True, "items": row}
    words = details(TypeAdapter(AnyParameter).validate_python(row), locale)
    expected: Any = {"min_length": 1, "max_length": 20}
    for _ in range(3):
        expected = {"min_items": 2, "unique": True, "items": expected}
    assert read(words, locale).details() == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: "/".join(page.parts[-6:]))
def test_no_page_of_a_model_says_a_thing_in_json(page: Path) -> None:
    words = re.sub(r"^(`{3,})[a-z]*\n.*?^\1$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert [line for line in words.splitlines() if '{"' in line] == []


def test_there_are_pages_of_cases_and_of_committed_models() -> None:
    assert {page.is_relative_to(TESTS) for page in PAGES} == {True, False}
