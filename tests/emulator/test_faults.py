"""Faults: each one arrives as what it says, strikes what it names, and costs nothing but what was accepted."""

from __future__ import annotations

import asyncio
import http.client
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from emulator.conftest import StartEmulator
from emulator.receiver import PATIENCE
from emulator.small_world import SmallEmulator
from emulator.wire import FILES, GENERATIONS, PNG, assert_error, painting, upload
from runtime.emulator._api.clock import ManualClock
from runtime.emulator._faults import injection
from runtime.emulator._faults.faults import FAULT_HEADER, KINDS, Fault, FaultRefused, Faults, read_faults

CREDITS = "/api/v1/credits"
SERVED = {"current_credits": 1000}


def told(text: str, **headers: str) -> dict[str, str]:
    return {FAULT_HEADER: text, **headers}


@pytest.mark.parametrize(
    ("status", "code"),
    [(500, "internal_error"), (503, "public_api_disabled"), (429, "rate_limited"), (418, "emulator_fault")],
)
def test_a_status_is_an_envelope_and_nothing_is_done(
    client: httpx.Client, server: SmallEmulator, status: int, code: str
) -> None:
    server.faults.add(Fault("status", status, operation="generations.create", retry_after=2))
    answer = client.post(GENERATIONS, json=painting())
    assert_error(answer, status, code)
    assert answer.headers["retry-after"] == "2"
    assert (server.jobs, server.credits) == ([], 1000)
    assert client.post(GENERATIONS, json=painting()).status_code == 200


def test_a_page_is_what_a_proxy_says(client: httpx.Client) -> None:
    answer = client.get(CREDITS, headers=told("page"))
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert "502 Bad Gateway" in answer.text
    assert "<h1>599 Error</h1>" in client.get(CREDITS, headers=told("page=599")).text


@pytest.mark.parametrize(("moment", "jobs"), [("before", 0), ("after", 1)])
def test_a_dropped_connection_has_no_answer(
    client: httpx.Client, server: SmallEmulator, caplog: pytest.LogCaptureFixture, moment: str, jobs: int
) -> None:
    server.faults.add(Fault("drop", moment, operation="generations.create"))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        client.post(GENERATIONS, json=painting())
    assert (len(server.jobs), server.credits) == (jobs, 1000 - 4 * jobs)
    assert len(server.requests) == 1
    server.audit()
    assert client.get("/api/v1/models").status_code == 200
    assert caplog.text == "", "to be told to misbehave is no failure"


def test_one_key_is_one_job_however_often_the_answer_is_lost(client: httpx.Client, server: SmallEmulator) -> None:
    server.faults.add(Fault("drop", "after", operation="generations.create", times=20))
    headers = {"Idempotency-Key": "order-1"}
    lost = 0
    while True:
        try:
            answer = client.post(GENERATIONS, json=painting(), headers=headers)
            break
        except (httpx.RemoteProtocolError, httpx.ReadError):
            lost += 1
    assert lost == 20
    assert [job["id"] for job in server.jobs] == [answer.json()["id"]]
    assert server.audit().credits == 996


def test_a_large_upload_is_dropped_after_it_arrived(client: httpx.Client, server: SmallEmulator) -> None:
    content = PNG + bytes(1_500_000)
    for moment, kept in (("before", 0), ("after", 1)):
        server.faults.add(Fault("drop", moment, operation="files.create"))
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            upload(client, content)
        assert len(server.files) == kept
        assert server.requests[-1].body_size > len(content)


