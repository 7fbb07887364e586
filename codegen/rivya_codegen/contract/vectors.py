"""Test vectors of a model: for each limit of its spec a request that keeps to it and one that does not.

A request vector is `{name, limit, request, problems}`: the body that goes over the wire and the problem codes it must
be refused with (none: it is accepted; `warnings` are codes that do not refuse it). Where the request can be made with
the keyword arguments of the client, `arguments` holds them, and the client must send exactly `request`.
`beyond_schema` marks what no JSON Schema can refuse.
A file vector is `{name, limit, kind, mime_type, bytes, problems}`: a reference file and what is wrong with it.
Every consumer of the spec replays the same vectors; none of them takes part in making them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..spec.formats import pattern_of
from ..spec.model import (
    AnyParameter,
    ArrayParameter,
    BooleanParameter,
    ModelSpec,
    NumberParameter,
    ObjectParameter,
    Select,
    TextParameter,
)
from ..spec.nested import entry_of, with_fields
from ..spec.numbers import accepts, exact, grid_of, is_integer, nearest_grid, plain
from ..spec.platform import PlatformSpec
from ..spec.values import Number
from ..text.json_data import is_list, is_object, walk
from .condition_vectors import condition_cases
from .conditions import broken, without_conflicts
from .names import parameter_name, parameter_name_of
from .parameters import ATTACHMENTS_KEY, is_flag, parameters_of
from .reference_vectors import file_vectors, reference_cases
from .samples import SAMPLE_TEXT, a_value, entries, smallest_request, text_of_length, text_value
from .schema import REFERENCES_KEY, prompt_key, step_is_sayable

Case = tuple[str, str, Any, list[str]]
"""Name, limit, value, problem codes."""


def model_vectors(spec: ModelSpec, platform: PlatformSpec) -> dict[str, Any]:
    """Return the vectors of a model as JSON data."""
    requests, unsayable = list(_request_vectors(spec, platform)), _unsayable_steps(spec)
    marked = [
        row | ({"beyond_schema": True} if row["limit"] in unsayable and row["problems"] == ["off-step"] else {})
        for row in requests
    ]
    return {"model": spec.id, "requests": marked, "files": list(file_vectors(spec, platform))}


def limits_without_rejection(vectors: Mapping[str, Any]) -> list[str]:
    """Return the limits that only accepting vectors name: nothing can violate them."""
    rows = [*vectors["requests"], *vectors["files"]]
    rejecting = {row["limit"] for row in rows if row["problems"] or row.get("warnings")}
    return sorted({row["limit"] for row in rows} - rejecting)


def longest_field(vectors: Mapping[str, Any]) -> tuple[int, str]:
    """Return how many characters the requests have together, about, and the field or parameter with most of them."""
    sizes: Counter[str] = Counter()
    for row in vectors["requests"]:
        fields = {**row["request"], **row["request"].get("params", {})}
        sizes.update({key: len(key) + _length(value) for key, value in fields.items() if key != "params"})
    return sizes.total(), sizes.most_common(1)[0][0]


def _length(value: Any) -> int:
    """Return the characters of a JSON value. Parts that occur often are one object in memory, and long when written."""
    return sum(
        sum(map(len, part)) if is_object(part) else 0 if is_list(part) else len(str(part)) for _, part in walk(value)
    )


def _unsayable_steps(spec: ModelSpec) -> set[str]:
    rows = ((path, entry_of(row)) for path, row in with_fields(spec.params))
    return {f"{path}.step" for path, row in rows if isinstance(row, NumberParameter) and not step_is_sayable(row)}


def _request_vectors(spec: ModelSpec, platform: PlatformSpec) -> Iterator[dict[str, Any]]:
    base = without_conflicts(spec, smallest_request(spec, platform), "")
    yield _vector(spec, "smallest", "model", base, [])
    yield _vector(spec, "unknown-model", "model", base | {"model": f"{spec.id}-unknown"}, ["unknown-model"])
    yield _vector(spec, "unknown-field", "fields", base | {"files": []}, ["unknown-field"])
    yield from _prompt_vectors(spec, base)
    yield from (_chat_vectors if spec.category == "chat" else _job_vectors)(spec, platform, base)


def _chat_vectors(spec: ModelSpec, platform: PlatformSpec, base: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for key, parameter in parameters_of(spec, platform).items():
        if parameter.required:
            rest = {name: value for name, value in base.items() if name != key}
            yield _vector(spec, f"{key}-missing", f"{key}.required", rest, ["missing-parameter"])
        for name, limit, value, problems in parameter_cases(parameter):
            yield _vector(spec, f"{key}-{name}", f"{key}.{limit}", {**base, key: value}, problems)


def _job_vectors(spec: ModelSpec, platform: PlatformSpec, base: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    cases: list[tuple[str, Case]] = [("not_a_parameter", ("unknown-parameter", "params", "x", ["unknown-parameter"]))]
    for key, parameter in spec.params.items():
        if parameter.required:
            yield _without(spec, base, key)
        for name, limit, value, problems in parameter_cases(parameter):
            cases.append((key, (f"{key}-{name}", f"{key}.{limit}", value, problems)))
    cases += [(REFERENCES_KEY, case) for case in reference_cases(spec, platform)]
    yield from (_with_param(spec, base, key, case) for key, case in cases)
    for name, limit, request in condition_cases(spec, base):
        yield _vector(spec, name, limit, request, [])


def _vector(spec: ModelSpec, name: str, limit: str, request: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
    codes = {code for code, _, _ in broken(spec, request)}
    refused = sorted({*problems, *codes} - {"no-effect"})
    vector: dict[str, Any] = {"name": name, "limit": limit, "request": dict(request), "problems": refused}
    if "no-effect" in codes:
        vector["warnings"] = ["no-effect"]
    arguments = None if refused else _arguments(spec, request)
    return vector | ({"arguments": arguments} if arguments is not None else {})


def _arguments(spec: ModelSpec, request: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the keyword arguments that make the request, or nothing where files are needed for it."""
    if spec.category == "chat":
        given = {key: value for key, value in request.items() if key != "model"}
        names = {key: key if key == prompt_key(spec) else parameter_name(key) for key in given}
        return None if ATTACHMENTS_KEY in given else {names[key]: value for key, value in given.items()}
    params = request.get("params", {})
    if REFERENCES_KEY in params:
        return None
    arguments: dict[str, Any] = {"prompt": request["prompt"]} if "prompt" in request else {}
    for key, value in params.items():
        parameter = spec.params[key]
        arguments[parameter_name_of(key, parameter)] = value == "true" if is_flag(parameter) else value
    return arguments


