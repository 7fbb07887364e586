"""What is narrower in a request for which a condition holds."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from .._core.problems import Phrase, hint, listed, shown
from .._spec.conditions import FileLimit, ValueLimit

Row = tuple[str, Mapping[str, object]]
"""A problem's code, and the values of its message."""
BOUNDS: tuple[tuple[str, str, str, Callable[[Any, Any], bool]], ...] = (
    ("min", "below-minimum", "minimum", operator.lt),
    ("max", "above-maximum", "maximum", operator.gt),
    ("exclusive_min", "not-above-bound", "bound", operator.le),
    ("exclusive_max", "not-below-bound", "bound", operator.ge),
)
LENGTHS: tuple[tuple[type, str, str, str], ...] = (
    (str, "min_length", "max_length", "unit-character"),
    (list, "min_items", "max_items", "unit-item"),
)


def value_problems(limit: ValueLimit, value: object, *, python: bool) -> Iterator[Row]:
    """Yield what is wrong with a value that is sent; what is no value of its parameter at all is told elsewhere."""
    said, rules = shown(value, python=python), cast("Mapping[str, Any]", limit)
    options = limit.get("options", ())
    if options and isinstance(value, str) == isinstance(options[0], str) and value is not None and value not in options:
        allowed = listed(options, python=python)
        yield "unknown-option", {"value": said, "hint": hint(value, map(str, options)), "allowed": allowed}
    for name, code, word, is_beyond in BOUNDS:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and name in rules and is_beyond(value, rules[name]):
            yield code, {"value": said, word: rules[name]}
    for kind, least, most, unit in LENGTHS:
        if isinstance(value, kind):
            length = len(cast("Sequence[object]", value))
            facts = {"length": length, "unit": Phrase(unit if length == 1 else f"{unit}s")}
            if length > rules.get(most, length):
                yield "too-long", {**facts, "maximum": rules[most]}
            if length < rules.get(least, length):
                yield "too-short", {**facts, "minimum": rules[least]}


def file_problems(limit: FileLimit, kinds: Sequence[str]) -> Iterator[Row]:
    """Yield what is wrong with reference files of some kinds."""
    if len(kinds) > limit.get("max_files", len(kinds)):
        yield "too-many-references", {"count": len(kinds), "maximum": limit.get("max_files")}
    allowed = limit.get("kinds")
    for kind in dict.fromkeys(kinds):
        if allowed is not None and kind not in allowed:
            yield "reference-kind", {"kind": kind, "allowed": listed(allowed, quoted=False)}
