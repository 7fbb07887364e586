"""The platform spec as the tables that the client is given."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel

from ..spec.categories import SignaturePart
from ..spec.platform import FileDefaults, PlatformSpec
from ..spec.references import FileLimit as SpecLimit
from ..spec.references import References, measures_of, role_limits
from ..spec.values import size_in_bytes
from ..text.json_data import is_list
from .ir import Arguments, FileLimit, MediaType, Platform


def lower_platform(platform: PlatformSpec) -> Platform:
    """Return what holds for every model."""
    return Platform(
        spec=platform,
        scopes=tuple(platform.authentication.scopes),
        terminal_statuses=frozenset(name for name, row in platform.statuses.items() if row.terminal),
        failed_statuses=frozenset(name for name, row in platform.statuses.items() if row.failed),
        waiting_statuses=frozenset(name for name, row in platform.statuses.items() if not row.terminal),
        presumed_failed_statuses=frozenset(platform.presumed_failed_statuses.value),
        first_poll=(platform.polling.first.min + platform.polling.first.max) / 2,
        operations={
            name: {"name": name, **arguments(row, without=("request",))} for name, row in platform.operations.items()
        },
        files=lower_files(platform.files.kinds, platform),
        media_types=_lower_media_types(platform),
        chat_stream=arguments(platform.chat.stream.value),
        webhook_scheme={
            **arguments(platform.webhooks.signature.value),
            "generation_key": platform.webhooks.generation_key.value,
            "event_types": tuple(platform.webhooks.event_types),
            "api_version": platform.webhooks.api_version,
        },
    )


def arguments(part: BaseModel, without: Collection[str] = ()) -> Arguments:
    """Return the fields of a part of a spec as the arguments of a class of the runtime, which has the same."""
    fields = part.model_dump(exclude=set(without)).items()
    return {name: tuple(value) if is_list(value) else value for name, value in fields}


def lower_files(limits: Mapping[Any, SpecLimit | FileDefaults], platform: PlatformSpec) -> tuple[FileLimit, ...]:
    """Return the limits of files by their kinds, sizes in bytes."""
    return tuple(lower_file(kind, row, platform) for kind, row in limits.items())


def lower_file(kind: str, row: SpecLimit | FileDefaults, platform: PlatformSpec) -> FileLimit:
    """Return the limits of a file."""
    measures = measures_of(row).items() if isinstance(row, SpecLimit) else ()
    return FileLimit(
        kind,
        size_in_bytes(row.max_size, platform.files.megabyte.value) if row.max_size else None,
        tuple(row.mime_types) if row.mime_types is not None else None,
        {name: (ends.min, ends.max) for name, ends in measures},
    )


def lower_roles(references: References, platform: PlatformSpec) -> tuple[FileLimit | None, ...]:
    """Return the limits of the files of roles by position; nothing where no role has some of its own."""
    rows = role_limits(references)
    return tuple(lower_file(*row, platform) if row is not None else None for row in rows) if any(rows) else ()


def _lower_media_types(platform: PlatformSpec) -> tuple[MediaType, ...]:
    return tuple(
        MediaType(
            mime_type=name,
            kind=row.kind,
            extensions=tuple(row.extensions),
            aliases=tuple(row.also),
            signatures=_lower_signatures(row.signatures),
            unless=_lower_signatures(row.unless),
            sample=b64decode(row.sample) if row.sample else None,
        )
        for name, row in platform.media_types.items()
    )


def _lower_signatures(rows: list[list[SignaturePart]]) -> tuple[tuple[tuple[int, bytes, int | None], ...], ...]:
    return tuple(tuple((part.at, bytes.fromhex(part.hex), part.within) for part in parts) for parts in rows)
