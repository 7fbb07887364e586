"""What differs between two platform specs, and between the types of the API's own objects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..spec.platform import PlatformSpec, Unconfirmed
from ..text.json_data import is_object
from .comparisons import (
    Compare,
    Finding,
    Table,
    at_most,
    changed,
    compare_fields,
    each,
    entries,
    found,
    json_form,
    leaves,
    members,
    part,
)
from .parameters import compare_parameters
from .references import Platforms, compare_sizes

_TEXT = leaves("text-changed")
_SOURCE = changed("source-changed")


def _assumption(old: Unconfirmed[Any], new: Unconfirmed[Any]) -> Iterator[Finding]:
    table: Table = {"value": changed("assumption-changed"), "unconfirmed": _TEXT}
    yield from compare_fields(table, old, new)


def _status(old: int | Unconfirmed[int] | None, new: int | Unconfirmed[int] | None) -> Iterator[Finding]:
    before, after = (status.value if isinstance(status, Unconfirmed) else status for status in (old, new))
    if before != after:
        yield found("error-status-changed", before, after)
    elif isinstance(old, Unconfirmed) and isinstance(new, Unconfirmed):
        yield from (finding.under("unconfirmed") for finding in _TEXT(old.unconfirmed, new.unconfirmed))
    elif old != new:
        yield found("documented" if isinstance(old, Unconfirmed) else "undocumented", old, new)


def _signatures(old: Any, new: Any) -> Iterator[Finding]:
    texts = (tuple(json.dumps(json_form(row)) for row in rows) for rows in (old, new))
    for finding in _SIGNS(*texts):
        rows = [json.loads(text) if text else None for text in (finding.old, finding.new)]
        yield found(finding.rule, rows[0], rows[1])


_SIGNS = members("media-type-narrowed", "media-type-widened")
_OPERATION: Table = {
    "method": changed("operation-moved"),
    "path": changed("operation-moved"),
    "scope": changed("operation-scope-changed"),
    **dict.fromkeys(("body", "request", "response", "idempotency_key", "stream"), changed("operation-changed")),
}
_ERROR: Table = {
    "status": _status,
    "error_class": changed("error-class-changed"),
    "retryable": changed("retry-advice-changed"),
    "text": _TEXT,
    "advice": _TEXT,
}
_STATUS: Table = {"terminal": changed("status-changed"), "failed": changed("status-changed"), "text": _TEXT}
_MEDIA_TYPE: Table = {
    "kind": changed("media-type-changed"),
    "extensions": _SIGNS,
    "also": _SIGNS,
    "signatures": _signatures,
    "unless": changed("media-type-changed"),
}
_RANGE: Table = {"min": changed("polling-changed"), "max": changed("polling-changed")}
_AUTHENTICATION: Table = {
    **dict.fromkeys(("header", "scheme", "key_prefix"), changed("authentication-changed")),
    "source": _SOURCE,
    "scopes": members("scope-removed", "scope-added"),
    "inferred_scopes": _assumption,
}


def _compare_chat_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Finding]:
    yield from compare_parameters(old, new)


def _files(platforms: Platforms) -> Table:
    sizes: Compare = partial(compare_sizes, platforms=platforms)
    kind: Table = {"max_size": sizes, "mime_types": members("mime-type-removed", "mime-type-added")}
    return {
        "source": _SOURCE,
        "megabyte": _assumption,
        "client_request_id_max_length": at_most("length-narrowed", "length-widened"),
        "upload_lifetime": _assumption,
        "duration_token_kinds": members("duration-token-dropped", "duration-token-required"),
        "kinds": entries("kind-removed", "kind-added", kind),
    }


def platform_fields(platforms: Platforms) -> Table:
    """Return how each field of the platform spec is compared; sizes are read in the units of their side."""
    return {
        "name": changed("display-name-changed"),
        "version": changed("api-version-changed"),
        "reviewed": changed("review-date-changed"),
        "base_url": changed("base-url-changed"),
        "openapi_url": changed("source-changed"),
        "model_page_url": changed("source-changed"),
        "locales": members("locale-removed", "locale-added"),
        "authentication": part(_AUTHENTICATION),
        "operations": entries("operation-removed", "operation-added", _OPERATION),
        "categories": each({"deadline": changed("deadline-changed"), "id_suffix": changed("id-suffix-changed")}),
        "statuses": entries("status-removed", "status-added", _STATUS),
        "presumed_failed_statuses": _assumption,
        "idempotency": part(
            {
                "header": changed("idempotency-header-changed"),
                "replay_returns_first_result": _assumption,
                "conflict_on_other_body": _assumption,
            }
        ),
        "polling": part({"source": _SOURCE, "first": part(_RANGE), "interval": part(_RANGE)}),
        "errors": entries("error-code-removed", "error-code-added", _ERROR),
        "chat": part({"source": _SOURCE, "fields": _compare_chat_fields, "text": _TEXT, "stream": _assumption}),
        "webhooks": part(
            {
                "source": _SOURCE,
                "api_version": changed("webhook-version-changed"),
                "event_types": members("event-type-removed", "event-type-added"),
                "signature": _assumption,
                "generation_key": _assumption,
            }
        ),
        "files": part(_files(platforms)),
        "media_types": entries("media-type-removed", "media-type-added", _MEDIA_TYPE),
    }


def compare_platforms(old: PlatformSpec, new: PlatformSpec) -> Iterator[Finding]:
    """Yield what differs between two platform specs."""
    yield from compare_fields(platform_fields((old, new)), old, new)


_PROSE = ("$comment", "description", "examples", "title")


_PRESENCE = members("wire-field-optional", "wire-field-always-there", "notation-changed")


def compare_wire_type(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what differs between two JSON Schemas of an object of the API: its fields one by one."""
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        if key == "properties" and is_object(before) and is_object(after):
            yield from (finding.under(key) for finding in _compare_properties(before, after))
        elif key == "required":
            yield from (finding.under(key) for finding in _PRESENCE(before, after))
        elif before != after:
            yield found("text-changed" if key in _PROSE else "wire-type-changed", before, after, key)


def _compare_properties(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Finding]:
    yield from (found("wire-field-removed", old[key], None, key) for key in old if key not in new)
    yield from (found("wire-field-added", None, new[key], key) for key in new if key not in old)
    for key in (key for key in old if key in new and old[key] != new[key]):
        meant = [_without_prose(schema) for schema in (old[key], new[key])]
        yield found("wire-field-changed" if meant[0] != meant[1] else "text-changed", old[key], new[key], key)


def _without_prose(schema: object) -> object:
    return {key: value for key, value in schema.items() if key not in _PROSE} if is_object(schema) else schema
