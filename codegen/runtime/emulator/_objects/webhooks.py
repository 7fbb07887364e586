"""Webhook endpoints, deliveries and events as the API shows them."""

from __future__ import annotations

from typing import Any

from ..._spec.tables import WebhookScheme
from .._api.bodies import write_json
from .._api.clock import timestamp
from .._state.webhooks import Delivery, Endpoint

PREVIEW_HEAD = 2
PREVIEW_TAIL = 6


def endpoint_object(endpoint: Endpoint, scheme: WebhookScheme) -> dict[str, Any]:
    """Return an endpoint without its secret."""
    head = endpoint.secret[: len(scheme.secret_prefix) + PREVIEW_HEAD]
    return {
        "id": endpoint.id,
        "object": "webhook_endpoint",
        "name": endpoint.name,
        "url": endpoint.url,
        "event_types": list(endpoint.event_types),
        "status": "active" if endpoint.disabled_at is None else "disabled",
        "secret_preview": f"{head}...{endpoint.secret[-PREVIEW_TAIL:]}",
        "last_success_at": _timestamp(endpoint.last_success_at),
        "last_failure_at": _timestamp(endpoint.last_failure_at),
        "failure_count": endpoint.failure_count,
        "created_at": timestamp(endpoint.created_at),
        "updated_at": timestamp(endpoint.updated_at),
        "disabled_at": _timestamp(endpoint.disabled_at),
        "revoked_at": None,
    }


def told_endpoint_object(endpoint: Endpoint, scheme: WebhookScheme) -> dict[str, Any]:
    """Return an endpoint with its secret, which is told when it is made and never again."""
    return endpoint_object(endpoint, scheme) | {"signing_secret": endpoint.secret}


def delivery_object(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery with its attempts, oldest first."""
    attempts = [
        {"at": timestamp(attempt.at), "status_code": attempt.status_code, "error": attempt.error}
        for attempt in delivery.attempts
    ]
    return {
        "id": delivery.id,
        "object": "webhook_delivery",
        "endpoint_id": delivery.endpoint_id,
        "event_id": delivery.event_id,
        "event_type": delivery.event_type,
        "status": delivery.status,
        "attempts": attempts,
        "next_attempt_at": _timestamp(delivery.next_attempt_at),
        "created_at": timestamp(delivery.created_at),
    }


def event_body(scheme: WebhookScheme, event_id: str, event_type: str, at: float, told: object) -> bytes:
    """Return the payload of an event as it goes over the wire; `told` is the generation in it."""
    head = {"id": event_id, "type": event_type, "api_version": scheme.api_version, "created_at": timestamp(at)}
    return write_json(head | {scheme.generation_key: told})


def _timestamp(seconds: float | None) -> str | None:
    return None if seconds is None else timestamp(seconds)
