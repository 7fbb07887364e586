"""Rules about the platform spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..problems.problem import Problem, did_you_mean
from ..source.parse import Parsed
from ..spec.platform import PlatformSpec, unconfirmed_values
from ..words.locales import LOCALES
from .texts import described


def check_platform(parsed: Parsed) -> Iterator[Problem]:
    """Operations name what exists, and every text is there in every locale."""
    yield from _check_operations(parsed)
    yield from _check_texts(parsed)


def _check_operations(parsed: Parsed) -> Iterator[Problem]:
    scopes = parsed.platform.authentication.scopes
    for name, operation in parsed.platform.operations.items():
        for field, value, known, code in (
            ("response", operation.response, list(parsed.wire), "operation-response"),
            ("request", operation.request, [*parsed.wire, "models", "chat_models"], "operation-response"),
            ("scope", operation.scope, scopes, "operation-scope"),
        ):
            if value is not None and value not in known:
                parameters = {"value": f'"{value}"', "hint": did_you_mean(value, known), "allowed": ", ".join(known)}
                yield Problem(parsed.platform_document.locate(("operations", name, field)), code, parameters)


def _check_texts(parsed: Parsed) -> Iterator[Problem]:
    locate, platform = parsed.platform_document.locate, parsed.platform
    for index, locale in enumerate(platform.locales):
        if locale not in LOCALES:
            parameters = {"value": locale, "hint": did_you_mean(locale, LOCALES), "allowed": ", ".join(LOCALES)}
            yield Problem(locate(("locales", index)), "locale-without-words", parameters)
        for key in described(platform.chat.fields):
            if key not in platform.chat.text.get(locale, {}):
                yield Problem(locate(("chat", "text")), "text-missing", {"key": key, "locale": locale})
        for path, texts in _texts(platform):
            if locale not in texts:
                yield Problem(locate(path), "platform-locale", {"value": locale})


def _texts(platform: PlatformSpec) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    """Yield the texts that have a place of their own, with their paths."""
    for code, error in platform.errors.items():
        yield ("errors", code, "text"), error.text
        yield ("errors", code, "advice"), error.advice
    for status, row in platform.statuses.items():
        yield ("statuses", status, "text"), row.text
    for path, value in unconfirmed_values(platform).items():
        yield (*path.split("."), "unconfirmed"), value.unconfirmed
