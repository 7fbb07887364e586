"""Rules about conditions: they speak of what exists, say it in one way, and ask for what can be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..contract.conditions import is_required
from ..contract.parameters import params_key, with_all_parameters
from ..contract.schema import json_value, parameter_schema
from ..problems.problem import Problem
from ..spec.conditions import CONSEQUENCES, OF_THE_REQUEST, Condition, FileCount, FileTest, ValueRange, ValueTest, When
from ..spec.limits import limits_of
from ..spec.model import AnyParameter, ArrayParameter, ModelSpec, NumberParameter, ObjectParameter, Select
from ..spec.nested import parameter_at, places_of, with_fields
from ..spec.references import taken_kinds
from ..text.json_data import is_number
from ..words.messages import words
from ..yaml_text.reader import Path
from .examples import is_accepted
from .subject import Subject

_ONE_OF = ("exactly_one_of", "at_most_one_of")


def check_conditions(subject: Subject) -> Iterator[Problem]:
    """Every condition says something, about parameters and options that exist."""
    spec = with_all_parameters(subject.spec, subject.platform)
    for index, condition in enumerate(spec.conditions):
        path = ("conditions", index)
        if "when" in condition.model_fields_set and not condition.when.tests():
            yield subject.problem((*path, "when"), "condition-empty", part=words("condition-when"))
        if not any(getattr(condition, name) for name in CONSEQUENCES) and not condition.limit.subjects():
            yield subject.problem(path, "condition-empty", part=words("condition-consequence"))
        yield from _check_subjects(subject, spec, index, condition)
        yield from check_when(subject, spec, (*path, "when"), condition.when)
        for key in sorted({*condition.require} & {*condition.forbid}):
            yield impossible(subject, path, "condition-contradiction", key=key)


def names_of_all(spec: ModelSpec) -> list[str]:
    """Return all that conditions can speak of: parameters with the fields of objects, `prompt` and `references`."""
    files = spec.references is not None and params_key(spec) is not None
    special = [*(["prompt"] if spec.prompt is not None else []), *(["references"] if files else [])]
    return [*_paths(spec), *special]


def _paths(spec: ModelSpec) -> list[str]:
    return [path for path, _ in with_fields(spec.params) if any(places_of(spec.params, path))]


def _check_subjects(subject: Subject, spec: ModelSpec, index: int, condition: Condition) -> Iterator[Problem]:
    known = names_of_all(spec)
    params = [name for name in known if name not in OF_THE_REQUEST or name in spec.params]
    for field in CONSEQUENCES:
        allowed, keys = params if field == "no_effect" else known, getattr(condition, field)
        place = ("conditions", index, field)
        for position, key in enumerate(keys):
            if key not in allowed:
                yield subject.unknown((*place, position), "parameter-unknown", key, allowed)
            else:
                yield from _check_unambiguous(subject, spec, (*place, position), key)
                yield from _check_member(subject, spec, condition, (*place, position))
        if keys and field not in _ONE_OF and "when" not in condition.model_fields_set and not _needs_files(field, keys):
            yield idle(subject, place, "condition-always", field=field)
        if len(keys) == 1 and field in _ONE_OF:
            yield idle(subject, place, "condition-alone", field=field)


def _needs_files(field: str, keys: list[str]) -> bool:
    """Return whether it says that each request has files, which nothing else can say."""
    return field == "require" and keys == ["references"]


def check_when(subject: Subject, spec: ModelSpec, place: Path, when: When) -> Iterator[Problem]:
    """What is said of a request speaks of what exists, in one way. The spec is one with all parameters of a request."""
    known = names_of_all(spec)
    for name in OF_THE_REQUEST:
        if getattr(when, name) is not None and name not in known:
            yield impossible(subject, (*place, name), "condition-never", name=name)
    yield from _check_files(subject, spec, (*place, "references"), when.references)
    for key, test in when.params.items():
        yield from _check_test(subject, spec, (*place, "params", key), test)


def _check_member(subject: Subject, spec: ModelSpec, condition: Condition, place: Path) -> Iterator[Problem]:
    field, position = str(place[2]), int(place[3])
    key = getattr(condition, field)[position]
    if key in getattr(condition, field)[:position]:
        yield idle(subject, place, "condition-twice", key=key)
    elif field in _ONE_OF and is_required(spec, key):
        yield idle(subject, place, "condition-required", key=key)
    elif field in _ONE_OF and _is_settled(spec, condition, key):
        yield idle(subject, place, "condition-settled", key=key)
    elif field == "require" and key not in OF_THE_REQUEST and _has_default(spec, key):
        yield idle(subject, place, "condition-default", key=key)


def _is_settled(spec: ModelSpec, condition: Condition, key: str) -> bool:
    """Return whether what a condition asks for says already whether a subject is given."""
    test = condition.when.tests().get(key)
    if isinstance(test, FileCount):
        return test.least > 0
    return test is not None and (isinstance(test, str) or not _has_default(spec, key))


def _has_default(spec: ModelSpec, key: str) -> bool:
    return limits_of(parameter_at(spec.params, key)).default is not None


def idle(subject: Subject, place: Path, why: str, /, **values: object) -> Problem:
    """Return the finding that something changes nothing; `why` names its words."""
    return subject.problem(place, "condition-idle", what=words(why, **values))


def impossible(subject: Subject, place: Path, why: str, /, **values: object) -> Problem:
    """Return the finding that something cannot be; `why` names its words."""
    return subject.problem(place, "condition-impossible", what=words(why, **values))


def _check_unambiguous(subject: Subject, spec: ModelSpec, place: Path, key: str) -> Iterator[Problem]:
    if key in spec.params and key in OF_THE_REQUEST:
        yield subject.problem(place, "condition-ambiguous", key=key)


def _check_files(subject: Subject, spec: ModelSpec, path: Path, test: FileTest | None) -> Iterator[Problem]:
    """A count says what no word and no shorter count says."""
    if not isinstance(test, FileCount) or spec.references is None:
        return
    kinds = [str(kind) for kind in taken_kinds(spec.references)]
    words_for: dict[tuple[int, int | None], str] = {(1, None): "given", (0, 0): "absent"}
    same = words_for.get((test.least, test.max))
    if test.kind is not None and test.kind not in kinds:
        yield subject.unknown((*path, "kind"), "option-unknown", test.kind, kinds, parameter="`references`")
    elif kinds == [test.kind]:
        yield idle(subject, (*path, "kind"), "condition-only-kind", kind=test.kind)
    elif test.kind is None and same is not None:
        yield idle(subject, path, "condition-same", word=same)
    elif test.min is not None and test.min == test.model_copy(update={"min": None}).least:
        yield idle(subject, (*path, "min"), "condition-least", count=test.min)


def _check_test(subject: Subject, spec: ModelSpec, path: Path, test: ValueTest) -> Iterator[Problem]:
    key = str(path[-1])
    parameter = next((row for _, row in places_of(spec.params, key)), None)
    if parameter is None:
        yield subject.unknown(path, "parameter-unknown", key, _paths(spec))
        return
    yield from _check_unambiguous(subject, spec, path, key)
    if isinstance(test, str):
        if _has_default(spec, key):
            yield idle(subject, path, "condition-has-default", key=key)
    elif isinstance(test, ValueRange):
        yield from _check_range(subject, path, parameter, test)
    else:
        yield from check_values(subject, path, key, parameter, test)


def _check_range(subject: Subject, path: Path, parameter: AnyParameter, test: ValueRange) -> Iterator[Problem]:
    if not isinstance(parameter, NumberParameter):
        yield impossible(subject, path, "condition-no-number", key=path[-1])
    elif not test.model_fields_set:
        yield subject.problem(path, "condition-empty", part=words("condition-range"))
    for end in ("min", "max"):
        if getattr(test, end) is not None and getattr(test, f"exclusive_{end}") is not None:
            yield idle(subject, (*path, end), "condition-two-bounds", end=end)


def check_values(subject: Subject, path: Path, key: str, parameter: AnyParameter, test: list[str]) -> Iterator[Problem]:
    """Find what is no value of a parameter, or stands twice."""
    seen: list[object] = []
    for position, value in enumerate(test):
        place, known = (*path, position), f"`{key}`"
        if isinstance(parameter, Select) and value not in parameter.options:
            yield subject.unknown(place, "option-unknown", value, parameter.options, parameter=known)
        elif not isinstance(parameter, Select) and not _is_value(parameter, value):
            is_whole = isinstance(parameter, ArrayParameter | ObjectParameter)
            advice = words("condition-lists" if is_whole else "condition-values")
            yield subject.problem(place, "value-of-condition", value=f'"{value}"', parameter=known, advice=advice)
        elif json_value(parameter, value) in seen:
            yield idle(subject, place, "condition-twice", key=value)
        seen.append(json_value(parameter, value))


def _is_value(parameter: AnyParameter, text: str) -> bool:
    """Return whether a text is a value of the parameter, written as a request would carry it."""
    if isinstance(parameter, ArrayParameter | ObjectParameter):
        return False
    value = json_value(parameter, text)
    if is_number(value):
        return Decimal(text) == Decimal(str(value)) and is_accepted(parameter_schema(parameter), value)
    return is_accepted(parameter_schema(parameter), value)
