"""What the parameter classes of the models are made from: their base, and the constraints of their fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from annotated_types import Ge as Minimum
from annotated_types import Gt as Above
from annotated_types import Le as Maximum
from annotated_types import Lt as Below
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .._core.addresses import is_web_address
from .._core.numbers_as_json import DIGITS_OF_A_FLOAT, MOST_EXACT, is_foreign_number

__all__ = [
    "Above",
    "Below",
    "ExactNumber",
    "Field",
    "Form",
    "Maximum",
    "Minimum",
    "Nullable",
    "OneOf",
    "Parameters",
    "Step",
    "Unique",
    "WebAddress",
]


class Parameters(BaseModel):
    """Base of a model's `params` object: strict types, no unknown keys, `None` for what is not given."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, protected_namespaces=())

    @field_validator("*", mode="wrap")
    @classmethod
    def refuse_unsendable(cls, value: object, check: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
        """Refuse a JSON null where the spec names none, and numbers that JSON holds only about."""
        if value is not None:
            return _exact(value, check)
        if Nullable() not in cls.model_fields[str(info.field_name)].metadata:
            raise PydanticCustomError("null_given", "null")
        return None


@dataclass(frozen=True, slots=True)
class Nullable:
    """The mark of a field that may be null on the wire; `None` in the type of others is what is not given."""


def _exact(value: object, check: ValidatorFunctionWrapHandler) -> object:
    # pydantic would take numbers of another kind for what they are about
    if is_foreign_number(value):
        raise PydanticCustomError("inexact", "inexact")
    checked = check(value)
    if isinstance(value, int) and abs(value) > MOST_EXACT:
        raise PydanticCustomError("inexact", "inexact")
    return checked


class _Checked:
    """Base of the constraints that look at a value whose type is right."""

    __slots__ = ()

    def check(self, value: Any) -> Any:
        """Return the value if it keeps to the constraint."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))


@dataclass(frozen=True, slots=True)
class ExactNumber:
    """The constraint of the numbers in a list to those that JSON holds exactly; `Parameters` has it of its fields."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(_exact, handler(source))


@dataclass(frozen=True, slots=True)
class Unique(_Checked):
    """The constraint of a list to entries of which no two are equal, as JSON Schema's `uniqueItems` understands it."""

    def check(self, value: list[object]) -> list[object]:
        """Return the list if no two of its entries are equal."""
        seen: set[object] = set()
        for entry in value:
            form = _hashable(entry)
            if form in seen:
                shown = entry.model_dump(exclude_unset=True, by_alias=True) if isinstance(entry, Parameters) else entry
                raise PydanticCustomError("equal_items", "equal items", {"entry": shown})
            seen.add(form)
        return value


def _hashable(value: object) -> object:
    if isinstance(value, Parameters):
        given = value.model_dump(exclude_unset=True, by_alias=True)
        return frozenset((key, _hashable(item)) for key, item in given.items())
    if isinstance(value, dict):
        return frozenset((key, _hashable(item)) for key, item in cast("dict[str, object]", value).items())
    if isinstance(value, list):
        return tuple(map(_hashable, cast("list[object]", value)))
    return value


@dataclass(frozen=True, slots=True)
class Step(_Checked):
    """The constraint of a number to a grid: `base`, `base + step`, … Both are decimal text, so `0.05` is exact."""

    step: str
    base: str = "0"

    def check(self, value: int | float) -> int | float:
        """Return the value if it is on the grid. The noise of float arithmetic (0.1 + 0.2) does not count."""
        if not self._has(round(value, DIGITS_OF_A_FLOAT)):
            raise PydanticCustomError("off_step", "off step", {"step": self.step, "base": self.base})
        return value

    def without_noise(self, value: float) -> float:
        """Return the number on the grid that a value stands for; the value where there is none."""
        near = round(value, DIGITS_OF_A_FLOAT)
        return near if self._has(near) else value

    def _has(self, value: int | float) -> bool:
        try:
            return (Decimal(repr(value)) - Decimal(self.base)) % Decimal(self.step) == 0
        except InvalidOperation:  # more digits than decimal arithmetic keeps: beyond any bound
            return True


class OneOf(_Checked):
    """The constraint of a number to some, of which those with decimals have no literal types."""

    def __init__(self, *numbers: int | float) -> None:
        self.numbers = numbers

    def check(self, value: int | float) -> int | float:
        """Return the value if it is one of the numbers."""
        if value not in self.numbers:
            raise PydanticCustomError("not_an_option", "not an option", {"options": self.numbers})
        return value


@dataclass(frozen=True, slots=True)
class Form(_Checked):
    """The constraint of a text to a pattern, which has to match the whole of it. It is one that takes linear time."""

    expression: str
    example: str

    def check(self, value: str) -> str:
        """Return the value if it is of the form."""
        if re.fullmatch(self.expression, value) is None:
            raise PydanticCustomError("wrong_form", "wrong form", {"form": self.expression, "example": self.example})
        return value


@dataclass(frozen=True, slots=True)
class WebAddress(_Checked):
    """The constraint of a text to an http(s) address."""

    def check(self, value: str) -> str:
        """Return the value if it is an address."""
        if not is_web_address(value):
            raise PydanticCustomError("not_an_address", "not an address")
        return value
