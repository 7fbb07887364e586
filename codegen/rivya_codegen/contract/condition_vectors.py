"""Test vectors for conditions: requests just meet, and just miss, what a condition asks for, and break or keep to what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import Any

from ..spec.conditions import CONSEQUENCES, Condition, subjects_of
from ..spec.model import ModelSpec
from ..spec.references import References, kinds_at
from .conditions import (
    applies,
    broken_by,
    count_of,
    give,
    holds,
    is_required,
    leave_out,
    reference_item,
    with_value,
    without_conflicts,
)
from .places import Request, params_in, with_params
from .reference_vectors import reference_problems
from .schema import REFERENCES_KEY, prompt_key
from .subject_values import values_near

ConditionCase = tuple[str, str, dict[str, Any]]
"""Name, limit, request."""


def condition_cases(spec: ModelSpec, base: Request) -> Iterator[ConditionCase]:
    """Yield for each consequence requests that break it (or are warned about) and that do not, and on both sides of what is asked."""
    for number, condition in enumerate(spec.conditions, 1):
        for name, word, request in _cases(spec, condition, _meet(spec, condition, base)):
            alone = without_conflicts(spec, request, subjects_of(condition), condition)
            same = _verdict(spec, alone, condition) == _verdict(spec, request, condition)
            yield f"condition-{number}-{name}", f"conditions.{number}.{word}", alone if same else request


def _verdict(spec: ModelSpec, request: Request, condition: Condition) -> list[tuple[str, str]] | None:
    """Return what of a condition a request breaks; nothing where it does not apply."""
    return list(broken_by(spec, request, condition)) if applies(spec, condition.when, request) else None


def _cases(spec: ModelSpec, condition: Condition, met: Request) -> Iterator[ConditionCase]:
    for word in ("no_effect", "require", "forbid"):
        for subject in getattr(condition, word):
            yield f"{word}-{subject}-given", word, give(spec, met, subject)
            if not is_required(spec, subject):
                yield f"{word}-{subject}-absent", word, leave_out(spec, met, subject)
    for word in ("exactly_one_of", "at_most_one_of"):
        for given, request in _selections(spec, met, getattr(condition, word)):
            yield f"{word}-{given}", word, request
    for subject in condition.limit.subjects():
        rows = () if _is_default_alone(condition, subject) else variants(spec, met, subject)
        yield from ((f"limit-{subject}-{at}", "limit", request) for at, request in enumerate(rows, 1))
    yield from _around(spec, condition, met)


def _is_default_alone(condition: Condition, subject: str) -> bool:
    limit = condition.limit.params.get(subject)
    return limit is not None and limit.model_fields_set == {"default"}


def _selections(spec: ModelSpec, met: Request, subjects: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield requests with none of some subjects, with each alone, and with each and the next."""
    for at, subject in [(-1, "none"), *enumerate(subjects)] if subjects else ():
        alone = dict(met)
        for other in (other for other in subjects if other != subject):
            alone = leave_out(spec, alone, other)
        alone = alone if at < 0 else give(spec, alone, subject)
        yield subject, alone
        if 0 <= at < len(subjects) - 1:
            yield f"{subject}-and-more", give(spec, alone, subjects[at + 1])


def _around(spec: ModelSpec, condition: Condition, met: Request) -> Iterator[ConditionCase]:
    """Yield requests that break the first consequence with what is asked for changed, one subject at a time."""
    word = next((name for name in CONSEQUENCES if getattr(condition, name)), "limit")
    breaking = _break(spec, met, word, getattr(condition, word)) if word != "limit" else _exceed(spec, met, condition)
    for subject in condition.when.tests():
        requests = [request for request in variants(spec, breaking, subject) if len(_kinds(spec, request)) < 2]
        for at, request in enumerate(requests, 1):
            yield f"when-{subject}-{at}", word, request


