"""The values that specs consist of: texts, names, numbers, dates and sizes, each with what may be written for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..text.portable_paths import is_portable_name
from ..yaml_text.reader import LONGEST_TEXT, source_text
from .addresses import https_address

_LONGEST = 100
MODEL_ID_PATTERN = r"^[a-z0-9]+(?:[._-][a-z0-9]+)*$"
PARAMETER_KEY_PATTERN = r"^[A-Za-z_][A-Za-z0-9_.-]*$"
LOCALE_PATTERN = r"^[a-z]{2,3}(?:-[A-Z][A-Za-z]{1,3})?$"
SIZE_PATTERN = r"^([1-9][0-9]*(?:\.[0-9]+)?) (KB|MB|GB)$"

Text = Annotated[str, BeforeValidator(source_text), StringConstraints(max_length=LONGEST_TEXT)]
"""A string; an unquoted number or boolean of the YAML file counts as the characters that were written."""
ValueText = Annotated[
    Text,
    WithJsonSchema(
        {"anyOf": [{"type": "string", "maxLength": LONGEST_TEXT}, {"type": "number"}, {"type": "boolean"}]},
        mode="validation",
    ),
]
"""A value of a parameter of any type, as it is written; editors take one without quotes as well."""


def iso_date(value: object) -> object:
    """Return a date as it is written; a number, which could be read as seconds, is refused."""
    text = source_text(value)
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("a date is written like 2026-05-11")
    return text


def file_name(name: str) -> str:
    """Return a name that becomes the name of a file. Raises a problem where some system cannot hold it."""
    if not is_portable_name(name):
        raise PydanticCustomError("unportable_name", "not a name of a file")
    return name


def is_model_id(text: str) -> bool:
    """Return whether a text has the form of a model id."""
    return len(text) <= _LONGEST and re.fullmatch(MODEL_ID_PATTERN, text) is not None


Day = Annotated[date, Field(strict=False), BeforeValidator(iso_date)]
HttpsUrl = Annotated[Text, AfterValidator(https_address), Field(json_schema_extra={"format": "uri"})]
Prose = Annotated[Text, StringConstraints(min_length=1)]
PythonName = Annotated[Text, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=_LONGEST)]
ModelId = Annotated[Text, StringConstraints(pattern=MODEL_ID_PATTERN, max_length=_LONGEST), AfterValidator(file_name)]
ParameterKey = Annotated[Text, StringConstraints(pattern=PARAMETER_KEY_PATTERN, max_length=_LONGEST)]
Locale = Annotated[Text, StringConstraints(pattern=LOCALE_PATTERN), AfterValidator(file_name)]
Size = Annotated[Text, StringConstraints(pattern=SIZE_PATTERN)]
"""A file size as the pages print it, such as `10 MB`."""

_LARGEST_NUMBER = 2**53
_MOST_DECIMALS = 12


def exact_number(value: float) -> float:
    """Return a number that decimal arithmetic and other languages hold exactly, a whole one as an integer.

    Raises ValueError for any other.
    """
    decimals = -int(Decimal(str(value)).as_tuple().exponent)
    if abs(value) > _LARGEST_NUMBER or decimals > _MOST_DECIMALS:
        raise ValueError(
            f"{value} is not held exactly everywhere; numbers have at most {_MOST_DECIMALS} decimals and go up to 2^53"
        )
    return int(value) if isinstance(value, float) and value.is_integer() else value


Number = int | float
ExactNumber = Annotated[Number, AfterValidator(exact_number)]  # one with which steps can be counted
PositiveNumber = Annotated[Number, Field(gt=0), AfterValidator(exact_number)]
Unit = Literal[
    "seconds",
    "milliseconds",
    "minutes",
    "frames",
    "frames_per_second",
    "beats_per_minute",
    "pixels",
    "megapixels",
    "percent",
    "degrees",
    "decibels",
    "hertz",
    "characters",
    "tokens",
]
MediaKind = Literal["image", "video", "audio"]
TimedKind = Literal["video", "audio"]
Role = Annotated[Text, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=_LONGEST)]
"""What a file is to a model, such as `first_frame` or `mask`."""
CategoryName = Annotated[
    Text,
    StringConstraints(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", max_length=_LONGEST),
    Field(description="A row under `categories` of the platform spec."),
]
Kind = Annotated[Text, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=_LONGEST)]
"""What a file is, whether or not the API takes such files."""
Count = Annotated[int, Field(ge=0, le=1000)]
Length = Annotated[int, Field(ge=1, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class Fact:
    """Marks a field as a fact that stands alone: a row of the facts on a page, and a key of the catalogue."""

    label: str
    """The name of its label in `words/<locale>/labels.yaml`."""
    key: str | None = None
    """The key of a model in the catalogue that says it; none where no key says it alone."""


class SpecModel(BaseModel):
    """Base of every part of a spec: frozen, no unknown keys, no coercion from strings to numbers."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def size_in_bytes(size: str, megabyte: int) -> int:
    """Return a size such as `10 MB` in bytes. `megabyte` is the platform's reading of the unit."""
    match = re.fullmatch(SIZE_PATTERN, size)
    if match is None:
        raise ValueError(f"not a size: {size}")
    kilobyte = round(megabyte**0.5)
    factor = {"KB": kilobyte, "MB": megabyte, "GB": megabyte * kilobyte}[match.group(2)]
    return int(float(match.group(1)) * factor)
