"""Each field of a model spec has a case: a change of nothing else, which is told, and backwards is told by the mirrors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

import pytest
from changes.trees import CASES, FOLDER, Case, changes_of, patched, read
from pydantic import BaseModel
from rivya_codegen.changes import RULES
from rivya_codegen.spec.model import ModelSpec


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that a type speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    parts = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    for part in parts:
        yield from models_in(part)


def every_model(start: type[BaseModel]) -> set[type[BaseModel]]:
    """Return the model and all that its fields can hold."""
    found, left = set[type[BaseModel]](), [start]
    while left:
        model = left.pop()
        if model not in found:
            found.add(model)
            left += [part for field in model.model_fields.values() for part in models_in(field.annotation)]
    return found


def name_of(model: type[BaseModel], field: str) -> str:
    """Return a field with the class that it was first declared in."""
    owner = next(one for one in reversed(model.__mro__) if field in getattr(one, "__annotations__", {}))
    return f"{owner.__name__}.{field}"


def touched(old: Any, new: Any) -> Iterator[str]:
    """Yield the fields that are different in two specs."""
    if isinstance(old, BaseModel) and type(old) is type(new):
        for field in type(old).model_fields:
            if getattr(old, field) != getattr(new, field):
                yield name_of(type(old), field)
                yield from touched(getattr(old, field), getattr(new, field))
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() & new.keys():
            yield from touched(old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list):
        for one, other in zip(old, new, strict=False):
            yield from touched(one, other)


def fields_of(case: Case) -> set[str]:
    if case.old is None or case.new is None:
        return set()
    return {*touched(*(ModelSpec.model_validate(side) for side in (case.old, case.new)))}


@cache
def rows() -> dict[str, tuple[Case, set[str]]]:
    """Return the cases of `fields.yaml`, each with the rules that tell of it."""
    found: dict[str, tuple[Case, set[str]]] = {}
    for number, row in enumerate(read(FOLDER / "fields.yaml"), 1):
        old, new = (patched(read(FOLDER / f"{row['of']}.yaml"), {row["at"]: row[side]}) for side in ("from", "to"))
        found[f"{number}-{row['at']}"] = Case(row["at"], row["of"], old, new, ()), {*row["rules"]}
    return found


def test_each_field_has_a_case() -> None:
    every = {name_of(model, field) for model in every_model(ModelSpec) for field in model.model_fields}
    cases = [*(case for case in CASES.values() if case.of in {"job", "chat"}), *(case for case, _ in rows().values())]
    kinds = {field for field in every if field.endswith("Parameter.type") or field == "Select.type"}
    assert every - kinds - {field for case in cases for field in fields_of(case)} == set()


@pytest.mark.parametrize("name", rows())
def test_a_field_is_compared_and_has_a_mirror(name: str) -> None:
    case, rules = rows()[name]
    there, back = changes_of(case), changes_of(case.backwards())
    assert {row.rule.id for row in there} == rules
    assert Counter((RULES[row.rule.mirror].id, row.path) for row in back) == Counter(
        (row.rule.id, row.path) for row in there
    )
