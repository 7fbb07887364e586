"""Deliveries: what is sent when a job ends, how it is signed, and how it is tried again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from emulator.conftest import StartEmulator
from emulator.receiver import PATIENCE, Received, Receiver
from emulator.small_world import SmallEmulator
from emulator.wire import GENERATIONS, assert_error, painting
from runtime.emulator._api.clock import ManualClock
from runtime.emulator._server import background
from runtime.emulator._state.webhooks import Deliveries, Delivery
from runtime.emulator._webhooks import post as webhook_post
from runtime.emulator._webhooks.events import RETRIES_AFTER

WEBHOOKS = "/api/v1/webhooks"
FAILS = {"X-Emulator-Fault": "fail=generation_failed"}
TOLERANCE = 300
"""The seconds by which the time of a delivery may differ, as receivers take it."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def server(start: StartEmulator) -> SmallEmulator:
    return start(allow_local_webhooks=True)


@pytest.fixture
def hook(client: httpx.Client, receiver: Receiver) -> dict[str, Any]:
    """An endpoint of the receiver."""
    created: dict[str, Any] = client.post(WEBHOOKS, json={"url": receiver.url}).json()
    return created


def deliveries(client: httpx.Client, hook: dict[str, Any]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = client.get(f"{WEBHOOKS}/{hook['id']}/deliveries").json()["data"]
    return listed


def until(holds: Callable[[], bool]) -> None:
    """Wait for what the background task does in its own time."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.005)


def run_job(client: httpx.Client, clock: ManualClock, **headers: str) -> str:
    task_id: str = client.post(GENERATIONS, json=painting(), headers=headers).json()["id"]
    clock.advance(10)
    return task_id


def assert_signed(received: Received, secret: str) -> None:
    """Check a signature by the text of the Standard Webhooks specification, not with our own code."""
    delivery_id, sent_at = received.headers["webhook-id"], received.headers["webhook-timestamp"]
    assert abs(int(sent_at) - time.time()) < TOLERANCE
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{delivery_id}.{sent_at}.".encode() + received.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert received.headers["webhook-signature"] == f"v1,{expected}"


def test_the_end_of_a_job_is_delivered(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    task_id = client.post(GENERATIONS, json=painting(prompt="一隻貓")).json()["id"]
    clock.advance(9.999)
    assert client.get(f"{GENERATIONS}/{task_id}").json()["status"] == "processing"
    clock.advance(0.001)
    received = receiver.next()
    event = json.loads(received.body)
    assert received.headers["content-type"] == "application/json"
    assert received.headers["webhook-id"] == event["id"]
    assert event.pop("id").startswith("evt_")
    assert event == {
        "type": "generation.succeeded",
        "api_version": "2026-05-11",
        "created_at": "2026-05-11T00:00:10.000Z",
        "data": client.get(f"{GENERATIONS}/{task_id}").json(),
    }
    assert event["data"]["status"] == "succeeded"
    assert_signed(received, hook["signing_secret"])


def test_nobody_has_to_ask_for_the_job(start: StartEmulator, receiver: Receiver) -> None:
    """With the real clock, the background task wakes when a job ends."""
    server = start(clock=None, job_seconds=0.05, allow_local_webhooks=True)
    headers = {"Authorization": f"Bearer {server.key}"}
    httpx.post(f"{server.url}{WEBHOOKS}", json={"url": receiver.url}, headers=headers)
    task = httpx.post(f"{server.url}{GENERATIONS}", json=painting(), headers=headers).json()
    assert json.loads(receiver.next().body)["data"]["id"] == task["id"]


def test_a_failed_job_is_delivered_as_such(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    run_job(client, clock, **FAILS)
    event = json.loads(receiver.next().body)
    assert (event["type"], event["data"]["status"]) == ("generation.failed", "failed")
    assert event["data"]["error"]["code"] == "generation_failed"
    assert event["data"]["final_credits"] == 0


def test_endpoints_hear_what_they_asked_for(client: httpx.Client, clock: ManualClock, receiver: Receiver) -> None:
    hooks = [
        client.post(WEBHOOKS, json={"url": f"{receiver.url}/{event}", "event_types": [f"generation.{event}"]}).json()
        for event in ("succeeded", "failed")
    ]
    run_job(client, clock)
    assert receiver.next().path == "/hook/succeeded"
    run_job(client, clock, **FAILS)
    assert receiver.next().path == "/hook/failed"
    until(lambda: all(delivery["status"] == "succeeded" for hook in hooks for delivery in deliveries(client, hook)))
    assert [len(deliveries(client, hook)) for hook in hooks] == [1, 1]
    assert receiver.waiting == 0


def test_one_event_has_one_id_at_all_endpoints(client: httpx.Client, clock: ManualClock, receiver: Receiver) -> None:
    secrets = {}
    for name in ("/a", "/b"):
        created = client.post(WEBHOOKS, json={"url": receiver.url + name}).json()
        secrets[f"/hook{name}"] = created["signing_secret"]
    run_job(client, clock)
    first, second = receiver.next(), receiver.next()
    assert {first.path, second.path} == set(secrets)
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    for received in (first, second):
        assert_signed(received, secrets[received.path])


def test_a_delivery_is_listed_with_its_attempt(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    run_job(client, clock)
    event = json.loads(receiver.next().body)
    until(lambda: deliveries(client, hook)[0]["status"] == "succeeded")
    (delivery,) = deliveries(client, hook)
    assert delivery.pop("id").startswith("whdel_")
    assert delivery == {
        "object": "webhook_delivery",
        "endpoint_id": hook["id"],
        "event_id": event["id"],
        "event_type": "generation.succeeded",
        "status": "succeeded",
        "attempts": [{"at": "2026-05-11T00:00:10.000Z", "status_code": 200, "error": None}],
        "next_attempt_at": None,
        "created_at": "2026-05-11T00:00:10.000Z",
    }
    endpoint = client.get(f"{WEBHOOKS}/{hook['id']}").json()
    assert (endpoint["last_success_at"], endpoint["failure_count"]) == ("2026-05-11T00:00:10.000Z", 0)


def test_what_fails_is_tried_again_by_the_clock(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    receiver.answers.extend([500, 302, 404, 503, 204])
    run_job(client, clock)
    bodies = {receiver.next().body}
    for number, seconds in enumerate(RETRIES_AFTER, 1):
        until(lambda number=number: len(deliveries(client, hook)[0]["attempts"]) == number)  # type: ignore[misc]
        clock.advance(seconds - 0.001)
        assert deliveries(client, hook)[0]["status"] == "pending"
        endpoint = client.get(f"{WEBHOOKS}/{hook['id']}").json()
        assert (endpoint["failure_count"], endpoint["last_success_at"]) == (number, None)
        clock.advance(0.001)
        received = receiver.next()
        assert_signed(received, hook["signing_secret"])
        # A redirect is an answer like others: nobody came to where it points.
        assert received.path == "/hook"
        bodies.add(received.body)
    assert len(bodies) == 1
    until(lambda: deliveries(client, hook)[0]["status"] == "succeeded")
    (delivery,) = deliveries(client, hook)
    assert [attempt["status_code"] for attempt in delivery["attempts"]] == [500, 302, 404, 503, 204]
    endpoint = client.get(f"{WEBHOOKS}/{hook['id']}").json()
    assert endpoint["failure_count"] == 0
    assert endpoint["last_failure_at"] < endpoint["last_success_at"]


def test_the_last_failed_attempt_ends_a_delivery(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    receiver.answers.extend([500] * 10)
    run_job(client, clock)
    for number, seconds in enumerate((*RETRIES_AFTER, 100_000), 1):
        receiver.next()
        until(lambda number=number: len(deliveries(client, hook)[0]["attempts"]) == number)  # type: ignore[misc]
        clock.advance(seconds)
    (delivery,) = deliveries(client, hook)
    assert (delivery["status"], delivery["next_attempt_at"], len(delivery["attempts"])) == ("failed", None, 5)
    assert client.get(f"{WEBHOOKS}/{hook['id']}").json()["status"] == "active"
    assert receiver.waiting == 0


def test_a_receiver_that_is_not_there_is_told(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    client.patch(f"{WEBHOOKS}/{hook['id']}", json={"url": "http://127.0.0.1:1/hook"})
    run_job(client, clock)
    until(lambda: bool(deliveries(client, hook) and deliveries(client, hook)[0]["attempts"]))
    (attempt,) = deliveries(client, hook)[0]["attempts"]
    assert attempt["status_code"] is None
    assert "ConnectError" in attempt["error"]
    # The address is looked up for each attempt, so that a corrected one gets what it missed.
    client.patch(f"{WEBHOOKS}/{hook['id']}", json={"url": receiver.url})
    clock.advance(RETRIES_AFTER[0])
    assert json.loads(receiver.next().body)["type"] == "generation.succeeded"


def test_a_receiver_that_is_slow_is_left(
    client: httpx.Client,
    clock: ManualClock,
    receiver: Receiver,
    hook: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhook_post, "TIMEOUT_SECONDS", 0.1)
    receiver.awake.clear()
    run_job(client, clock)
    receiver.next()
    until(lambda: bool(deliveries(client, hook)[0]["attempts"]))
    (attempt,) = deliveries(client, hook)[0]["attempts"]
    assert attempt == {
        "at": "2026-05-11T00:00:10.000Z",
        "status_code": None,
        "error": "no answer within 0.1 seconds",
    }


def test_a_new_secret_signs_what_is_tried_again(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    receiver.answers.append(401)
    run_job(client, clock)
    assert_signed(receiver.next(), hook["signing_secret"])
    rotated = client.post(f"{WEBHOOKS}/{hook['id']}/rotate-secret").json()
    until(lambda: bool(deliveries(client, hook)[0]["attempts"]))
    clock.advance(RETRIES_AFTER[0])
    assert_signed(receiver.next(), rotated["signing_secret"])


def test_a_disabled_endpoint_hears_nothing(client: httpx.Client, clock: ManualClock, receiver: Receiver) -> None:
    off, on = (client.post(WEBHOOKS, json={"url": f"{receiver.url}/{name}"}).json() for name in ("off", "on"))
    client.patch(f"{WEBHOOKS}/{off['id']}", json={"status": "disabled"})
    run_job(client, clock)
    assert receiver.next().path == "/hook/on"
    assert deliveries(client, off) == []
    client.patch(f"{WEBHOOKS}/{off['id']}", json={"status": "active"})
    run_job(client, clock)
    assert {receiver.next().path, receiver.next().path} == {"/hook/off", "/hook/on"}
    until(lambda: [len(deliveries(client, hook)) for hook in (off, on)] == [1, 2])


def test_what_is_under_way_ends_with_the_endpoint(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    receiver.answers.append(500)
    run_job(client, clock)
    receiver.next()
    until(lambda: bool(deliveries(client, hook)[0]["attempts"]))
    client.patch(f"{WEBHOOKS}/{hook['id']}", json={"status": "disabled"})
    clock.advance(RETRIES_AFTER[0])
    until(lambda: deliveries(client, hook)[0]["status"] == "failed")
    assert len(deliveries(client, hook)[0]["attempts"]) == 1
    assert receiver.waiting == 0


def test_an_endpoint_deleted_during_an_attempt_stays_deleted(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    receiver.awake.clear()
    run_job(client, clock)
    receiver.next()
    assert client.delete(f"{WEBHOOKS}/{hook['id']}").status_code == 200
    receiver.awake.set()
    other = client.post(WEBHOOKS, json={"url": receiver.url}).json()
    run_job(client, clock)
    receiver.next()
    until(lambda: deliveries(client, other)[0]["status"] == "succeeded")
    assert [endpoint["id"] for endpoint in client.get(WEBHOOKS).json()["data"]] == [other["id"]]


def test_an_endpoint_hears_only_of_what_ends_after_its_making(
    client: httpx.Client, clock: ManualClock, receiver: Receiver
) -> None:
    run_job(client, clock)
    clock.advance(1)
    hook = client.post(WEBHOOKS, json={"url": receiver.url}).json()
    later = run_job(client, clock)
    assert json.loads(receiver.next().body)["data"]["id"] == later
    assert len(deliveries(client, hook)) == 1


def test_a_test_event_is_tried_at_once_and_once(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    receiver.answers.extend([200, 500])
    path = f"{WEBHOOKS}/{hook['id']}/test"
    first = client.post(path).json()
    received = receiver.next()
    event = json.loads(received.body)
    assert event == {
        "id": first["event_id"],
        "type": "webhook.test",
        "api_version": "2026-05-11",
        "created_at": "2026-05-11T00:00:00.000Z",
        "data": None,
    }
    assert_signed(received, hook["signing_secret"])
    assert (first["status"], first["attempts"][0]["status_code"]) == ("succeeded", 200)
    second = client.post(path).json()
    assert (second["status"], second["next_attempt_at"]) == ("failed", None)
    clock.advance(100_000)
    assert deliveries(client, hook) == [second, first]
    client.patch(f"{WEBHOOKS}/{hook['id']}", json={"status": "disabled"})
    assert_error(client.post(path), 400, "validation_failed", "disabled")


def test_many_ends_at_once_are_all_delivered(
    client: httpx.Client, clock: ManualClock, receiver: Receiver, hook: dict[str, Any]
) -> None:
    wanted = {client.post(GENERATIONS, json=painting()).json()["id"] for _ in range(60)}
    clock.advance(10)
    found = [json.loads(receiver.next().body)["data"]["id"] for _ in range(60)]
    assert (set(found), len(found)) == (wanted, 60)
    until(lambda: {delivery["status"] for delivery in deliveries(client, hook)} == {"succeeded"})
    assert receiver.waiting == 0


def test_what_was_not_delivered_goes_on_after_a_restart(
    start: StartEmulator, clock: ManualClock, receiver: Receiver, tmp_path: Path
) -> None:
    options: dict[str, Any] = {"state": tmp_path / "state.db", "allow_local_webhooks": True, "clock": clock}
    receiver.answers.append(503)
    with SmallEmulator(job_seconds=10, **options) as server:
        headers = {"Authorization": f"Bearer {server.key}"}
        with httpx.Client(base_url=server.url, headers=headers, verify=False) as client:
            hook = client.post(WEBHOOKS, json={"url": receiver.url}).json()
            tried = run_job(client, clock)
            receiver.next()
            until(lambda: bool(deliveries(client, hook)[0]["attempts"]))
            still_running = client.post(GENERATIONS, json=painting()).json()["id"]
    # The job ends while no server is there, and the next attempt is due as well.
    clock.advance(10)
    start(**options)
    events = [json.loads(receiver.next().body) for _ in range(2)]
    assert {event["data"]["id"] for event in events} == {tried, still_running}
    assert {event["created_at"][17:19] for event in events} == {"10", "20"}


def test_stopping_waits_for_no_receiver(start: StartEmulator, receiver: Receiver, clock: ManualClock) -> None:
    server = start(allow_local_webhooks=True)
    receiver.awake.clear()
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}, verify=False) as client:
        client.post(WEBHOOKS, json={"url": receiver.url})
        run_job(client, clock)
    receiver.next()
    server.close()
    assert receiver.answered == 0
    # A clock may outlive the servers that looked at it.
    clock.advance(1)


@pytest.mark.usefixtures("hook")
def test_a_fault_of_the_database_ends_no_background_work(
    client: httpx.Client,
    clock: ManualClock,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = threading.Event()

    def due(table: Deliveries, now: float) -> list[Delivery]:
        if not broken.is_set():
            broken.set()
            raise sqlite3.OperationalError("database is locked")
        return found(table, now)

    found = Deliveries.due
    monkeypatch.setattr(Deliveries, "due", due)
    monkeypatch.setattr(background, "REST_SECONDS", 0.01)
    task_id = run_job(client, clock)
    assert json.loads(receiver.next().body)["data"]["id"] == task_id
    assert "database is locked" in caplog.text
