"""The checker of the `params` object of a request.

pydantic finds what is wrong; a table turns each of its error types into a problem of ours, so none of its texts show.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, cast, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from .._core.numbers_as_json import is_foreign_number
from .._core.problems import Phrase, hint, listed, shown
from .._spec.findings import Findings
from .._spec.schema import Nullable, Parameters, Step


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error of pydantic with where it is: the class and the annotation of the key that it names."""

    details: ErrorDetails
    owner: type[Parameters]
    annotation: Any
    python: bool
    """Whether the value comes from Python code, and is told of as there."""
    nullable: bool

    @property
    def value(self) -> str:
        """The value that is wrong."""
        return shown(self.details["input"], python=self.python)

    @property
    def options(self) -> str:
        """The options of a select, as one list."""
        texts = options(self.annotation)
        listed_options = listed(in_python(self.annotation, texts) if self.python else texts, python=self.python)
        return self.with_null(listed_options) if texts else ""

    @property
    def null(self) -> str:
        """What null is called at its place: an argument that is `None` is not given, so there it is `NULL`."""
        return "null" if not self.python else "None" if len(self.details["loc"]) > 1 else "NULL"

    def with_null(self, options: str) -> str:
        """Return a list of options, and null where it is taken as well."""
        return f"{options}, {self.null}" if self.nullable else options

    @property
    def key(self) -> str:
        """The last key of its place."""
        return str(self.details["loc"][-1])

    def bound(self, name: str) -> object:
        """A number of the constraint, as the spec has it: pydantic makes a float of each bound of one."""
        value = self.details.get("ctx", {}).get(name)
        return int(value) if isinstance(value, float) and value.is_integer() else value


Values: TypeAlias = Mapping[str, object]
EXPECTED: Mapping[object, str] = {
    str: "type-string",
    int: "type-integer",
    float: "type-number",
    bool: "type-boolean",
    list: "type-list",
    Literal: "type-string",
}
IN_PYTHON = {"type-boolean": "type-bool", "type-object": "type-dict"}


def _missing(mistake: Mistake) -> Values:
    return {"allowed": Phrase("one-of", {"allowed": mistake.options}) if mistake.options else ""}


def _unknown(mistake: Mistake) -> Values:
    allowed = wire_fields(mistake.owner)
    return {"hint": hint(mistake.key, allowed), "allowed": listed(allowed, quoted=False)}


def _not_an_option(mistake: Mistake) -> Values:
    close = hint(mistake.details["input"], options(mistake.annotation))
    return {"value": mistake.value, "hint": close, "allowed": mistake.options}


def _not_a_listed_number(mistake: Mistake) -> Values:
    numbers = cast("tuple[int | float, ...]", mistake.bound("options"))
    return {"value": mistake.value, "hint": "", "allowed": mistake.with_null(listed(map(str, numbers), quoted=False))}


def _wrong_type(mistake: Mistake) -> Values:
    kind = bare(mistake.annotation)
    expected = EXPECTED.get(kind) or EXPECTED.get(get_origin(kind)) or "type-object"
    said = IN_PYTHON.get(expected, expected) if mistake.python else expected
    return {"value": mistake.value, "expected": Phrase(said)}


def _null_given(mistake: Mistake) -> Values:
    fields = wire_fields(mistake.owner)
    needed = mistake.key in fields and fields[mistake.key].is_required()
    return {"value": mistake.null, "remedy": Phrase("give-value" if needed else "leave-out"), **_missing(mistake)}


def _bound(**names: str) -> Callable[[Mistake], Values]:
    return lambda mistake: {"value": mistake.value, **{name: mistake.bound(key) for name, key in names.items()}}


def _length(bound: str, name: str, unit: str) -> Callable[[Mistake], Values]:
    def values(mistake: Mistake) -> Values:
        length = len(mistake.details["input"])
        counted = Phrase(unit if length == 1 else f"{unit}s")
        return {"length": length, name: mistake.bound(bound), "unit": counted}

    return values


