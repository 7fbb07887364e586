"""What a reply means: whether to try again, which error it is, and the wire object in its body."""

# What is not for users has an underscore, and is between this module and that of errors.
# pyright: reportPrivateUsage=false
from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, cast

from .. import errors
from .._core.api_key import SHOWN
from .._core.messages import Answer, Fault, Reply, Request, Response, Saved, read_json
from .._core.plain_text import one_line
from .._spec.tables import ErrorRow, Operation, Platform
from ..errors import APIError, UnexpectedResponseError
from .settings import Settings

JOB_OPERATIONS = frozenset({"generations.create", "generations.retrieve"})
EXACT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "Task": ("id",),
    "File": ("id", "file_id", "url", "duration_token"),
    "ChatCompletion": ("session_id",),
    "CatalogModel": ("id",),
    "WebhookEndpoint": ("id",),
}
"""What of an answer goes into further requests, by its wire type."""
RETRYABLE_STATUSES = frozenset({408, 429})
SHOWN_TYPE = 100
"""How much is shown of a content type."""
TURNED_AWAY = 429
"""The status that by itself says that nothing was done, whoever answered with it."""


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
        retry = not reply.final and (repeatable or not reply.may_have_arrived)
        return Verdict(retry, uncertain=reply.may_have_arrived)
    if reply.ok:
        return Verdict(retry=False)
    envelope = read_envelope(reply)
    # Only a documented code tells that nothing was done. A 5xx without one, a proxy's or the API's own and a 503 like
    # any other, may come from in front of a server that took the request. A 303 says: it was done.
    settled = _row_of(envelope, platform) is not None
    retry = _is_retryable(reply.status, envelope, platform) and (repeatable or settled or reply.status == TURNED_AWAY)
    uncertain = (not settled and reply.status >= 500) or reply.status == 303
    return Verdict(retry, uncertain, read_retry_after(reply))


def read_envelope(response: Response) -> Envelope | None:
    """Return the error that the API describes in the body, if it does."""
    return envelope_of(read_json(response.body))


def envelope_of(payload: object) -> Envelope | None:
    """Return the error that the API describes in a JSON value, if it does."""
    error = cast("Mapping[str, object]", payload).get("error") if isinstance(payload, Mapping) else None
    if not isinstance(error, Mapping):
        return None
    fields = cast("Mapping[str, object]", error)
    return Envelope(*(_text_or_none(fields.get(key)) for key in ("code", "message", "requestId")))


def _text_or_none(value: object) -> str | None:
    return one_line(value) or None if isinstance(value, str) else None


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
            moment = parsedate_to_datetime(text)
            # A date without a zone is one of the standard's, which are all in UTC; never one of this machine's.
            seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - response.received
        except (ValueError, TypeError, OverflowError):
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def error_of(response: Response, operation: str, platform: Platform) -> APIError:
    """Return the error of an answer: by its code, or by its status where the code is unknown or missing."""
    envelope = read_envelope(response)
    row = _row_of(envelope, platform)
    named = getattr(errors, row.error, None) if row is not None else None
    by_status = APIError._by_status.get(response.status, APIError)
    error_class = named if isinstance(named, type) and issubclass(named, APIError) else by_status
    found = envelope or Envelope(None, None, None)
    return error_class(
        found.message or _describe(response),
        status=response.status,
        code=found.code,
        request_id=request_id_of(response, envelope),
        retryable=_is_retryable(response.status, envelope, platform),
        operation=operation,
        body=response.json() if envelope is not None else response.text(),
        response=response,
    )


def request_id_of(response: Response, envelope: Envelope | None) -> str | None:
    """Return the id that the vendor's support asks for."""
    return (envelope.request_id if envelope is not None else None) or response.request_id


def _describe(response: Response) -> str:
    if response.refusal:
        return response.refusal
    media_type = one_line(response.headers.get("content-type", "no content type"), SHOWN_TYPE)
    return f"the answer is not the API's error object ({media_type}, {len(response.body)} bytes)"


def read_answer(response: Response, operation: Operation[Any], request: Request, settings: Settings) -> Answer[Any]:
    """Return the body of a success as the wire object of its operation. Raises UnexpectedResponseError."""
    answer, wrong = _read(response, operation, settings)
    if answer is None:
        raise unexpected(response, request, f"the body is not a {operation.response}", settings) from wrong
    if (field := _inexact(answer.value, response)) is not None:
        message = f"the API key is quoted in {field}, which cannot be used without it"
        raise unexpected(response, request, message, settings)
    return answer


def _inexact(value: Any, response: Response) -> str | None:
    """Return a field that is needed as it was received, and had the key in it."""
    if SHOWN.encode() not in response.body.replace(b"\0", b""):  # the characters may be wide
        return None
    entries: list[Any] = value.data if isinstance(getattr(value, "data", None), list) else []
    for one in (value, *entries):
        for name in EXACT_FIELDS.get(type(one).__name__, ()):
            if SHOWN in str(getattr(one, name, "")):
                return f"{name} of a {type(one).__name__}"
    return None


def _read(
    response: Response, operation: Operation[Any], settings: Settings
) -> tuple[Answer[Any] | None, Exception | None]:
    """Return the answer, or what is wrong with it, which quotes the body: nothing where that quotes the key."""
    wire_type = getattr(importlib.import_module(settings.platform.types_module), operation.response)
    try:
        payload = _payload(response, operation)
        value = wire_type.model_validate(payload)
        # Without its id, a job could be neither asked about nor found again.
        if operation.name in JOB_OPERATIONS and not value.id.strip():
            raise ValueError("the id is empty")  # noqa: TRY301 - caught with the other ways of being unreadable
        value._received_in(response)
        return Answer(value, payload, response), None
    except (ValueError, RecursionError) as error:  # pydantic's error is a ValueError
        return None, error if settings.redact_bytes(response.body) == response.body else None


def _payload(response: Response, operation: Operation[Any]) -> Any:
    """Return the body as the JSON object that it stands for; shapes that are not documented come in several forms."""
    if not response.body and (response.status == 204 or operation.method == "DELETE"):
        return {}
    payload: Any = response.json()
    listed: dict[str, Any] = {"data": payload}
    return listed if isinstance(payload, list) else payload


def unexpected(response: Response, request: Request, message: str, settings: Settings) -> UnexpectedResponseError:
    """Return the error of a success that cannot be read; like every error, it does not quote the API key."""
    response = replace(response, body=settings.redact_bytes(response.body))
    return UnexpectedResponseError(
        message,
        status=response.status,
        operation=request.operation,
        body=response.text(),
        response=response,
        idempotency_key=request.idempotency_key,
        request=request.body or {},
    )
