"""Test vectors of a model: for each limit of its spec a request that keeps to it and one that does not.

A request vector is `{name, limit, request, problems}`: the body that goes over the wire and the problem codes it must
be refused with (none: it is accepted; `warnings` are codes that do not refuse it). Where the request can be made with
the keyword arguments of the client, `arguments` holds them (null there is `NULL` in Python), and the client must send
exactly `request`.
`beyond_schema` marks what no JSON Schema can refuse. `credits` is what an accepted request of a model with prices costs.
A file vector is `{name, limit, kind, mime_type, bytes, problems}`: a reference file and what is wrong with it; where the
rule has ranges, `measures` is what the file has to be like, or `warnings` says that its type does not tell.
Every consumer of the spec replays the same vectors; none of them takes part in making them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..spec.model import (
    ModelSpec,
    NumberParameter,
)
from ..spec.nested import entry_of, with_fields
from ..spec.platform import PlatformSpec
from ..text.json_data import is_list, is_object, walk
from .condition_vectors import condition_cases
from .conditions import broken, without_conflicts
from .names import parameter_name_of
from .parameter_vectors import Case, parameter_cases
from .parameters import is_flag, params_key, with_all_parameters
from .places import params_in, with_params, without_param
from .prices import Prices, price_of, price_rows
from .reference_vectors import file_vectors, reference_cases
from .samples import SAMPLE_TEXT, smallest_request
from .schema import REFERENCES_KEY, files_key, prompt_key, step_is_sayable


def model_vectors(spec: ModelSpec, platform: PlatformSpec) -> dict[str, Any]:
    """Return the vectors of a model as JSON data."""
    spec = with_all_parameters(spec, platform)
    requests, unsayable = list(_request_vectors(spec, platform)), _unsayable_steps(spec)
    marked = [
        row | ({"beyond_schema": True} if row["limit"] in unsayable and row["problems"] == ["off-step"] else {})
        for row in requests
    ]
    if prices := price_rows(spec, platform):
        marked = [row if row["problems"] else row | {"credits": _credits(spec, prices, row)} for row in marked]
    return {"model": spec.id, "requests": marked, "files": list(file_vectors(spec, platform))}


def _credits(spec: ModelSpec, prices: Prices, vector: Mapping[str, Any]) -> dict[str, Any]:
    price = price_of(spec, prices, vector["request"])
    return {"amount": price.amount, "bound": price.bound}


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
    unsayable = [path for path, row in rows if isinstance(row, NumberParameter) and not step_is_sayable(row)]
    return {f"{path}.{limit}" for path in unsayable for limit in ("step", "multiple_of")}


def _request_vectors(spec: ModelSpec, platform: PlatformSpec) -> Iterator[dict[str, Any]]:
    base = without_conflicts(spec, smallest_request(spec, platform), ())
    yield _vector(spec, "smallest", "model", base, [])
    yield _vector(spec, "unknown-model", "model", base | {"model": f"{spec.id}-unknown"}, ["unknown-model"])
    yield _vector(spec, "unknown-field", "fields", base | {"files": []}, ["unknown-field"])
    yield from _prompt_vectors(spec, base)
    yield from _parameter_vectors(spec, platform, base)


def _parameter_vectors(spec: ModelSpec, platform: PlatformSpec, base: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    apart = params_key(spec) is not None
    unknown: Case = ("unknown-parameter", "params", "x", ["unknown-parameter"])
    cases: list[tuple[str, Case]] = [("not_a_parameter", unknown)] if apart else []
    for key, parameter in spec.params.items():
        if parameter.required:
            yield _without(spec, base, key)
        for name, limit, value, problems in parameter_cases(parameter):
            cases.append((key, (f"{key}-{name}", f"{key}.{limit}", value, problems)))
    cases += [(REFERENCES_KEY, case) for case in reference_cases(spec, platform)] if apart else []
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
    params, prompt = params_in(spec, request), prompt_key(spec)
    if files_key(spec) in params:
        return None
    arguments: dict[str, Any] = {prompt: request[prompt]} if prompt in request else {}
    for key in filter(spec.params.__contains__, params):
        parameter, value = spec.params[key], params[key]
        flag = is_flag(parameter) and value is not None
        arguments[parameter_name_of(key, parameter)] = value == "true" if flag else value
    return arguments


def _with_param(spec: ModelSpec, base: Mapping[str, Any], key: str, case: Case) -> dict[str, Any]:
    name, limit, value, problems = case
    request = with_params(spec, base, {key: value})
    tested = "references" if key == REFERENCES_KEY else key
    return _vector(spec, name, limit, without_conflicts(spec, request, (tested,)), problems)


def _without(spec: ModelSpec, base: Mapping[str, Any], key: str) -> dict[str, Any]:
    return _vector(spec, f"{key}-missing", f"{key}.required", without_param(spec, base, key), ["missing-parameter"])


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
        longest, longer = ({**base, key: "x" * length} for length in (limit, limit + 1))
        longest, longer = (without_conflicts(spec, request, ("prompt",)) for request in (longest, longer))
        yield _vector(spec, "prompt-longest", "prompt.max_length", longest, [])
        yield _vector(spec, "prompt-too-long", "prompt.max_length", longer, ["too-long"])
