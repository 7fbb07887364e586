"""The deliveries of events to webhook endpoints, each with its attempts."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from .database import Table, fields_of


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver: the status of the answer, or why there was none."""

    at: float
    status_code: int | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one endpoint: the bytes to send, what was tried, and when to try next.

    `status` is `pending` as long as there is a next attempt, then `succeeded` or `failed`.
    """

    id: str
    endpoint_id: str
    event_id: str
    event_type: str
    body: bytes
    created_at: float
    status: str = "pending"
    next_attempt_at: float | None = None
    attempts: tuple[Attempt, ...] = ()


class Deliveries(Table):
    """The table of deliveries."""

    name = "webhook_deliveries"
    columns = """
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, endpoint_id TEXT NOT NULL, event_id TEXT NOT NULL,
        event_type TEXT NOT NULL, body BLOB NOT NULL, created_at REAL NOT NULL, status TEXT NOT NULL,
        next_attempt_at REAL, attempts TEXT NOT NULL
    """
    indexes = ("(endpoint_id)", "(next_attempt_at) WHERE next_attempt_at IS NOT NULL")

    def add(self, delivery: Delivery) -> None:
        self.insert(**_columns(delivery))

    def put(self, delivery: Delivery) -> None:
        """Write a delivery over the one with its id; one that was removed meanwhile stays removed."""
        columns = _columns(delivery)
        changes = ", ".join(f"{name} = ?" for name in columns)
        self.database.execute(f"UPDATE {self.name} SET {changes} WHERE id = ?", *columns.values(), delivery.id)

    def latest(self, endpoint_id: str, count: int) -> list[Delivery]:
        """Return the last deliveries to an endpoint, newest first."""
        query = f"SELECT * FROM {self.name} WHERE endpoint_id = ? ORDER BY number DESC LIMIT ?"
        return [_delivery(row) for row in self.database.rows(query, endpoint_id, count)]

    def due(self, now: float) -> list[Delivery]:
        """Return what is to be tried now, oldest first."""
        query = f"SELECT * FROM {self.name} WHERE next_attempt_at <= ? ORDER BY number"
        return [_delivery(row) for row in self.database.rows(query, now)]

    def next_attempt(self, after: float) -> float | None:
        """Return when the first attempt after a moment is due, or None when none is planned."""
        query = f"SELECT min(next_attempt_at) AS at FROM {self.name} WHERE next_attempt_at > ?"
        row = self.database.row(query, after)
        return row["at"] if row else None

    def remove_of(self, endpoint_id: str) -> None:
        """Forget every delivery to an endpoint."""
        self.database.execute(f"DELETE FROM {self.name} WHERE endpoint_id = ?", endpoint_id)


def _columns(delivery: Delivery) -> dict[str, Any]:
    return asdict(delivery) | {"attempts": json.dumps([asdict(attempt) for attempt in delivery.attempts])}


def _delivery(row: sqlite3.Row) -> Delivery:
    values = fields_of(row)
    values["attempts"] = tuple(Attempt(**attempt) for attempt in json.loads(row["attempts"]))
    return Delivery(**values)
