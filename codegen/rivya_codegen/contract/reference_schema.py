"""The JSON Schema of the references of a request: each kind, each role by its position, and which of them go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..spec.platform import PlatformSpec
from ..spec.references import DurationRange, FileLimit, References, role_limits

Schema = dict[str, Any]


def without_nothing(schema: Schema) -> Schema:
    """Return a schema without the keywords that have no value."""
    return {key: value for key, value in schema.items() if value is not None}


def references_schema(references: References, platform: PlatformSpec) -> Schema:
    """Return the schema of the references of a request."""
    kinds = list(references.files)
    # One shape per kind, so that tools without `if` understand it too.
    shapes = [_item_schema([kind], limit, platform) for kind, limit in references.files.items()]
    item = (
        {"oneOf": shapes}
        if len(shapes) > 1
        else (shapes or [_item_schema(list(platform.files.kinds), FileLimit(), platform)])[0]
    )
    rows = [{"anyOf": [_combination_schema(row, kinds) for row in references.combinations]}] * bool(
        references.combinations
    )
    if references.role_files:
        rows.append({"anyOf": _role_schemas(references, item, platform)})
        item = _item_schema(list(platform.files.kinds), FileLimit(), platform)
    schema = without_nothing({"type": "array", "items": item, "maxItems": references.max_files})
    return schema | (rows[0] if len(rows) == 1 else {"allOf": rows} if rows else {})


def _role_schemas(references: References, item: Schema, platform: PlatformSpec) -> list[Schema]:
    """Return a schema for each number of files: what each of them has to be, by its position."""
    roles = [_item_schema([row[0]], row[1], platform) if row else item for row in role_limits(references)]
    tuples = [{"prefixItems": roles[:count], "minItems": count} for count in range(1, len(roles) + 1)]
    return [{"maxItems": 0}, *(row | {"maxItems": row["minItems"]} for row in tuples)]


def _item_schema(kinds: Sequence[str], limit: FileLimit, platform: PlatformSpec) -> Schema:
    mime_types, seconds = limit.mime_types, limit.seconds or DurationRange()
    return {
        "type": "object",
        "properties": {
            "url": {"type": "string", "minLength": 1},
            "kind": {"enum": list(kinds)},
            "name": {"type": "string"},
            "mimeType": {"enum": allowed_mime_types(mime_types, platform)} if mime_types else {"type": "string"},
            "durationSeconds": without_nothing({"type": "number", "minimum": seconds.min, "maximum": seconds.max}),
            "durationToken": {"type": "string"},
        },
        "required": ["url", "kind"],
        "additionalProperties": False,
    }


def allowed_mime_types(names: list[str], platform: PlatformSpec) -> list[str]:
    """Return MIME types with the other names of the same types, so that `audio/x-wav` passes where `audio/wav` does."""
    families = [{name, *row.also} for name, row in platform.media_types.items()]
    aliases = [
        sorted(alias for family in families if name in family for alias in family if alias not in names)
        for name in names
    ]
    return [*names, *dict.fromkeys(alias for group in aliases for alias in group)]


def kind_is(kind: str) -> Schema:
    """Return what fits references of a kind."""
    return {"type": "object", "properties": {"kind": {"const": kind}}, "required": ["kind"]}


def _combination_schema(row: Mapping[Any, int], kinds: list[Any]) -> Schema:
    counted = [
        {"contains": kind_is(kind), "minContains": 0, "maxContains": row.get(kind, 0)} for kind in kinds or list(row)
    ]
    return {"allOf": counted}
