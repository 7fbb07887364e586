"""The JSON Schema (draft 2020-12) of a model's request: its fields, and the conditions between them as `if` and `then`."""

from __future__ import annotations

from ..spec.conditions import Condition, FileTest, ValueRange, ValueTest, When
from ..spec.limits import limits_of
from ..spec.model import AnyParameter, ModelSpec
from ..spec.nested import places_of
from ..spec.numbers import is_within
from ..spec.platform import PlatformSpec
from .limits import limit_schema
from .parameters import with_all_parameters
from .places import known_conditions
from .reference_schema import Schema, kind_is, without_nothing
from .schema import REFERENCES_KEY, bounds_schema, fields_schema, json_value, prompt_key, with_parameter


def request_schema(spec: ModelSpec, platform: PlatformSpec) -> Schema:
    """Return the schema of the JSON body that a call of the model sends."""
    whole = with_all_parameters(spec, platform)
    rules = [rule for condition in known_conditions(whole) if (rule := _condition_schema(condition, whole))]
    return fields_schema(spec, platform) | ({"allOf": rules} if rules else {})


def _condition_schema(condition: Condition, spec: ModelSpec) -> Schema | None:
    then = [given_schema(spec, subject) for subject in condition.require]
    then += [{"not": given_schema(spec, subject)} for subject in condition.forbid]
    for subjects, least in ((condition.exactly_one_of, 1), (condition.at_most_one_of, 0)):
        given = [given_schema(spec, subject) for subject in subjects]
        then += [{"oneOf": given if least else [*given, {"not": {"anyOf": given}}]}] if given else []
    then += [
        limit_schema(spec, condition, subject) for subject in condition.limit.subjects() if _narrows(condition, subject)
    ]
    return {"if": when_schema(condition.when, spec), "then": {"allOf": then}} if then else None


def _narrows(condition: Condition, subject: str) -> bool:
    """Return whether a limit refuses anything: another default does not."""
    return subject not in condition.limit.params or bool(condition.limit.params[subject].model_fields_set - {"default"})


def when_schema(when: When, spec: ModelSpec) -> Schema:
    """Return what fits requests of which all that is said holds."""
    parts = [] if when.references is None else [_count_schema(spec, when.references)]
    if when.prompt is not None:
        given = given_schema(spec, "prompt")
        parts.append(given if when.prompt == "given" else {"not": given})
    parts += [_test_schema(spec, path, test) for path, test in when.params.items()]
    return {"allOf": parts} if parts else {}


def _count_schema(spec: ModelSpec, test: FileTest) -> Schema:
    if isinstance(test, str):
        given = given_schema(spec, "references")
        return given if test == "given" else {"not": given}
    names = ("minItems", "maxItems") if test.kind is None else ("minContains", "maxContains")
    contains = None if test.kind is None else kind_is(test.kind)
    counted = without_nothing({"type": "array", "contains": contains, names[0]: test.least, names[1]: test.max})
    return with_parameter(spec, (REFERENCES_KEY,), counted, needed=test.least > 0)


def _test_schema(spec: ModelSpec, path: str, test: ValueTest) -> Schema:
    keys, parameter = next(places_of(spec.params, path))
    if isinstance(test, str):
        given = given_schema(spec, path)
        return given if test == "given" else {"not": given}
    if isinstance(test, ValueRange):
        value = {"type": "number", **bounds_schema(test)}
    else:
        value = {"enum": [json_value(parameter, text) for text in test]}
    return with_parameter(spec, keys, value, needed=not _default_fulfils(parameter, test))


def _default_fulfils(parameter: AnyParameter, test: ValueRange | list[str]) -> bool:
    default = limits_of(parameter).default
    if isinstance(test, ValueRange):
        return default is not None and is_within(test, default)
    return default in [json_value(parameter, text) for text in test]


def given_schema(spec: ModelSpec, subject: str) -> Schema:
    """Return what fits requests that give a subject: a parameter, a field of one, `prompt` or `references`."""
    if subject == "prompt":
        key = prompt_key(spec)
        return {"properties": {key: {"type": "string", "minLength": 1}}, "required": [key]}
    if subject == "references":
        return with_parameter(spec, (REFERENCES_KEY,), {"type": "array", "minItems": 1})
    return with_parameter(spec, next(places_of(spec.params, subject))[0], {})
