"""Webhook deliveries at the receiving end: whether one is genuine, and what it says."""

from __future__ import annotations

import hmac
import importlib
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, Union, cast

from .._core.api_key import SecretStr
from .._core.messages import value_at
from .._core.wire import Task
from .._spec.numbers import Range, read_number
from .._spec.tables import Platform, WebhookScheme
from ..errors import ConfigurationError, WebhookVerificationError
from .signing import sign_delivery

Secrets: TypeAlias = Union[str, SecretStr, Sequence[Union[str, SecretStr]]]  # noqa: UP007 - one of them is named, not loaded
"""The signing secret of an endpoint, or several while one takes over from another."""

HEADERS_WANTED = "pass a mapping of names to values, both decoded"
SECONDS = Range(0, unit="seconds")
EVENT_TYPE = "WebhookEvent"
TASK_TYPE = "Task"


@dataclass(frozen=True, eq=False)
class WebhookEvent:
    """An event that was delivered and is genuine.

    Args:
        id: The id of the event: the same when it is delivered again.
        type: What happened, in the vendor's words, such as `generation.succeeded`; further types may come.
        api_version: The date version of the payload.
        created_at: When it happened, as the API writes it (ISO 8601).
        generation: The job that it is about, as the API describes one; `None` where there is none in it.
        raw: All that was received.
    """

    id: str
    type: str
    api_version: str | None
    created_at: str | None
    generation: Task | None
    raw: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.type}>"


def verify_delivery(
    platform: Platform,
    body: bytes,
    headers: Mapping[str, str],
    secret: Secrets,
    *,
    tolerance: float | None = None,
    now: float | None = None,
) -> None:
    """Check a delivery under the scheme of a platform, as `verify` of the package says."""
    scheme = platform.webhook_scheme
    content = _raw_body(body)
    keys = _secrets(secret)
    delivery_id, timestamp, signatures = _read_headers(scheme, headers)
    # Not a number would be neither too old nor too new.
    patience = read_number("tolerance", scheme.tolerance if tolerance is None else tolerance, SECONDS)
    moment = read_number("now", time.time() if now is None else now, SECONDS)
    _check_time(timestamp, patience, moment)
    expected = [_expected(scheme, key, delivery_id, timestamp, content) for key in keys]
    # Every pair is compared, each in constant time: how long it takes says nothing of which was close.
    matches = [hmac.compare_digest(one, given) for one in expected for given in signatures]
    if not any(matches):
        raise WebhookVerificationError("no signature of the delivery fits the secret", reason="wrong-signature")


def parse_delivery(
    platform: Platform,
    body: bytes,
    headers: Mapping[str, str],
    secret: Secrets,
    *,
    tolerance: float | None = None,
    now: float | None = None,
) -> WebhookEvent:
    """Check a delivery under the scheme of a platform and return its event, as `parse_event` of the package says."""
    verify_delivery(platform, body, headers, secret, tolerance=tolerance, now=now)
    types = importlib.import_module(platform.types_module)
    try:
        raw = json.loads(_raw_body(body))
        value = getattr(types, EVENT_TYPE).model_validate(raw)
    except (ValueError, RecursionError) as error:
        message = "the delivery is genuine, but its body is not an event"
        raise WebhookVerificationError(message, reason="not-an-event") from error
    generation = _generation(getattr(types, TASK_TYPE), value_at(raw, platform.webhook_scheme.generation_key))
    return WebhookEvent(value.id, value.type, value.api_version, value.created_at, generation, raw)


def _generation(task_type: Any, found: object) -> Task | None:
    """Return the job of an event. What an event without one has in that place may be anything, so nothing is raised."""
    try:
        task: Task = task_type.model_validate(found)
    except ValueError:
        return None
    return task


def _raw_body(body: object) -> bytes:
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(cast("bytes", body))
    raise TypeError(
        f"body must be bytes, got {type(body).__name__}: pass the raw bytes of the request, before they are decoded or parsed"
    )


def _secrets(secret: Secrets) -> list[str]:
    several = isinstance(secret, Sequence) and not isinstance(secret, str | bytes)
    given = cast("Sequence[object]", secret) if several else [secret]
    if not given:
        raise ConfigurationError("secret is empty: pass the signing secret of the endpoint")
    return [_secret_text(one) for one in given]


def _secret_text(secret: object) -> str:
    # Asked for by name: pydantic is loaded by those who use it.
    reveal: Callable[[], str] | None = getattr(secret, "get_secret_value", None)
    if reveal is not None:
        return reveal()
    if isinstance(secret, str):
        return secret
    raise ConfigurationError(f"secret must be a str, got {type(secret).__name__}")


def _read_headers(scheme: WebhookScheme, headers: Mapping[Any, object]) -> tuple[str, str, list[bytes]]:
    """Return the id, the timestamp and the signatures of a delivery."""
    if not hasattr(headers, "items"):
        raise TypeError(f"headers must be a mapping, got {type(headers).__name__}: {HEADERS_WANTED}")
    if not all(isinstance(name, str) for name in headers):
        raise TypeError(f"the names of headers must be str: {HEADERS_WANTED}")
    lowered = {name.lower(): value for name, value in headers.items()}
    found: list[str] = []
    for name in (scheme.id_header, scheme.timestamp_header, scheme.signature_header):
        value = lowered.get(name.lower())
        if not value:
            raise WebhookVerificationError(f"the delivery has no header {name}", reason="missing-header")
        if not isinstance(value, str):
            raise TypeError(f"the header {name} must be a str, got {type(value).__name__}: {HEADERS_WANTED}")
        found.append(value)
    delivery_id, timestamp, signatures = found
    if not delivery_id.isprintable():  # such as half a surrogate pair, which has no bytes
        raise WebhookVerificationError(f"the header {scheme.id_header} is not an id", reason="wrong-signature")
    return delivery_id, timestamp, [entry.encode("utf-8", "replace") for entry in signatures.split()]


def _check_time(timestamp: str, tolerance: float, now: float) -> None:
    if not re.fullmatch(r"[0-9]{1,12}", timestamp):
        raise WebhookVerificationError("the timestamp of the delivery is not in seconds", reason="malformed-timestamp")
    age = now - int(timestamp)
    if age > tolerance:
        raise WebhookVerificationError(f"the delivery is {age:.0f} s old, at most {tolerance:g} s", reason="too-old")
    if age < -tolerance:
        raise WebhookVerificationError(f"the delivery is {-age:.0f} s ahead of this clock", reason="too-new")


def _expected(scheme: WebhookScheme, secret: str, delivery_id: str, timestamp: str, body: bytes) -> bytes:
    try:
        return sign_delivery(scheme, secret, delivery_id, timestamp, body).encode()
    except ValueError:
        # Without the cause, which may quote the secret.
        message = f"secret must be of the form {scheme.secret_prefix}…, as the API gives it"
    raise ConfigurationError(message)
