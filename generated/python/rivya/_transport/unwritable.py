"""What JSON cannot hold of a body: halves of surrogate pairs, NaN, numbers that are not exact, other objects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from numbers import Number
from typing import cast

from .._core.numbers_as_json import plain_number
from .._core.problems import Problem, shown
from .._spec.findings import Findings

SURROGATE = re.compile("[\ud800-\udfff]")


def note_unwritable(findings: Findings, body: Mapping[str, object], known: Sequence[Problem] = ()) -> None:
    """Note what cannot be written, but for what is known already.

    A body that is too deep, or has itself in it, is another matter.
    """
    try:
        found = [(path, value, code) for path, value in _values("", body) if (code := _fault(value)) is not None]
    except RecursionError:
        return
    noted = {problem.parameter for problem in known}
    for path, value, code in found:
        if findings.named(path) not in noted:
            findings.add(code, SURROGATE.sub("\N{REPLACEMENT CHARACTER}", path), value=shown(value))


def _fault(value: object) -> str | None:
    """Return the code of the problem with a value that is no container; nothing where it can be written."""
    if isinstance(value, str):
        return None if value.isascii() or not SURROGATE.search(value) else "not-unicode"
    number = plain_number(value)
    try:
        writable = value is None or (number is not None and bool(str(number)))
    except ValueError:  # more digits than Python writes
        writable = False
    return None if writable else "inexact-number" if isinstance(value, Number) else "not-json"


def _values(path: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield all that is no container, the keys that are no text too, with its path."""
    if isinstance(value, Mapping):
        for key, item in cast("Mapping[object, object]", value).items():
            name = key if isinstance(key, str) else shown(key)
            inner = f"{path}.{name}" if path else name
            # Numbers of other kinds are written as values only.
            is_name = isinstance(key, str | int | float | None) and _fault(key) is None
            yield from _values(inner, item) if is_name else [(inner, key)]
    elif isinstance(value, list | tuple):
        for index, item in enumerate(cast("Sequence[object]", value)):
            yield from _values(f"{path}[{index}]", item)
    else:
        yield path, value
