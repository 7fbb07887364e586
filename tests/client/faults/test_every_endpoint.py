"""Every fault at each of the twenty endpoints and at files, told by option and by header, to somebody who sends bare HTTP.

It arrives as what it says, the next request is served, and the wallet has lost what was consumed and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from rivya.emulator import Emulator, Fault

API = "/api/v1"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
CHAT = "gpt-5-2-chat"
IMAGE = "grok-imagine"
NOWHERE = "http://127.0.0.1:9/webhook"
"""An address of this machine at which nobody listens."""


@dataclass(frozen=True)
class Known:
    """The ids of what an emulator was given before anything goes wrong."""

    task: str
    file: str
    session: str
    endpoint: str
    media: str


Request = tuple[str, str, dict[str, Any]]
REQUESTS: dict[str, Callable[[Known], Request]] = {
    "models.list": lambda _: ("GET", f"{API}/models", {}),
    "generations.create": lambda _: ("POST", f"{API}/generations", {"json": {"model": IMAGE, "prompt": "Rain"}}),
    "generations.retrieve": lambda known: ("GET", f"{API}/generations/{known.task}", {}),
    "files.create": lambda _: ("POST", f"{API}/files", {"data": {"kind": "image"}, "files": {"file": ("a.png", PNG)}}),
    "files.retrieve": lambda known: ("GET", f"{API}/files/{known.file}", {}),
    "credits.retrieve": lambda _: ("GET", f"{API}/credits", {}),
    "chat.completions.create": lambda _: (
        "POST",
        f"{API}/chat/completions",
        {"json": {"model": CHAT, "message": "Hello"}},
    ),
    "chat.completions.stream": lambda known: (
        "POST",
        f"{API}/chat/completions/stream",
        {"json": {"model": CHAT, "message": "Hello", "session_id": known.session}},
    ),
    "chat.sessions.list": lambda _: ("GET", f"{API}/chat/sessions", {}),
    "chat.sessions.retrieve": lambda known: ("GET", f"{API}/chat/sessions/{known.session}", {}),
    "webhooks.list": lambda _: ("GET", f"{API}/webhooks", {}),
    "webhooks.create": lambda _: ("POST", f"{API}/webhooks", {"json": {"url": NOWHERE}}),
    "webhooks.retrieve": lambda known: ("GET", f"{API}/webhooks/{known.endpoint}", {}),
    "webhooks.update": lambda known: ("PATCH", f"{API}/webhooks/{known.endpoint}", {"json": {"name": "Other"}}),
    "webhooks.rotate_secret": lambda known: ("POST", f"{API}/webhooks/{known.endpoint}/rotate-secret", {}),
    "webhooks.test": lambda known: ("POST", f"{API}/webhooks/{known.endpoint}/test", {}),
    "webhooks.deliveries": lambda known: ("GET", f"{API}/webhooks/{known.endpoint}/deliveries", {}),
    "webhooks.delete": lambda known: ("DELETE", f"{API}/webhooks/{known.endpoint}", {}),
    "webhooks.events": lambda _: ("GET", f"{API}/webhook-events", {}),
    "openapi.retrieve": lambda _: ("GET", f"{API}/openapi.json", {}),
    "media": lambda known: ("GET", known.media, {}),
}

UNANSWERED = "unanswered"
FAULTS: list[tuple[str, object, int | str, bool]] = [
    # Kind, value, what arrives (200: what always would), and whether the work is done.
    ("status", 503, 503, False),
    ("status", 500, 500, False),
    ("status", 429, 429, False),
    ("page", 502, 502, False),
    ("drop", "before", UNANSWERED, False),
    ("drop", "after", UNANSWERED, True),
    ("truncate", None, UNANSWERED, True),
    ("latency", 0.01, 200, True),
    ("drip", 0.001, 200, True),
]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(credits=1000, job_seconds=0, allow_local_webhooks=True) as emulator:
        yield emulator


@pytest.fixture
def client(emulator: Emulator) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {emulator.key}"}
    with httpx.Client(base_url=emulator.url, headers=headers, verify=False, timeout=20) as client:
        yield client


def send(client: httpx.Client, request: Request, **headers: str) -> httpx.Response:
    method, path, content = request
    return client.request(method, path, headers=headers, **content)


def prepare(emulator: Emulator, client: httpx.Client) -> Known:
    """Begin anew, and make one of everything."""
    emulator.reset()
    known = Known("", "", "", "", "")
    made = {
        name: send(client, REQUESTS[name](known)).raise_for_status().json()
        for name in ("generations.create", "files.create", "chat.completions.create", "webhooks.create")
    }
    task = made["generations.create"]["id"]
    media = client.get(f"{API}/generations/{task}").json()["result"]["primary_url"]
    session = made["chat.completions.create"]["session_id"]
    return Known(task, made["files.create"]["id"], session, made["webhooks.create"]["id"], media)


def consumed(emulator: Emulator) -> tuple[int, int]:
    """Return how many jobs and replies there are, after the wallet was held against what they cost."""
    emulator.audit()
    replies = len(emulator._store.chat_messages.all()) // 2
    subjects = {row.subject for row in emulator.ledger if row.subject}
    assert len(subjects) == len(emulator.jobs) + replies
    assert emulator.credits == pytest.approx(1000 + sum(row.amount for row in emulator.ledger if row.subject))
    return len(emulator.jobs), replies


@pytest.mark.parametrize("told", ["option", "header"])
@pytest.mark.parametrize("operation", REQUESTS)
def test_every_fault(operation: str, told: str, emulator: Emulator, client: httpx.Client) -> None:
    for kind, value, arrives, done in FAULTS:
        known = prepare(emulator, client)
        before = consumed(emulator)
        headers = {}
        if told == "option":
            emulator.faults.add(Fault(kind, value, operation=operation))
        else:
            headers["X-Emulator-Fault"] = kind if value is None else f"{kind}={value}"
        request = REQUESTS[operation](known)
        if arrives == UNANSWERED:
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                send(client, request, **headers)
        else:
            answer = send(client, request, **headers)
            assert answer.status_code == arrives, (kind, answer.text)
            assert answer.headers["content-type"].startswith("text/html") == (kind == "page")
        assert emulator.faults.armed == []
        jobs, replies = consumed(emulator)
        assert jobs - before[0] == (done and operation == "generations.create"), (kind, value)
        assert replies - before[1] == (done and operation.startswith("chat.completions.")), (kind, value)
        again = send(client, request)
        assert again.status_code == (404 if done and operation == "webhooks.delete" else 200), (kind, value)


@pytest.mark.parametrize("told", ["option", "header"])
def test_a_job_that_fails_is_paid_back(told: str, emulator: Emulator, client: httpx.Client) -> None:
    headers = {}
    if told == "option":
        emulator.faults.add(Fault("fail", "provider_error"))
    else:
        headers["X-Emulator-Fault"] = "fail=provider_error"
    for name, request in REQUESTS.items():
        if name not in {"generations.create", "media"}:
            send(client, request(Known("x", "x", "x", "x", "x")))
    left = emulator.credits
    task = send(client, REQUESTS["generations.create"](Known("", "", "", "", "")), **headers).json()
    shown = client.get(f"{API}/generations/{task['id']}").json()
    assert (shown["status"], shown["result"], shown["final_credits"]) == ("failed", None, 0)
    assert shown["error"]["code"] == "provider_error"
    assert shown["reserved_credits"] > 0
    assert emulator.credits == left
    emulator.audit()


def test_all_endpoints_are_in_the_table() -> None:
    assert set(REQUESTS) == {*Emulator.served_api.platform.operations, "media"}
    assert len(REQUESTS) == 21
