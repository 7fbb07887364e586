"""The part of the picture that holds for every model: endpoints, errors, files. See `ir.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FileLimit:
    """What reference files of a kind must keep to."""

    kind: str
    max_size: str | None
    max_bytes: int | None
    mime_types: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint."""

    name: str
    method: str
    path: str
    response: str
    scope: str | None
    body: str | None
    idempotency_key: bool
    stream: bool


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """An error code with the class that stands for it."""

    code: str
    status: int | None
    class_name: str
    retryable: bool
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type, how its files begin, and how others begin that would fit as well."""

    mime_type: str
    kind: str
    extensions: tuple[str, ...]
    aliases: tuple[str, ...]
    signatures: tuple[tuple[tuple[int, bytes, int | None], ...], ...]
    unless: tuple[tuple[tuple[int, bytes, int | None], ...], ...]


@dataclass(frozen=True, slots=True)
class Platform:
    """What holds for every model."""

    base_url: str
    authorization_header: str
    authorization_scheme: str
    key_prefix: str
    scopes: tuple[str, ...]
    idempotency_header: str
    terminal_statuses: frozenset[str]
    failed_statuses: frozenset[str]
    waiting_statuses: frozenset[str]
    presumed_failed_statuses: frozenset[str]
    first_poll: float
    poll_interval: float
    poll_max_interval: float
    operations: tuple[Operation, ...]
    errors: tuple[ErrorCode, ...]
    files: tuple[FileLimit, ...]
    upload_lifetime: float
    media_types: tuple[MediaType, ...]
    chat_stream: Mapping[str, Any]
    """The arguments of the runtime's `ChatStreamRules`."""
    webhook_scheme: Mapping[str, Any]
    """The arguments of the runtime's `WebhookScheme`."""
