"""From the end of a job to a verified event: the package's own client, emulator and verification, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from emulator.receiver import Receiver
from rivya import Rivya, webhooks
from rivya.emulator import Emulator, ManualClock


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


def test_a_delivery_is_verified_and_read(receiver: Receiver) -> None:
    clock = ManualClock()
    with (
        Emulator(clock=clock, allow_local_webhooks=True) as emulator,
        Rivya(emulator.key, base_url=emulator.url) as client,
    ):
        endpoint = client.webhooks.create(url=receiver.url, name="Mine")
        job = client.generations.create(_request(emulator))
        clock.advance(10)
        received = receiver.next()
        secret = _secret(endpoint)
        event = webhooks.parse_event(received.body, received.headers, secret)
        assert (event.type, event.generation and event.generation.id) == ("generation.succeeded", job.id)
        forged = received.body.replace(b"succeeded", b"failed")
        with pytest.raises(webhooks.WebhookVerificationError):
            webhooks.parse_event(forged, received.headers, secret)
        rotated = _secret(client.webhooks.rotate_secret(endpoint.id))
        client.webhooks.test(endpoint.id)
        tested = receiver.next()
        event = webhooks.parse_event(tested.body, tested.headers, rotated)
        assert (event.type, event.generation) == ("webhook.test", None)
        with pytest.raises(webhooks.WebhookVerificationError):
            webhooks.parse_event(tested.body, tested.headers, secret)
        client.webhooks.delete(endpoint.id)
        assert client.webhooks.list().data == []


def _request(emulator: Emulator) -> dict[str, Any]:
    return {"model": emulator.served_api.catalog["data"][0]["id"], "prompt": "A lighthouse"}


def _secret(endpoint: Any) -> str:
    secret: str = endpoint.signing_secret.get_secret_value()
    return secret
