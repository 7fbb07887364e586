"""The responses that the same idempotency key brings again."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Table


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A JSON response as it went out, and the fingerprint of the body that it answers."""

    fingerprint: str
    status: int
    body: bytes


class StoredResponses(Table):
    """The table of stored responses, by operation and idempotency key."""

    name = "responses"
    columns = """
        operation TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL,
        body BLOB NOT NULL, PRIMARY KEY (operation, key)
    """

    def add(self, operation: str, key: str, response: StoredResponse) -> None:
        self.insert(
            operation=operation, key=key, fingerprint=response.fingerprint, status=response.status, body=response.body
        )

    def get(self, operation: str, key: str) -> StoredResponse | None:
        row = self.database.row("SELECT * FROM responses WHERE operation = ? AND key = ?", operation, key)
        return StoredResponse(row["fingerprint"], row["status"], row["body"]) if row else None
