"""What differs between two platform specs, and between the types of the API's own objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..spec.platform import PlatformSpec, Unconfirmed
from ..text.json_data import is_object
from .comparisons import Finding, Special, compare_parts, found, members, texts
from .parameters import compare_parameters
from .references import compare_sizes


def _status(old: int | Unconfirmed[int] | None, new: int | Unconfirmed[int] | None) -> Iterator[Finding]:
    before, after = (status.value if isinstance(status, Unconfirmed) else status for status in (old, new))
    if before != after:
        yield found("error-status-changed", before, after)
    elif isinstance(old, Unconfirmed) and isinstance(new, Unconfirmed):
        findings = texts("text-changed", old.unconfirmed, new.unconfirmed)
        yield from (finding.under("unconfirmed") for finding in findings)
    elif old != new:
        yield found("documented" if isinstance(old, Unconfirmed) else "undocumented", old, new)


def compare_platforms(old: PlatformSpec, new: PlatformSpec) -> Iterator[Finding]:
    """Yield what differs between two platform specs; sizes are read in the units of their side."""
    special: Special = {
        "ErrorSpec.status": _status,
        "ChatSpec.fields": compare_parameters,
        "FileDefaults.max_size": partial(compare_sizes, platforms=(old, new)),
    }
    yield from compare_parts(old, new, special)


_PROSE = ("$comment", "description", "examples", "title")


def compare_wire_type(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what differs between two JSON Schemas of an object of the API: its fields one by one."""
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        if key == "properties" and is_object(before) and is_object(after):
            yield from (finding.under(key) for finding in _compare_properties(before, after))
        elif key == "required":
            yield from (finding.under(key) for finding in _compare_required(before, after))
        elif before != after:
            yield found("text-changed" if key in _PROSE else "wire-type-changed", before, after, key)


def _compare_required(old: Any, new: Any) -> Iterator[Finding]:
    yield from members("wire-field-optional", "wire-field-always-there", old, new, "notation-changed")


def _compare_properties(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Finding]:
    yield from (found("wire-field-removed", old[key], None, key) for key in old if key not in new)
    yield from (found("wire-field-added", None, new[key], key) for key in new if key not in old)
    for key in (key for key in old if key in new and old[key] != new[key]):
        meant = [_without_prose(schema) for schema in (old[key], new[key])]
        yield found("wire-field-changed" if meant[0] != meant[1] else "text-changed", old[key], new[key], key)


def _without_prose(schema: object) -> object:
    return {key: value for key, value in schema.items() if key not in _PROSE} if is_object(schema) else schema
