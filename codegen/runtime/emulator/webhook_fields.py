"""The fields of a webhook endpoint that a request may set, and what is wrong with the values given for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..problems import listed
from ..tables import WebhookScheme
from ._api.bodies import is_array
from ._api.errors import ApiError
from .webhook_urls import refusal

LONGEST_NAME = 100
STATUSES = ("active", "disabled")

FieldCheck = Callable[[object, WebhookScheme], str | None]
"""Returns what is wrong with a value, or None."""


def _name(value: object, _: WebhookScheme) -> str | None:
    fits = isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST_NAME
    return None if fits else f"has to be a text of 1 to {LONGEST_NAME} characters"


def _url(value: object, _: WebhookScheme) -> str | None:
    return None if isinstance(value, str) else "has to be a text"


def _event_types(value: object, scheme: WebhookScheme) -> str | None:
    fits = is_array(value) and value and all(item in scheme.event_types for item in value)
    return None if fits else f"has to be a list of at least one of {listed(scheme.event_types)}"


def _status(value: object, _: WebhookScheme) -> str | None:
    return None if value in STATUSES else f"has to be one of {listed(STATUSES)}"


CREATE_FIELDS: Mapping[str, FieldCheck] = {"name": _name, "url": _url, "event_types": _event_types}
UPDATE_FIELDS: Mapping[str, FieldCheck] = {**CREATE_FIELDS, "status": _status}


def check_fields(body: Mapping[str, Any], fields: Mapping[str, FieldCheck], scheme: WebhookScheme) -> None:
    """Raise `ApiError` with everything that is wrong with the fields of a body; a missing one is left alone."""
    problems = [
        f"{key}: there is no such field; there are: {listed(fields, quoted=False)}" for key in body if key not in fields
    ]
    found = ((key, fields[key](value, scheme)) for key, value in body.items() if key in fields)
    problems += [f"{key}: {problem}" for key, problem in found if problem is not None]
    if problems:
        raise ApiError("validation_failed", "\n".join(problems))


def check_url(url: str, *, allow_local: bool) -> None:
    """Raise `ApiError` for an address that no webhook may have."""
    reason = refusal(url, allow_local=allow_local)
    if reason is not None:
        raise ApiError("webhook_url_rejected", f"url: {reason}.")
