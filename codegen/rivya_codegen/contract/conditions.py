"""What conditions say of a request: which of them are broken, and how to change the request so that none is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from ..spec.conditions import OF_THE_REQUEST, Condition, FileCount, When
from ..spec.diff import ABSENT
from ..spec.limits import limits_of
from ..spec.model import ModelSpec
from ..spec.nested import parameter_at, places_of
from ..spec.platform import PlatformSpec
from ..spec.references import References, kinds_at
from ..text.json_data import is_list, is_object
from .limits import limit_codes
from .parameters import with_all_parameters
from .places import Request, params_in, sent_value, with_params, without_param
from .samples import SAMPLE_TEXT, a_value, smallest_request
from .schema import REFERENCES_KEY, json_value, prompt_key
from .subject_values import fulfils, values_near


def reference_item(kind: str, number: int = 1, mime_type: str | None = None) -> dict[str, Any]:
    """Return an entry of `referenceMediaItems`."""
    entry = {"url": f"https://cdn.example.com/reference-{kind}-{number}", "kind": kind}
    return entry | ({"mimeType": mime_type} if mime_type else {})


def value_in_use(spec: ModelSpec, request: Request, path: str) -> Any:
    """Return the value that holds for a parameter or field: what is sent, else the default; of fields, in an object that is sent."""
    keys, _ = next(places_of(spec.params, path))
    value, default = sent_value(spec, request, path), default_of(spec, request, path)
    if value is not ABSENT or default is None:
        return value
    above = ".".join(keys[:-1])
    return default if not above or is_object(sent_value(spec, request, above)) else ABSENT


def default_of(spec: ModelSpec, request: Request, path: str) -> Any:
    """Return the default of a parameter or field, which may be another one where a condition applies."""
    parameter = parameter_at(spec.params, path)
    default = limits_of(parameter).default
    for row in spec.conditions:
        limit = row.limit.params.get(path)
        if limit is None or limit.default is None:
            continue
        # What another default waits for is asked with the usual ones: a spec that goes in a circle is refused elsewhere.
        if applies(spec.model_copy(update={"conditions": []}), row.when, request):
            default = json_value(parameter, limit.default)
    return default


def is_given(spec: ModelSpec, request: Request, subject: str) -> bool:
    """Return whether a request gives a subject: a parameter, a field of one, `prompt` or `references`."""
    if subject == "prompt":
        return bool(request.get(prompt_key(spec)))
    if subject == "references":
        return bool(params_in(spec, request).get(REFERENCES_KEY))
    return sent_value(spec, request, subject) is not ABSENT


def is_required(spec: ModelSpec, subject: str) -> bool:
    """Return whether each request gives a subject anyway; of a field, each that gives the object it is in."""
    if subject == "prompt":
        return spec.prompt is not None and spec.prompt.required
    return subject != "references" and bool(parameter_at(spec.params, subject).required)


def with_value(spec: ModelSpec, request: Request, path: str, value: Any) -> dict[str, Any]:
    """Return the request with a value for a parameter or a field, whose object is given then; `ABSENT` takes it away."""
    (first, *keys), _ = next(places_of(spec.params, path))
    if not keys:
        return without_param(spec, request, first) if value is ABSENT else with_params(spec, request, {first: value})
    old = params_in(spec, request).get(first)
    whole = dict(old if is_object(old) else a_value(spec.params[first]))
    return with_params(spec, request, {first: _with_field(spec.params[first], whole, keys, value)})


def _with_field(parameter: Any, whole: dict[str, Any], keys: Sequence[str], value: Any) -> dict[str, Any]:
    key, field = keys[0], parameter.fields[keys[0]]
    if len(keys) > 1:
        inner = whole.get(key)
        value = _with_field(field, dict(inner if is_object(inner) else a_value(field)), keys[1:], value)
    rest = {name: part for name, part in whole.items() if name != key}
    return rest if value is ABSENT else whole | {key: value}


def give(spec: ModelSpec, request: Request, subject: str) -> dict[str, Any]:
    """Return the request with a subject given; one that is there already stays as it is."""
    if is_given(spec, request, subject):
        return dict(request)
    if subject == "prompt":
        limit = spec.prompt.max_length if spec.prompt else None
        return {**request, prompt_key(spec): SAMPLE_TEXT[:limit]}
    if subject == "references":
        kind = kinds_at(spec.references or References(), 0)[0]
        return with_params(spec, request, {REFERENCES_KEY: [reference_item(kind)]})
    return with_value(spec, request, subject, a_value(parameter_at(spec.params, subject)))


def leave_out(spec: ModelSpec, request: Request, subject: str) -> dict[str, Any]:
    """Return the request without a subject; of a field that its object needs, without the object."""
    if subject == "prompt":
        return {key: value for key, value in request.items() if key != prompt_key(spec)}
    if subject == "references":
        return without_param(spec, request, REFERENCES_KEY)
    if not is_given(spec, request, subject):
        return dict(request)
    keys, parameter = next(places_of(spec.params, subject))
    if parameter.required and len(keys) > 1:
        return leave_out(spec, request, ".".join(keys[:-1]))
    return with_value(spec, request, subject, ABSENT)


def count_of(test: FileCount | str) -> tuple[str | None, int, int | None]:
    """Return of which kind a condition counts files (of all: `None`), the least and the greatest number of them."""
    if isinstance(test, str):
        return (None, 1, None) if test == "given" else (None, 0, 0)
    return test.kind, test.least, test.max


def _fulfils_count(spec: ModelSpec, request: Request, test: FileCount | str) -> bool:
    items, (kind, least, most) = params_in(spec, request).get(REFERENCES_KEY), count_of(test)
    kinds = Counter(item.get("kind") for item in (items if is_list(items) else []) if is_object(item))
    count = kinds.total() if kind is None else kinds[kind]
    return least <= count and (most is None or count <= most)


def holds(spec: ModelSpec, request: Request, when: When, subject: str) -> bool:
    """Return whether what is said of one subject holds of a request."""
    if subject == "references":
        return when.references is None or _fulfils_count(spec, request, when.references)
    if subject == "prompt":
        return when.prompt is None or is_given(spec, request, subject) == (when.prompt == "given")
    parameter = parameter_at(spec.params, subject)
    return fulfils(parameter, when.params[subject], value_in_use(spec, request, subject))


def applies(spec: ModelSpec, when: When, request: Request) -> bool:
    """Return whether all that is said holds of a request."""
    return all(holds(spec, request, when, subject) for subject in when.tests())


_CODES = {"no_effect": "no-effect", "require": "condition-requires", "forbid": "condition-forbids"}


def broken(spec: ModelSpec, request: Request) -> Iterator[tuple[str, Condition, str]]:
    """Yield `(problem code, condition, subject)` for each consequence that a request breaks or is warned about."""
    for condition in spec.conditions:
        for field, subject in broken_by(spec, request, condition) if applies(spec, condition.when, request) else ():
            yield from ((code, condition, subject) for code in _codes(spec, request, condition, field, subject))


def _codes(spec: ModelSpec, request: Request, condition: Condition, field: str, subject: str) -> list[str]:
    if field == "limit":
        return limit_codes(spec, request, condition, subject)
    if field in _CODES:
        return [_CODES[field]]
    given = any(is_given(spec, request, one) for one in getattr(condition, field))
    return ["condition-excludes" if given else "condition-needs-one"]


def broken_by(spec: ModelSpec, request: Request, condition: Condition) -> Iterator[tuple[str, str]]:
    """Yield `(field, subject)` for each consequence of a condition that applies; of a choice, the first subject."""
    for field, wrong in (("no_effect", True), ("require", False), ("forbid", True)):
        subjects: list[str] = getattr(condition, field)
        yield from ((field, subject) for subject in subjects if is_given(spec, request, subject) == wrong)
    for field, least in (("exactly_one_of", 1), ("at_most_one_of", 0)):
        subjects = getattr(condition, field)
        if subjects and not least <= sum(is_given(spec, request, subject) for subject in subjects) <= 1:
            yield field, subjects[0]
    for subject in condition.limit.subjects():
        if limit_codes(spec, request, condition, subject):
            yield "limit", subject


def without_conflicts(
    spec: ModelSpec, request: Request, tested: Collection[str], but: Condition | None = None
) -> dict[str, Any]:
    """Return the request changed so that no condition gets in the way of a test, as far as that goes.

    Args:
        spec: The model.
        request: A request.
        tested: What stays as it is.
        but: The condition that is tested, which may be broken.
    """
    for _ in range(2 * len(spec.conditions)):
        rows = (row for row in broken(spec, request) if row[0] != "no-effect" and row[1] is not but)
        found = next(rows, None)
        if found is None:
            break
        code, condition, subject = found
        if code in {"condition-requires", "condition-needs-one"} and _is_free(subject, tested):
            request = give(spec, request, subject)
        elif code == "condition-forbids" and _can_go(spec, subject, tested):
            request = leave_out(spec, request, subject)
        elif code == "condition-excludes" and (others := _others(spec, request, condition, tested)):
            for other in others:
                request = leave_out(spec, request, other)
        else:
            request = _avoid(spec, request, condition, tested)
    return dict(request)


def accepted_request(spec: ModelSpec, platform: PlatformSpec) -> dict[str, Any]:
    """Return the smallest request that keeps to the conditions as well."""
    return without_conflicts(with_all_parameters(spec, platform), smallest_request(spec, platform), ())


def _is_free(subject: str, tested: Collection[str]) -> bool:
    """Return whether a test does not need a subject as it is, nor the object it is in, nor a field of it."""
    return not any(f"{subject}.".startswith(f"{key}.") or key.startswith(f"{subject}.") for key in tested)


def _can_go(spec: ModelSpec, subject: str, tested: Collection[str]) -> bool:
    return not is_required(spec, subject) and _is_free(subject, tested)


def _others(spec: ModelSpec, request: Request, condition: Condition, tested: Collection[str]) -> list[str]:
    """Return the given subjects to leave out so that a tested one, or else the first, is the only one."""
    rows = (condition.exactly_one_of, condition.at_most_one_of)
    given = [[subject for subject in row if is_given(spec, request, subject)] for row in rows]
    kept = [next((subject for subject in row if subject in tested), row[0]) for row in given if row]
    return [other for row in given for other in row if other not in kept and _can_go(spec, other, tested)]


def _avoid(spec: ModelSpec, request: Request, condition: Condition, tested: Collection[str]) -> dict[str, Any]:
    """Return the request with something changed, or left out, that a condition asks for; what is tested is not."""
    for subject, test in condition.when.tests().items():
        if not _is_free(subject, tested):
            continue
        changed = dict(request)
        if subject in OF_THE_REQUEST:
            changed = (leave_out if is_given(spec, request, subject) else give)(spec, request, subject)
        else:
            parameter = parameter_at(spec.params, subject)
            others = [value for value in values_near(spec, subject) if not fulfils(parameter, test, value)]
            changed = with_value(spec, request, subject, others[0]) if others else changed
        avoids = not holds(spec, changed, condition.when, subject)
        if avoids and not (subject == "prompt" and is_required(spec, subject)):
            return changed
    return dict(request)
