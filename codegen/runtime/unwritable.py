"""What JSON cannot hold of a body: halves of surrogate pairs, and numbers that are none or not exactly one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from numbers import Number
from typing import cast

from .numbers_as_json import plain_number
from .problems import Findings, Problem, shown

SURROGATE = re.compile("[\ud800-\udfff]")
NO_TEXT = "not-unicode"


def note_unwritable(findings: Findings, body: Mapping[str, object], told: Sequence[Problem] = ()) -> None:
    """Note what cannot be written, but for what is told of already.

    A body that is too deep, or has itself in it, is another matter.
    """
    try:
        found = [(path, value) for path, value in _values("", body) if not _writable(value)]
    except RecursionError:
        return
    known = {problem.parameter for problem in told}
    for path, value in found:
        if findings.named(path) in known:
            continue
        if isinstance(value, str):
            findings.add(NO_TEXT, SURROGATE.sub("\N{REPLACEMENT CHARACTER}", path))
        else:
            findings.add("inexact-number", path, value=shown(value))


def _writable(value: object) -> bool:
    if isinstance(value, str):
        return value.isascii() or not SURROGATE.search(value)
    if not isinstance(value, Number):
        return True
    number = plain_number(value)
    try:
        return number is not None and bool(str(number))
    except ValueError:  # more digits than Python writes
        return False


def _values(path: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield all that is no container, the keys that are no text too, with its path."""
    if isinstance(value, Mapping):
        for key, item in cast("Mapping[object, object]", value).items():
            inner = f"{path}.{key}" if path else str(key)
            yield from [(inner, key)] if isinstance(key, str) and not _writable(key) else _values(inner, item)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(cast("Sequence[object]", value)):
            yield from _values(f"{path}[{index}]", item)
    else:
        yield path, value
