"""The platform spec as the tables that the client is given."""

from __future__ import annotations

from ..spec.model import size_in_bytes
from ..spec.platform import PlatformSpec, SignaturePart
from .ir import ErrorCode, FileLimit, MediaType, Operation, Platform


def lower_platform(platform: PlatformSpec) -> Platform:
    """Return what holds for every model."""
    return Platform(
        base_url=platform.base_url,
        authorization_header=platform.authentication.header,
        authorization_scheme=platform.authentication.scheme,
        idempotency_header=platform.idempotency.header,
        scopes=tuple(platform.authentication.scopes),
        terminal_statuses=frozenset(name for name, row in platform.statuses.items() if row.terminal),
        failed_statuses=frozenset(name for name, row in platform.statuses.items() if row.failed),
        waiting_statuses=frozenset(name for name, row in platform.statuses.items() if not row.terminal),
        presumed_failed_statuses=frozenset(platform.presumed_failed_statuses.value),
        first_poll=(platform.polling.first.min + platform.polling.first.max) / 2,
        poll_interval=platform.polling.interval.min,
        poll_max_interval=platform.polling.interval.max,
        operations=tuple(
            Operation(name, row.method, row.path, row.response, row.scope, row.body, row.idempotency_key, row.stream)
            for name, row in platform.operations.items()
        ),
        errors=lower_errors(platform),
        files=_lower_files(platform),
        upload_lifetime=platform.files.upload_lifetime.value,
        media_types=_lower_media_types(platform),
        chat_stream={name: tuple(values) for name, values in platform.chat.stream.value.model_dump().items()},
        webhook_scheme={
            **platform.webhooks.signature.value.model_dump(),
            "generation_key": platform.webhooks.generation_key.value,
            "event_types": tuple(platform.webhooks.event_types),
            "api_version": platform.webhooks.api_version,
        },
    )


def lower_errors(platform: PlatformSpec) -> tuple[ErrorCode, ...]:
    """Return the error codes in the order of the platform spec."""
    return tuple(
        ErrorCode(code, row.http_status, row.error_class, row.retryable, row.text)
        for code, row in platform.errors.items()
    )


def _lower_files(platform: PlatformSpec) -> tuple[FileLimit, ...]:
    megabyte = platform.files.megabyte.value
    return tuple(
        FileLimit(kind, row.max_size, size_in_bytes(row.max_size, megabyte), tuple(row.mime_types))
        for kind, row in platform.files.kinds.items()
    )


def _lower_media_types(platform: PlatformSpec) -> tuple[MediaType, ...]:
    return tuple(
        MediaType(
            mime_type=name,
            kind=row.kind,
            extensions=tuple(row.extensions),
            aliases=tuple(row.also),
            signatures=_lower_signatures(row.signatures),
            unless=_lower_signatures(row.unless),
        )
        for name, row in platform.media_types.items()
    )


def _lower_signatures(rows: list[list[SignaturePart]]) -> tuple[tuple[tuple[int, bytes, int | None], ...], ...]:
    return tuple(tuple((part.at, bytes.fromhex(part.hex), part.within) for part in parts) for parts in rows)
