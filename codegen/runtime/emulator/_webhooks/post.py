"""One attempt to deliver an event: a signed POST to its endpoint, and what is written down about it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from ..._spec.tables import WebhookScheme
from ...webhooks.signing import sign_delivery
from .._api.emulation import Emulation
from .._state.webhooks import Attempt, Delivery, Endpoint
from .events import after_attempt, endpoint_after

TIMEOUT_SECONDS = 5.0
USER_AGENT = "rivya-emulator"


async def attempt_delivery(emulation: Emulation, delivery: Delivery) -> Delivery:
    """Try once, unless the endpoint is gone or disabled, and return what became of the delivery."""
    store = emulation.store
    endpoint = store.endpoints.get(delivery.endpoint_id)
    if endpoint is None or endpoint.disabled_at is not None:
        given_up = replace(delivery, status="failed", next_attempt_at=None)
        store.deliveries.put(given_up)
        return given_up
    status_code, error = await _post(endpoint, delivery, emulation.platform.webhook_scheme)
    attempt = Attempt(emulation.clock.now(), status_code, error)
    tried = after_attempt(delivery, attempt)
    with store.database.transaction():
        store.deliveries.put(tried)
        # It may have been changed or removed while the request was under way.
        current = store.endpoints.get(delivery.endpoint_id)
        if current is not None:
            store.endpoints.put(endpoint_after(current, attempt))
    return tried


async def _post(endpoint: Endpoint, delivery: Delivery, scheme: WebhookScheme) -> tuple[int | None, str | None]:
    """Return the status of the answer, or why there is none; what the answer says is nobody's business."""
    import httpx

    # Receivers compare the time with their own clock, which no test moves by hand.
    sent_at = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        scheme.id_header: delivery.event_id,
        scheme.timestamp_header: sent_at,
        scheme.signature_header: sign_delivery(scheme, endpoint.secret, delivery.event_id, sent_at, delivery.body),
    }
    # Reading the certificates takes longer than a delivery to this machine, which needs none.
    secure = endpoint.url.startswith("https:")
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS), httpx.AsyncClient(verify=secure, trust_env=False) as client:
            request = client.build_request("POST", endpoint.url, content=delivery.body, headers=headers)
            answer = await client.send(request, stream=True, follow_redirects=False)
            await answer.aclose()
    except TimeoutError:
        return None, f"no answer within {TIMEOUT_SECONDS:g} seconds"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return None, f"{type(error).__name__}: {error}".rstrip(": ")
    return answer.status_code, None
