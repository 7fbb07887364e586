"""Errors: which class an answer becomes, what it carries, and what it never shows."""

from __future__ import annotations

import logging
import pickle
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from acme._platform import PLATFORM
from harness import KEY, Harness, failure, task
from rivya_codegen.spec.platform import ErrorClass
from runtime import errors
from runtime._core.messages import Response
from runtime._core.problems import Problem
from runtime._transport.answers import error_of
from runtime.errors import APIError, ConfigurationError, RivyaError, SubmissionUncertainError, ValidationError
from runtime.jobs.errors import DownloadError, JobFailedError

ANSWERS: list[tuple[int, str, type[APIError], bool]] = [
    (400, "validation_failed", errors.BadRequestError, False),
    (422, "", errors.BadRequestError, False),
    (401, "api_key_invalid", errors.AuthenticationError, False),
    (401, "unheard_of", errors.AuthenticationError, False),
    (402, "", errors.InsufficientCreditsError, False),
    (400, "insufficient_credits", errors.InsufficientCreditsError, False),
    (403, "api_scope_denied", errors.PermissionDeniedError, False),
    (404, "not_found", errors.NotFoundError, False),
    (409, "idempotency_conflict", errors.ConflictError, False),
    (408, "", APIError, True),
    (418, "unheard_of", APIError, False),
    (429, "rate_limited", errors.RateLimitError, True),
    (500, "unheard_of", errors.ServerError, True),
    (503, "switched_off", errors.ServerError, True),
    (599, "", errors.ServerError, True),
    # The class of this row is not one of an answer: the status decides.
    (400, "generation_failed", errors.BadRequestError, False),
]


@pytest.mark.parametrize(("status", "code", "error_class", "retryable"), ANSWERS)
def test_class_of_an_answer(status: int, code: str, error_class: type[APIError], *, retryable: bool) -> None:
    answer = failure(status, code)
    error = error_of(Response(status, dict(answer.headers), answer.content), "credits.retrieve", PLATFORM)
    assert type(error) is error_class
    assert (error.status, error.code, error.retryable) == (status, code or None, retryable)
    assert error.operation == "credits.retrieve"
    if code:
        assert (error.message, error.request_id) == (f"about {code}", "req_7")
        assert str(error) == f"credits.retrieve: {status} {code}: about {code} (request id req_7)"
        assert error.body == answer.json()


def test_the_spec_format_knows_the_classes_of_answers() -> None:
    classes = {error_class.__name__ for error_class in APIError._by_status.values()} - {"RedirectError"}
    assert {*get_args(ErrorClass)} == classes | {"JobFailedError"}


BODIES: list[tuple[bytes, str]] = [
    (b"<html>" + b"x" * 10_000, "is not the API's error object (text/html, 10006 bytes)"),
    (b"", "is not the API's error object (text/html, 0 bytes)"),
    (b'{"error": "a string"}', "is not the API's error object"),
    (b"[]", "is not the API's error object"),
    (b'"text"', "is not the API's error object"),
    (b"\xff\xfe", "is not the API's error object"),
    (b"[" * 100_000, "is not the API's error object"),
]


@pytest.mark.parametrize(("body", "message"), BODIES)
def test_answers_of_others_are_described_shortly(body: bytes, message: str) -> None:
    error = error_of(
        Response(502, {"content-type": "text/html", "x-request-id": "proxy_1"}, body), "files.create", PLATFORM
    )
    assert message in str(error)
    assert len(str(error)) < 200
    assert (error.code, error.request_id) == (None, "proxy_1")
    assert isinstance(error.body, str)
    assert len(error.body) <= 2000


def everything_said_by(client: Any, error: BaseException | None) -> str:
    texts = [repr(client), repr(client._transport.settings), repr(client._transport), str(client)]
    while error is not None:
        texts += [repr(error), str(error), repr(vars(error))]
        error = error.__cause__
    return "\n".join(texts)


SECRET_STEPS = [
    failure(401, "api_key_invalid"),
    httpx.Response(400, json={"error": {"code": "validation_failed", "message": f"bad key {KEY}", "requestId": KEY}}),
    httpx.Response(400, text=f"bad key {KEY}"),
    httpx.Response(200, text="not JSON"),
]


