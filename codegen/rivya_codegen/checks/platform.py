"""Rules about what is no model: the platform spec, releases, and days of review."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from ..changes.rules import RULES
from ..contract.names import category_name, collisions, is_taken_by_client
from ..problems.problem import Problem, did_you_mean
from ..source.parse import Parsed
from ..spec.categories import DRAWN_TYPES
from ..spec.nested import with_fields
from ..spec.platform import PlatformSpec, unconfirmed_values
from ..words.locales import LOCALES
from ..words.messages import words
from .deprecations import unseen


def check_platform(parsed: Parsed) -> Iterator[Problem]:
    """Operations name what exists, every text is there in every locale, and nothing is deprecated in vain."""
    yield from _check_operations(parsed)
    yield from _check_texts(parsed)
    yield from _check_categories(parsed)
    yield from _check_samples(parsed)
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


def _check_categories(parsed: Parsed) -> Iterator[Problem]:
    """Categories have attributes of their own, and jobs make files of types that are known."""
    locate, platform = parsed.platform_document.locate, parsed.platform
    groups = [(name, category_name(name, row)) for name, row in platform.categories.items()]
    for name, first, second in collisions(groups):
        facts = {"name": name, "first": f"`{first}`", "second": f"`{second}`"}
        yield Problem(locate(("categories", second), key=True), "name-collision", facts)
    for (name, group), row in zip(groups, platform.categories.values(), strict=True):
        if is_taken_by_client(group, row):
            yield Problem(locate(("categories", name), key=True), "name-reserved", {"name": group})
        if bool(row.results) == row.is_chat:
            what = words("results-of-chat" if row.is_chat else "results-missing")
            yield Problem(locate(("categories", name), key=True), "category-results", {"what": what})
        for index, value in enumerate(row.results):
            place, known = locate(("categories", name, "results", index)), platform.media_types
            if value not in known:
                facts = {"value": f'"{value}"', "hint": did_you_mean(value, known), "allowed": ", ".join(known)}
                yield Problem(place, "media-type-unknown", facts)
            elif value in row.results[:index]:
                yield Problem(place, "option-duplicate", {"value": f'"{value}"'})
            elif value not in DRAWN_TYPES and known[value].sample is None:
                yield Problem(place, "sample-missing", {"value": f'"{value}"'})


def _check_samples(parsed: Parsed) -> Iterator[Problem]:
    for name, row in parsed.platform.media_types.items():
        if row.sample is not None and not row.fits(b64decode(row.sample)):
            yield Problem(parsed.platform_document.locate(("media_types", name, "sample")), "sample-unlike", {})


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
    for name, category in platform.categories.items():
        yield ("categories", name, "text"), category.text
    for path, value in unconfirmed_values(platform).items():
        yield (*path.split("."), "unconfirmed"), value.unconfirmed
