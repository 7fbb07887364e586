"""Values that a spec accepts: what examples, vectors and tests start from."""

from __future__ import annotations

from typing import Any

from ..spec.limits import limits_of
from ..spec.model import (
    AnyParameter,
    ArrayParameter,
    BooleanParameter,
    ModelSpec,
    NumberParameter,
    Select,
    TextParameter,
)
from ..spec.numbers import last_on_step, on_step
from ..spec.platform import PlatformSpec
from ..spec.values import Number
from .parameters import parameters_of
from .schema import prompt_key

SAMPLE_TEXT = "A lighthouse at dawn"
SAMPLE_ADDRESS = "https://cdn.example.com/input.png"
SHORTEST_ADDRESS = "http://x"


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
    default = limits_of(parameter).default
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
    most = parameter.max or 0
    return last_on_step(most, parameter.step, 0) if parameter.step else most


def text_value(parameter: TextParameter) -> str:
    """Return a text that keeps to the limits of the parameter."""
    sample = SAMPLE_TEXT if parameter.format is None else SAMPLE_ADDRESS
    most = len(sample) if parameter.max_length is None else parameter.max_length
    if len(sample) > most and parameter.format is not None:
        return text_of_length(parameter, most)
    return sample.ljust(parameter.min_length or 0, "x")[: max(most, parameter.min_length or 0)]


def text_of_length(parameter: TextParameter, length: int) -> str:
    """Return a text of exactly so many characters that keeps to the format of the parameter, as far as one can."""
    return ("" if parameter.format is None else SHORTEST_ADDRESS[:length]).ljust(length, "x")
