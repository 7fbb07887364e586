"""What a review found: wrong values that came to light late, errors that lost a job, and copies that could not be made."""

from __future__ import annotations

import asyncio
import copy
import json
import os
import pickle
from pathlib import Path
from typing import Any

import httpx
import pytest
from acme import Acme, AsyncAcme
from harness import KEY, AsyncHarness, Harness, failure, task, uploaded
from runtime.errors import (
    ConfigurationError,
    ConnectionFailedError,
    RivyaError,
    SubmissionUncertainError,
    UnexpectedResponseError,
    ValidationError,
)
from runtime.files.media import Media
from runtime.jobs.errors import DownloadError, JobFailedError, JobTimeoutError
from runtime.options import PollPolicy, RetryPolicy, Timeouts
from samples import PNG


@pytest.mark.parametrize("source", [b"", "", bytearray(), 5, "http://[x/y.png", Media(b"x", name=5)])  # type: ignore[arg-type]
def test_a_reference_that_is_nothing_is_a_problem(harness: Harness, source: Any) -> None:
    client = harness.client()
    with pytest.raises(ValidationError, match=r"references\[0\]"):
        harness.call(client.every.painter.create("a cat", references=source))
    with pytest.raises(ValidationError, match=r"attachments\[0\]"):
        harness.call(client.every.chatter.send("a cat", attachments=source))
    assert harness.sent == []


def test_other_bytes_are_bytes(harness: Harness) -> None:
    data = bytearray(PNG)
    client = harness.script(uploaded(), task(), uploaded(), task()).client()
    harness.call(client.every.painter.create("a cat", references=[data, data]))
    harness.call(client.every.painter.create("a cat", references=memoryview(PNG + b"2")))
    assert [PNG in sent.body for sent in harness.sent] == [True, False, True, False]


def test_the_text_of_many_problems_is_short(harness: Harness) -> None:
    with pytest.raises(ValidationError) as raised:
        harness.call(harness.client().every.painter.create("a cat", references=[1] * 500))
    assert len(raised.value.problems) >= 500
    assert len(str(raised.value).splitlines()) <= 22
    assert f"more problems: {len(raised.value.problems) - 20}" in str(raised.value)


def test_a_pipe_in_text_mode_is_named(harness: Harness) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"text")
    os.close(writing)
    with os.fdopen(reading) as pipe, pytest.raises(ValidationError, match="not opened in binary mode"):
        harness.call(harness.client().every.painter.create("a cat", references=pipe))


BAD_OPTIONS: list[dict[str, Any]] = [
    {"retry": 3},
    {"timeout": "5"},
    {"timeout": -1},
    {"timeout": float("nan")},
    {"idempotency_key": 5},
    {"extra_params": 5},
    {"extra_headers": {"X Trace": "1"}},
    {"extra_headers": {"X-Größe": "1"}},
    {"extra_headers": {5: "1"}},
    {"extra_headers": {"X-Trace": 1}},
    {"extra_headers": 5},
]


@pytest.mark.parametrize("options", BAD_OPTIONS, ids=str)
def test_bad_options_are_refused_before_anything_is_sent(harness: Harness, options: dict[str, Any]) -> None:
    client = harness.client()
    with pytest.raises(ConfigurationError):
        harness.call(client.every.painter.create("a cat", references=PNG, **options))
    assert harness.sent == []


def test_an_option_of_none_is_the_clients_own(harness: Harness) -> None:
    client = harness.script(failure(503, "switched_off"), task()).client(retry=RetryPolicy(initial=3.0))
    none = dict.fromkeys(("retry", "timeout", "validate", "extra_params", "extra_headers", "idempotency_key"))
    assert harness.call(client.every.painter.create("a cat", **none)).id == "task_1"
    assert harness.sleeps == [3.0]


BAD_SETTINGS: list[dict[str, Any]] = [
    {"api_key": 5},
    {"base_url": 5},
    {"retry": 3},
    {"poll": 3},
    {"timeouts": 3},
    {"extra_headers": {"X Trace": "1"}},
]


@pytest.mark.parametrize("settings", BAD_SETTINGS, ids=str)
@pytest.mark.parametrize("client_class", [Acme, AsyncAcme])
def test_bad_settings_are_refused_at_once(client_class: Any, settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        client_class(**{"api_key": "key", **settings})
    if settings.keys() & {"retry", "poll", "extra_headers"}:
        with pytest.raises(ConfigurationError):
            client_class("key").with_options(**settings)


BAD_POLICIES: list[tuple[Any, dict[str, Any]]] = [
    (RetryPolicy, {"attempts": 0}),
    (RetryPolicy, {"attempts": 1.5}),
    (RetryPolicy, {"initial": -1}),
    (RetryPolicy, {"maximum": -1}),
    (RetryPolicy, {"jitter": 2}),
    (RetryPolicy, {"retry_after_cap": -1}),
    (RetryPolicy, {"growth": 1e300}),
    (RetryPolicy, {"growth": None}),
    (PollPolicy, {"interval": 0}),
    (PollPolicy, {"interval": -1}),
    (PollPolicy, {"max_interval": 0}),
    (PollPolicy, {"per_second": 0}),
    (PollPolicy, {"deadline": float("nan")}),
    (Timeouts, {"request": 0}),
    (Timeouts, {"connect": "5"}),
]


@pytest.mark.parametrize(("policy", "numbers"), BAD_POLICIES, ids=str)
def test_policies_refuse_what_cannot_be_meant(policy: Any, numbers: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(numbers))):
        policy(**numbers)
    assert RetryPolicy(growth=1000).pause(5000) == 8.0


