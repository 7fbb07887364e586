"""One call of an operation: its request, built once; the attempts; and the answer or the error."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote

from .._core.messages import Answer, Fault, Opened, Reply, Request, Response, Upload
from .._core.numbers_as_json import plain_number
from .._core.problems import Phrase, shown
from .._core.sources import ChangedFileError
from .._spec.findings import Findings
from .._spec.tables import Operation
from ..errors import (
    ConfigurationError,
    ConnectionFailedError,
    RequestTimeoutError,
    ResponseTooLargeError,
    RivyaError,
    SubmissionUncertainError,
    ValidationError,
)
from .answers import TURNED_AWAY, Verdict, error_of, judge_reply, read_answer, read_retry_after, unexpected
from .flow import Flow, Outcome, Send, Sleep, now, pause_after, retry_flow
from .ledger import SETTLING
from .rate_gate import RateGate
from .redirects import follow_flow
from .schedules import Purpose, time_bounds
from .settings import CallOptions, Settings
from .tracing import CallTrace, traced_call
from .unwritable import SURROGATE, note_unwritable


def _json_number(value: object) -> object:
    number = plain_number(value)
    if number is None:
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
    return number


JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_json_number)
ACCEPTED = {False: "application/json", True: "text/event-stream"}
"""The media type that is asked for, without and with a stream."""
WireT = TypeVar("WireT")
NO_KEY = "It has no idempotency key: look before you repeat it."


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is ready to be made, any number of times: its operation, request and options."""

    operation: Operation[Any]
    request: Request
    options: CallOptions = field(repr=False)

    @property
    def model_id(self) -> object:
        """What the body names as the model, whatever that is; nothing where it names none."""
        return self.request.body.get("model") if self.request.body is not None else None


def call_flow(settings: Settings, call: Call, until: float | None = None) -> Flow[Answer[Any]]:
    """Make a call and return its answer. No attempt starts after the moment `until`."""
    with traced_call(settings.tracing, call.operation.name, call.operation.path) as trace:
        outcome = yield from _outcome_flow(settings, call, trace, until)
        if isinstance(outcome.reply, Response) and outcome.reply.ok:
            return read_answer(outcome.reply, call.operation, call.request, settings)
        raise call_error(settings, call, outcome)


def read_flow(  # pyright: ignore[reportInvalidTypeVarUsage] - who calls it says what comes back
    settings: Settings, name: str, *path_values: str, body: Mapping[str, Any] | None = None
) -> Flow[WireT]:
    """Make a call that takes no options, and return the wire object of its answer."""
    call = build_call(settings, name, settings.resolve({}), path_values=path_values, body=body)
    value: WireT = (yield from call_flow(settings, call)).value
    return value


def open_flow(settings: Settings, call: Call) -> Flow[Opened]:
    """Make a call whose answer is a stream, and return it opened. Raises UnexpectedResponseError for any other."""
    with traced_call(settings.tracing, call.operation.name, call.operation.path) as trace:
        outcome = yield from _outcome_flow(settings, call, trace)
        if isinstance(outcome.reply, Opened):
            return outcome.reply
        if isinstance(outcome.reply, Response) and outcome.reply.ok:
            raise unexpected(outcome.reply, call.request, "the body is not a stream of events", settings)
        raise call_error(settings, call, outcome)


@contextmanager
def departure_noted(call: Call) -> Generator[None, None, None]:
    """Note on an exception that cuts a call short how to find what its departed request may have started."""
    try:
        yield
    except BaseException as error:
        key = call.request.idempotency_key
        # Most errors of ours say so themselves; a client that was closed between two attempts knows no first one.
        is_explained = isinstance(error, GeneratorExit | RivyaError) and not isinstance(error, ConfigurationError)
        if call.request.departure.departed and not is_explained:
            error.add_note(
                f"{call.operation.name}: the request had left, so what it starts may be there, and charged. "
                + (f"The same call with idempotency_key={key!r} finds it, and starts nothing twice." if key else NO_KEY)
            )
        raise


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
    key = options.idempotency_key if operation.idempotency_key else None
    request = Request(
        operation=name,
        method=operation.method,
        path=fill_path(settings, operation.path, path_values),
        headers={**options.headers, "Accept": ACCEPTED[operation.stream], **_own_headers(settings, key, body, upload)},
        body=body,
        content=encode(settings, body) if body is not None else None,
        upload=upload,
        idempotency_key=key,
        harmless=harmless or operation.method != "POST",
        stream=operation.stream,
    )
    return Call(operation, request, options)


