"""Webhook endpoints: every operation in both clients, and a secret that shows in no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from harness import Harness, failure
from runtime.errors import (
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    SubmissionUncertainError,
    UnexpectedResponseError,
    ValidationError,
)
from runtime.resources.webhooks import Webhooks

SECRET = "whsec_c2VjcmV0"
ENDPOINT = {
    "id": "whend_1",
    "object": "webhook_endpoint",
    "url": "https://example.com/hook",
    "event_types": ["generation.succeeded"],
    "status": "active",
}
BASE = "https://api.acme.test/v1"


def answer(content: Any = None, status: int = 200) -> httpx.Response:
    return httpx.Response(status) if content is None else httpx.Response(status, json=content)


@dataclass(frozen=True)
class Operation:
    """A call of a method, the request that it makes, and what is answered."""

    name: str
    wanted: str
    args: tuple[Any, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    content: Any = field(default_factory=lambda: ENDPOINT)


ADDRESS = {"url": "https://example.com/hook"}
OPERATIONS = [
    Operation("list", f"GET {BASE}/webhooks", content={"data": [ENDPOINT]}),
    Operation("retrieve", f"GET {BASE}/webhooks/whend_1", ("whend_1",)),
    Operation("retrieve", f"GET {BASE}/webhooks/..%2Fx", ("../x",)),
    Operation("create", f"POST {BASE}/webhooks", given=ADDRESS, body=ADDRESS),
    Operation(
        "create",
        f"POST {BASE}/webhooks",
        given={**ADDRESS, "name": "Production", "event_types": ("generation.failed",)},
        body={**ADDRESS, "name": "Production", "event_types": ["generation.failed"]},
    ),
    Operation("update", f"PATCH {BASE}/webhooks/whend_1", ("whend_1",), {"event_types": []}, {"event_types": []}),
    Operation("delete", f"DELETE {BASE}/webhooks/whend_1", ("whend_1",), content={"deleted": True}),
    Operation("rotate_secret", f"POST {BASE}/webhooks/whend_1/new", ("whend_1",)),
    Operation("test", f"POST {BASE}/webhooks/whend_1/test", ("whend_1",), content={"delivered": True}),
    Operation("deliveries", f"GET {BASE}/webhooks/whend_1/sent", ("whend_1",), content={"data": [{"id": "del_1"}]}),
    Operation("events", f"GET {BASE}/webhook-events", content={"data": []}),
]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_operations(harness: Harness, operation: Operation) -> None:
    client = harness.script(answer(operation.content)).client()
    result = harness.call(getattr(client.webhooks, operation.name)(*operation.args, **operation.given))
    sent = harness.sent[0]
    assert f"{sent.method} {sent.url}" == operation.wanted
    assert (sent.json if sent.body else None) == operation.body
    assert result.http_response.json() == operation.content
    endpoint = result.data[0] if operation.name == "list" else result
    if operation.content is ENDPOINT or operation.name == "list":
        assert (endpoint.id, endpoint.url, endpoint.status) == ("whend_1", "https://example.com/hook", "active")


def test_every_method_is_here() -> None:
    methods = {name for name in vars(Webhooks) if not name.startswith("_")}
    assert methods == {operation.name for operation in OPERATIONS}


def test_shapes_that_are_not_documented(harness: Harness) -> None:
    client = harness.script(answer(status=204), answer(status=200), answer([ENDPOINT]), answer([{"id": "d"}])).client()
    assert harness.call(client.webhooks.delete("whend_1")).data is None
    assert harness.call(client.webhooks.delete("whend_1")).data is None
    assert [row.id for row in harness.call(client.webhooks.list()).data] == ["whend_1"]
    assert harness.call(client.webhooks.deliveries("whend_1")).data == [{"id": "d"}]


def test_an_empty_answer_that_should_say_something(harness: Harness) -> None:
    client = harness.script(answer(status=200), answer(status=204)).client()
    with pytest.raises(UnexpectedResponseError):
        harness.call(client.webhooks.list())
    with pytest.raises(UnexpectedResponseError):
        harness.call(client.webhooks.retrieve("whend_1"))


def test_the_secret_shows_in_no_text(harness: Harness) -> None:
    with_secret = answer(ENDPOINT | {"signing_secret": SECRET})
    without_id = answer({"signing_secret": SECRET})
    client = harness.script(with_secret, with_secret, answer(ENDPOINT), without_id).client()
    for call in (client.webhooks.create(url="https://example.com/hook"), client.webhooks.rotate_secret("whend_1")):
        endpoint = harness.call(call)
        assert endpoint.signing_secret.get_secret_value() == SECRET
        shown = [repr(endpoint), str(endpoint), f"{endpoint.signing_secret}", repr(endpoint.model_dump())]
        shown += [repr(endpoint.http_response), endpoint.model_dump_json()]
        assert not [text for text in shown if SECRET in text]
    assert harness.call(client.webhooks.retrieve("whend_1")).signing_secret is None
    with pytest.raises(UnexpectedResponseError) as caught:
        harness.call(client.webhooks.create(url="https://example.com/hook"))
    assert SECRET not in str(caught.value) + repr(caught.value)


def test_a_refused_address(harness: Harness) -> None:
    client = harness.script(failure(400, "webhook_url_rejected")).client()
    with pytest.raises(BadRequestError) as caught:
        harness.call(client.webhooks.create(url="http://localhost"))
    assert caught.value.code == "webhook_url_rejected"


def test_an_endpoint_is_not_made_twice(harness: Harness) -> None:
    client = harness.script(httpx.RemoteProtocolError("lost")).client()
    with pytest.raises(SubmissionUncertainError, match="look before you repeat it") as caught:
        harness.call(client.webhooks.create(url="https://example.com/hook"))
    assert len(harness.sent) == 1
    assert caught.value.idempotency_key is None
    assert caught.value.request == {"url": "https://example.com/hook"}


def test_what_changes_nothing_twice_is_tried_again(harness: Harness) -> None:
    lost = httpx.RemoteProtocolError("lost")
    client = harness.script(lost, answer(ENDPOINT), lost, answer(ENDPOINT), lost, answer({})).client()
    harness.call(client.webhooks.retrieve("whend_1"))
    harness.call(client.webhooks.update("whend_1", name="Other"))
    harness.call(client.webhooks.delete("whend_1"))
    assert [sent.method for sent in harness.sent] == ["GET"] * 2 + ["PATCH"] * 2 + ["DELETE"] * 2


def test_errors(harness: Harness) -> None:
    client = harness.script(failure(404, "not_found")).client()
    with pytest.raises(NotFoundError):
        harness.call(client.webhooks.retrieve("whend_2"))
    for endpoint_id in ("", ".", ".."):
        with pytest.raises(ValidationError):
            harness.call(client.webhooks.delete(endpoint_id))
    assert len(harness.sent) == 1


def test_a_key_is_needed(harness: Harness) -> None:
    client = harness.client(api_key="")
    with pytest.raises(ConfigurationError, match="ACME_API_KEY"):
        harness.call(client.webhooks.list())
    assert harness.sent == []
