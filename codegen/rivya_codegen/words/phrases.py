"""The sentences that stand in no template, per locale: `<locale>/phrases.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from string import Formatter

from ..text.fragments import Fragment, prose
from .locales import words_of_kind
from .messages import request_messages


def phrases(locale: str) -> Mapping[str, str]:
    """Return the sentences in a locale, as Markdown of ours, by name."""
    sentences: Mapping[str, str] = words_of_kind("phrases")[locale]
    return sentences


def phrase(name: str, locale: str, **values: object) -> Fragment:
    """Return a sentence in a locale as Markdown, with its values filled in."""
    return _filled(phrases(locale)[name], values)


def request_phrase(code: str, locale: str, **values: object) -> Fragment:
    """Return a part of the client's messages as Markdown, with its values filled in."""
    return _filled(request_messages()[code][locale], values)


def joined(parts: Iterable[Fragment], between: str) -> Fragment:
    """Return Markdown with a word between its parts."""
    return reduce(lambda before, after: _next_to(_next_to(before, between), after), parts)


def _filled(template: str, values: Mapping[str, object]) -> Fragment:
    parts = Formatter().parse(template)
    pieces = (piece for text, name, *_ in parts for piece in (text, _markdown(values[name]) if name else ""))
    return reduce(_next_to, pieces, Fragment(""))


def _next_to(before: str, after: str) -> Fragment:
    """Return two texts as one; the space that Chinese has beside other letters is none between its own."""
    left, right = before.rstrip(" "), after.lstrip(" ")
    is_between = _CHINESE.match(left[-1:]) and _CHINESE.match(right[:1])
    return Fragment(left + right if is_between else before + after)


_CHINESE = re.compile("[\u3400-\u9fff]")


def _markdown(value: object) -> Fragment:
    return value if isinstance(value, Fragment) else prose(str(value))
