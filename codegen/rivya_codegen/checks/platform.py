"""Rules about what is no model: the platform spec, releases, and days of review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from ..changes.rules import RULES
from ..problems.problem import Problem, did_you_mean
from ..source.parse import Parsed
from ..spec.nested import with_fields
from ..spec.platform import PlatformSpec, unconfirmed_values
from ..words.locales import LOCALES
from .deprecations import unseen


def check_platform(parsed: Parsed) -> Iterator[Problem]:
    """Operations name what exists, every text is there in every locale, and nothing is deprecated in vain."""
    yield from _check_operations(parsed)
    yield from _check_texts(parsed)
    for path, row in with_fields(parsed.platform.chat.fields):
        place = parsed.platform_document.locate(("chat", "fields", path))
        yield from (Problem(place, "deprecation-field", {"field": path, "key": name}) for name in unseen(row, True))


def check_releases(parsed: Parsed) -> Iterator[Problem]:
    """The entries of the changelog name kinds of changes that there are."""
    for release in parsed.releases:
        for index, row in enumerate(release.entry.changes):
            if row.rule not in RULES:
                place = release.document.locate(("changes", index, "rule"))
                yield Problem(place, "change-unknown", {"rule": row.rule, "hint": did_you_mean(row.rule, RULES)})


def check_reviews(parsed: Parsed) -> Iterator[Problem]:
    """Nothing has been compared on a day that is still to come; somewhere it is a day later than here."""
    latest = datetime.now(UTC).date() + timedelta(days=1)
    rows = [(parsed.platform.reviewed, parsed.platform_document.locate(("reviewed",)))]
    rows += [(row.spec.source.reviewed, row.document.locate(("source", "reviewed"))) for row in parsed.models]
    yield from (Problem(place, "review-to-come", {"value": day}) for day, place in rows if day > latest)


def _check_operations(parsed: Parsed) -> Iterator[Problem]:
    scopes = parsed.platform.authentication.scopes
    for name, operation in parsed.platform.operations.items():
        for field, value, known in (
            ("response", operation.response, list(parsed.wire)),
            ("request", operation.request, [*parsed.wire, "models", "chat_models"]),
            ("scope", operation.scope, scopes),
        ):
            if value is not None and value not in known:
                hint = did_you_mean(value, known)
                details = {"field": field, "value": f'"{value}"', "hint": hint, "allowed": ", ".join(known)}
                place = parsed.platform_document.locate(("operations", name, field))
                yield Problem(place, "operation-unknown", details)


def _check_texts(parsed: Parsed) -> Iterator[Problem]:
    locate, platform = parsed.platform_document.locate, parsed.platform
    for index, locale in enumerate(platform.locales):
        if locale not in LOCALES:
            parameters = {"value": locale, "hint": did_you_mean(locale, LOCALES), "allowed": ", ".join(LOCALES)}
            yield Problem(locate(("locales", index)), "locale-without-words", parameters)
        for key, _ in with_fields(platform.chat.fields):
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
