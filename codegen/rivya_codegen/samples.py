"""Values that a spec accepts: what examples, vectors and tests start from."""

from __future__ import annotations

from typing import Any

from .fields import parameters_of
from .platform_spec import PlatformSpec
from .ranges import exact, on_step, plain
from .request_schema import prompt_key
from .spec import (
    AnyParameter,
    ArrayParameter,
    BooleanParameter,
    ModelSpec,
    Number,
    NumberParameter,
    Select,
    TextParameter,
)

SAMPLE_TEXT = "A lighthouse at dawn"


def smallest_request(spec: ModelSpec, platform: PlatformSpec) -> dict[str, Any]:
    """Return the least that the model accepts: prompt and parameters only where required."""
    request: dict[str, Any] = {"model": spec.id}
    if spec.prompt is not None and spec.prompt.required:
        limit = spec.prompt.max_length
        request[prompt_key(spec)] = SAMPLE_TEXT[:limit] if limit else SAMPLE_TEXT
    params = {key: a_value(row) for key, row in parameters_of(spec, platform).items() if row.required}
    if spec.category == "chat":
        return request | params
    return request | ({"params": params} if params else {})


def a_value(parameter: AnyParameter) -> Any:
    """Return a value that the parameter accepts: its default, or the first that its limits allow."""
    default = getattr(parameter, "default", None)
    if default is not None:
        return default
    if isinstance(parameter, Select):
        return parameter.options[0]
    if isinstance(parameter, NumberParameter):
        return _number_value(parameter)
    if isinstance(parameter, BooleanParameter):
        return True
    if isinstance(parameter, ArrayParameter):
        item = {key: a_value(field) for key, field in parameter.items.items()}
        return [item] * max(1, parameter.min_items or 0)
    return text_value(parameter)


def _number_value(parameter: NumberParameter) -> Number:
    """Return the minimum, else 1 if that is allowed, else 0, else the greatest step up to the maximum."""
    if parameter.min is not None:
        return parameter.min
    for number in (1, 0):
        below = parameter.max is None or number <= parameter.max
        if below and (parameter.step is None or on_step(number, parameter.step, 0)):
            return number
    most = exact(parameter.max or 0)
    return plain(most - most % exact(parameter.step or 1)) if parameter.step else plain(most)


def text_value(parameter: TextParameter) -> str:
    """Return a text that keeps to the limits of the parameter."""
    text = "https://cdn.example.com/input.png" if parameter.format == "url" else SAMPLE_TEXT
    text = text.ljust(parameter.min_length or 0, "x")
    return text[: parameter.max_length] if parameter.max_length else text