def _kinds(spec: ModelSpec, request: Request) -> set[str]:
    return {item["kind"] for item in params_in(spec, request).get(REFERENCES_KEY, [])}


def _break(spec: ModelSpec, met: Request, word: str, subjects: list[str]) -> dict[str, Any]:
    request = dict(met)
    for subject in subjects[:2] if word.endswith("one_of") else subjects[:1]:
        request = (leave_out if word == "require" else give)(spec, request, subject)
    return request


def _exceed(spec: ModelSpec, met: Request, condition: Condition) -> dict[str, Any]:
    """Return the request with a limit exceeded, where one can be."""
    asked = condition.when.tests()
    for subject in (one for one in condition.limit.subjects() if one not in asked):
        for request in variants(spec, met, subject):
            if any(broken_by(spec, request, condition)):
                return request
    return dict(met)


def variants(spec: ModelSpec, request: Request, subject: str) -> Iterator[dict[str, Any]]:
    """Yield a request with each way to give, or to leave out, a subject that makes a difference to conditions."""
    if subject == "prompt":
        yield give(spec, request, subject)
        limits = [row.limit.prompt.max_length for row in spec.conditions if row.limit.prompt is not None]
        lengths = sorted({length for limit in limits for length in (limit, limit + 1)})
        yield from ({**request, prompt_key(spec): "x" * length} for length in lengths)
        if not is_required(spec, subject):
            yield leave_out(spec, request, subject)
    elif subject == "references":
        for kinds in _file_lists(spec):
            items = [reference_item(kind, kinds[: at + 1].count(kind)) for at, kind in enumerate(kinds)]
            given = with_params(spec, request, {REFERENCES_KEY: items})
            yield given if items else leave_out(spec, request, subject)
    else:
        yield from (with_value(spec, request, subject, value) for value in values_near(spec, subject))


def _file_lists(spec: ModelSpec) -> Iterator[Sequence[str]]:
    """Yield the kinds of files that the model takes together, some on each side of the numbers that conditions ask for."""
    rule = spec.references or References()
    if spec.references is None:
        yield ()
    elif rule.role_files:
        positions = [kinds_at(rule, position) for position in range(len(rule.roles))]
        turns = range(max(map(len, positions), default=0))
        whole = [tuple(kinds[turn % len(kinds)] for kinds in positions) for turn in turns]
        lists = dict.fromkeys(kinds[:count] for count in range(len(positions) + 1) for kinds in whole)
        yield from (kinds for kinds in lists if not reference_problems(rule, Counter(kinds)))
    else:
        yield from _lists_of_any_order(spec, rule)


def _lists_of_any_order(spec: ModelSpec, rule: References) -> Iterator[Sequence[str]]:
    tests = [count_of(row.when.references) for row in spec.conditions if row.when.references is not None]
    tests += [(None, 0, limit.max_files) for row in spec.conditions if (limit := row.limit.references) is not None]
    bounds = {bound for _, least, most in tests for bound in (least, most) if bound is not None} | {1}
    numbers = sorted({0} | {bound + shift for bound in bounds for shift in (-1, 0, 1) if bound + shift >= 0})
    kinds = kinds_at(rule, 0)
    for counts in product(numbers, repeat=len(kinds)):
        row = {kind: count for kind, count in zip(kinds, counts, strict=True) if count}
        if not reference_problems(rule, row):
            yield [kind for kind, count in row.items() for _ in range(count)]


def _meet(spec: ModelSpec, condition: Condition, base: Request) -> dict[str, Any]:
    """Return the request changed so that the condition applies, and all that it requires is there."""
    request = dict(base)
    for subject in condition.when.tests():
        if not holds(spec, request, condition.when, subject):
            ways = chain([give(spec, request, subject)], variants(spec, request, subject))
            request = next((way for way in ways if holds(spec, way, condition.when, subject)), request)
    for subject in condition.require:
        request = give(spec, request, subject)
    return request
