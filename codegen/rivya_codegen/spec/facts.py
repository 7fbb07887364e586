"""The facts of a model that stand alone, and its parts, as the format has them: what is done with each in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from ..text.json_data import is_object
from .model import ModelSpec
from .values import Fact


@dataclass(frozen=True, slots=True)
class FactField:
    """A field that is marked as a fact, with its path in a spec."""

    path: tuple[str, ...]
    fact: Fact
    annotation: Any

    def value_in(self, spec: ModelSpec) -> Any:
        """Return the value that a spec has there; none where it lacks the part around it."""
        value: Any = spec
        for name in self.path:
            value = getattr(value, name, None)
        return value

    def json_type(self) -> tuple[str, bool]:
        """Return the type of its values, as JSON Schema names types, and whether none is one of them."""
        schema = TypeAdapter(self.annotation).json_schema()
        kinds = [row.get("type", "string") for row in schema.get("anyOf", [schema])]
        return ("number" if "number" in kinds else kinds[0]), "null" in kinds


def _part_of(annotation: Any) -> type[BaseModel] | None:
    """Return the class of a field that is a part of a spec, whether or not it may be left out; none for others."""
    kinds = (annotation, *(get_args(annotation) if isinstance(annotation, UnionType) else ()))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


PARTS: Mapping[str, type[BaseModel]] = {
    name: part for name, field in ModelSpec.model_fields.items() if (part := _part_of(field.annotation)) is not None
}
"""The fields of a spec that are mappings with fixed keys."""


def _facts(kind: type[BaseModel], path: tuple[str, ...]) -> Iterator[FactField]:
    for name, field in kind.model_fields.items():
        marks = [mark for mark in field.metadata if isinstance(mark, Fact)]
        yield from (FactField((*path, name), mark, field.annotation) for mark in marks)
        if not path and not marks and name in PARTS:
            yield from _facts(PARTS[name], (name,))


FACTS: tuple[FactField, ...] = tuple(_facts(ModelSpec, ()))
"""In the order of the format."""


def reserved_credits(response: Mapping[str, Any] | None) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield where a response says what was reserved for the call, and how much; on all pages that is the base price."""
    body = response or {}
    if "reserved_credits" in body:
        yield ("reserved_credits",), body["reserved_credits"]
    if is_object(credits := body.get("credits")) and "reserved" in credits:
        yield ("credits", "reserved"), credits["reserved"]
