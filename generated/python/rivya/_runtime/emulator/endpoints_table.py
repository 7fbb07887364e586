"""The webhook endpoints of the account, with their secrets."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from .database import Table, fields_of


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
        self.insert(**_columns(endpoint))

    def put(self, endpoint: Endpoint) -> None:
        """Write an endpoint over the one with its id."""
        columns = _columns(endpoint)
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


def _columns(endpoint: Endpoint) -> dict[str, Any]:
    # A lone surrogate in a name is legal in JSON and not in UTF-8, which SQLite stores.
    written = {"name": json.dumps(endpoint.name), "event_types": json.dumps(endpoint.event_types)}
    return asdict(endpoint) | written


def _endpoint(row: sqlite3.Row) -> Endpoint:
    values = fields_of(row)
    values["name"] = json.loads(row["name"])
    values["event_types"] = tuple(json.loads(row["event_types"]))
    return Endpoint(**values)
