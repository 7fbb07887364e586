"""The consistency of specs: every rule is a function from a subject to problems, found by its name in these modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType

from ..problems.problem import Problem
from ..source.parse import Parsed, misnamed
from . import (
    condition_cases,
    conditions,
    deprecations,
    examples,
    hostile_text,
    limits,
    lists,
    names,
    parameters,
    prices,
    references,
    texts,
)
from .platform import check_platform, check_releases, check_reviews
from .subject import Subject
from .vectors import check_vectors

Rule = Callable[[Subject], Iterable[Problem]]


def _rules_of(module: ModuleType) -> Iterator[Rule]:
    """Yield the rules about one model: the functions `check_…(subject)` that a module defines."""
    for name, value in vars(module).items():
        is_own = getattr(value, "__module__", None) == module.__name__
        if name.startswith("check_") and is_own and list(value.__annotations__) == ["subject", "return"]:
            yield value


_MODULES = (
    names,
    parameters,
    deprecations,
    references,
    conditions,
    limits,
    lists,
    condition_cases,
    texts,
    examples,
    prices,
    hostile_text,
)
MODEL_RULES = tuple(rule for module in _MODULES for rule in _rules_of(module))


def check(parsed: Parsed) -> Iterator[Problem]:
    """Yield what is wrong in or between specs that are well-formed each."""
    yield from check_platform(parsed)
    yield from hostile_text.check_hostile_platform(parsed)
    yield from misnamed(parsed)
    yield from names.check_model_names(parsed)
    yield from deprecations.check_successors(parsed)
    yield from check_releases(parsed)
    yield from check_reviews(parsed)
    for model, contract in zip(parsed.models, parsed.contracts, strict=True):
        subject = Subject(contract, model.document)
        problems = [problem for rule in MODEL_RULES for problem in rule(subject)]
        # Vectors are made from a spec that agrees with itself; from any other they would only confuse.
        yield from problems or check_vectors(subject)