PROBLEMS: Mapping[str, tuple[str, Callable[[Mistake], Values]]] = {
    "missing": ("missing-parameter", _missing),
    "extra_forbidden": ("unknown-parameter", _unknown),
    "invalid_key": ("unknown-parameter", _unknown),
    "literal_error": ("unknown-option", _not_an_option),
    "greater_than_equal": ("below-minimum", _bound(minimum="ge")),
    "less_than_equal": ("above-maximum", _bound(maximum="le")),
    "greater_than": ("not-above-bound", _bound(bound="gt")),
    "less_than": ("not-below-bound", _bound(bound="lt")),
    "not_an_option": ("unknown-option", _not_a_listed_number),
    "off_step": ("off-step", _bound(step="step", base="base")),
    "wrong_form": ("wrong-form", _bound(form="form", example="example")),
    "not_an_address": ("wrong-type", lambda mistake: {"value": mistake.value, "expected": Phrase("type-url")}),
    "string_too_long": ("too-long", _length("max_length", "maximum", "unit-character")),
    "string_too_short": ("too-short", _length("min_length", "minimum", "unit-character")),
    "too_long": ("too-long", _length("max_length", "maximum", "unit-item")),
    "too_short": ("too-short", _length("min_length", "minimum", "unit-item")),
    "equal_items": ("equal-items", lambda mistake: {"value": shown(mistake.bound("entry"), python=mistake.python)}),
    "inexact": ("inexact-number", _wrong_type),
}
UNKNOWN_KEY = ("extra_forbidden", "invalid_key")
NULL_GIVEN = ("null-not-allowed", _null_given)
WRONG_TYPE = ("wrong-type", _wrong_type)
"""Every other error type of pydantic is one of type: the constraints that we use are all in the table."""


def check_parameters(findings: Findings, owner: type[Parameters], params: Mapping[str, object], path: str) -> None:
    """Check a `params` object of the wire against a model's class; problems name wire paths below `path`, if any."""
    try:
        owner.model_validate(dict(params))
    except ValidationError as error:
        for details in error.errors(include_url=False):
            mistake = _locate(details, owner, findings.python)
            code, values = _problem(mistake)
            findings.add(code, _wire_path(path, details["loc"]), **values(mistake))


def _problem(mistake: Mistake) -> tuple[str, Callable[[Mistake], Values]]:
    if mistake.details["input"] is None and mistake.details["type"] not in UNKNOWN_KEY:
        return NULL_GIVEN
    if mistake.python and mistake.details["type"] in {"literal_error", "bool_type"} and _takes_bool(mistake.annotation):
        return "not-a-bool", _not_an_option
    if is_foreign_number(mistake.details["input"]) and bare(mistake.annotation) is not float:
        return WRONG_TYPE
    return PROBLEMS.get(mistake.details["type"], WRONG_TYPE)


@cache
def wire_fields(owner: type[Parameters]) -> Mapping[str, FieldInfo]:
    """Return the fields of a parameter class by their keys on the wire."""
    return {info.alias or name: info for name, info in owner.model_fields.items()}


def step_of(constraints: Iterable[object]) -> Step | None:
    """Return the grid that the numbers are on of which these are the constraints."""
    return next((one for one in constraints if isinstance(one, Step)), None)


def _wire_path(path: str, place: tuple[int | str, ...]) -> str:
    whole = path + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return whole.removeprefix(".")


def _locate(details: ErrorDetails, owner: type[Parameters], python: bool) -> Mistake:
    annotation: Any = owner
    nullable = False
    for part in details["loc"]:
        kind = bare(annotation)
        if isinstance(part, int):
            annotation = next(iter(get_args(kind)), None)
            nullable = not {None, NoneType}.isdisjoint(get_args(annotation))
        elif isinstance(kind, type) and issubclass(kind, Parameters):
            owner = kind
            info = wire_fields(kind).get(part)
            annotation, nullable = (info.annotation, Nullable() in info.metadata) if info else (None, False)
    return Mistake(details, owner, annotation, python, nullable)


def bare(annotation: Any) -> Any:
    """Return the type that a parameter, or an entry of a list, has when it is given, and no null."""
    annotation = not_null(annotation)
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def not_null(annotation: Any) -> Any:
    """Return what a type is beside `None`, with its constraints."""
    if get_origin(annotation) in {Union, UnionType}:
        return next(part for part in get_args(annotation) if part is not NoneType)
    return annotation


def options(annotation: Any) -> tuple[str, ...]:
    """Return the options of a select; `None` among them is null, or what is not given."""
    kind = bare(annotation)
    return tuple(option for option in get_args(kind) if option is not None) if get_origin(kind) is Literal else ()


def _takes_bool(annotation: Any) -> bool:
    return bare(annotation) is bool or set(options(annotation)) == {"true", "false"}


def in_python(annotation: Any, texts: Iterable[str]) -> list[object]:
    """Return values of a parameter, given as the texts of a select, as Python code says them."""
    if _takes_bool(annotation):
        return [text == "true" for text in texts]
    return [json.loads(text) for text in texts] if bare(annotation) in {int, float} else list(texts)
