"""What is deprecated, as rows of a model's table and as the sentences that editors show."""

from __future__ import annotations

from collections.abc import Mapping

from ..spec.model import Deprecation, ModelSpec
from ..words.locales import LOCALE_TABLE
from ..words.messages import request_messages
from . import ir


def lower_deprecation(spec: ModelSpec) -> ir.Deprecation | None:
    """Return what is said against a model."""
    return _lower(spec.deprecated, "deprecated-model", {"model": spec.name}) if spec.deprecated else None


def lower_deprecated_params(spec: ModelSpec) -> dict[str, ir.Deprecation]:
    """Return what is said against parameters of a model, by wire key."""
    return {
        key: _lower(row.deprecated, "deprecated-parameter", {"parameter": key})
        for key, row in spec.params.items()
        if row.deprecated is not None
    }


def deprecation_sentences(spec: ModelSpec, locale: str) -> tuple[str, ...]:
    """Return the sentences that say what of a model is deprecated, in a locale."""
    sentences = [_text(spec.deprecated, "deprecated-model", {"model": spec.name}, locale)] if spec.deprecated else []
    sentences += [
        _text(row.deprecated, "deprecated-parameter", {"parameter": f"params.{key}"}, locale)
        for key, row in spec.params.items()
        if row.deprecated is not None
    ]
    return tuple(sentence + LOCALE_TABLE[locale].full_stop for sentence in sentences)


def _text(row: Deprecation, code: str, subject: Mapping[str, str], locale: str = "en") -> str:
    """Return the client's message about a deprecation."""
    messages = request_messages()

    def part(name: str, value: object) -> str:
        return messages[f"deprecated-{name}"][locale].format_map({name: value}) if value is not None else ""

    parts = {"since": row.since, "until": part("until", row.until), "instead": part("instead", row.instead)}
    return messages[code][locale].format_map({**subject, **parts})


def _lower(row: Deprecation, code: str, subject: Mapping[str, str]) -> ir.Deprecation:
    until = row.until.isoformat() if row.until else None
    return ir.Deprecation(row.since.isoformat(), until, row.instead, _text(row, code, subject))
