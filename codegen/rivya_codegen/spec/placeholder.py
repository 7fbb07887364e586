"""The word that marks a place of a spec that is still to be filled in; no spec with one in it is generated from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..text.json_data import walk
from ..yaml_text.reader import Path

PLACEHOLDER = "TODO"

CODE = "placeholder"
"""The code of the problem that names such a place."""


def placeholder(hint: str | None) -> str:
    """Return a placeholder that carries what is known, for whoever fills it in."""
    return f"{PLACEHOLDER}: {hint}" if hint else PLACEHOLDER


def is_placeholder(value: object) -> bool:
    """Return whether a value is the word alone, or with a hint behind it."""
    return isinstance(value, str) and (value == PLACEHOLDER or value.startswith(f"{PLACEHOLDER}:"))


def placeholders(data: Any) -> Iterator[Path]:
    """Yield where data has placeholders; examples are requests of the vendor and may hold any text."""
    return (path for path, value in walk(data) if path[:1] != ("examples",) and is_placeholder(value))
