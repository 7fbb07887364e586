"""A model as an entry of `GET /api/v1/models`: all nineteen documented keys, in the documented order.

The shapes inside `params` and `reference_media` are not documented; they follow what the model pages print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..spec.facts import FACTS
from ..spec.limits import limits_of
from ..spec.model import AnyParameter, ModelSpec
from ..spec.platform import PlatformSpec
from ..spec.references import References
from ..spec.values import size_in_bytes


def catalog_entry(spec: ModelSpec, platform: PlatformSpec) -> dict[str, Any]:
    """Return the entry of one model."""
    text = spec.text.get("en") or next(iter(spec.text.values()))
    entry = {row.fact.key: row.value_in(spec) for row in FACTS if row.fact.key is not None} | {
        "id": spec.id,
        # The pages name `async_task` only; the value of chat models is undocumented.
        "runtime": None if spec.is_chat else "async_task",
        "reference_media": _reference_media(spec.references, text.reference_rule, platform),
        "params": [_parameter(key, parameter, text.params) for key, parameter in spec.params.items()],
        "requires_files_api": spec.files_api == "required",
        "requires_upload_for_modes": [],
        "url_input_supported": "url" in spec.inputs,
        "file_kinds": list(spec.references.files) if spec.references else [],
        "chat_capabilities": spec.chat.model_dump() if spec.chat else None,
        "notices": list(text.notices),
    }
    return {key: entry[key] for key in dict.fromkeys([*_DOCUMENTED_ORDER, *entry])}


_DOCUMENTED_ORDER = (
    *("id", "display_name", "category", "runtime", "base_credits", "billing_type", "supported_modes"),
    *("max_prompt_length", "reference_media", "params", "api_status", "api_input_status", "supported_api_inputs"),
    *("requires_files_api", "requires_upload_for_modes", "url_input_supported", "file_kinds", "chat_capabilities"),
)


def _parameter(key: str, parameter: AnyParameter, about: Mapping[str, str]) -> dict[str, Any]:
    limits = limits_of(parameter)
    return {
        "key": key,
        "type": parameter.type,
        "required": parameter.required,
        **({"nullable": True} if parameter.nullable else {}),
        "default": limits.default,
        "min": limits.min,
        "max": limits.max,
        "step": limits.step,
        "options": list(limits.options or ()),
        "description": about.get(key),
    }


def _reference_media(references: References | None, rule: str | None, platform: PlatformSpec) -> dict[str, Any] | None:
    if references is None:
        return None
    megabyte = platform.files.megabyte.value
    return {
        "rule": rule,
        "max_files": references.max_files,
        "kinds": list(references.files),
        "limits": [
            {
                "kind": kind,
                "max_bytes": size_in_bytes(limit.max_size, megabyte) if limit.max_size else None,
                "mime_types": limit.mime_types,
            }
            for kind, limit in references.files.items()
            if limit.max_size or limit.mime_types
        ],
    }
