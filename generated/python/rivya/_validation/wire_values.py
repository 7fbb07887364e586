"""The parameters of a call as they go over the wire, by what the class of a model's parameters says of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, cast, get_args, get_origin

from .._core.numbers_as_json import same_number, whole, with_plain_numbers, without_noise
from .._spec.tables import ModelTable

if TYPE_CHECKING:
    from .._spec.schema import Parameters


def wire_values(owner: type[Parameters], params: Mapping[str, object], *, python: bool) -> dict[str, Any]:
    """Return parameters as the wire has them: each number as the one that it stands for.

    What Python code says is more than what JSON says: there, a `bool` or a number is the option that is its text.
    """
    from .parameters import wire_fields

    fields = wire_fields(owner)
    values: dict[str, Any] = dict(with_plain_numbers(params))
    for key in values.keys() & fields.keys():
        values[key] = _wire_value(fields[key].annotation, fields[key].metadata, values[key], python=python)
    return values


def plain_request(request: Mapping[str, object], table: ModelTable | None) -> dict[str, Any]:
    """Return a request in the vendor's JSON with each number as the one it stands for, and nothing else changed."""
    fields: dict[str, Any] = dict(with_plain_numbers(request))
    if table is not None and table.params_key is None:
        return wire_values(table.params, fields, python=False)
    if table is not None and isinstance(params := fields.get(str(table.params_key)), dict):
        fields[str(table.params_key)] = wire_values(table.params, cast("dict[str, Any]", params), python=False)
    return fields


def _wire_value(annotation: Any, constraints: Iterable[object], value: Any, *, python: bool) -> object:
    """Return a value as the wire has it: of a parameter, of a field of an object in one, or of an entry of a list."""
    from .parameters import bare, not_null, options, step_of

    kind = bare(annotation)
    if isinstance(value, list) and get_origin(kind) is list:
        entry, rows = get_args(kind)[0], cast("list[object]", value)
        inner = getattr(not_null(entry), "__metadata__", ())
        return [_wire_value(entry, inner, row, python=python) for row in rows]
    if isinstance(value, dict) and hasattr(kind, "model_fields"):
        return wire_values(kind, cast("dict[str, object]", value), python=python)
    if python and get_origin(kind) is Literal:
        return _option(options(kind), value)
    if not isinstance(value, float):
        return cast("object", value)
    number = whole(value) if kind is int else without_noise(value)
    step = step_of(constraints) if isinstance(number, float) else None
    return number if step is None else step.without_noise(number)


def _option(options: tuple[str, ...], value: Any) -> Any:
    """Return the option that a `bool` or a number is in Python; what is none of them, as it is."""
    if isinstance(value, bool):
        text = str(value).lower()
        return text if text in options else value
    if not isinstance(value, int | float):
        return value
    found = [option for option in options if same_number(option, value)]
    if len(found) > 1 and str(value) in found:
        return str(value)
    return found[0] if len(found) == 1 else value
