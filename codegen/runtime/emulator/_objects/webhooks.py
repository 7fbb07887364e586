"""Webhook endpoints, deliveries and events as the API shows them."""

from __future__ import annotations

from typing import Any

from ..._spec.tables import WebhookScheme
from .._api.bodies import write_json
from .._api.fields import row_fields, timestamp
from .._state.webhooks import Delivery, Endpoint

PREVIEW_HEAD = 2
PREVIEW_TAIL = 6


def endpoint_object(endpoint: Endpoint, scheme: WebhookScheme) -> dict[str, Any]:
    """Return an endpoint without its secret."""
    head = endpoint.secret[: len(scheme.secret_prefix) + PREVIEW_HEAD]
    return {
        **row_fields(endpoint, "id name url event_types last_success_at last_failure_at failure_count"),
        **row_fields(endpoint, "created_at updated_at disabled_at"),
        "object": "webhook_endpoint",
        "status": "active" if endpoint.disabled_at is None else "disabled",
        "secret_preview": f"{head}...{endpoint.secret[-PREVIEW_TAIL:]}",
        "revoked_at": None,
    }


def new_endpoint_object(endpoint: Endpoint, scheme: WebhookScheme) -> dict[str, Any]:
    """Return an endpoint with its secret, which is shown when it is made and never again."""
    return endpoint_object(endpoint, scheme) | {"signing_secret": endpoint.secret}


def delivery_object(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery with its attempts, oldest first."""
    return {
        **row_fields(delivery, "id endpoint_id event_id event_type status next_attempt_at created_at"),
        "object": "webhook_delivery",
        "attempts": [row_fields(attempt, "at status_code error") for attempt in delivery.attempts],
    }


def event_body(scheme: WebhookScheme, event_id: str, event_type: str, at: float, generation: object) -> bytes:
    """Return the payload of an event as it goes over the wire; `generation` is what it is about."""
    head = {"id": event_id, "type": event_type, "api_version": scheme.api_version, "created_at": timestamp(at)}
    return write_json(head | {scheme.generation_key: generation})