@pytest.mark.parametrize("value", ["5", -1, float("nan")])
def test_a_wait_refuses_a_bad_timeout(harness: Harness, value: Any) -> None:
    job = harness.client().generations.job("task_1")
    with pytest.raises(ConfigurationError, match="timeout"):
        harness.call(job.wait(timeout=value))
    with pytest.raises(ConfigurationError, match="poll"):
        harness.call(job.wait(poll=value))


@pytest.mark.parametrize("error", [httpx.LocalProtocolError("bad"), httpx.UnsupportedProtocol("no scheme")])
def test_what_never_left_is_not_tried_again(harness: Harness, error: Exception) -> None:
    client = harness.script(error, error).client()
    with pytest.raises(ConnectionFailedError) as raised:
        harness.call(client.every.painter.create("a cat"))
    assert (raised.value.attempts, raised.value.retryable, harness.sleeps) == (1, False, [])
    with pytest.raises(ConnectionFailedError):
        harness.call(client.generations.job("task_1").wait())


def test_an_unknown_500_of_the_api_is_uncertain_and_can_be_repeated(harness: Harness) -> None:
    client = harness.script(*[failure(500, "unheard_of")] * 3, task()).client()
    with pytest.raises(SubmissionUncertainError) as raised:
        harness.call(client.every.painter.create("a cat"))
    assert harness.call(raised.value.repeat()).id == "task_1"
    assert len({(sent.body, sent.headers["idempotency-key"]) for sent in harness.sent}) == 1


def test_a_wait_survives_an_outage_until_its_deadline(harness: Harness) -> None:
    outage = [failure(502)] * 30 + [httpx.ConnectError("refused")] * 30
    client = harness.script(task(), *outage, task("succeeded"), *[failure(502)] * 400).client()
    job = harness.call(client.every.painter.create("a cat"))
    assert harness.call(job.wait(timeout=600)).succeeded
    with pytest.raises(JobTimeoutError) as raised:
        harness.call(client.generations.job("task_2").wait(timeout=600))
    assert isinstance(raised.value.__cause__, RivyaError)


@pytest.mark.parametrize("prompt", ["\ud800"])
def test_what_cannot_be_sent_fails_before_an_upload(harness: Harness, prompt: str) -> None:
    client = harness.client()
    with pytest.raises(ValidationError, match="prompt"):
        harness.call(client.every.painter.create(prompt, references=PNG))
    with pytest.raises(ValidationError, match="message"):
        harness.call(client.every.chatter.send(prompt, attachments=PNG))
    extra = {"new": [1, {"deep": prompt}]}
    with pytest.raises(ValidationError, match=r"params\.new\[1\]\.deep"):
        harness.call(client.every.painter.create("a cat", references=PNG, extra_params=extra))
    with pytest.raises(ValidationError, match=r"params\.new: NaN"):
        harness.call(client.every.painter.create("a cat", references=PNG, extra_params={"new": float("nan")}))
    assert harness.sent == []


@pytest.mark.parametrize("wrong", [None, 5, "", "..", b"task_1"])
def test_handles_need_an_id(harness: Harness, wrong: Any) -> None:
    client = harness.client()
    with pytest.raises(ValidationError, match=r"^task_id: "):
        client.generations.job(wrong)
    with pytest.raises(ValidationError, match=r"^session_id: "):
        client.chat.session(wrong, model="chatter")


def test_raw_requests_that_are_none(harness: Harness) -> None:
    client = harness.script(task()).client()
    wrong: list[Any] = [None, [], "x"]
    for request in wrong:
        with pytest.raises(ValidationError, match="request"):
            harness.call(client.generations.create(request))
        with pytest.raises(ValidationError, match="request"):
            harness.call(client.chat.create(request))
    for task_id in (None, 5, "\ud800"):
        with pytest.raises(ValidationError, match="is not an id"):
            harness.call(client.generations.retrieve(task_id))
    request = {"model": "painter", "prompt": "a cat", "params": None}
    harness.call(client.generations.create(request, validate="off", extra_params={"new": 1}))
    assert harness.sent[0].json["params"] == {"new": 1}


