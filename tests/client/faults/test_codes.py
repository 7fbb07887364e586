"""Every documented error code is reached over real HTTP, with the status that is documented for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from rivya.emulator import Emulator, Key, ManualClock

PLATFORM = Emulator.served_api.platform
API = "/api/v1"
IMAGE = {"model": "grok-imagine", "prompt": "Rain"}
CHAT = {"model": "gpt-5-2-chat", "message": "Hello"}
KEYS = {
    "good": Key(),
    "old": Key(state="expired"),
    "gone": Key(state="revoked"),
    "narrow": Key(scopes={"models:read"}),
}

Ask = Callable[[httpx.Client, Emulator], httpx.Response]


def as_key(key: str) -> Ask:
    return lambda client, _: client.get(f"{API}/credits", headers={"Authorization": f"Bearer {key}"})


def without_key(client: httpx.Client, _: Emulator) -> httpx.Response:
    del client.headers["Authorization"]
    return client.get(f"{API}/credits")


def switched_off(client: httpx.Client, emulator: Emulator) -> httpx.Response:
    emulator.access.disabled = True
    return client.get(f"{API}/models")


def too_often(client: httpx.Client, _: Emulator) -> httpx.Response:
    answers = [client.get(f"{API}/credits") for _ in range(11)]
    assert [answer.status_code for answer in answers[:-1]] == [200] * 10
    assert answers[-1].headers["retry-after"] == "60"
    return answers[-1]


def with_the_key_of_another(client: httpx.Client, _: Emulator) -> httpx.Response:
    headers = {"Idempotency-Key": "order-1"}
    first = client.post(f"{API}/generations", json=IMAGE, headers=headers)
    again = client.post(f"{API}/generations", json=IMAGE, headers=headers)
    assert again.content == first.content
    return client.post(f"{API}/generations", json=IMAGE | {"prompt": "Sun"}, headers=headers)


def without_credits(client: httpx.Client, _: Emulator) -> httpx.Response:
    answers = [client.post(f"{API}/generations", json=IMAGE) for _ in range(3)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    return answers[-1]


def in_the_session_of_another_model(client: httpx.Client, _: Emulator) -> httpx.Response:
    session = client.post(f"{API}/chat/completions", json=CHAT).json()["session_id"]
    other = {"model": "gemini-2-5-flash-chat", "message": "Hello", "session_id": session}
    return client.post(f"{API}/chat/completions", json=other)


def posted(path: str, body: dict[str, object]) -> Ask:
    return lambda client, _: client.post(f"{API}{path}", json=body)


ASKED: dict[str, Ask] = {
    "public_api_disabled": switched_off,
    "api_key_missing": without_key,
    "api_key_invalid": as_key("unheard-of"),
    "api_key_revoked": as_key("gone"),
    "api_key_expired": as_key("old"),
    "api_scope_denied": as_key("narrow"),
    "rate_limited": too_often,
    "validation_failed": posted("/generations", {"model": "grok-imagine", "prompt": ""}),
    "not_found": lambda client, _: client.get(f"{API}/generations/task_of_another_account"),
    "webhook_url_rejected": posted("/webhooks", {"url": "https://localhost/hook"}),
    "chat_model_not_supported": posted("/chat/completions", {"model": "grok-imagine", "message": "Hello"}),
    "chat_session_conflict": in_the_session_of_another_model,
    "chat_attachment_not_supported": posted("/chat/completions", {**CHAT, "attachments": [{"file_id": "file_none"}]}),
    "idempotency_conflict": with_the_key_of_another,
    "insufficient_credits": without_credits,
}


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    clock = ManualClock()
    with Emulator(keys=KEYS, credits=9, rate_limit=(10, 60), clock=clock) as emulator:
        yield emulator


@pytest.mark.parametrize("code", [code for code, row in PLATFORM.errors.items() if code != "generation_failed"])
def test_the_code_is_reached(code: str, emulator: Emulator) -> None:
    with httpx.Client(base_url=emulator.url, headers={"Authorization": "Bearer good"}, verify=False) as client:
        answer = ASKED[code](client, emulator)
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message", "requestId"}
    assert (answer.json()["error"]["code"], answer.status_code) == (code, PLATFORM.errors[code].status)
    emulator.audit()
