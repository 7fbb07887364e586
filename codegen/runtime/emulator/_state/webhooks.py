"""The webhook endpoints of the account with their secrets, and the deliveries of events to them with their attempts."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Table


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


class Endpoints(Table[Endpoint]):
    """The table of webhook endpoints, oldest first."""

    name = "webhook_endpoints"
    row = Endpoint

    def subscribed(self, event_type: str) -> list[Endpoint]:
        """Return the endpoints that want the events of a type now."""
        active = self.select("WHERE disabled_at IS NULL ORDER BY rowid")
        return [endpoint for endpoint in active if event_type in endpoint.event_types]


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


class Deliveries(Table[Delivery]):
    """The table of deliveries."""

    name = "webhook_deliveries"
    row = Delivery
    indexes = ("(endpoint_id)", "(next_attempt_at) WHERE next_attempt_at IS NOT NULL")

    def latest(self, endpoint_id: str, count: int) -> list[Delivery]:
        """Return the last deliveries to an endpoint, newest first."""
        return self.select("WHERE endpoint_id = ? ORDER BY rowid DESC LIMIT ?", endpoint_id, count)

    def due(self, now: float) -> list[Delivery]:
        """Return what is to be tried now, oldest first."""
        return self.select("WHERE next_attempt_at <= ? ORDER BY rowid", now)

    def next_attempt(self, after: float) -> float | None:
        """Return when the first attempt after a moment is due, or None when none is planned."""
        query = f"SELECT min(next_attempt_at) FROM {self.name} WHERE next_attempt_at > ?"
        moment: float | None = self.database.value(query, after)
        return moment

    def remove_of(self, endpoint_id: str) -> None:
        """Forget every delivery to an endpoint."""
        self.database.execute(f"DELETE FROM {self.name} WHERE endpoint_id = ?", endpoint_id)
