"""Jobs: what is accepted, what is refused, and how a job goes on."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from emulator.conftest import StartEmulator
from emulator.small_world import SmallEmulator
from emulator.wire import GENERATIONS, JSON, PNG, assert_error, painting, upload
from runtime.emulator._api.bodies import JSON_LIMIT
from runtime.emulator._api.clock import ManualClock
from runtime.emulator._faults.faults import Fault


def test_a_job_is_accepted_as_documented(client: httpx.Client, server: SmallEmulator) -> None:
    response = client.post(GENERATIONS, json=painting(params={"aspect_ratio": "16:9"}, client_request_id="mine"))
    assert response.status_code == 200
    task = response.json()
    assert re.fullmatch(r"task_[0-9a-f]{24}", task.pop("id"))
    assert task == {
        "status": "queued",
        "model": "painter-1.0",
        "reserved_credits": 4,
        "final_credits": 0,
        "created_at": "2026-05-11T00:00:00.000Z",
        "updated_at": "2026-05-11T00:00:00.000Z",
        "result": None,
        "error": None,
    }
    assert server.credits == 996


def test_a_job_goes_on_with_the_clock(client: httpx.Client, server: SmallEmulator, clock: ManualClock) -> None:
    task_id = client.post(GENERATIONS, json=painting()).json()["id"]
    seen = []
    for seconds in (0, 2.999, 0.001, 6.999, 0.001, 1000):
        clock.advance(seconds)
        task = client.get(f"{GENERATIONS}/{task_id}").json()
        seen.append((task["status"], task["final_credits"], task["updated_at"][17:-1], task["result"] is None))
    assert seen == [
        ("queued", 0, "00.000", True),
        ("queued", 0, "00.000", True),
        ("processing", 0, "03.000", True),
        ("processing", 0, "03.000", True),
        ("succeeded", 4, "10.000", False),
        ("succeeded", 4, "10.000", False),
    ]
    assert task["reserved_credits"] == 4
    assert task["error"] is None
    assert task["result"]["urls"] == [task["result"]["primary_url"]]
    assert task["result"]["primary_url"].startswith(f"{server.url}/media/{task_id}")
    assert server.jobs == [task]


def test_a_job_without_duration_is_queued_once(start: StartEmulator) -> None:
    server = start(job_seconds=0)
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}) as client:
        task = client.post(GENERATIONS, json=painting()).json()
        assert task["status"] == "queued"
        assert client.get(f"{GENERATIONS}/{task['id']}").json()["status"] == "succeeded"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", ["not valid JSON"]),
        (b"{", ["not valid JSON"]),
        (b"\xff\xfe", ["not valid JSON"]),
        (b"[" * 100_000, ["not valid JSON"]),
        (b'{"model": NaN}', ["not valid JSON"]),
        (b"[]", ["JSON object"]),
        (b"null", ["JSON object"]),
        (b"{}", ["model"]),
        (b'{"model": 7}', ["model"]),
        (b'{"model": "paint"}', ["model", "paint"]),
        (b'{"model": "talker", "message": "hello"}', ["chat"]),
        (b'{"model": "painter-1.0"}', ["prompt"]),
        (b'{"model": "painter-1.0", "prompt": "x", "params": []}', ["params"]),
        (b'{"model": "painter-1.0", "params": {"aspect_ratio": "7:1"}}', ["prompt", "aspect_ratio"]),
        (b'{"model": "painter-1.0", "prompt": "x", "files": []}', ["files"]),
    ],
)
def test_a_wrong_body_names_every_problem(
    client: httpx.Client, server: SmallEmulator, body: bytes, words: list[str]
) -> None:
    response = client.post(GENERATIONS, content=body, headers={"Content-Type": "application/json"})
    assert_error(response, 400, "validation_failed", *words)
    assert server.credits == 1000
    assert server.jobs == []


def test_a_body_without_end_is_refused(client: httpx.Client, server: SmallEmulator) -> None:
    chunks = (b" " * 65_536 for _ in range(1000))
    answer = client.post(GENERATIONS, content=chunks, headers=JSON)
    assert_error(answer, 400, "validation_failed", f"larger than {JSON_LIMIT}")
    assert server.requests[-1].body_size < JSON_LIMIT + 1024 * 1024


def test_references_are_uploads_or_any_address(client: httpx.Client) -> None:
    file = upload(client, PNG).json()

    def create(url: str) -> httpx.Response:
        items = [{"url": url, "kind": "image"}]
        return client.post(GENERATIONS, json=painting(params={"referenceMediaItems": items}))

    assert create(file["url"]).status_code == 200
    assert create("https://cdn.example.com/cat.png").status_code == 200
    assert_error(create(file["url"] + "x"), 400, "validation_failed", "referenceMediaItems[0].url")
    assert_error(create("file:///etc/passwd"), 400, "validation_failed", "referenceMediaItems[0].url")


def test_an_unknown_task_is_not_found(client: httpx.Client) -> None:
    assert_error(client.get(f"{GENERATIONS}/task_0"), 404, "not_found")


def test_a_key_repeats_the_first_response(client: httpx.Client, server: SmallEmulator, clock: ManualClock) -> None:
    headers = {"Idempotency-Key": "order-123"}
    first = client.post(GENERATIONS, json=painting(params={"aspect_ratio": "1:1"}), headers=headers)
    clock.advance(100)
    reordered = f'{{ "prompt": "{painting()["prompt"]}", "params": {{"aspect_ratio":"1:1"}}, "model": "painter-1.0" }}'
    again = client.post(GENERATIONS, content=reordered, headers={**JSON, **headers})
    assert again.content == first.content
    assert (server.credits, len(server.jobs)) == (996, 1)
    other = client.post(GENERATIONS, json=painting(prompt="Another"), headers=headers)
    assert_error(other, 409, "idempotency_conflict", "Idempotency-Key")
    assert (server.credits, len(server.jobs)) == (996, 1)


def test_a_refused_request_leaves_its_key_free(client: httpx.Client) -> None:
    headers = {"Idempotency-Key": "order-124"}
    assert_error(client.post(GENERATIONS, json=painting(prompt=""), headers=headers), 400, "validation_failed")
    assert client.post(GENERATIONS, json=painting(), headers=headers).status_code == 200


def test_requests_without_a_key_are_all_new(client: httpx.Client, server: SmallEmulator) -> None:
    assert client.post(GENERATIONS, json=painting()).json() != client.post(GENERATIONS, json=painting()).json()
    assert server.credits == 992


def test_concurrent_jobs_spend_exactly_what_there_is(start: StartEmulator) -> None:
    server = start(credits=50)
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}) as client:
        with ThreadPoolExecutor(30) as pool:
            responses = list(pool.map(lambda _: client.post(GENERATIONS, json=painting()), range(30)))
        refused = [response for response in responses if response.status_code != 200]
        assert (len(responses) - len(refused), server.credits) == (12, 2)
        for response in refused:
            assert_error(response, 402, "insufficient_credits", "4 credits", "2 are left")
        assert client.get("/api/v1/credits").json() == {"current_credits": 2}
    assert len({job["id"] for job in server.jobs}) == 12


def test_concurrent_requests_with_one_key_are_one_job(client: httpx.Client, server: SmallEmulator) -> None:
    headers = {"Idempotency-Key": "once"}
    with ThreadPoolExecutor(30) as pool:
        bodies = set(pool.map(lambda _: client.post(GENERATIONS, json=painting(), headers=headers).content, range(30)))
    assert (len(bodies), len(server.jobs), server.credits) == (1, 1, 996)


def test_concurrent_requests_with_one_key_and_two_bodies_are_one_job(
    client: httpx.Client, server: SmallEmulator
) -> None:
    server.faults.add(Fault("latency", 0.1, operation="generations.create", times=None))

    def create(number: int) -> httpx.Response:
        body = painting(prompt=("One", "Two")[number % 2])
        return client.post(GENERATIONS, json=body, headers={"Idempotency-Key": "once"})

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(create, range(20)))
    accepted = {answer.content for answer in answers if answer.status_code == 200}
    conflicts = [answer for answer in answers if answer.status_code != 200]
    assert (len(accepted), len(conflicts), len(server.jobs), server.credits) == (1, 10, 1, 996)
    for answer in conflicts:
        assert_error(answer, 409, "idempotency_conflict")


def test_fractions_of_a_credit_add_up(client: httpx.Client) -> None:
    for _ in range(3):
        assert client.post(GENERATIONS, json={"model": "narrator", "prompt": "x"}).json()["reserved_credits"] == 0.1
    assert client.get("/api/v1/credits").json() == {"current_credits": 999.7}


def test_a_model_that_is_only_announced_cannot_be_called(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.json"
    entries = [
        {"id": "painter-1.0", "api_status": "coming_soon"},
        {"id": "talker", "api_status": "studio_only"},
        {"id": "filmer", "api_status": "available"},
    ]
    catalog.write_text(json.dumps({"object": "list", "data": entries}))

    class Announcing(SmallEmulator):
        served_api = replace(SmallEmulator.served_api, catalog_file=catalog)

    with Announcing() as server, httpx.Client(base_url=server.url) as client:
        client.headers["Authorization"] = f"Bearer {server.key}"
        assert_error(client.post(GENERATIONS, json=painting()), 400, "validation_failed", "cannot be called yet")
        answer = client.post("/api/v1/chat/completions", json={"model": "talker", "message": "Hello"})
        assert_error(answer, 400, "chat_model_not_supported", "cannot be called yet")
        assert client.post(GENERATIONS, json={"model": "filmer", "prompt": "Rain"}).status_code == 200
