"""The sentences that stand in no template, per locale: `<locale>/phrases.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from ..text.fragments import Fragment, prose
from .locales import words_of_kind


def phrases(locale: str) -> Mapping[str, str]:
    """Return the sentences in a locale, as Markdown of ours, by name."""
    sentences: Mapping[str, str] = words_of_kind("phrases")[locale]
    return sentences


def phrase(name: str, locale: str, **values: object) -> Fragment:
    """Return a sentence in a locale as Markdown, with its values filled in."""
    return Fragment(phrases(locale)[name].format_map({key: _markdown(value) for key, value in values.items()}))


def _markdown(value: object) -> Fragment:
    return value if isinstance(value, Fragment) else prose(str(value))
