"""Deliveries at the receiving end: what is genuine, what is not, and what an event says."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from acme._platform import PLATFORM
from pydantic import SecretStr
from runtime.errors import ConfigurationError, RivyaError, WebhookVerificationError
from runtime.webhooks.deliveries import Secrets, WebhookEvent, parse_delivery, verify_delivery
from runtime.webhooks.signing import sign_delivery

NOW = 1_800_000_000
SECRET = "whsec_" + base64.b64encode(b"the secret of an endpoint").decode()
OTHER = "whsec_" + base64.b64encode(b"the secret of another one").decode()
EVENT = {
    "id": "evt_1",
    "type": "generation.succeeded",
    "api_version": "2026-05-11",
    "created_at": "2026-05-11T00:00:00.000Z",
    "data": {"id": "task_1", "status": "succeeded", "result": {"urls": ["https://cdn.test/1.png"]}, "new": 1},
    "also": "kept",
}
BODY = json.dumps(EVENT).encode()


def signed(
    body: bytes = BODY, secret: str = SECRET, timestamp: object = NOW, delivery_id: str = "msg_1"
) -> dict[str, str]:
    """Return the headers of a delivery."""
    signature = sign_delivery(PLATFORM.webhook_scheme, secret, delivery_id, str(timestamp), body)
    return {"webhook-id": delivery_id, "webhook-timestamp": str(timestamp), "webhook-signature": signature}


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in signed().items() if key != name}


@dataclass(frozen=True)
class Delivery:
    """A delivery, and why it is refused; an empty reason: it is genuine."""

    name: str
    headers: Mapping[str, str]
    reason: str = ""
    body: bytes = BODY
    secret: Secrets = SECRET
    options: Mapping[str, Any] = field(default_factory=dict)


SIGNATURE = signed()["webhook-signature"]
OTHER_SIGNATURE = signed(secret=OTHER)["webhook-signature"]
DELIVERIES = [
    Delivery("genuine", signed()),
    Delivery("names in other cases", {name.title(): value for name, value in signed().items()}),
    Delivery("headers of the HTTP library", httpx.Headers(signed())),
    Delivery("a body of other bytes", signed(b"\xff\x00"), body=b"\xff\x00"),
    Delivery("a view of bytes", signed(), body=memoryview(BODY)),  # type: ignore[arg-type]
    Delivery("a secret that hides itself", signed(), secret=SecretStr(SECRET)),
    Delivery("the second of two secrets", signed(), secret=[OTHER, SECRET]),
    Delivery("two signatures", signed() | {"webhook-signature": f"{OTHER_SIGNATURE} {SIGNATURE}"}),
    Delivery("a version unknown here", signed() | {"webhook-signature": f"v9,abc {SIGNATURE}  v1a,zzz"}),
    Delivery("just in time", signed(timestamp=NOW - 300)),
    Delivery("just ahead", signed(timestamp=NOW + 300)),
    Delivery("old, with patience", signed(timestamp=NOW - 4000), options={"tolerance": 5000}),
    Delivery("tampered body", signed(), "wrong-signature", body=BODY.replace(b"task_1", b"task_2")),
    Delivery("a space more", signed(), "wrong-signature", body=BODY + b" "),
    Delivery("no body", signed(), "wrong-signature", body=b""),
    Delivery("wrong secret", signed(), "wrong-signature", secret=OTHER),
    Delivery("none of several secrets", signed(secret=OTHER), "wrong-signature", secret=(SECRET, SECRET)),
    Delivery("another id", signed() | {"webhook-id": "msg_2"}, "wrong-signature"),
    Delivery("another time", signed() | {"webhook-timestamp": str(NOW - 1)}, "wrong-signature"),
    Delivery("version changed", signed() | {"webhook-signature": SIGNATURE.replace("v1", "v2")}, "wrong-signature"),
    Delivery("version left out", signed() | {"webhook-signature": SIGNATURE.partition(",")[2]}, "wrong-signature"),
    Delivery("signature cut", signed() | {"webhook-signature": SIGNATURE[:-1]}, "wrong-signature"),
    Delivery("signature not ASCII", signed() | {"webhook-signature": "v1,\u8c93\udcff"}, "wrong-signature"),
    Delivery("an id without bytes", signed() | {"webhook-id": "msg_\udcff"}, "wrong-signature"),
    Delivery("blank signature", signed() | {"webhook-signature": " "}, "wrong-signature"),
    Delivery("no signature", without("webhook-signature"), "missing-header"),
    Delivery("no id", without("webhook-id"), "missing-header"),
    Delivery("no time", without("webhook-timestamp"), "missing-header"),
    Delivery("empty header", signed() | {"webhook-timestamp": ""}, "missing-header"),
    Delivery("no headers", {}, "missing-header"),
    Delivery("too old", signed(timestamp=NOW - 301), "too-old"),
    Delivery("too new", signed(timestamp=NOW + 301), "too-new"),
    Delivery("no patience", signed(timestamp=NOW - 1), "too-old", options={"tolerance": 0}),
    Delivery("a date", signed(timestamp="2026-05-11T00:00:00Z"), "malformed-timestamp"),
    Delivery("a fraction", signed(timestamp=f"{NOW}.5"), "malformed-timestamp"),
    Delivery("below zero", signed(timestamp=-NOW), "malformed-timestamp"),
    Delivery("other digits", signed(timestamp="１８００００００００"), "malformed-timestamp"),
    Delivery("underscores", signed(timestamp="1_800_000_000"), "malformed-timestamp"),
    Delivery("a line break", signed() | {"webhook-timestamp": f"{NOW}\n"}, "malformed-timestamp"),
    Delivery("a huge number", signed(timestamp="9" * 5000), "malformed-timestamp"),
]


@pytest.mark.parametrize("delivery", DELIVERIES, ids=lambda delivery: delivery.name)
def test_verify(delivery: Delivery) -> None:
    options = {"now": NOW, **delivery.options}
    if not delivery.reason:
        verify_delivery(PLATFORM, delivery.body, delivery.headers, delivery.secret, **options)
        return
    with pytest.raises(WebhookVerificationError) as caught:
        verify_delivery(PLATFORM, delivery.body, delivery.headers, delivery.secret, **options)
    assert caught.value.reason == delivery.reason
    assert isinstance(caught.value, RivyaError)
    shown = repr(caught.value) + str(caught.value) + repr(caught.value.__dict__)
    for hidden in (SECRET, OTHER, SECRET[6:], SIGNATURE[3:], OTHER_SIGNATURE[3:]):
        assert hidden not in shown


def test_the_clock_of_the_machine_is_asked_without_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: float(NOW))
    verify_delivery(PLATFORM, BODY, signed(), SECRET)
    monkeypatch.setattr("time.time", lambda: NOW + 301.0)
    with pytest.raises(WebhookVerificationError):
        verify_delivery(PLATFORM, BODY, signed(), SECRET)


def test_comparison_takes_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    monkeypatch.setattr("hmac.compare_digest", lambda a, b: bool(compared.append((a, b))) or a == b)
    headers = signed() | {"webhook-signature": f"{SIGNATURE} {OTHER_SIGNATURE}"}
    verify_delivery(PLATFORM, BODY, headers, [SECRET, OTHER], now=NOW)
    assert len(compared) == 4, "every pair is compared, also after one that fits"


@pytest.mark.parametrize("body", [BODY.decode(), EVENT, None])
def test_a_body_that_is_not_raw_is_refused_clearly(body: Any) -> None:
    with pytest.raises(TypeError, match="pass the raw bytes of the request"):
        verify_delivery(PLATFORM, body, signed(), SECRET, now=NOW)


@pytest.mark.parametrize(
    "headers",
    [
        None,
        list(signed().items()),
        [(name.encode(), value.encode()) for name, value in signed().items()],
        {name.encode(): value.encode() for name, value in signed().items()},
        {name: value.encode() for name, value in signed().items()},
        {name: [value] for name, value in signed().items()},
    ],
)
def test_headers_that_are_no_texts_are_refused_clearly(headers: Any) -> None:
    with pytest.raises(TypeError, match="pass a mapping of names to values, both decoded"):
        verify_delivery(PLATFORM, BODY, headers, SECRET, now=NOW)


@pytest.mark.parametrize("number", [float("nan"), -1, "5", True])
@pytest.mark.parametrize("option", ["tolerance", "now"])
def test_a_time_that_is_none_lets_nothing_pass(option: str, number: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"{option} must be a number of seconds, at least 0, got "):
        verify_delivery(PLATFORM, BODY, signed(timestamp=1), SECRET, **{option: number})


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        "whsec_ not base64",
        "whsec_AAA",
        "whsec_AAAA!AAAA",
        SecretStr("whsec_!"),
        [],
        None,
        SECRET.encode(),
        5,
        [None],
    ],
)
def test_a_secret_that_is_none_is_an_error_of_the_receiver(secret: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^secret ") as caught:
        verify_delivery(PLATFORM, BODY, signed(), secret, now=NOW)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_another_scheme_is_data() -> None:
    scheme = replace(
        PLATFORM.webhook_scheme,
        signature_header="X-Signature",
        algorithm="sha512",
        encoding="hex",
        signed_text="{timestamp}.{body}",
        secret_encoding="text",
        generation_key="data.object",
    )
    platform = replace(PLATFORM, webhook_scheme=scheme)
    body = json.dumps({**EVENT, "data": {"object": EVENT["data"]}}).encode()
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(NOW),
        "x-signature": sign_delivery(scheme, "whsec_plain text", "msg_1", str(NOW), body),
    }
    event = parse_delivery(platform, body, headers, "whsec_plain text", now=NOW)
    assert event.generation is not None
    assert event.generation.id == "task_1"


# --- Events -----------------------------------------------------------------------------------------------------------


def parsed(content: object) -> WebhookEvent:
    body = json.dumps(content).encode()
    return parse_delivery(PLATFORM, body, signed(body), SECRET, now=NOW)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_of_any_kind_are_read(kind: Any) -> None:
    assert parse_delivery(PLATFORM, kind(BODY), signed(), SECRET, now=NOW).raw == EVENT


def test_an_event() -> None:
    event = parsed(EVENT)
    assert (event.id, event.type, event.api_version) == ("evt_1", "generation.succeeded", "2026-05-11")
    assert event.created_at == "2026-05-11T00:00:00.000Z"
    assert event.generation is not None
    assert (event.generation.id, event.generation.status) == ("task_1", "succeeded")
    assert event.generation.result is not None
    assert event.generation.result.urls == ["https://cdn.test/1.png"]
    assert event.raw == EVENT
    assert repr(event) == "<WebhookEvent evt_1 generation.succeeded>"


@pytest.mark.parametrize("data", [None, {}, [], "task_1", {"id": "task_1"}, {"id": 5, "status": "queued"}])
def test_an_event_without_a_job(data: object) -> None:
    event = parsed({"id": "evt_2", "type": "endpoint.test", "data": data})
    assert (event.type, event.generation, event.created_at) == ("endpoint.test", None, None)
    assert event.raw["data"] == data


@pytest.mark.parametrize("content", [[], "text", {"id": "evt_1"}, {"type": "x"}, {"id": 1, "type": "x"}])
def test_a_genuine_body_that_is_no_event(content: object) -> None:
    with pytest.raises(WebhookVerificationError) as caught:
        parsed(content)
    assert caught.value.reason == "not-an-event"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_a_genuine_body_that_is_no_json(body: bytes) -> None:
    with pytest.raises(WebhookVerificationError) as caught:
        parse_delivery(PLATFORM, body, signed(body), SECRET, now=NOW)
    assert caught.value.reason == "not-an-event"


def test_nothing_is_read_before_it_is_proven() -> None:
    with pytest.raises(WebhookVerificationError) as caught:
        parse_delivery(PLATFORM, b"{", signed(), SECRET, now=NOW)
    assert caught.value.reason == "wrong-signature"
