"""The words by which model pages are read, from `page_words.yaml`: lists, and lists by what their words mean."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .tables import read_table


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table(Path(__file__).with_suffix(".yaml"))
    return table


def page_words(name: str) -> tuple[str, ...]:
    """Return the words of a list."""
    return tuple(unicodedata.normalize("NFC", word) for word in _table()[name])


def meanings(name: str) -> Mapping[str, Any]:
    """Return the words of a table of lists, each with what the words of its list mean."""
    rows = _table()[name].items()
    return {unicodedata.normalize("NFC", word): meaning for meaning, words in rows for word in words}
