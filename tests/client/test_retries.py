"""Retrying: what is tried again, after how long, under which key, and what is raised in the end."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from harness import EPOCH, Harness, Step, failure, task
from runtime._transport.calls import build_call, call_flow
from runtime.errors import (
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ConnectionFailedError,
    InsufficientCreditsError,
    RateLimitError,
    RequestTimeoutError,
    RivyaError,
    ServerError,
    SubmissionUncertainError,
    UnexpectedResponseError,
)
from runtime.options import RetryPolicy, Timeouts

HTTP_DATE = "Fri, 15 Jan 2027 08:00:07 GMT"  # seven seconds after EPOCH


@dataclass(frozen=True)
class Scenario:
    """What the network answers to one call, and what must come of it."""

    name: str
    steps: tuple[Step, ...]
    raised: type[RivyaError] | None = None
    sleeps: tuple[float, ...] = ()

    @property
    def attempts(self) -> int:
        return len(self.steps)


def lost() -> Exception:
    return httpx.RemoteProtocolError("Server disconnected")


def refused() -> Exception:
    return httpx.ConnectError("Connection refused")


def silent() -> Exception:
    return httpx.ReadTimeout("read timed out")


SUBMISSIONS = [
    Scenario("at once", (task(),)),
    Scenario("408", (failure(408), task()), None, (0.5,)),
    Scenario("429 with a code", (failure(429, "rate_limited"), task()), None, (0.5,)),
    Scenario("500", (failure(500, "unheard_of"), task()), None, (0.5,)),
    Scenario("502 of a proxy", (failure(502), failure(502), task()), None, (0.5, 1.0)),
    Scenario("503", (failure(503, "switched_off"), task()), None, (0.5,)),
    Scenario("refused", (refused(), task()), None, (0.5,)),
    Scenario("lost", (lost(), task()), None, (0.5,)),
    Scenario("silent", (silent(), lost(), task()), None, (0.5, 1.0)),
    Scenario("Retry-After in seconds", (failure(429, "rate_limited", Retry_After="7"), task()), None, (7.0,)),
    Scenario("Retry-After as a date", (failure(503, "switched_off", Retry_After=HTTP_DATE), task()), None, (7.0,)),
    Scenario(
        "Retry-After in the past", (failure(503, Retry_After="Fri, 15 Jan 2021 08:00:07 GMT"), task()), None, (0.0,)
    ),
    Scenario("Retry-After beyond the cap", (failure(429, "rate_limited", Retry_After="3600"), task()), None, (60.0,)),
    Scenario("Retry-After unreadable", (failure(429, "rate_limited", Retry_After="soon"), task()), None, (0.5,)),
    Scenario("Retry-After infinite", (failure(429, "rate_limited", Retry_After="inf"), task()), None, (0.5,)),
    Scenario("400", (failure(400, "validation_failed"),), BadRequestError),
    Scenario("401", (failure(401, "api_key_invalid"),), AuthenticationError),
    Scenario("402", (failure(402),), InsufficientCreditsError),
    Scenario("409", (failure(409, "idempotency_conflict"),), ConflictError),
    Scenario("409 without a code", (failure(409),), ConflictError),
    Scenario("a code that is final, under 500", (failure(500, "validation_failed"),), BadRequestError),
    Scenario("rejected after a lost one", (lost(), failure(400, "validation_failed")), BadRequestError, (0.5,)),
    Scenario("always 429", (failure(429, "rate_limited"),) * 3, RateLimitError, (0.5, 1.0)),
    Scenario("always 503", (failure(503, "switched_off"),) * 3, ServerError, (0.5, 1.0)),
    Scenario("always 503 of a proxy", (failure(503),) * 3, SubmissionUncertainError, (0.5, 1.0)),
    Scenario("always 503 of an unknown code", (failure(503, "unheard_of"),) * 3, SubmissionUncertainError, (0.5, 1.0)),
    Scenario(
        "a proxy's 503, then a code",
        (failure(503), *[failure(503, "switched_off")] * 2),
        SubmissionUncertainError,
        (0.5, 1.0),
    ),
    Scenario("always 500 of the API", (failure(500, "unheard_of"),) * 3, SubmissionUncertainError, (0.5, 1.0)),
    Scenario("always refused", (refused(), refused(), refused()), ConnectionFailedError, (0.5, 1.0)),
    Scenario("always lost", (lost(), lost(), lost()), SubmissionUncertainError, (0.5, 1.0)),
    Scenario("always silent", (silent(), silent(), silent()), SubmissionUncertainError, (0.5, 1.0)),
    Scenario("always 504 of a proxy", (failure(504),) * 3, SubmissionUncertainError, (0.5, 1.0)),
    Scenario("lost, then refused", (lost(), refused(), refused()), SubmissionUncertainError, (0.5, 1.0)),
    Scenario("lost, then 503", (lost(), *[failure(503)] * 2), SubmissionUncertainError, (0.5, 1.0)),
    Scenario("lost, then 402", (lost(), failure(400, "insufficient_credits")), SubmissionUncertainError, (0.5,)),
    Scenario("lost, then 401", (lost(), failure(401, "api_key_invalid")), SubmissionUncertainError, (0.5,)),
    Scenario("lost, then 409", (lost(), failure(409, "idempotency_conflict")), SubmissionUncertainError, (0.5,)),
    Scenario("not JSON", (httpx.Response(200, html="<p>hello</p>"),), UnexpectedResponseError),
    Scenario("no id", (httpx.Response(200, json={"status": "queued"}),), UnexpectedResponseError),
    Scenario("a list", (httpx.Response(201, json=[]),), UnexpectedResponseError),
]


@pytest.mark.parametrize("scenario", SUBMISSIONS, ids=lambda scenario: scenario.name)
def test_submission(harness: Harness, scenario: Scenario) -> None:
    client = harness.script(*scenario.steps).client()
    if scenario.raised is None:
        job = harness.call(client.every.painter.create("a cat"))
        assert (job.id, job.status) == ("task_1", "queued")
    else:
        with pytest.raises(RivyaError) as raised:
            harness.call(client.every.painter.create("a cat"))
        assert type(raised.value) is scenario.raised
    assert len(harness.sent) == scenario.attempts
    assert tuple(harness.sleeps) == scenario.sleeps
    assert len({sent.body for sent in harness.sent}) == 1
    keys = {sent.headers["idempotency-key"] for sent in harness.sent}
    assert len(keys) == 1
    assert len(keys.pop()) == 36
    assert len({tuple(sorted(sent.headers.items())) for sent in harness.sent}) == 1


READS = [
    Scenario("always lost", (lost(), lost(), lost()), ConnectionFailedError, (0.5, 1.0)),
    Scenario("always silent", (silent(), silent(), silent()), RequestTimeoutError, (0.5, 1.0)),
    Scenario("connecting is slow", (httpx.ConnectTimeout("slow"),) * 3, RequestTimeoutError, (0.5, 1.0)),
    Scenario("502", (failure(502), failure(502), failure(502)), ServerError, (0.5, 1.0)),
]


@pytest.mark.parametrize("scenario", READS, ids=lambda scenario: scenario.name)
def test_reading(harness: Harness, scenario: Scenario) -> None:
    client = harness.script(*scenario.steps).client()
    assert scenario.raised is not None
    with pytest.raises(scenario.raised):
        harness.call(client.generations.retrieve("task_1"))
    assert tuple(harness.sleeps) == scenario.sleeps
    assert all("idempotency-key" not in sent.headers for sent in harness.sent)


WITHOUT_KEY = [
    Scenario("refused", (refused(), httpx.Response(200, json={"id": "hook"})), None, (0.5,)),
    Scenario("429", (failure(429), httpx.Response(200, json={"id": "hook"})), None, (0.5,)),
    Scenario("503 with a code", (failure(503, "switched_off"), httpx.Response(200, json={"id": "hook"})), None, (0.5,)),
    Scenario("503 of a proxy", (failure(503),), SubmissionUncertainError),
    Scenario("503 of an unknown code", (failure(503, "unheard_of"),), SubmissionUncertainError),
    Scenario("lost", (lost(),), SubmissionUncertainError),
    Scenario("silent", (silent(),), SubmissionUncertainError),
    Scenario("500 of the API", (failure(500, "unheard_of"),), SubmissionUncertainError),
    Scenario("502 of a proxy", (failure(502),), SubmissionUncertainError),
    Scenario("408", (failure(408),), RivyaError),
]


@pytest.mark.parametrize("scenario", WITHOUT_KEY, ids=lambda scenario: scenario.name)
def test_post_without_a_key_is_not_repeated_when_it_may_have_arrived(harness: Harness, scenario: Scenario) -> None:
    client = harness.script(*scenario.steps).client()
    settings = client._transport.settings
    call = build_call(settings, "hooks.create", settings.resolve({}), body={"url": "https://a.test"})
    if scenario.raised is None:
        assert harness.call(client._transport.run(call_flow(settings, call))).raw == {"id": "hook"}
    else:
        with pytest.raises(scenario.raised):
            harness.call(client._transport.run(call_flow(settings, call)))
    assert len(harness.sent) == scenario.attempts
    assert tuple(harness.sleeps) == scenario.sleeps


def test_http_date_is_what_the_scenarios_say() -> None:
    from email.utils import formatdate

    assert formatdate(EPOCH + 7, usegmt=True) == HTTP_DATE


def test_uncertain_submission_can_be_repeated(harness: Harness) -> None:
    client = harness.script(lost(), lost(), lost(), task(), task()).client()
    with pytest.raises(SubmissionUncertainError) as raised:
        harness.call(client.every.painter.create("a cat", count=2))
    error = raised.value
    assert error.request == {"model": "painter", "prompt": "a cat", "params": {"count": 2}}
    assert error.idempotency_key is not None
    assert error.idempotency_key in str(error)
    assert isinstance(error.__cause__, ConnectionFailedError)
    job = harness.call(error.repeat())
    assert job.id == "task_1"
    again = harness.call(client.generations.create(error.request, idempotency_key=error.idempotency_key))
    assert again.id == "task_1"
    assert len({(sent.body, sent.headers["idempotency-key"]) for sent in harness.sent}) == 1


def test_unreadable_success_names_the_key(harness: Harness) -> None:
    client = harness.script(httpx.Response(200, html="?")).client()
    with pytest.raises(UnexpectedResponseError, match="idempotency_key='order-1'"):
        harness.call(client.every.painter.create("a cat", idempotency_key="order-1"))


def test_jitter_shortens_a_pause_but_not_what_the_server_asks(harness: Harness) -> None:
    harness.chance = 1.0
    client = harness.script(failure(502), failure(429, "rate_limited", Retry_After="3"), task()).client()
    harness.call(client.every.painter.create("a cat"))
    assert harness.sleeps == [0.375, 3.0]


def test_policy_of_client_and_call(harness: Harness) -> None:
    down = failure(503, "switched_off")
    steps = [down] * 2 + [down, task()]
    client = harness.script(*steps).client(retry=RetryPolicy(attempts=2, initial=1.0, jitter=0.0))
    with pytest.raises(ServerError):
        harness.call(client.every.painter.create("a cat"))
    harness.call(client.every.painter.create("a cat", retry=RetryPolicy(attempts=4, initial=2.0)))
    assert harness.sleeps == [1.0, 2.0]


TIMEOUTS: list[tuple[dict[str, Any], dict[str, float]]] = [
    ({}, {"connect": 10.0, "read": 60.0, "write": 60.0, "pool": 600.0}),
    ({"timeout": 5}, {"connect": 5, "read": 5, "write": 5, "pool": 5}),
    ({"timeout": Timeouts(connect=1, request=20)}, {"connect": 1, "read": 20, "write": 20, "pool": 600.0}),
    ({"timeout": Timeouts(pool=2)}, {"connect": 10.0, "read": 60.0, "write": 60.0, "pool": 2}),
]


@pytest.mark.parametrize(("options", "expected"), TIMEOUTS)
def test_timeouts(harness: Harness, options: dict[str, Any], expected: dict[str, float]) -> None:
    client = harness.script(task()).client()
    harness.call(client.every.painter.create("a cat", **options))
    assert harness.sent[0].timeout == expected


def test_pauses_grow_to_their_maximum_and_never_overflow() -> None:
    policy = RetryPolicy(initial=1.0, maximum=5.0, growth=2.0)
    assert [policy.pause(attempt) for attempt in (1, 2, 3, 4, 5000)] == [1.0, 2.0, 4.0, 5.0, 5.0]


def test_exceptions_of_others_are_not_swallowed(harness: Harness) -> None:
    client = harness.script(ZeroDivisionError()).client()
    with pytest.raises(ZeroDivisionError):
        harness.call(client.every.painter.create("a cat"))
    assert len(harness.sent) == 1


@pytest.mark.parametrize("zone", ["", " GMT", " -0000", " UTC", " +0000"])
@pytest.mark.parametrize("here", ["UTC", "Asia/Taipei", "America/Los_Angeles"])
def test_a_date_without_a_zone_is_in_utc(
    harness: Harness, zone: str, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", here)
    time.tzset()
    try:
        date = HTTP_DATE.removesuffix(" GMT") + zone
        client = harness.script(failure(503, "switched_off", Retry_After=date), task()).client()
        harness.call(client.every.painter.create("a cat"))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert harness.sleeps == [7.0]
