"""A parameter as Python: its name, its type in a signature, its type and limits in the parameter class."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from ..contract.names import object_name_of, parameter_name_of
from ..contract.options import option_lines
from ..contract.parameters import is_flag
from ..spec.formats import pattern_of
from ..spec.limits import limits_of
from ..spec.model import (
    AnyParameter,
    ArrayParameter,
    BooleanParameter,
    FileParameter,
    NumberParameter,
    ObjectParameter,
    Select,
    TextParameter,
)
from ..spec.nested import entry_of, fields_of
from ..spec.notes import OptionText
from ..spec.numbers import grid_of, is_integer, range_text
from ..spec.options import current_options_of, deprecated_options_of
from ..text.fragments import Fragment, literal
from . import ir
from .calls import NULL
from .deprecations import option_in_python

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_BOOLEANS = ("true", "false")

Descriptions = Mapping[str, Mapping[str, str]]
"""Locale → path → what a parameter or field means."""
OptionTexts = Mapping[str, Mapping[str, OptionText]]
"""Path → option → what is said of it."""


def lower_parameter(
    key: str, row: AnyParameter, owner: str, descriptions: Descriptions, options: OptionTexts, *, above: str = ""
) -> ir.Parameter:
    """Return a parameter of the class `owner`, or the field of an object that stands at the path `above`."""
    path = f"{above}.{key}" if above else key
    about = {locale: texts[path] for locale, texts in descriptions.items()}
    name, object_class = parameter_name_of(key, row), object_name_of(owner, key, row)
    value_type = _value_type(row, object_class, nested=bool(above))
    lines = option_lines(
        row, options.get(path, {}), partial(option_in_python, entry_of(row), flag=is_flag(row) and not above)
    )
    return ir.Parameter(
        spec=row,
        wire=key,
        name=name,
        value_type=Fragment(value_type),
        current_type=Fragment(_current_type(row, value_type)),
        field=_field(key, row, object_class),
        entry=Fragment(value_type if row.required else f"NotRequired[{value_type}]"),
        path=path,
        fields=tuple(
            lower_parameter(field, inner, object_class, descriptions, options, above=path)
            for field, inner in fields_of(row).items()
        ),
        object_class=object_class,
        object_about=f"An entry of `{path}`" if isinstance(row, ArrayParameter) else f"The value of `{path}`",
        description=about,
        summary="\n".join([_summary(row, about.get("en") or next(iter(about.values())), nested=bool(above)), *lines]),
    )


def _current_type(row: AnyParameter, value_type: str) -> str:
    """Return the type of the options that are not deprecated; there are no literal types of fractions."""
    if not deprecated_options_of(row) or (isinstance(row, NumberParameter) and not is_integer(row)):
        return value_type
    return type_of_values(row, [*current_options_of(row).values(), *([None] if row.nullable else [])])


def literal_values(row: AnyParameter) -> Sequence[Any]:
    """Return the values of a parameter, as JSON has them, where each of them has a literal type; else none."""
    if isinstance(row, BooleanParameter):
        return (True, False)
    is_told = isinstance(row, Select) and not any(_DECIMAL.fullmatch(option) for option in row.options)
    if is_told or (isinstance(row, NumberParameter) and is_integer(row)):
        return limits_of(row).options or ()
    return ()


def type_of_values(row: AnyParameter, values: Sequence[Any]) -> str:
    """Return the type of some values that a parameter lists; of those that are no JSON, nothing."""
    listed: list[Any] = [value for value in values if isinstance(value, str | int | float)]
    null = ["Null"] if None in values else []
    if isinstance(row, BooleanParameter) or is_flag(row):
        flags = [value in {True, "true"} for value in listed]
        kind = "bool" if len(flags) > 1 else _literal_type(flags)
    elif isinstance(row, Select):
        kind = _python_type(listed)
    else:
        kind = _literal_type([int(value) for value in listed])
    return " | ".join([*([kind] if listed else []), *null])


def _literal_type(options: Sequence[object]) -> str:
    return f"Literal[{', '.join(literal(option) for option in options)}]"


def _python_type(options: list[str]) -> str:
    """Return the type of a select in Python: an option that is a number, `true` or `false` is taken as such too."""
    numbers = [int(option) for option in options if _INTEGER.fullmatch(option)]
    values = [
        literal(value)
        for value in (*options, *numbers, *(option == "true" for option in options if option in _BOOLEANS))
    ]
    decimals = any(_DECIMAL.fullmatch(option) for option in options)  # there are no literal types of these
    return f"Literal[{', '.join(values)}]" + (" | float" if decimals else "")


def _value_type(row: AnyParameter, object_class: str, *, nested: bool) -> str:
    """Return the type of a value in a call.

    In dictionaries and lists, which are sent nearly as they are, a flag is a select, and null is `None`.
    """
    kind = _given_type(row, object_class, nested=nested)
    return f"{kind} | {'None' if nested else 'Null'}" if row.nullable else kind


def _given_type(row: AnyParameter, object_class: str, *, nested: bool) -> str:
    if isinstance(row, ArrayParameter):
        return f"Sequence[{_value_type(row.items, object_class, nested=True)}]"
    if isinstance(row, FileParameter):
        return "Reference"
    if isinstance(row, ObjectParameter):
        return object_class
    if isinstance(row, Select):
        return "bool" if is_flag(row) and not nested else _python_type(row.options)
    if isinstance(row, NumberParameter) and row.options is not None and is_integer(row):
        return _literal_type([int(option) for option in row.options])
    return _wire_type(row, object_class)


def _wire_type(row: AnyParameter, object_class: str) -> str:
    return _WIRE_TYPES[type(row)](row, object_class)


def _list_type(row: ArrayParameter, object_class: str) -> str:
    entry = row.items
    exact = ["ExactNumber()"] if isinstance(entry, NumberParameter) else []
    constraints = [*exact, *_constraints(entry, {})]
    kind = _wire_type(entry, object_class)
    kind = f"Annotated[{kind}, {', '.join(constraints)}]" if constraints else kind
    return f"list[{_or_none(entry, kind) if entry.nullable else kind}]"


def _or_none(row: AnyParameter, kind: str) -> str:
    # A union of a literal type is remembered by `typing` whatever the order of its options, which messages show.
    return _literal_type([*row.options, None]) if isinstance(row, Select) else f"{kind} | None"


_WIRE_TYPES: Mapping[type, Callable[[Any, str], str]] = {
    Select: lambda row, _: _literal_type(row.options),
    NumberParameter: lambda row, _: "int" if is_integer(row) else "float",
    TextParameter: lambda _row, _: "str",
    FileParameter: lambda _row, _: "str",
    BooleanParameter: lambda _row, _: "bool",
    ObjectParameter: lambda _row, object_class: f"{object_class}Params",
    ArrayParameter: _list_type,
}


def _field(key: str, row: AnyParameter, object_class: str) -> Fragment:
    mark = ["Nullable()"] if row.nullable else []
    constraints = ", ".join([*_constraints(row, {"alias": key}), *mark])
    kind = _wire_type(row, object_class)
    kind = kind if row.required and not row.nullable else _or_none(row, kind)
    return Fragment(f"Annotated[{kind}, {constraints}]" + ("" if row.required else " = None"))


def _constraints(row: AnyParameter, settings: Mapping[str, Any]) -> list[str]:
    """Return what stands beside the type in the parameter class; `settings` are of the field itself."""
    limits = limits_of(row)
    lengths = {
        "min_length": limits.min_length or limits.min_items,
        "max_length": limits.max_length or limits.max_items,
    }
    given = {name: value for name, value in {**settings, **lengths}.items() if value is not None}
    constraints = [f"Field({', '.join(f'{name}={literal(value)}' for name, value in given.items())})"] if given else []
    if isinstance(row, FileParameter) or (isinstance(row, TextParameter) and row.format == "url"):
        constraints.append("WebAddress()")
    if isinstance(row, TextParameter) and (pattern := pattern_of(row)) is not None:
        constraints.append(f"Form({literal(pattern.expression)}, example={literal(pattern.example)})")
    if isinstance(row, ArrayParameter) and row.unique:
        constraints.append("Unique()")
    if isinstance(row, NumberParameter):
        limits_of_numbers = {name: getattr(row, field) for name, field in _BOUNDS.items()}
        constraints += [f"{name}({literal(bound)})" for name, bound in limits_of_numbers.items() if bound is not None]
        constraints += [f"OneOf({', '.join(map(literal, row.options))})"] if row.options is not None else []
        if (grid := grid_of(row)) is not None:
            constraints.append(f"Step({literal(_digits(grid.step))}, base={literal(_digits(grid.base))})")
    return constraints


_BOUNDS = {"Minimum": "min", "Maximum": "max", "Above": "exclusive_min", "Below": "exclusive_max"}


def _digits(number: float) -> str:
    return json.dumps(number)


def _number_facts(row: NumberParameter) -> str:
    """Return the range, the steps and the unit of a number in one sentence, as far as it has them."""
    unit = f" {row.unit.replace('_', ' ')}" if row.unit is not None else ""
    options = f"One of {', '.join(map(str, row.options))}{unit}" if row.options is not None else ""
    within = f"Range: {text}{unit}" if (text := range_text(row)) else ""
    step = f"step {row.step}" if row.step is not None else ""
    multiple = f"multiples of {row.multiple_of}" if row.multiple_of is not None else ""
    parts = [part for part in (options, within, step if within else "", multiple) if part]
    text = ", ".join(parts) if parts else f"In{unit}" if unit else ""
    return f"{text[:1].upper()}{text[1:]}." if text else ""


_FILE = "A path, bytes, an open file, a URL or an uploaded file."


def _summary(row: AnyParameter, about: str, *, nested: bool) -> str:
    """Return the description with what the signature cannot show: default, range, step and null."""
    default = limits_of(row).default
    facts = [_FILE] if isinstance(entry_of(row), FileParameter) else []
    if isinstance(row, NumberParameter):
        facts += filter(None, [_number_facts(row)])
    if isinstance(row, TextParameter) and row.max_length:
        facts.append(f"At most {row.max_length} characters.")
    if isinstance(row, TextParameter) and (pattern := pattern_of(row)) is not None:
        facts.append(f"Such as {literal(pattern.example)}.")
    if default is not None:
        value = default == "true" if is_flag(row) else default
        facts.append(f"Default: {literal(value)}.")
    if row.nullable:
        facts.append(f"May be null: `{'None' if nested else NULL}`.")
    if row.deprecated is not None:
        facts.append(f"Deprecated; use {row.deprecated.instead}." if row.deprecated.instead else "Deprecated.")
    return " ".join([about if about.endswith((".", "。")) else f"{about}.", *facts])
