"""The webhook endpoints: where events are delivered is made, changed, tested and looked up."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from ..._spec.tables import WebhookScheme
from .._api.bodies import json_response, list_response, read_object
from .._api.call import Call
from .._api.errors import ApiError
from .._api.fields import new_id
from .._objects.webhooks import delivery_object, endpoint_object, new_endpoint_object
from .._state.webhooks import Endpoint
from .._webhooks.events import plan_test
from .._webhooks.post import attempt_delivery
from .webhook_fields import field_problems, refusal

CREATE_FIELDS = ("name", "url", "event_types")
UPDATE_FIELDS = (*CREATE_FIELDS, "status")
DEFAULT_NAME = "Webhook"
SECRET_BYTES = 24
LISTED_DELIVERIES = 100


async def create_webhook(call: Call) -> Response:
    scheme, now = _scheme(call), call.emulation.clock.now()
    body = await _read(call, CREATE_FIELDS)
    if "url" not in body:
        raise ApiError("validation_failed", "url: required, the address that events are sent to.")
    endpoint = Endpoint(
        id=new_id("whend"),
        name=body.get("name", DEFAULT_NAME),
        url=body["url"],
        event_types=_event_types(body, scheme.event_types),
        secret=_new_secret(scheme),
        created_at=now,
        updated_at=now,
    )
    call.emulation.store.endpoints.add(endpoint)
    return json_response(new_endpoint_object(endpoint, scheme))


async def list_webhooks(call: Call) -> Response:
    endpoints = call.emulation.store.endpoints.all()
    return list_response(endpoint_object(endpoint, _scheme(call)) for endpoint in endpoints)


async def retrieve_webhook(call: Call) -> Response:
    return json_response(endpoint_object(_endpoint(call), _scheme(call)))


async def update_webhook(call: Call) -> Response:
    endpoint, now = _endpoint(call), call.emulation.clock.now()
    body = await _read(call, UPDATE_FIELDS)
    disabled_at = {"active": None, "disabled": endpoint.disabled_at or now}
    changed = replace(
        endpoint,
        name=body.get("name", endpoint.name),
        url=body.get("url", endpoint.url),
        event_types=_event_types(body, endpoint.event_types),
        disabled_at=disabled_at[body["status"]] if "status" in body else endpoint.disabled_at,
        updated_at=now,
    )
    call.emulation.store.endpoints.put(changed)
    return json_response(endpoint_object(changed, _scheme(call)))


async def delete_webhook(call: Call) -> Response:
    endpoint, store = _endpoint(call), call.emulation.store
    with store.database.transaction():
        store.endpoints.remove(endpoint.id)
        store.deliveries.remove_of(endpoint.id)
    return json_response({"id": endpoint.id, "object": "webhook_endpoint", "deleted": True})


async def rotate_webhook_secret(call: Call) -> Response:
    scheme = _scheme(call)
    endpoint = replace(_endpoint(call), secret=_new_secret(scheme), updated_at=call.emulation.clock.now())
    call.emulation.store.endpoints.put(endpoint)
    return json_response(new_endpoint_object(endpoint, scheme))


async def send_test_event(call: Call) -> Response:
    endpoint = _endpoint(call)
    if endpoint.disabled_at is not None:
        raise ApiError("validation_failed", "A disabled endpoint cannot be tested.")
    delivery = plan_test(endpoint, _scheme(call), call.emulation.clock.now())
    call.emulation.store.deliveries.add(delivery)
    return json_response(delivery_object(await attempt_delivery(call.emulation, delivery)))


async def list_deliveries(call: Call) -> Response:
    deliveries = call.emulation.store.deliveries.latest(_endpoint(call).id, LISTED_DELIVERIES)
    return list_response(map(delivery_object, deliveries))


async def list_webhook_events(call: Call) -> Response:
    types = _scheme(call).event_types
    return list_response({"object": "webhook_event_type", "type": event_type} for event_type in types)


def _scheme(call: Call) -> WebhookScheme:
    return call.emulation.platform.webhook_scheme


def _endpoint(call: Call) -> Endpoint:
    return call.found(call.emulation.store.endpoints, "webhook endpoint")


async def _read(call: Call, fields: Sequence[str]) -> dict[str, Any]:
    body = await read_object(call.request)
    if problems := list(field_problems(body, fields, _scheme(call))):
        raise ApiError("validation_failed", "\n".join(problems))
    if "url" in body and (reason := refusal(body["url"], allow_local=call.emulation.allow_local_webhooks)):
        raise ApiError("webhook_url_rejected", f"url: {reason}.")
    return body


def _event_types(body: Mapping[str, Any], otherwise: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body.get("event_types", otherwise)))


def _new_secret(scheme: WebhookScheme) -> str:
    random = secrets.token_bytes(SECRET_BYTES)
    text = base64.b64encode(random).decode() if scheme.secret_encoding == "base64" else random.hex()
    return f"{scheme.secret_prefix}{text}"