def _own_headers(
    settings: Settings, key: str | None, body: Mapping[str, Any] | None, upload: Upload | None
) -> dict[str, str]:
    headers = {"User-Agent": f"rivya-python/{settings.platform.version}", "Accept-Encoding": "gzip"}
    if key is not None:
        headers[settings.platform.idempotency_header] = key
    if body is not None:
        headers["Content-Type"] = "application/json"
    if upload is not None:
        headers["Content-Type"] = f"multipart/form-data; boundary={upload.boundary}"
    return headers


def fill_path(settings: Settings, path: str, values: tuple[str, ...]) -> str:
    """Return a path with its parameters encoded, so that no value can leave its place. Raises ValidationError."""
    if not values:
        return path
    following = iter(values)

    def encoded(match: re.Match[str]) -> str:
        value = next(following)
        # Dots are never encoded, and servers resolve such a segment: it would name another resource.
        if not isinstance(value, str) or not value.strip(".") or SURROGATE.search(value):  # pyright: ignore
            raise settings.refusal("wrong-type", match[1], value=shown(value), expected=Phrase("type-identifier"))
        return quote(value, safe="")

    return re.sub(r"\{(\w+)\}", encoded, path)


def encode(settings: Settings, body: Mapping[str, Any]) -> bytes:
    """Return a body as JSON. Raises ValidationError for other objects, ConfigurationError for a circle of them."""
    try:
        return JSON.encode(body).encode()
    except (TypeError, ValueError, RecursionError) as error:
        findings = Findings(settings.platform)
        note_unwritable(findings, body)
        if findings.problems:
            raise ValidationError(findings.problems, locale=settings.locale) from error
        raise ConfigurationError(f"the request cannot be written as JSON: {error}") from error


def _outcome_flow(settings: Settings, call: Call, trace: CallTrace | None, until: float | None = None) -> Flow[Outcome]:
    purpose: Purpose = "upload" if call.request.upload is not None else "stream" if call.request.stream else "request"

    def attempt(number: int, remaining: float | None) -> Flow[Reply]:
        moment = yield from _turn(settings.rate_gate, remaining)
        send = Send(call.request, number, time_bounds(call.options.timeouts, purpose, remaining), trace)
        reply = yield from follow_flow(send, settings.base_url)
        if isinstance(reply, Response) and reply.status == TURNED_AWAY:
            pause = pause_after(number, call.options.retry, read_retry_after(reply))
            settings.rate_gate.refused(moment, (yield from now()), pause.seconds)
        elif isinstance(reply, Response):
            settings.rate_gate.passed(moment)
        return reply

    def judge(reply: Reply) -> Verdict:
        return judge_reply(reply, settings.platform, repeatable=call.request.repeatable)

    return (yield from retry_flow(attempt, call.options.retry, judge, until))


def _turn(gate: RateGate, remaining: float | None) -> Flow[float]:
    """Wait until a request may depart, and return the moment."""
    moment = yield from now()
    if (seconds := gate.closed(moment)) > 0:
        yield Sleep(seconds if remaining is None else min(seconds, remaining))
        moment = yield from now()
    seconds, pause = gate.turn(moment)
    if seconds <= 0:
        return moment
    try:
        yield Sleep(seconds if remaining is None else min(seconds, remaining))
    except BaseException:
        gate.give_back(pause)
        raise
    return (yield from now())


def call_error(settings: Settings, call: Call, outcome: Outcome) -> RivyaError:
    """Return the error of a call that did not end with a success, with its cause."""
    reply = outcome.reply
    error = reply_error(settings, call.operation.name, outcome)
    error.__cause__ = reply.cause if isinstance(reply, Fault) and reply.cause is not error else None
    if outcome.uncertain and not call.request.harmless and not isinstance(error, SETTLING):
        message = f"no answer settles what became of the request ({error})"
        uncertain = SubmissionUncertainError(
            message,
            idempotency_key=call.request.idempotency_key,
            request=call.request.body or {},
            request_id=error.request_id,
        )
        uncertain.__cause__ = error
        return uncertain
    return error


def reply_error(settings: Settings, operation: str, outcome: Outcome) -> RivyaError:
    """Return the error of a last reply that is no success."""
    reply = outcome.reply
    if isinstance(reply, Response):
        return error_of(reply, operation, settings.platform)
    assert isinstance(reply, Fault)
    if isinstance(reply.cause, ResponseTooLargeError):
        return reply.cause
    if isinstance(changed := reply.cause, ChangedFileError):
        return settings.refusal("file-changed", changed.parameter, name=changed.name, detail=changed.detail)
    detail = settings.redacted_line(reply.detail)
    error_class = RequestTimeoutError if reply.timed_out else ConnectionFailedError
    return error_class(detail, operation=operation, attempts=outcome.attempts, retryable=not reply.final)
