"""What a reply means: whether to try again, which error it is, and the wire object in its body."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, cast

from . import errors
from .errors import APIError, UnexpectedResponseError
from .exchange import Answer, Fault, Reply, Request, Response, Saved
from .tables import ErrorRow, Operation, Platform

STATUS_ERRORS: Mapping[int, type[APIError]] = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    402: errors.InsufficientCreditsError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    422: errors.BadRequestError,
    429: errors.RateLimitError,
}
RETRYABLE_STATUSES = frozenset({408, 429})
NEVER_PROCESSED_STATUSES = frozenset({429, 503})
"""The request was turned away at the door, so even one that must not be done twice may be sent again."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do about a reply: try again or not, after how many seconds, and whether it may have had an effect."""

    retry: bool
    uncertain: bool = False
    retry_after: float | None = None


Judge = Callable[[Reply], Verdict]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The API's own description of an error."""

    code: str | None
    message: str | None
    request_id: str | None


def judge_reply(reply: Reply, platform: Platform, *, repeatable: bool) -> Verdict:
    """Decide about a reply to a request that may (`repeatable`) or must not be done twice."""
    if isinstance(reply, Saved):
        return Verdict(retry=False)
    if isinstance(reply, Fault):
        return Verdict(retry=repeatable or not reply.may_have_arrived, uncertain=reply.may_have_arrived)
    if reply.ok:
        return Verdict(retry=False)
    envelope = read_envelope(reply)
    retry = _is_retryable(reply.status, envelope, platform) and (repeatable or reply.status in NEVER_PROCESSED_STATUSES)
    # A 5xx without the API's own envelope is a proxy's: what happened behind it is not known.
    uncertain = envelope is None and reply.status >= 500 and reply.status not in NEVER_PROCESSED_STATUSES
    return Verdict(retry, uncertain, read_retry_after(reply))


def read_envelope(response: Response) -> Envelope | None:
    """Return the error that the API describes in the body, if it does."""
    try:
        payload = response.json()
    except (ValueError, RecursionError):
        return None
    error = cast("Mapping[str, object]", payload).get("error") if isinstance(payload, Mapping) else None
    if not isinstance(error, Mapping):
        return None
    fields = cast("Mapping[str, object]", error)
    return Envelope(*(_text_or_none(fields.get(key)) for key in ("code", "message", "requestId")))


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _row_of(envelope: Envelope | None, platform: Platform) -> ErrorRow | None:
    return platform.errors.get(envelope.code) if envelope is not None and envelope.code is not None else None


def _is_retryable(status: int, envelope: Envelope | None, platform: Platform) -> bool:
    row = _row_of(envelope, platform)
    return row.retryable if row is not None else status in RETRYABLE_STATUSES or status >= 500


def read_retry_after(response: Response) -> float | None:
    """Return the seconds that the server asks to wait, given as seconds or as an HTTP date."""
    text = response.headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - response.received
        except (ValueError, TypeError, OverflowError):
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def error_of(response: Response, operation: str, platform: Platform) -> APIError:
    """Return the error of an answer: by its code, or by its status where the code is unknown or missing."""
    envelope = read_envelope(response)
    row = _row_of(envelope, platform)
    named = getattr(errors, row.error, None) if row is not None else None
    error_class = (
        named if isinstance(named, type) and issubclass(named, APIError) else _class_by_status(response.status)
    )
    found = envelope or Envelope(None, None, None)
    return error_class(
        found.message or _describe(response),
        status=response.status,
        code=found.code,
        request_id=request_id_of(response, envelope),
        retryable=_is_retryable(response.status, envelope, platform),
        operation=operation,
        body=response.json() if envelope is not None else response.text(),
    )


def request_id_of(response: Response, envelope: Envelope | None) -> str | None:
    """Return the id that the vendor's support asks for."""
    return (envelope.request_id if envelope is not None else None) or response.headers.get("x-request-id")


def _class_by_status(status: int) -> type[APIError]:
    return STATUS_ERRORS.get(status, errors.ServerError if status >= 500 else APIError)


def _describe(response: Response) -> str:
    if 300 <= response.status < 400:
        return f"redirects are not followed (to {response.headers.get('location', 'nowhere').partition('?')[0]})"
    media_type = response.headers.get("content-type", "no content type")
    return f"the answer is not the API's error object ({media_type}, {len(response.body)} bytes)"


def read_answer(response: Response, operation: Operation[Any], request: Request, platform: Platform) -> Answer[Any]:
    """Return the body of a success as the wire object of its operation. Raises UnexpectedResponseError."""
    wire_type = getattr(importlib.import_module(platform.types_module), operation.response)
    try:
        payload = response.json()
        return Answer(wire_type.model_validate(payload), payload)
    except (ValueError, RecursionError) as error:  # pydantic's error is a ValueError
        raise UnexpectedResponseError(
            f"the body is not a {operation.response}",
            status=response.status,
            operation=operation.name,
            body=response.text(),
            idempotency_key=request.idempotency_key,
        ) from error