@pytest.mark.parametrize("step", SECRET_STEPS)
def test_the_key_is_in_no_error_and_no_log(
    harness: Harness, step: httpx.Response, caplog: pytest.LogCaptureFixture
) -> None:
    client = harness.script(step).client()
    with caplog.at_level(logging.DEBUG), pytest.raises(RivyaError) as raised:
        harness.call(client.every.painter.create("a cat"))
    assert harness.sent[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in everything_said_by(client, raised.value)
    assert KEY not in caplog.text


def test_the_key_is_in_no_fault(harness: Harness) -> None:
    client = harness.script(*[httpx.ReadError(f"broke after {KEY}")] * 3).client()
    with pytest.raises(SubmissionUncertainError) as raised:
        harness.call(client.every.painter.create("a cat"))
    assert KEY not in str(raised.value)
    assert KEY not in repr(raised.value)
    assert KEY not in str(raised.value.__cause__)


def test_log_has_a_line_per_attempt(harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
    harness.seconds_per_request = 0.25
    client = harness.script(failure(503, "switched_off"), httpx.ReadError("x"), task()).client()
    with caplog.at_level(logging.DEBUG, logger="rivya"):
        harness.call(client.every.painter.create("a cat"))
    lines = [record.getMessage() for record in caplog.records if record.name == "rivya"]
    assert lines == [
        "POST /v1/generations → 503 in 0.250 s (attempt 1, request id req_7)",
        "POST /v1/generations → ReadError in 0.250 s (attempt 2, request id None)",
        "POST /v1/generations → 200 in 0.250 s (attempt 3, request id None)",
    ]


def test_errors_survive_pickling(harness: Harness) -> None:
    client = harness.script(failure(404, "not_found"), *[httpx.ReadError("x")] * 3).client()
    with pytest.raises(APIError) as not_found:
        harness.call(client.generations.retrieve("task_9"))
    with pytest.raises(ValidationError) as invalid:
        harness.call(client.every.painter.create("", count=9))
    with pytest.raises(SubmissionUncertainError) as uncertain:
        harness.call(client.every.painter.create("a cat"))
    for error in (not_found.value, invalid.value, uncertain.value):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy)) == (type(error), str(error))
    assert pickle.loads(pickle.dumps(invalid.value)).problems == invalid.value.problems
    copy = pickle.loads(pickle.dumps(uncertain.value))
    assert (copy.request, copy.idempotency_key) == (uncertain.value.request, uncertain.value.idempotency_key)
    with pytest.raises(ConfigurationError):
        copy.repeat()


REQUEST_IDS: list[tuple[tuple[httpx.Response, ...], type[RivyaError]]] = [
    ((failure(400, X_Request_Id="req_9"),), errors.BadRequestError),
    ((failure(502, X_Request_Id="req_9"),) * 3, SubmissionUncertainError),
    ((httpx.Response(200, text="not JSON", headers={"x-request-id": "req_9"}),), errors.UnexpectedResponseError),
    ((task(), httpx.Response(200, json=task("failed").json(), headers={"x-request-id": "req_9"})), JobFailedError),
]


@pytest.mark.parametrize(("steps", "raised"), REQUEST_IDS)
def test_every_error_of_an_answer_names_its_request(
    harness: Harness, steps: tuple[httpx.Response, ...], raised: type[RivyaError]
) -> None:
    client = harness.script(*steps).client()
    with pytest.raises(raised) as caught:
        harness.call(harness.call(client.every.painter.create("a cat")).wait())
    assert caught.value.request_id == "req_9"
    assert pickle.loads(pickle.dumps(caught.value)).request_id == "req_9"


def test_the_error_of_a_download_names_its_request(harness: Harness, tmp_path: Path) -> None:
    client = harness.script(task("succeeded"), failure(403, X_Request_Id="req_9")).client()
    with pytest.raises(DownloadError) as caught:
        harness.call(harness.call(client.generations.retrieve("task_1")).save(tmp_path))
    assert caught.value.request_id == "req_9"


def test_an_error_without_an_answer_has_no_request_id(harness: Harness) -> None:
    client = harness.script(*[httpx.ConnectError("x")] * 3).client()
    with pytest.raises(errors.ConnectionFailedError) as caught:
        harness.call(client.credits.balance())
    assert caught.value.request_id is None


def test_problem_without_a_catalogue_still_reads() -> None:
    assert str(Problem("too-long", "prompt")) == "prompt: too-long"
