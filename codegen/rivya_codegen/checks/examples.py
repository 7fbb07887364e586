"""The rule that examples satisfy the spec they stand in, judged by the request schema that is shipped."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ..problems.problem import Problem, did_you_mean
from ..text.json_data import is_list, is_object
from ..words.messages import words
from ..yaml_text.reader import Path
from .subject import Subject


def check_examples(subject: Subject) -> Iterator[Problem]:
    """Each request example is accepted by the schema; the response names this model."""
    for name in ("minimal", "reference"):
        errors = [inner for error in _errors(subject, name) for inner in _inner_errors(error)]
        not_options = {tuple(error.absolute_path) for error in errors if error.validator == "enum"}
        for error in errors:
            if error.validator == "type" and tuple(error.absolute_path) in not_options:
                continue
            path: Path = ("examples", name, *error.absolute_path)
            extra = _extra_keys(error)
            for key in extra:
                hint = did_you_mean(key, error.schema["properties"])
                detail = words("example-unknown-key", key=key, hint=hint)
                yield subject.problem((*path, key), "example-invalid", at_key=True, detail=detail)
            if not extra:
                yield subject.problem(path, "example-invalid", detail=_detail(error))
    response = subject.spec.examples.response or {}
    model = response.get("model", subject.spec.id)
    if model != subject.spec.id:
        path = ("examples", "response", "model")
        yield subject.problem(path, "example-model", value=shown(model), expected=subject.spec.id)


def _errors(subject: Subject, name: str) -> Iterator[Any]:
    request = getattr(subject.spec.examples, name)
    if request is not None:
        yield from _validator(subject.contract.schema).iter_errors(decimal_json(request))


def _validator(schema: Any) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(decimal_json(schema))


def is_accepted(schema: Any, value: Any) -> bool:
    """Return whether a JSON Schema accepts a value."""
    return bool(_validator(schema).is_valid(decimal_json(value)))


def rejected_parts(schema: Any, value: Any) -> Iterator[Path]:
    """Yield the paths of what a JSON Schema does not accept in a value."""
    for error in _validator(schema).iter_errors(decimal_json(value)):
        path = tuple(error.absolute_path)
        yield from [(*path, key) for key in _extra_keys(error)] or [path]


def decimal_json(value: Any) -> Any:
    """Return JSON data with decimal numbers, so that `multipleOf` has no float noise."""
    return json.loads(json.dumps(value), parse_float=Decimal)


def _extra_keys(error: Any) -> list[str]:
    if error.validator != "additionalProperties":
        return []
    return [key for key in error.instance if key not in error.schema["properties"]]


def _inner_errors(error: Any) -> list[Any]:
    """Return what is wrong with a reference by the rule of its kind, where each kind has one; else the error itself."""
    if error.validator != "oneOf" or not is_object(error.instance):
        return [error]
    shapes: dict[Any, list[Any]] = {}
    for inner in error.context:
        shapes.setdefault(inner.schema_path[0], []).append(inner)
    of_kind = [rows for rows in shapes.values() if not any(row.path and row.path[0] == "kind" for row in rows)]
    return of_kind[0] if len(of_kind) == 1 else [error]


def shown(value: object) -> str:
    """Return a JSON value as a message shows it."""
    if is_object(value) or is_list(value):
        return words("type-object" if is_object(value) else "type-list")
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False, default=str)


def _off_the_list(error: Any) -> str:
    if error.schema.get("type") not in ("number", ["number", "null"]) or not isinstance(error.instance, Decimal):
        return _not_an_option(error)
    numbers = [Decimal(str(value)) for value in error.validator_value if value is not None]
    steps = {after - before for before, after in pairwise(numbers)}
    if len(steps) != 1:  # these are options, and no grid
        return _not_an_option(error)
    return words("example-step-from", value=shown(error.instance), step=shown(steps.pop()), base=shown(numbers[0]))


def _not_an_option(error: Any) -> str:
    allowed = [option if isinstance(option, str) else shown(option) for option in error.validator_value]
    text = "true" if error.instance is True else "false" if error.instance is False else str(error.instance)
    hint = words("example-quotes", text=text) if text in allowed else did_you_mean(text, allowed)
    options = ", ".join(map(shown, error.validator_value))
    return words("example-option", value=shown(error.instance), allowed=options, hint=hint)


def _against(code: str) -> Callable[[Any], str]:
    """Return what makes the words of a code from the instance and the bound that it breaks."""

    def detail(error: Any) -> str:
        value: Any = error.instance
        length = len(value) if hasattr(value, "__len__") else 0
        return words(code, value=shown(value), bound=shown(error.validator_value), length=length)

    return detail


def _not_of_the_type(error: Any) -> str:
    types = error.validator_value if is_list(error.validator_value) else [error.validator_value]
    return words("example-type", value=shown(error.instance), bound=shown(" | ".join(types)))


def _missing(error: Any) -> str:
    keys = ", ".join(f"`{key}`" for key in error.validator_value if key not in error.instance)
    return words("example-missing", keys=keys)


def _not_a_reference(error: Any) -> str:
    kinds = [kind for shape in error.validator_value for kind in shape["properties"]["kind"]["enum"]]
    return words("example-reference", kinds=", ".join(map(shown, kinds)))


def _not_a_mix(error: Any) -> str:
    """Return that the numbers of references of each kind fit no row of what may go together."""
    rows = [
        ", ".join(f"{_kind(part)} ≤ {part['maxContains']}" for part in row["allOf"] if part["maxContains"])
        for row in error.validator_value
    ]
    items = error.instance if is_list(error.instance) else []
    kinds = Counter(str(item.get("kind")) for item in items if is_object(item))
    given = ", ".join(f"{kind} × {count}" for kind, count in kinds.items())
    return words("example-mix", given=given, allowed=" | ".join(rows))


def _kind(part: Any) -> str:
    return str(part["contains"]["properties"]["kind"]["const"])


def _forbidden(error: Any) -> str:
    key = _given_by(error.validator_value)
    if not key:
        return words("example-not-taken", value=shown(error.instance))
    return words("example-forbidden", keys=f"`{key}`")


def _not_one_of(error: Any) -> str:
    """Return that a choice of references, or of what a condition lets choose from, does not fit."""
    if "kind" in error.validator_value[0].get("properties", {}):
        return _not_a_reference(error)
    keys = [key for schema in error.validator_value if (key := _given_by(schema))]
    return words("example-one-of", keys=", ".join(f"`{key}`" for key in keys))


def _given_by(schema: Any) -> str:
    """Return the path of what requests give that fit a schema: the innermost key that is needed."""
    keys: list[str] = []
    while schema.get("required"):
        keys += schema["required"]
        schema = schema["properties"][keys[-1]]
    return ".".join(keys[1:] if keys[:1] == ["params"] else keys)


_DETAILS: Mapping[str, Callable[[Any], str]] = {
    "enum": _off_the_list,
    "required": _missing,
    "const": _against("example-const"),
    "type": _not_of_the_type,
    "minimum": _against("example-minimum"),
    "maximum": _against("example-maximum"),
    "exclusiveMinimum": _against("example-above"),
    "exclusiveMaximum": _against("example-below"),
    "uniqueItems": _against("example-equal"),
    "multipleOf": _against("example-step"),
    "maxLength": _against("example-length"),
    "maxItems": _against("example-items"),
    "minItems": _against("example-few-items"),
    "minLength": _against("example-short"),
    "pattern": _against("example-pattern"),
    "oneOf": _not_one_of,
    "anyOf": _not_a_mix,
    "not": _forbidden,
}


def _detail(error: Any) -> str:
    row = _DETAILS.get(error.validator)
    return row(error) if row else words("example-rule", rule=error.validator)
