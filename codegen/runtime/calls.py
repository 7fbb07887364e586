"""One call of an operation: its request, built once; the attempts; and the answer or the error."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from .errors import (
    BadRequestError,
    ConfigurationError,
    ConnectionFailedError,
    NotFoundError,
    RequestTimeoutError,
    RivyaError,
    SubmissionUncertainError,
    ValidationError,
)
from .exchange import Answer, Fault, Reply, Request, Response, Upload
from .flow import Attempt, Flow, Outcome, Send, retry_flow
from .policies import Purpose
from .problems import Findings, Phrase, shown
from .replies import Judge, error_of, judge_reply, read_answer
from .settings import CallOptions, Settings
from .tables import Operation

SETTLING = (BadRequestError, NotFoundError)
"""Answers that an earlier attempt, lost on the way, must have got as well. Others prove nothing: the credits that are
lacking now may have gone to the job of that attempt, and a conflict may be with it."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is ready to be made, any number of times: its operation, request, options, and the body as given."""

    operation: Operation[Any]
    request: Request
    options: CallOptions = field(repr=False)
    body: Mapping[str, Any] | None = field(default=None, repr=False)


def call_flow(settings: Settings, call: Call, until: float | None = None) -> Flow[Answer[Any]]:
    """Make a call and return its answer. No attempt starts after the moment `until`."""
    outcome = yield from retry_flow(_attempt(call), call.options.retry, _judge(settings, call), until)
    return settle(settings, call, outcome)


def build_call(
    settings: Settings,
    name: str,
    options: CallOptions,
    *,
    path_values: tuple[str, ...] = (),
    body: Mapping[str, Any] | None = None,
    upload: Upload | None = None,
    harmless: bool = False,
) -> Call:
    """Build the request of an operation. Raises ConfigurationError where it needs a key and there is none.

    `harmless` marks a POST that may be sent twice without a key, because nothing is started by it.
    """
    operation = settings.platform.operations[name]
    if operation.scope is not None:
        settings.require_key()
    key = (options.idempotency_key or str(uuid.uuid4())) if operation.idempotency_key else None
    request = Request(
        operation=name,
        method=operation.method,
        path=fill_path(settings, operation.path, path_values),
        headers={**options.headers, **_own_headers(settings, key, body, upload)},
        content=encode(body) if body is not None else None,
        upload=upload,
        idempotency_key=key,
        harmless=harmless or operation.method != "POST",
    )
    return Call(operation, request, options, body)


def _own_headers(
    settings: Settings, key: str | None, body: Mapping[str, Any] | None, upload: Upload | None
) -> dict[str, str]:
    headers = {"Accept": "application/json", "User-Agent": f"rivya-python/{settings.platform.version}"}
    if key is not None:
        headers[settings.platform.idempotency_header] = key
    if body is not None:
        headers["Content-Type"] = "application/json"
    if upload is not None:
        headers["Content-Type"] = f"multipart/form-data; boundary={upload.boundary}"
    return headers


def fill_path(settings: Settings, path: str, values: tuple[str, ...]) -> str:
    """Return a path with its parameters encoded, so that no value can leave its place. Raises ValidationError."""
    remaining = iter(values)

    def encoded(match: re.Match[str]) -> str:
        value = next(remaining)
        # Dots are never encoded, and servers resolve such a segment: it would name another resource.
        if not value.strip("."):
            findings = Findings(settings.platform)
            findings.add("wrong-type", match[1], value=shown(value), expected=Phrase("type-identifier"))
            raise ValidationError(findings.problems, locale=settings.locale)
        return quote(value, safe="")

    return re.sub(r"\{(\w+)\}", encoded, path)


def encode(body: Mapping[str, Any]) -> bytes:
    """Return a body as JSON. Raises ConfigurationError for what is no JSON, such as NaN or a set."""
    try:
        return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"the request cannot be written as JSON: {error}") from error


def _attempt(call: Call) -> Attempt:
    purpose: Purpose = "upload" if call.request.upload is not None else "request"
    return lambda number, left: Send(call.request, number, call.options.timeouts.http(purpose, left))


def _judge(settings: Settings, call: Call) -> Judge:
    return lambda reply: judge_reply(reply, settings.platform, repeatable=call.request.repeatable)


def settle(settings: Settings, call: Call, outcome: Outcome) -> Answer[Any]:
    """Return the answer that a call ended with, or raise its error."""
    reply = outcome.reply
    if isinstance(reply, Response) and reply.ok:
        return read_answer(reply, call.operation, call.request, settings.platform)
    error = reply_error(settings, call.operation.name, outcome)
    if outcome.uncertain and not call.request.harmless and not isinstance(error, SETTLING):
        raise SubmissionUncertainError(f"no answer settles what became of the request ({error})", call=call) from error
    raise error from (reply.cause if isinstance(reply, Fault) else None)


def reply_error(settings: Settings, operation: str, outcome: Outcome) -> RivyaError:
    """Return the error of a last reply that is no success."""
    reply: Reply = outcome.reply
    if isinstance(reply, Response):
        return error_of(reply, operation, settings.platform)
    detail = settings.redact(reply.detail) if isinstance(reply, Fault) else "no answer"
    timed_out = isinstance(reply, Fault) and reply.timed_out
    error_class = RequestTimeoutError if timed_out else ConnectionFailedError
    return error_class(detail, operation=operation, attempts=outcome.attempts)
