"""The forms of texts: those that have a name, and those that a spec writes as a pattern."""

from __future__ import annotations

from collections.abc import Mapping

from .model import TextParameter, TextPattern

FORMATS: Mapping[str, TextPattern] = {
    "color": TextPattern(expression="#[0-9A-Fa-f]{6}", example="#2f6fed", counterexample="blue"),
    "date": TextPattern(
        expression="[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", example="2026-05-11", counterexample="11.5.2026"
    ),
    "language": TextPattern(expression="[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", example="zh-Hant", counterexample="中文"),
}
"""Named forms: a color as CSS writes it in six digits, a day of ISO 8601, a language tag of BCP 47."""


def pattern_of(parameter: TextParameter) -> TextPattern | None:
    """Return the pattern that the whole text has to match, if any."""
    return FORMATS.get(parameter.format or "", parameter.pattern)