def test_no_answer_and_no_error_has_the_key(harness: Harness) -> None:
    seen: list[Any] = []
    refused = httpx.Response(401, json={"error": {"code": "x", "message": f"no {KEY}"}})
    body = json.loads(task().content) | {"note": f"{KEY}_1"}
    client = harness.script(httpx.Response(200, json=body), refused).client(on_response=seen.append)
    assert harness.call(client.every.painter.create("a cat")).raw["note"] == "[API key]_1"
    with pytest.raises(RivyaError) as raised:
        harness.call(client.every.painter.create("a cat"))
    assert KEY not in str(raised.value)
    assert all(KEY.encode() not in outcome.response.body for outcome in seen)


def test_errors_with_a_job_can_be_copied_without_the_key(harness: Harness, tmp_path: Path) -> None:
    steps = [task(), task("failed"), task("processing"), task("succeeded"), failure(404)]
    client = harness.script(*steps).client()
    job = harness.call(client.every.painter.create("a cat"))
    errors: list[Any] = []
    with pytest.raises(JobFailedError) as failed:
        harness.call(job.wait())
    errors.append(failed.value)
    handle = client.generations.job("task_1")
    with pytest.raises(JobTimeoutError) as late:
        harness.call(handle.wait(timeout=0))
    errors.append(late.value)
    with pytest.raises(DownloadError) as lost:
        harness.call(harness.call(client.generations.job("task_1").wait()).save(tmp_path))
    errors.append(lost.value)
    for error in errors:
        pickled = pickle.dumps(error)
        assert KEY.encode() not in pickled
        for copied in (pickle.loads(pickled), copy.deepcopy(error)):
            assert (str(copied), type(copied)) == (str(error), type(error))
            known = (copied.job.id, copied.job.status, copied.job.done, copied.job.succeeded, copied.job.raw)
            assert known == (error.job.id, error.job.status, error.job.done, error.job.succeeded, error.job.raw)
            with pytest.raises(ConfigurationError, match=r"generations\.job\(id\)"):
                harness.call(copied.job.refresh())


def test_an_unreadable_success_can_be_repeated(harness: Harness) -> None:
    client = harness.script(uploaded(), httpx.Response(200, html="?"), task()).client()
    with pytest.raises(UnexpectedResponseError) as raised:
        harness.call(client.every.painter.create("x", references=PNG, idempotency_key="order-1"))
    assert raised.value.request["params"]["referenceMediaItems"][0]["url"] == "https://files.test/1"
    assert harness.call(raised.value.repeat()).id == "task_1"
    assert harness.sent[1].body == harness.sent[2].body
    with pytest.raises(ConfigurationError, match="its client is gone"):
        pickle.loads(pickle.dumps(raised.value)).repeat()


def test_an_empty_job_id_is_no_answer(harness: Harness) -> None:
    client = harness.script(task(id=""), httpx.Response(200, html="?")).client()
    with pytest.raises(UnexpectedResponseError):
        harness.call(client.every.painter.create("a cat"))
    with pytest.raises(UnexpectedResponseError) as raised:
        harness.call(client.generations.retrieve("task_1"))
    with pytest.raises(ConfigurationError):
        raised.value.repeat()


def test_an_update_that_is_awaitable(harness: Harness) -> None:
    seen: list[str] = []

    async def note(job: Any) -> None:
        await asyncio.sleep(0)
        seen.append(job.status)

    job = harness.script(task("processing"), task("succeeded")).client().generations.job("task_1")
    if isinstance(harness, AsyncHarness):
        harness.call(job.wait(on_update=note))
        assert seen == ["processing", "succeeded"]
    else:
        with pytest.raises(ConfigurationError, match="on_update"):
            job.wait(on_update=note)


def test_a_closed_client_says_so() -> None:
    client = Acme("key")
    job = client.generations.job("task_1")
    client.close()
    with pytest.raises(ConfigurationError, match="closed"):
        job.refresh()

    async def use() -> None:
        async with AsyncAcme("key") as closed:
            pass
        with pytest.raises(ConfigurationError, match="closed"):
            await closed.credits.balance()

    asyncio.run(use())


def test_each_event_loop_has_a_client_of_its_own() -> None:
    connection = AsyncAcme("key")._transport.connection

    async def made() -> list[Any]:
        return [connection.client(), connection.client()]

    first, second = asyncio.run(made()), asyncio.run(made())
    assert first[0] is first[1]
    assert second[0] is second[1]
    assert first[0] is not second[0]


def test_an_http_client_of_the_other_kind_is_refused() -> None:
    other: Any = httpx.AsyncClient()
    with httpx.Client() as http_client, pytest.raises(ConfigurationError, match=r"httpx\.AsyncClient, got Client"):
        AsyncAcme("key", http_client=http_client)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=r"httpx\.Client, got AsyncClient"):
        Acme("key", http_client=other)
