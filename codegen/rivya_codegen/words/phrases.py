"""The sentences that stand in no template, per locale: `<locale>/phrases.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..text.fragments import Fragment, prose
from .tables import read_table


@cache
def phrases(locale: str) -> Mapping[str, str]:
    """Return the sentences in a locale, as Markdown of ours, by name."""
    sentences: Mapping[str, str] = read_table(Path(__file__).parent / locale / "phrases.yaml")
    return sentences


def phrase(name: str, locale: str, **values: object) -> Fragment:
    """Return a sentence in a locale as Markdown, with its values filled in."""
    return Fragment(phrases(locale)[name].format_map({key: _markdown(value) for key, value in values.items()}))


def _markdown(value: object) -> Fragment:
    return value if isinstance(value, Fragment) else prose(str(value))
