"""Rules about the platform spec and the wire types it names."""

from __future__ import annotations

from collections.abc import Iterator

from ..parse import Parsed
from ..problems import Problem, did_you_mean


def check_platform(parsed: Parsed) -> Iterator[Problem]:
    """Operations name wire types and scopes that exist, and every text is there in every locale."""
    locate = parsed.platform_document.locate
    platform = parsed.platform
    for name, operation in platform.operations.items():
        for field, value, known, code in (
            ("response", operation.response, list(parsed.wire), "operation-response"),
            ("scope", operation.scope, platform.authentication.scopes, "operation-scope"),
        ):
            if value is not None and value not in known:
                parameters = {"value": f'"{value}"', "hint": did_you_mean(value, known), "allowed": ", ".join(known)}
                yield Problem(locate(("operations", name, field)), code, parameters)
    for section, rows in (("errors", platform.errors), ("statuses", platform.statuses)):
        for key, row in rows.items():
            for locale in platform.locales:
                if locale not in row.text:
                    yield Problem(locate((section, key, "text")), "platform-locale", {"value": locale})
