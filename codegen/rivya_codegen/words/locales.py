"""The table of locales: the languages of the messages and pages. Everything that differs by language reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locale:
    """What a language needs beside its words, which stand in the folder of its name."""

    language_region: str
    """The tag as formats have it that know a language and a region, but no script."""
    full_stop: str
    semicolon: str
    """What stands between the two halves of a message."""


LOCALE_TABLE: Mapping[str, Locale] = {
    "en": Locale("en", ".", "; "),
    "zh-Hant": Locale("zh-TW", "。", "；"),
}

LOCALES = tuple(LOCALE_TABLE)
"""The tags; the first is what is shown where nobody asks for another."""
