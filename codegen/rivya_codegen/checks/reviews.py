"""Rules about the day on which facts were last compared with their page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from ..problems.problem import Location, Problem
from ..source.parse import Parsed


def check_reviews(parsed: Parsed) -> Iterator[Problem]:
    """Nothing has been compared on a day that is still to come; somewhere it is a day later than here."""
    latest = datetime.now(UTC).date() + timedelta(days=1)
    rows: list[tuple[date, Location]] = [
        (parsed.platform.reviewed, parsed.platform_document.locate(("reviewed",))),
        *((model.spec.source.reviewed, model.document.locate(("source", "reviewed"))) for model in parsed.models),
    ]
    for day, place in rows:
        if day > latest:
            yield Problem(place, "review-to-come", {"value": day})
