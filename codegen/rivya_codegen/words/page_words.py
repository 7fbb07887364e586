"""The words by which model pages are read, from `page_words.yaml`: lists, and lists by what their words mean."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .locales import read_table

_FILE = Path(__file__).with_suffix(".yaml")


def page_words(name: str) -> tuple[str, ...]:
    """Return the words of a list."""
    return tuple(unicodedata.normalize("NFC", word) for word in read_table(_FILE)[name])


def meanings(name: str) -> Mapping[str, Any]:
    """Return the words of a table of lists, each with what the words of its list mean."""
    rows = read_table(_FILE)[name].items()
    return {unicodedata.normalize("NFC", word): meaning for meaning, words in rows for word in words}