def test_a_truncated_answer_ends_in_the_middle(client: httpx.Client, server: SmallEmulator) -> None:
    whole = client.get(CREDITS).content
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", CREDITS, headers=told("truncate", Authorization=f"Bearer {server.key}"))
    answer = connection.getresponse()
    assert (answer.status, answer.headers["content-length"]) == (200, str(len(whole)))
    with pytest.raises(http.client.IncompleteRead) as caught:
        answer.read()
    assert caught.value.partial == whole[: len(whole) // 2]
    connection.close()
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        client.get(CREDITS, headers=told("truncate"))


def test_results_can_be_cut_off_too(client: httpx.Client, server: SmallEmulator, clock: ManualClock) -> None:
    task_id = client.post(GENERATIONS, json=painting()).json()["id"]
    clock.advance(10)
    url = client.get(f"{GENERATIONS}/{task_id}").json()["result"]["primary_url"]
    server.faults.add(Fault("truncate", operation="media"))
    assert client.get(CREDITS).status_code == 200, "it waits for its operation"
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        client.get(url)
    assert client.get(url).content.startswith(b"\x89PNG")


def test_a_drip_brings_the_whole_answer_slowly(client: httpx.Client) -> None:
    started = time.monotonic()
    with client.stream("GET", CREDITS, headers=told("drip=0.03")) as answer:
        parts = list(answer.iter_raw())
    assert b"".join(parts) == client.get(CREDITS).content
    assert time.monotonic() - started >= 7 * 0.03
    assert len(parts) > 2


@pytest.mark.parametrize("path", [CREDITS, "/api/v1/models", "/api/v1/files/none"])
def test_a_drip_changes_nothing(client: httpx.Client, path: str) -> None:
    def shown(answer: httpx.Response) -> tuple[int, Any]:
        body = answer.json()
        body.get("error", {}).pop("requestId", None)
        return answer.status_code, body

    assert shown(client.get(path, headers=told("drip=0"))) == shown(client.get(path))


def test_latency_is_spent_before_the_work(client: httpx.Client, server: SmallEmulator) -> None:
    started = time.monotonic()
    answer = client.get(CREDITS, headers=told("latency=0.2, status=503"))
    assert_error(answer, 503, "public_api_disabled")
    assert time.monotonic() - started >= 0.2
    with pytest.raises(httpx.ReadTimeout):
        client.post(GENERATIONS, json=painting(), headers=told("latency=5"), timeout=httpx.Timeout(60, read=0.1))
    assert server.jobs == []


def test_a_slow_request_holds_nobody_up(
    client: httpx.Client, server: SmallEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()

    async def sleep(seconds: float) -> None:
        assert seconds == 0.5
        await asyncio.to_thread(over.wait, PATIENCE)

    monkeypatch.setattr(injection, "asyncio", SimpleNamespace(sleep=sleep))
    server.faults.add(Fault("latency", 0.5, operation="models.list"))
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(client.get, "/api/v1/models")
        deadline = time.monotonic() + PATIENCE
        while server.faults.armed and time.monotonic() < deadline:
            time.sleep(0.001)
        assert client.get(CREDITS).status_code == 200
        assert not slow.done()
        over.set()
        assert slow.result(PATIENCE).status_code == 200


def test_a_job_fails_when_told(client: httpx.Client, server: SmallEmulator, clock: ManualClock) -> None:
    server.faults.add("fail")
    assert client.get("/api/v1/models").status_code == 200, "only what makes jobs is meant"
    tasks = [client.post(GENERATIONS, json=painting()).json()["id"] for _ in range(2)]
    clock.advance(10)
    assert [client.get(f"{GENERATIONS}/{task}").json()["status"] for task in tasks] == ["failed", "succeeded"]
    assert server.jobs[0]["error"]["code"] == "generation_failed"
    assert server.audit().credits == 996


def test_faults_come_one_after_another(client: httpx.Client, server: SmallEmulator) -> None:
    server.faults.add(Fault("status", 500, times=2))
    server.faults.add(Fault("status", 429))
    server.faults.add(Fault("latency", 0, times=None))
    assert [client.get(CREDITS).status_code for _ in range(5)] == [500, 500, 429, 200, 200]
    assert server.faults.armed == [Fault("latency", 0.0, times=None)]
    server.faults.clear()
    assert server.faults.armed == []


def test_each_fault_strikes_as_often_as_it_says(client: httpx.Client, server: SmallEmulator) -> None:
    server.faults.add(Fault("status", 503, operation="credits.retrieve", times=7))
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: client.get(CREDITS).status_code, range(40)))
    assert (statuses.count(503), statuses.count(200)) == (7, 33)


def test_a_header_counts_by_idempotency_key(client: httpx.Client, server: SmallEmulator) -> None:
    def create(key: str) -> int:
        headers = told("status=503;times=2", **{"Idempotency-Key": key})
        return client.post(GENERATIONS, json=painting(), headers=headers).status_code

    assert [create(key) for key in ("a", "b", "a", "a", "b", "b", "a")] == [503, 503, 503, 200, 503, 200, 200]
    assert len(server.jobs) == 2


def test_faults_are_given_at_the_start(start: StartEmulator) -> None:
    faults = [Fault("status", 500, operation="credits.retrieve"), "page;operation=models.list;times=2"]
    server = start(faults=faults)
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}) as client:
        assert [client.get(CREDITS).status_code for _ in range(2)] == [500, 200]
        assert [client.get("/api/v1/models").status_code for _ in range(3)] == [502, 502, 200]
        assert client.get(CREDITS).json() == SERVED


