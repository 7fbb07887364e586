"""From pydantic's errors to our problems: one row per error type, and the place in the file that an error is about."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ..problems.problem import Problem, did_you_mean
from ..text.json_data import is_list, is_object
from ..words.messages import words
from ..yaml_text.reader import Document, Path
from .placeholder import CODE as PLACEHOLDER_CODE
from .placeholder import is_placeholder
from .release import VERSION_PATTERN
from .values import MODEL_ID_PATTERN, SIZE_PATTERN


def _shown(value: object) -> str:
    if isinstance(value, (dict, list)):
        return words("type-object" if isinstance(value, dict) else "type-list")
    return json.dumps(value, ensure_ascii=False, default=str)


def _context(detail: ErrorDetails) -> dict[str, Any]:
    return detail.get("ctx", {})


def _unknown_key(detail: ErrorDetails, path: Path, kind: type[BaseModel]) -> dict[str, object]:
    key = str(path[-1])
    allowed = sorted(_allowed_keys(kind, detail["loc"][:-1]))
    return {"key": key, "hint": did_you_mean(key, allowed), "allowed": ", ".join(allowed)}


def _missing_key(_detail: ErrorDetails, path: Path, _kind: type[BaseModel]) -> dict[str, object]:
    return {"key": path[-1], "where": f"`{_dotted(path[:-1])}`" if len(path) > 1 else words("the-spec")}


def _unknown_value(detail: ErrorDetails, _path: Path, _kind: type[BaseModel]) -> dict[str, object]:
    context = _context(detail)
    expected: str = context.get("expected") or context.get("expected_tags", "")
    allowed = [word.strip(" '\"") for word in expected.replace(" or ", ",").split(",")]
    given = detail["input"]
    value = given.get("type") if "tag" in context and is_object(given) else given  # the tag itself is made text
    return {"value": _shown(value), "hint": did_you_mean(str(value), allowed), "allowed": ", ".join(allowed)}


def _bound(word: str, key: str) -> Callable[[ErrorDetails, Path, type[BaseModel]], dict[str, object]]:
    def parameters(detail: ErrorDetails, path: Path, _kind: type[BaseModel]) -> dict[str, object]:
        bound = words(word, bound=_context(detail)[key])
        return {"key": _dotted(path[-1:]), "value": _shown(detail["input"]), "bound": bound}

    return parameters


def _type(expected: str) -> Callable[[ErrorDetails, Path, type[BaseModel]], dict[str, object]]:
    def parameters(detail: ErrorDetails, _path: Path, _kind: type[BaseModel]) -> dict[str, object]:
        return {"value": _shown(detail["input"]), "expected": words(expected)}

    return parameters


def _integer(detail: ErrorDetails, _path: Path, _kind: type[BaseModel]) -> dict[str, object]:
    either = detail["loc"][-1] == "int"  # one half of `int | float`; the other half says the same
    return {"value": _shown(detail["input"]), "expected": words("type-number" if either else "type-integer")}


def _pattern(detail: ErrorDetails, _path: Path, _kind: type[BaseModel]) -> dict[str, object]:
    return {"value": _shown(detail["input"]), "pattern": _context(detail)["pattern"]}


def _no_pattern(detail: ErrorDetails, _path: Path, _kind: type[BaseModel]) -> dict[str, object]:
    details = {**_context(detail)}
    return {"detail": words(f"pattern-{details.pop('reason')}", **details)}


def _value(detail: ErrorDetails, _path: Path, _kind: type[BaseModel]) -> dict[str, object]:
    return {"value": _shown(detail["input"])}


def _nothing(_detail: ErrorDetails, _path: Path, _kind: type[BaseModel]) -> dict[str, object]:
    return {}


def _plain_message(detail: ErrorDetails, _path: Path, _kind: type[BaseModel]) -> dict[str, object]:
    return {
        "detail": _context(detail).get("error", detail["msg"])
    }  # the error of a validator of ours, without a prefix


def _too_long(detail: ErrorDetails, _path: Path, _kind: type[BaseModel]) -> dict[str, object]:
    unit = "characters" if isinstance(detail["input"], str) else "items"
    return {"detail": words(unit, bound=_context(detail)["max_length"])}


_ROWS: Mapping[str, tuple[str, Callable[[ErrorDetails, Path, type[BaseModel]], dict[str, object]]]] = {
    "extra_forbidden": ("spec-unknown-key", _unknown_key),
    "missing": ("spec-missing-key", _missing_key),
    "literal_error": ("spec-unknown-value", _unknown_value),
    "union_tag_invalid": ("spec-unknown-value", _unknown_value),
    "union_tag_not_found": (
        "spec-missing-key",
        lambda _detail, path, _kind: {"key": "type", "where": f"`{_dotted(path)}`"},
    ),
    "string_type": ("spec-wrong-type", _type("type-text")),
    "int_type": ("spec-wrong-type", _integer),
    "float_type": ("spec-wrong-type", _type("type-number")),
    "bool_type": ("spec-wrong-type", _type("type-boolean")),
    "value_test": ("spec-wrong-type", _type("type-value-test")),
    "list_type": ("spec-wrong-type", _type("type-list")),
    "dict_type": ("spec-wrong-type", _type("type-object")),
    "model_type": ("spec-wrong-type", _type("type-object")),
    "model_attributes_type": ("spec-wrong-type", _type("type-object")),
    "date_from_datetime_parsing": ("spec-wrong-type", _type("type-date")),
    "date_type": ("spec-wrong-type", _type("type-date")),
    "string_pattern_mismatch": ("spec-pattern", _pattern),
    "greater_than_equal": ("spec-out-of-range", _bound("at-least", "ge")),
    "less_than_equal": ("spec-out-of-range", _bound("at-most", "le")),
    "greater_than": ("spec-out-of-range", _bound("greater-than", "gt")),
    "pattern": ("pattern-invalid", _no_pattern),
    "unportable_name": ("name-unportable", _value),
    "too_short": ("spec-too-short", _nothing),
    "string_too_short": ("spec-too-short", _nothing),
    "string_too_long": ("spec-too-long", _too_long),
    "too_long": ("spec-too-long", _too_long),
}

_PATTERN_CODES = {MODEL_ID_PATTERN: "model-id", SIZE_PATTERN: "spec-size", VERSION_PATTERN: "release-version"}


def problem_of(detail: ErrorDetails, document: Document, kind: type[BaseModel]) -> Problem:
    """Return what an error of pydantic means: its code, its parameters and the place in the file."""
    path, about_key = _data_path(detail["loc"], document.data)
    code, parameters_of = _ROWS.get(detail["type"], ("spec-invalid", _plain_message))
    if detail["type"] == "string_pattern_mismatch":
        code = _PATTERN_CODES.get(_context(detail)["pattern"], code)
    if detail["input"] is None and path[-2:-1] == ("options",):
        code, parameters_of = "option-null", _nothing
    parameters = parameters_of(detail, path, kind)
    if is_placeholder(_context(detail).get("tag", detail["input"])):
        allowed = parameters.get("allowed") or parameters.get("expected")
        return Problem(document.locate(path), PLACEHOLDER_CODE, {"expected": f": {allowed}" if allowed else ""})
    if detail["type"] == "missing":
        return Problem(document.locate(path[:-1]), code, parameters)
    return Problem(document.locate(path, key=about_key or code == "spec-unknown-key"), code, parameters)


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)


def _data_path(loc: tuple[int | str, ...], data: Any) -> tuple[Path, bool]:
    """Return the path in the file for a pydantic location, whose union tags and `[key]` marks are not in the data."""
    path: list[str | int] = []
    about_key = loc[-1:] == ("[key]",)
    parts = loc[:-1] if about_key else loc
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if is_object(data) and (part in data or last):
            path.append(part)
            data = data.get(str(part))
        elif is_list(data) and isinstance(part, int) and part < len(data):
            path.append(part)
            data = data[part]
    return tuple(path), about_key


def _allowed_keys(kind: Any, loc: tuple[int | str, ...]) -> set[str]:
    """Return the keys that the format knows at a pydantic location, found by walking its annotations."""
    for part in loc:
        kind = _step(kind, part)
    return {name for model in _models(kind) for name in _fields(model)}


def _step(kind: Any, part: str | int) -> Any:
    """Return the annotation behind a part of a location: a key, an index, or the tag of one kind among several."""
    models = _models(kind)
    tagged = [model for model in models if part in _tags(model)]
    if len(models) > 1 and tagged:
        return tagged[0]
    for model in models:
        if part in _fields(model):
            return _fields(model)[str(part)]
    for candidate in _alternatives(kind):
        if get_origin(candidate) is (list if isinstance(part, int) else dict):
            return get_args(candidate)[-1]
    return kind


def _fields(model: type[BaseModel]) -> Mapping[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    tag = model.model_fields.get("type")
    return get_args(tag.annotation) if tag is not None and get_origin(tag.annotation) is Literal else ()


def _alternatives(kind: Any) -> Iterator[Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _alternatives(get_args(kind)[0])
    elif origin is Union or type(kind).__name__ == "UnionType":
        for member in get_args(kind):
            yield from _alternatives(member)
    else:
        yield kind


def _models(kind: Any) -> list[type[BaseModel]]:
    return [member for member in _alternatives(kind) if isinstance(member, type) and issubclass(member, BaseModel)]
