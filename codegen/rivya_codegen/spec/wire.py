"""What a file of `specs/wire` may say: a JSON Schema of its own that a class with typed fields can hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from ..text.json_data import is_list, is_object
from ..yaml_text.reader import Path
from .values import SpecModel, Text

TYPES_AT = "#/$defs/"
"""How a reference to a wire type begins."""
TAKEN = frozenset(
    {"Any", "Field", "Literal", "None", "True", "False", "SecretStr", "OpenWireObject", "WireList", "WireObject"}
)
"""The names that the module of the types uses for something else than its classes."""
_OF_VALUES = frozenset({"$ref", "anyOf", "type", "enum", "const"})
"""The keywords that say what values there are."""
_OF_A_TYPE = {
    "format": "string",
    "items": "array",
    **dict.fromkeys(("properties", "required", "additionalProperties"), "object"),
}
"""The keywords that say more about the values of one type, and that type."""


def _class_name(title: str) -> str:
    if title in TAKEN:
        raise ValueError(f"the name {title} is taken; taken are {', '.join(sorted(TAKEN))}")
    return title


def _constant(value: Any) -> Any:
    if is_object(value) or is_list(value) or isinstance(value, float):
        raise ValueError("no constant of a type; text, whole numbers, true, false and null are")
    return value


def _listed(value: Any) -> Any:
    return value if is_list(value) else [value]


def _opened(value: Any) -> Any:
    return {} if value is True else value


ClassName = Annotated[Text, StringConstraints(pattern="^[A-Z][A-Za-z0-9]*$"), AfterValidator(_class_name)]
Reference = Annotated[Text, StringConstraints(pattern=r"^#/\$defs/[A-Za-z0-9]+$")]
Constant = Annotated[Any, AfterValidator(_constant)]
TypeName = Literal["array", "boolean", "integer", "null", "number", "object", "string"]


class WireSchema(SpecModel):
    """A part of a schema."""

    comment: Text = Field("", alias="$comment")
    title: ClassName = ""
    description: Text = ""
    examples: list[Any] = Field([])
    default: Any = None
    ref: Reference = Field("", alias="$ref")
    any_of: list[WireSchema] = Field([], alias="anyOf", min_length=1)
    type: Annotated[list[TypeName], BeforeValidator(_listed), Field(min_length=1)] = Field([])
    enum: list[Constant] = Field([], min_length=1)
    const: Constant = None
    format: Literal["password"] | None = None
    items: WireSchema | None = None
    properties: dict[str, WireSchema] = Field({})
    required: list[str] = Field([])
    additional_properties: Annotated[WireSchema | None, BeforeValidator(_opened)] = Field(
        None, alias="additionalProperties"
    )

    @property
    def is_class(self) -> bool:
        """Whether the values are objects of a class."""
        return "properties" in self.model_fields_set

    @property
    def constants(self) -> list[Any]:
        """The values that there are, where they are listed."""
        return [self.const] if "const" in self.model_fields_set else self.enum

    def parts(self, path: Path = ()) -> Iterator[tuple[Path, WireSchema]]:
        """Yield the schemas in this one, and itself behind them, with their paths."""
        named: list[tuple[Path, WireSchema]] = [(("properties", name), part) for name, part in self.properties.items()]
        named += [(("anyOf", index), part) for index, part in enumerate(self.any_of)]
        named += [(("items",), self.items)] if self.items else []
        named += [(("additionalProperties",), self.additional_properties)] if self.additional_properties else []
        for place, part in named:
            yield from part.parts((*path, *place))
        yield path, self

    @model_validator(mode="after")
    def _says_one_thing(self) -> WireSchema:
        if faults := list(self._faults()):
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        fields = type(self).model_fields
        given = {fields[name].alias or name: getattr(self, name) for name in self.model_fields_set}
        for keyword in sorted(keyword for keyword in given.keys() - {"default", "const"} if given[keyword] is None):
            yield f"`{keyword}` is null; leave it out"
        said = sorted(given.keys() & _OF_VALUES)
        if len(said) > 1 and said not in (["const", "type"], ["enum", "type"]):
            yield f"{' and '.join(said)} say twice what values there are; keep one of them"
        for keyword, kind in _OF_A_TYPE.items():
            if keyword in given and kind not in self.type:
                yield f'`{keyword}` has a meaning beside the type "{kind}" only'
        if ("title" in given) != self.is_class:
            yield "an object with `properties` needs a `title`, the name of its class; nothing else has one"
        for name in self.required:
            if name not in self.properties:
                yield f"`{name}` is required and none of the `properties`"
        if self.is_class and self.additional_properties and self.additional_properties.model_fields_set:
            yield "an object with `properties` keeps all else that the API adds; leave `additionalProperties` out"
        for value in self.constants:
            if self.type and not _accepts({"type": self.type}, value):
                yield f"{json.dumps(value)} is none of the values that the schema allows"
        if "default" in given and not self._takes_default():
            yield f"the default {json.dumps(self.default)} is none of the values that the schema allows"

    def _takes_default(self) -> bool:
        made = any(part.ref or part.is_class or part.format for _, part in self.parts())  # from values, of other types
        schema = self.model_dump(by_alias=True, exclude_unset=True)
        return self.default is None if made else _accepts(schema, self.default)


def _accepts(schema: Any, value: Any) -> bool:
    """Return whether a JSON Schema accepts a value."""
    from jsonschema import Draft202012Validator

    validator: Any = Draft202012Validator(schema)
    return bool(validator.is_valid(value))


class WireSpec(WireSchema):
    """The whole of a file: the schema of a class."""

    dialect: Literal["https://json-schema.org/draft/2020-12/schema"] | None = Field(None, alias="$schema")

    @property
    def is_class(self) -> bool:
        """Whether the values are objects of a class: here always."""
        return True

    def _faults(self) -> Iterator[str]:
        if self.type != ["object"]:
            yield 'a wire type is an object: its `type` is "object"'
        yield from super()._faults()