WRONG: list[tuple[str, list[str]]] = [
    ("explode", ["explode", ", ".join(KINDS)]),
    ("status=200", ["status", "200", "400 to 599"]),
    ("status=abc", ["status", "abc"]),
    ("status=5_03", ["status", "5_03", "400 to 599"]),
    ("status=503.0", ["status", "503.0"]),
    ("Status=503", ["Status", "status, page"]),
    ("status=503;times=1e1", ["times", "1e1", "a number from 1"]),
    ("status=503;times=+2", ["times"]),
    ("status=503;times", ["times"]),
    (f"status={'9' * 5000}", ["status"]),
    ("latency=Infinity", ["latency"]),
    ("fail=", ["fail", "an error code"]),
    ("fail=two words", ["fail", "an error code"]),
    (",", ["there is no fault in the text", "latency, status"]),
    ("latency=-1", ["latency", "-1", "seconds up to 600"]),
    ("latency=nan", ["latency", "nan"]),
    ("latency=1e9", ["latency", "1e9"]),
    ("drop=during", ["drop", "during", "before or after"]),
    ("truncate=1", ["truncate", "no value"]),
    ("drip=", ["drip", "seconds"]),
    ("status=503;times=0", ["times", "0", "a number from 1"]),
    ("status=503;retry_after=soon", ["retry_after", "soon"]),
    ("status=503;tmies=3", ["tmies", "operation, times, retry_after"]),
    ("drop;kind=fail", ["kind", "operation, times, retry_after"]),
    ("drop;value=after", ["value", "operation, times, retry_after"]),
    ("fail;operation=credits.retrieve", ["credits.retrieve", "makes no jobs", "generations.create"]),
    ("status=503;operation=generations.destroy", ["generations.destroy", "generations.create", "media"]),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_a_fault_that_there_is_not_is_refused(client: httpx.Client, text: str, words: list[str]) -> None:
    assert_error(client.get(CREDITS, headers=told(text)), 400, "validation_failed", FAULT_HEADER, *words)
    for given in (text, [text]):
        with pytest.raises(FaultRefused) as refused:
            Faults({"generations.create", "credits.retrieve"}, given)
        assert all(word in str(refused.value) for word in refused.value.allowed)
        assert refused.value.allowed


@pytest.mark.parametrize(("kind", "value", "times"), [("explode", 1, 1), ("status", 200, 1), ("drop", "before", 0)])
def test_no_fault_is_made_wrong(kind: str, value: float | str, times: int) -> None:
    with pytest.raises(FaultRefused):
        Fault(kind, value, times=times)


def test_a_fault_of_another_operation_is_refused(server: SmallEmulator) -> None:
    fault = Fault("fail", "x", "media")
    with pytest.raises(FaultRefused):
        server.faults.add(fault)
    with pytest.raises(FaultRefused):
        SmallEmulator(faults=fault)
    assert server.faults.armed == []


@pytest.mark.parametrize("way", ["add", "one", "several", "header"])
def test_a_text_is_a_fault_wherever_one_is_told(start: StartEmulator, way: str) -> None:
    text = "page = 502 ; operation = credits.retrieve;times = 2 , status=429;retry_after=1.5;times=1"
    options: dict[str, Any] = {"one": {"faults": text}, "several": {"faults": [text]}}.get(way, {})
    server = start(**options)
    if way == "add":
        server.faults.add(text)
    headers = {"Authorization": f"Bearer {server.key}", **(told(text) if way == "header" else {})}
    with httpx.Client(base_url=server.url, headers=headers, verify=False) as client:
        assert [client.get(CREDITS).status_code for _ in range(4)] == [502, 502, 429, 200]


def test_a_header_strikes_each_request_that_carries_it(client: httpx.Client) -> None:
    assert [client.get(CREDITS, headers=told("status=503")).status_code for _ in range(3)] == [503, 503, 503]
    once = told("status=503;times=1")
    assert [client.get(CREDITS, headers=once).status_code for _ in range(2)] == [503, 200]
    lines = [("Authorization", client.headers["authorization"]), (FAULT_HEADER, "latency=0"), (FAULT_HEADER, "page")]
    assert client.get(CREDITS, headers=lines).status_code == 502, "a header in two lines is one header"


def test_texts_and_calls_make_the_same_faults() -> None:
    assert read_faults("latency=0.5 , drop=after; operation=media;times=3,,truncate", times=None) == [
        Fault("latency", 0.5, times=None),
        Fault("drop", "after", operation="media", times=3),
        Fault("truncate", times=None),
    ]
    assert read_faults("status=429;retry_after=1.5") == [Fault("status", 429, None, 1, 1.5)]


@pytest.mark.parametrize("fault", [pytest.param(kind, id=kind) for kind in KINDS])
def test_no_fault_leaves_the_books_wrong(client: httpx.Client, server: SmallEmulator, fault: str) -> None:
    for text in {fault, "drop=after" if fault == "drop" else fault}:
        value = "=0" if fault in {"latency", "drip"} else ""
        for call in _calls(client, told(f"{text}{value}")):
            try:
                call()
            except (httpx.RemoteProtocolError, httpx.ReadError):
                continue
    books = server.audit()
    assert books.credits == 1000 - 4 * len(server.jobs)
    assert client.get("/api/v1/models").status_code == 200


def _calls(client: httpx.Client, headers: dict[str, str]) -> list[Callable[[], httpx.Response]]:
    return [
        lambda: client.get(CREDITS, headers=headers),
        lambda: client.post(GENERATIONS, json=painting(), headers=headers),
        lambda: client.post(GENERATIONS, json=painting(prompt=""), headers=headers),
        lambda: client.post(FILES, data={"kind": "image"}, files={"file": ("a.png", PNG)}, headers=headers),
        lambda: client.get("/media/none", headers=headers),
        lambda: client.get("/nowhere", headers=headers),
    ]


def test_requests_that_carry_a_fault_each_leave_nothing_behind() -> None:
    faults = Faults({"generations.create"})
    for number in range(100):
        assert "arrival" in faults.take("generations.create", "latency=0.1", ("POST", "/", str(number)))
    assert not faults._strikes
    assert [
        "arrival" in faults.take("generations.create", "latency=0.1;times=2", ("POST", "/", "same")) for _ in range(3)
    ] == [True, True, False]
