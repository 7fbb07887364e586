"""A parameter as Python: its name, its type in a signature, its type and limits in the parameter class."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..contract.names import class_name, parameter_name_of
from ..contract.parameters import is_flag
from ..spec.limits import limits_of
from ..spec.model import AnyParameter, ArrayParameter, BooleanParameter, NumberParameter, Select, TextParameter
from ..spec.numbers import is_integer, range_text, step_base
from ..text.fragments import Fragment, literal
from . import ir

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_BOOLEANS = ("true", "false")

Descriptions = Mapping[str, Mapping[str, str]]


def lower_parameter(
    key: str, row: AnyParameter, owner: str, descriptions: Descriptions, array: str = ""
) -> ir.Parameter:
    """Return a parameter of the class `owner`, or a field of the items of `array`."""
    about = {locale: texts[f"{array}.{key}" if array else key] for locale, texts in descriptions.items()}
    name = parameter_name_of(key, row)
    item_class = Fragment(owner + class_name(name) + "Item") if isinstance(row, ArrayParameter) else Fragment("")
    wire_type = _wire_type(row, item_class)
    argument_type = _argument_type(row, item_class) if not array else _entry_type(row, item_class)
    return ir.Parameter(
        spec=row,
        wire=key,
        name=name,
        argument=Fragment(f"{name}: {argument_type}" if row.required else f"{name}: {argument_type} | None = None"),
        field=_field(key, row, wire_type),
        entry=Fragment(argument_type if row.required else f"NotRequired[{argument_type}]"),
        items=tuple(
            lower_parameter(field, inner, owner, descriptions, key)
            for field, inner in (row.items.items() if isinstance(row, ArrayParameter) else ())
        ),
        item_class=item_class,
        description=about,
        summary=_summary(row, about.get("en") or next(iter(about.values()))),
    )


def _literal_type(options: list[str]) -> str:
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


def _wire_type(row: AnyParameter, item_class: str) -> str:
    return _WIRE_TYPES[type(row)](row, item_class)


def _argument_type(row: AnyParameter, item_class: str) -> str:
    if is_flag(row):
        return "bool"
    if isinstance(row, Select):
        return _python_type(row.options)
    return f"Sequence[{item_class}]" if isinstance(row, ArrayParameter) else _wire_type(row, item_class)


def _entry_type(row: AnyParameter, item_class: str) -> str:
    return _python_type(row.options) if isinstance(row, Select) else _wire_type(row, item_class)


_WIRE_TYPES: Mapping[type, Callable[[Any, str], str]] = {
    Select: lambda row, _: _literal_type(row.options),
    NumberParameter: lambda row, _: "int" if is_integer(row) else "float",
    TextParameter: lambda _row, _: "str",
    BooleanParameter: lambda _row, _: "bool",
    ArrayParameter: lambda _row, item_class: f"list[{item_class}Params]",
}


def _field(key: str, row: AnyParameter, wire_type: str) -> Fragment:
    limits = limits_of(row)
    settings = {
        "alias": key,
        "min_length": limits.min_length or limits.min_items,
        "max_length": limits.max_length or limits.max_items,
    }
    given = ", ".join(f"{name}={literal(value)}" for name, value in settings.items() if value is not None)
    constraints = [f"Field({given})"]
    if isinstance(row, TextParameter) and row.format == "url":
        constraints.append("WebAddress()")
    if isinstance(row, NumberParameter):
        constraints += [f"Minimum({literal(row.min)})"] if row.min is not None else []
        constraints += [f"Maximum({literal(row.max)})"] if row.max is not None else []
        if row.step is not None:
            constraints.append(f"Step({literal(_digits(row.step))}, base={literal(_digits(step_base(row)))})")
    optional = "" if row.required else " | None"
    default = "" if row.required else " = None"
    return Fragment(f"Annotated[{wire_type}{optional}, {', '.join(constraints)}]{default}")


def _digits(number: float) -> str:
    return json.dumps(number)


def _summary(row: AnyParameter, about: str) -> str:
    """Return the description with what the signature cannot show: default, range and step."""
    default = limits_of(row).default
    facts: list[str] = []
    if isinstance(row, NumberParameter) and (row.min is not None or row.max is not None):
        facts.append(f"Range: {range_text(row.min, row.max)}{f', step {row.step}' if row.step else ''}.")
    if isinstance(row, TextParameter) and row.max_length:
        facts.append(f"At most {row.max_length} characters.")
    if default is not None:
        value = default == "true" if is_flag(row) else default
        facts.append(f"Default: {literal(value)}.")
    if row.deprecated is not None:
        facts.append(f"Deprecated; use {row.deprecated.instead}." if row.deprecated.instead else "Deprecated.")
    return " ".join([about if about.endswith((".", "。")) else f"{about}.", *facts])
