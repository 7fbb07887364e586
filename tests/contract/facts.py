"""The facts of a spec in the form of the files in `tests/facts`, which hold what Rivya documents of each model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rivya_codegen.contract.parameters import parameters_of
from rivya_codegen.spec.model import ModelSpec
from rivya_codegen.spec.platform import PlatformSpec

FACTS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent.parent / "facts").glob("*.json"))
}

PARAMETER_FACTS = ("type", "required", "default", "min", "max", "step", "options")
EXAMPLES = {"minimal_request": "minimal", "reference_request": "reference", "create_response": "response"}

UNDOCUMENTED = {
    "availability, input_status (inferred)": ["availability", "input_status"],
    "params (may continue after the last one)": ["params"],
    "params.num_frames (type number inferred; default, range unknown)": ["params.num_frames"],
    "reference_media": ["references"],
    "reference_media.kinds": ["references.files"],
    "reference_media.limits": ["references.files"],
    "reference_media.max_files": ["references.max_files"],
    "reference_media.rule (end)": ["text.en.reference_rule"],
}
"""What the facts call unknown, and under which paths a spec says so; a path may be more exact than this."""


def facts_of(spec: ModelSpec) -> dict[str, Any]:
    """Return the facts of a spec; prose, examples, errors and what is undocumented have comparisons of their own."""
    return {
        "id": spec.id,
        "display_name": spec.name,
        "category": spec.category,
        "availability": spec.availability,
        "input_status": spec.input_status,
        "inputs": spec.inputs,
        "files_api": spec.files_api,
        "base_credits": spec.credits.base,
        "billing_type": spec.credits.billing,
        "prompt": spec.prompt.model_dump() if spec.prompt else None,
        "params": [_parameter_facts(key, spec) for key in spec.params],
        "reference_media": _reference_facts(spec),
        "source_url": spec.source.url,
    }


def documented(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts without their prose, and with nothing in place of what is not known."""
    params = [{key: param[key] for key in ("key", *PARAMETER_FACTS)} for param in facts["params"]]
    media = facts["reference_media"]
    if media == "unknown":
        media = dict.fromkeys(("max_files",), None) | {"kinds": [], "limits": [], "duration_token": False}
    elif media is not None:
        media = {key: media[key] for key in ("max_files", "kinds", "limits", "duration_token")}
        media["kinds"] = media["kinds"] or []
        media["limits"] = media["limits"] or []
    compared = ("prompt", "source_url", *(key for key in facts if key in _PLAIN))
    return {key: facts[key] for key in compared} | {"params": params, "reference_media": media}


_PLAIN = {
    "id",
    "display_name",
    "category",
    "availability",
    "input_status",
    "inputs",
    "files_api",
    "base_credits",
    "billing_type",
}


def _parameter_facts(key: str, spec: ModelSpec) -> dict[str, Any]:
    parameter = spec.params[key].model_dump()
    return {"key": key, **{name: parameter.get(name) for name in PARAMETER_FACTS}}


def _reference_facts(spec: ModelSpec) -> dict[str, Any] | None:
    if spec.references is None:
        return None
    limits = [
        {"kind": kind, "max_size": None, "mime_types": None, **limit.model_dump(exclude_none=True)}
        for kind, limit in spec.references.files.items()
    ]
    return {
        "max_files": spec.references.max_files,
        "kinds": list(spec.references.files),
        "limits": [limit for limit in limits if limit["max_size"] or limit["mime_types"]],
        "duration_token": bool(spec.references.duration_token),
    }


def chat_facts_of(spec: ModelSpec, platform: PlatformSpec) -> list[dict[str, Any]]:
    """Return the optional request fields of a chat model, as far as `tests/facts` lists them."""
    return [
        {
            "key": key,
            "required": row.required,
            "default": row.model_dump().get("default"),
            "options": getattr(row, "options", None),
        }
        for key, row in parameters_of(spec, platform).items()
    ]
