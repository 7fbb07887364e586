"""The webhook endpoints of the account with their secrets, and the deliveries of events to them with their attempts."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from .database import Table


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
        self.insert(**_delivery_columns(delivery))

    def put(self, delivery: Delivery) -> None:
        """Write a delivery over the one with its id; one that was removed meanwhile stays removed."""
        columns = _delivery_columns(delivery)
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


def _delivery_columns(delivery: Delivery) -> dict[str, Any]:
    return asdict(delivery) | {"attempts": json.dumps([asdict(attempt) for attempt in delivery.attempts])}


def _delivery(row: sqlite3.Row) -> Delivery:
    values: dict[str, Any] = {key: row[key] for key in row.keys() if key != "number"}  # noqa: SIM118
    values["attempts"] = tuple(Attempt(**attempt) for attempt in json.loads(row["attempts"]))
    return Delivery(**values)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that events are delivered to, and how that went so far; times are seconds since 1970."""

    id: str
    name: str
    url: str
    event_types: tuple[str, ...]
    secret: str
    created_at: float
    updated_at: float
    last_success_at: float | None = None
    last_failure_at: float | None = None
    failure_count: int = 0
    """Failed attempts since the last successful one."""
    disabled_at: float | None = None


class Endpoints(Table):
    """The table of webhook endpoints, oldest first."""

    name = "webhook_endpoints"
    columns = """
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, url TEXT NOT NULL,
        event_types TEXT NOT NULL, secret TEXT NOT NULL, created_at REAL NOT NULL, updated_at REAL NOT NULL,
        last_success_at REAL, last_failure_at REAL, failure_count INTEGER NOT NULL, disabled_at REAL
    """

    def add(self, endpoint: Endpoint) -> None:
        self.insert(**_endpoint_columns(endpoint))

    def put(self, endpoint: Endpoint) -> None:
        """Write an endpoint over the one with its id."""
        columns = _endpoint_columns(endpoint)
        changes = ", ".join(f"{name} = ?" for name in columns)
        self.database.execute(f"UPDATE {self.name} SET {changes} WHERE id = ?", *columns.values(), endpoint.id)

    def get(self, endpoint_id: str) -> Endpoint | None:
        row = self.database.row(f"SELECT * FROM {self.name} WHERE id = ?", endpoint_id)
        return _endpoint(row) if row else None

    def all(self) -> list[Endpoint]:
        return [_endpoint(row) for row in self.database.rows(f"SELECT * FROM {self.name} ORDER BY number")]

    def subscribed(self, event_type: str) -> list[Endpoint]:
        """Return the endpoints that want the events of a type now."""
        rows = self.database.rows(f"SELECT * FROM {self.name} WHERE disabled_at IS NULL ORDER BY number")
        return [endpoint for endpoint in map(_endpoint, rows) if event_type in endpoint.event_types]

    def remove(self, endpoint_id: str) -> None:
        self.database.execute(f"DELETE FROM {self.name} WHERE id = ?", endpoint_id)


def _endpoint_columns(endpoint: Endpoint) -> dict[str, Any]:
    # A lone surrogate in a name is legal in JSON and not in UTF-8, which SQLite stores.
    written = {"name": json.dumps(endpoint.name), "event_types": json.dumps(endpoint.event_types)}
    return asdict(endpoint) | written


def _endpoint(row: sqlite3.Row) -> Endpoint:
    values: dict[str, Any] = {key: row[key] for key in row.keys() if key != "number"}  # noqa: SIM118
    values["name"] = json.loads(row["name"])
    values["event_types"] = tuple(json.loads(row["event_types"]))
    return Endpoint(**values)
