"""What holds of every list of facts: no entry stands twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..problems.problem import Problem
from ..text.json_data import is_list, is_object
from ..yaml_text.reader import Path
from .subject import Subject

_JUDGED_ELSEWHERE = {"conditions", "credits", "text", "examples"}
"""What has findings of its own, or is no list of facts."""


def check_lists(subject: Subject) -> Iterator[Problem]:
    """No list has the same entry twice."""
    facts = subject.spec.model_dump(mode="json", by_alias=True, exclude=_JUDGED_ELSEWHERE, exclude_unset=True)
    for path, value, rest in _entries(facts):
        if value in rest:
            yield subject.problem(path, "option-duplicate", value=json.dumps(value, ensure_ascii=False))


def _entries(value: Any, above: Path = ()) -> Iterator[tuple[Path, Any, list[Any]]]:
    """Yield the entries of all lists, each with those before it."""
    if is_object(value):
        for key, part in value.items():
            yield from _entries(part, (*above, key))
    elif is_list(value):
        for index, part in enumerate(value):
            yield from _entries(part, (*above, index))
            yield (*above, index), part, value[:index]
