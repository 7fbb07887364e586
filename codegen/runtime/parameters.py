"""The `params` object of a request: the base of every model's parameter class, its constraints, and its checker.

pydantic finds what is wrong; a table turns each of its error types into a problem of ours, so no text of its own is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, Union, cast, get_args, get_origin

from annotated_types import Ge as Minimum
from annotated_types import Le as Maximum
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, ValidationError, field_validator
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, core_schema

from .problems import Findings, Phrase, hint, listed, shown

__all__ = ["Field", "Maximum", "Minimum", "Parameters", "Step", "WebAddress", "check_parameters"]

DIGITS_OF_A_FLOAT = 12


class Parameters(BaseModel):
    """Base of a model's `params` object: strict types, no unknown keys, `None` for what is not given."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, protected_namespaces=())

    @field_validator("*", mode="before")
    @classmethod
    def refuse_null(cls, value: object) -> object:
        """Refuse an explicit JSON null: what is not given is not sent."""
        if value is None:
            raise PydanticCustomError("null_given", "null")
        return value


@dataclass(frozen=True, slots=True)
class Step:
    """The constraint of a number to a grid: `base`, `base + step`, … Both are decimal text, so `0.05` is exact."""

    step: str
    base: str = "0"

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, value: int | float) -> int | float:
        """Return the value if it is on the grid. The noise of float arithmetic (0.1 + 0.2) does not count."""
        try:
            exact = Decimal(repr(round(value, DIGITS_OF_A_FLOAT)))
            off = (exact - Decimal(self.base)) % Decimal(self.step) != 0
        except InvalidOperation:  # more digits than decimal arithmetic keeps: beyond any bound
            off = False
        if off:
            raise PydanticCustomError("off_step", "off step", {"step": self.step, "base": self.base})
        return value


@dataclass(frozen=True, slots=True)
class WebAddress:
    """The constraint of a text to an http(s) address."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, value: str) -> str:
        """Return the value if it is an address."""
        if not value.lower().startswith(("http://", "https://")):
            raise PydanticCustomError("not_an_address", "not an address")
        return value


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error of pydantic with where it is: the class and the annotation of the key that it names."""

    details: ErrorDetails
    owner: type[Parameters]
    annotation: Any

    @property
    def key(self) -> str:
        """The last key of its place."""
        return str(self.details["loc"][-1])

    def bound(self, name: str) -> object:
        """A number of the constraint."""
        return self.details.get("ctx", {}).get(name)


Values: TypeAlias = Mapping[str, object]
EXPECTED: Mapping[object, str] = {
    str: "type-string",
    int: "type-integer",
    float: "type-number",
    bool: "type-boolean",
    list: "type-list",
    Literal: "type-string",
}


def _missing(mistake: Mistake) -> Values:
    options = _options(mistake.annotation)
    return {"allowed": Phrase("one-of", {"allowed": listed(options)}) if options else ""}


def _unknown(mistake: Mistake) -> Values:
    allowed = wire_keys(mistake.owner)
    return {"hint": hint(mistake.key, allowed), "allowed": listed(allowed, quoted=False)}


def _not_an_option(mistake: Mistake) -> Values:
    options = _options(mistake.annotation)
    value = mistake.details["input"]
    texts = [option for option in options if isinstance(option, str)]
    return {"value": shown(value), "hint": hint(value, texts), "allowed": listed(options)}


def _wrong_type(mistake: Mistake) -> Values:
    bare = _bare(mistake.annotation)
    expected = EXPECTED.get(bare) or EXPECTED.get(get_origin(bare)) or "type-object"
    return {"value": shown(mistake.details["input"]), "expected": Phrase(expected)}


def _not_an_address(mistake: Mistake) -> Values:
    return {"value": shown(mistake.details["input"]), "expected": Phrase("type-url")}


def _bound(bound: str, name: str) -> Callable[[Mistake], Values]:
    return lambda mistake: {"value": shown(mistake.details["input"]), name: mistake.bound(bound)}


def _length(bound: str, name: str, unit: str) -> Callable[[Mistake], Values]:
    def values(mistake: Mistake) -> Values:
        return {"length": len(mistake.details["input"]), name: mistake.bound(bound), "unit": Phrase(unit)}

    return values


def _off_step(mistake: Mistake) -> Values:
    return {"value": shown(mistake.details["input"]), "step": mistake.bound("step"), "base": mistake.bound("base")}


PROBLEMS: Mapping[str, tuple[str, Callable[[Mistake], Values]]] = {
    "missing": ("missing-parameter", _missing),
    "extra_forbidden": ("unknown-parameter", _unknown),
    "invalid_key": ("unknown-parameter", _unknown),
    "literal_error": ("unknown-option", _not_an_option),
    "greater_than_equal": ("below-minimum", _bound("ge", "minimum")),
    "less_than_equal": ("above-maximum", _bound("le", "maximum")),
    "off_step": ("off-step", _off_step),
    "not_an_address": ("wrong-type", _not_an_address),
    "string_too_long": ("too-long", _length("max_length", "maximum", "unit-characters")),
    "string_too_short": ("too-short", _length("min_length", "minimum", "unit-characters")),
    "too_long": ("too-long", _length("max_length", "maximum", "unit-items")),
    "too_short": ("too-short", _length("min_length", "minimum", "unit-items")),
}
WRONG_TYPE = ("wrong-type", _wrong_type)
"""Every other error type of pydantic is one of type: the constraints that we use are all in the table."""


def check_parameters(findings: Findings, owner: type[Parameters], params: Mapping[str, object], path: str) -> None:
    """Check a `params` object of the wire against a model's class; the problems name wire paths below `path`, if any."""
    try:
        owner.model_validate(dict(params))
    except ValidationError as error:
        for details in error.errors(include_url=False):
            code, values = PROBLEMS.get(details["type"], WRONG_TYPE)
            findings.add(code, _wire_path(path, details["loc"]), **values(_locate(details, owner)))


def wire_keys(owner: type[Parameters]) -> list[str]:
    """Return the keys of a parameter class as they go over the wire."""
    return [info.alias or name for name, info in owner.model_fields.items()]


def _wire_path(path: str, place: tuple[int | str, ...]) -> str:
    whole = path + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return whole.removeprefix(".")


def _locate(details: ErrorDetails, owner: type[Parameters]) -> Mistake:
    annotation: Any = owner
    for part in details["loc"]:
        bare = _bare(annotation)
        if isinstance(part, int):
            annotation = next(iter(get_args(bare)), None)
        elif isinstance(bare, type) and issubclass(bare, Parameters):
            owner = bare
            fields = zip(wire_keys(bare), bare.model_fields.values(), strict=True)
            annotation = next((info.annotation for key, info in fields if key == part), None)
    return Mistake(details, owner, annotation)


def _bare(annotation: Any) -> Any:
    if get_origin(annotation) in {Union, UnionType}:
        return next(part for part in get_args(annotation) if part is not NoneType)
    return annotation


def _options(annotation: Any) -> tuple[object, ...]:
    bare = _bare(annotation)
    return cast("tuple[object, ...]", get_args(bare)) if get_origin(bare) is Literal else ()
