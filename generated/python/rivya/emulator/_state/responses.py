"""The responses that the same idempotency key brings again."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Table


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """The JSON of a success as it went out, and the fingerprint of the body that it answers."""

    operation: str
    key: str
    fingerprint: str
    body: bytes


class StoredResponses(Table[StoredResponse]):
    """The table of stored responses, by operation and idempotency key."""

    name = "responses"
    row = StoredResponse
    key = ("operation", "key")
