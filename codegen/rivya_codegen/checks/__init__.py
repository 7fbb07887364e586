"""The consistency of specs: every rule is a function from a subject to problems, listed in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..problems.problem import Problem
from ..source.parse import Parsed, misnamed
from .conditions import check_conditions
from .credits import check_credits
from .deprecations import check_deprecation, check_successors
from .examples import check_examples
from .hostile_text import check_hostile_platform, check_hostile_text
from .names import check_model_names, check_parameter_names
from .parameters import check_chat, check_parameters
from .platform import check_platform
from .references import check_references
from .releases import check_releases
from .reviews import check_reviews
from .subject import Subject
from .texts import check_error_codes, check_placeholders, check_text, check_undocumented
from .vectors import check_vectors

MODEL_RULES: tuple[Callable[[Subject], Iterable[Problem]], ...] = (
    check_parameter_names,
    check_parameters,
    check_chat,
    check_deprecation,
    check_references,
    check_conditions,
    check_error_codes,
    check_text,
    check_placeholders,
    check_undocumented,
    check_examples,
    check_credits,
    check_hostile_text,
)


def check(parsed: Parsed) -> Iterator[Problem]:
    """Yield what is wrong in or between specs that are well-formed each."""
    yield from check_platform(parsed)
    yield from check_hostile_platform(parsed)
    yield from misnamed(parsed)
    yield from check_model_names(parsed)
    yield from check_successors(parsed)
    yield from check_releases(parsed)
    yield from check_reviews(parsed)
    for model, contract in zip(parsed.models, parsed.contracts, strict=True):
        subject = Subject(contract, model.document)
        problems = [problem for rule in MODEL_RULES for problem in rule(subject)]
        # Vectors are made from a spec that agrees with itself; from any other they would only confuse.
        yield from problems or check_vectors(subject)