def _with_param(spec: ModelSpec, base: Mapping[str, Any], key: str, case: Case) -> dict[str, Any]:
    name, limit, value, problems = case
    request = {**base, "params": {**base.get("params", {}), key: value}}
    tested = "references" if key == REFERENCES_KEY else key
    return _vector(spec, name, limit, without_conflicts(spec, request, tested), problems)


def _without(spec: ModelSpec, base: Mapping[str, Any], key: str) -> dict[str, Any]:
    params = {name: value for name, value in base["params"].items() if name != key}
    return _vector(spec, f"{key}-missing", f"{key}.required", {**base, "params": params}, ["missing-parameter"])


def _prompt_vectors(spec: ModelSpec, base: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    key = prompt_key(spec)
    if spec.prompt is None:
        yield _vector(spec, "prompt-not-taken", "prompt", {**base, key: SAMPLE_TEXT}, ["prompt-not-taken"])
        return
    if spec.prompt.required:
        missing = {name: value for name, value in base.items() if name != key}
        yield _vector(spec, "prompt-missing", "prompt.required", missing, ["missing-prompt"])
    yield _vector(spec, "prompt-number", "prompt.type", {**base, key: 5}, ["wrong-type"])
    if spec.prompt.max_length is not None:
        limit = spec.prompt.max_length
        yield _vector(spec, "prompt-longest", "prompt.max_length", {**base, key: "x" * limit}, [])
        yield _vector(spec, "prompt-too-long", "prompt.max_length", {**base, key: "x" * (limit + 1)}, ["too-long"])


# --- One function per kind of parameter, found in the table below. ----------------------------------------------------


def parameter_cases(parameter: AnyParameter) -> Iterator[Case]:
    """Yield values of a parameter that keep to and that break each of its limits."""
    yield from _CASES[type(parameter)](parameter)


def _select_cases(parameter: Select) -> Iterator[Case]:
    for option in parameter.options:
        yield f"option-{option}", "options", option, []
    unknown = "not-an-option"
    while unknown in parameter.options:
        unknown += "-"
    yield "unknown-option", "options", unknown, ["unknown-option"]
    yield "number", "type", 5, ["unknown-option"]


def _number_cases(parameter: NumberParameter) -> Iterator[Case]:
    if parameter.default is not None:
        yield "default", "type", parameter.default, []
    yield "text", "type", "5", ["wrong-type"]
    if parameter.options is not None:
        yield from ((f"option-{option}", "options", option, []) for option in parameter.options)
        yield "unknown-option", "options", plain(exact(max(parameter.options)) + 1), ["unknown-option"]
        return
    grid = nearest_grid(parameter)
    for limit, sign, problem in _BOUNDS:
        bound: Number | None = getattr(parameter, limit)
        if bound is None:
            continue
        inside = grid.above(bound) if sign < 0 else grid.below(bound)
        outside = plain(exact(inside) + sign * exact(grid.step))
        if limit.startswith("exclusive"):
            inside, outside = plain(exact(inside) - sign * exact(grid.step)) if inside == bound else inside, bound
        if accepts(parameter, inside):
            yield limit, limit, inside, []
        yield problem, limit, outside, [problem]
    if is_integer(parameter):
        between = plain(exact(a_value(parameter)) + exact(0.5))
        yield "not-an-integer", "integer", between, ["wrong-type"]
    yield from _step_cases(parameter)


_BOUNDS = (
    ("min", -1, "below-minimum"),
    ("max", 1, "above-maximum"),
    ("exclusive_min", -1, "not-above-bound"),
    ("exclusive_max", 1, "not-below-bound"),
)
"""The bounds of a number: in which direction what breaks them lies, and as what it is refused."""


def _step_cases(parameter: NumberParameter) -> Iterator[Case]:
    grid = grid_of(parameter)
    if grid is None:
        return
    limit = "step" if parameter.multiple_of is None else "multiple_of"
    first = exact(a_value(parameter))
    on, off = plain(first + exact(grid.step)), first + exact(grid.step) / 2
    if accepts(parameter, on):
        yield "on-step", limit, on, []
    if is_integer(parameter) and off != off.to_integral_value():
        yield "off-step", limit, plain(off), ["wrong-type"]
    elif accepts(parameter.model_copy(update={"step": None, "multiple_of": None, "integer": False}), plain(off)):
        yield "off-step", limit, plain(off), ["off-step"]


def _text_cases(parameter: TextParameter) -> Iterator[Case]:
    yield "text", "type", text_value(parameter), []
    yield "number", "type", 5, ["wrong-type"]
    pattern = pattern_of(parameter)
    if pattern is not None:
        limit = "format" if parameter.pattern is None else "pattern"
        other = pattern.counterexample.ljust(parameter.min_length or 0, "-")[: parameter.max_length]
        yield "not-of-the-form", limit, other, ["wrong-form"]
    if parameter.max_length is not None:
        if pattern is None:
            yield "longest", "max_length", text_of_length(parameter, parameter.max_length), []
        yield "too-long", "max_length", text_of_length(parameter, parameter.max_length + 1), ["too-long"]
    if parameter.min_length:
        yield "too-short", "min_length", text_of_length(parameter, parameter.min_length - 1), ["too-short"]
    if parameter.format == "url":
        # As long as an address that fits, so that nothing but the format is wrong with it.
        yield "not-a-url", "format", text_value(parameter).replace("http", "not ", 1), ["wrong-type"]


def _boolean_cases(_parameter: BooleanParameter) -> Iterator[Case]:
    yield "true", "type", True, []
    yield "false", "type", False, []
    yield "text", "type", "true", ["wrong-type"]


def _object_cases(parameter: ObjectParameter) -> Iterator[Case]:
    value: dict[str, Any] = a_value(parameter)
    yield "fields", "type", value, []
    yield "text", "type", "x", ["wrong-type"]
    yield "unknown-key", "fields", value | {"not_a_key": 1}, ["unknown-parameter"]
    for key, field in parameter.fields.items():
        if field.required:
            rest = {name: part for name, part in value.items() if name != key}
            yield f"{key}-missing", f"{key}.required", rest, ["missing-parameter"]
        for name, limit, inner, problems in parameter_cases(field):
            yield f"{key}-{name}", f"{key}.{limit}", value | {key: inner}, problems


def _array_cases(parameter: ArrayParameter) -> Iterator[Case]:
    value: list[Any] = a_value(parameter)
    yield "items", "type", value, []
    yield "text", "type", "x", ["wrong-type"]
    if parameter.max_items is not None:
        most = entries(parameter, parameter.max_items)
        if len(most) == parameter.max_items:
            yield "most-items", "max_items", most, []
        yield (
            "too-many-items",
            "max_items",
            (most + value * parameter.max_items)[: parameter.max_items + 1],
            ["too-long"],
        )
    if parameter.min_items:
        yield "too-few-items", "min_items", value[: parameter.min_items - 1], ["too-short"]
    if parameter.unique and parameter.max_items != 1:
        yield "equal-items", "unique", [*value[: len(value) - 1 or 1], value[0]], ["equal-items"]
    for name, limit, inner, problems in parameter_cases(parameter.items):
        others = [one for one in entries(parameter, len(value) + 1) if not parameter.unique or one != inner]
        yield f"item-{name}", limit, [inner, *others[: len(value) - 1]], problems


_CASES: Mapping[type, Any] = {
    Select: _select_cases,
    NumberParameter: _number_cases,
    TextParameter: _text_cases,
    BooleanParameter: _boolean_cases,
    ObjectParameter: _object_cases,
    ArrayParameter: _array_cases,
}
