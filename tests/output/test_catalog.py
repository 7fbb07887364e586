"""The catalogue has the documented shape of `GET /api/v1/models`, and the wire type reads it."""

from __future__ import annotations

import json
from pathlib import Path

from rivya.types import ModelList

GENERATED = Path(__file__).parents[2] / "generated"
CATALOG = json.loads((GENERATED / "catalog.json").read_text("utf-8"))

# In the documented order; platform facts, section "GET /api/v1/models".
KEYS = [
    "id",
    "display_name",
    "category",
    "runtime",
    "base_credits",
    "billing_type",
    "supported_modes",
    "max_prompt_length",
    "reference_media",
    "params",
    "api_status",
    "api_input_status",
    "supported_api_inputs",
    "requires_files_api",
    "requires_upload_for_modes",
    "url_input_supported",
    "file_kinds",
    "chat_capabilities",
    "notices",
]


def test_entries_have_the_nineteen_documented_keys() -> None:
    assert CATALOG["object"] == "list"
    assert len(KEYS) == 19
    for entry in CATALOG["data"]:
        assert list(entry) == KEYS
        for param in entry["params"]:
            assert list(param) == ["key", "type", "required", "default", "min", "max", "step", "options", "description"]
        if entry["reference_media"] is not None:
            assert list(entry["reference_media"]) == ["rule", "max_files", "kinds", "limits"]
            for limit in entry["reference_media"]["limits"]:
                assert list(limit) == ["kind", "max_bytes", "mime_types"]


def test_the_first_model() -> None:
    entry = next(entry for entry in CATALOG["data"] if entry["id"] == "grok-imagine")
    assert entry["api_input_status"] == "partial_requires_files"
    assert entry["reference_media"]["limits"] == [
        {"kind": "image", "max_bytes": 10 * 1024 * 1024, "mime_types": ["image/jpeg", "image/png", "image/webp"]}
    ]
    assert entry["params"][0] == {
        "key": "aspect_ratio",
        "type": "select",
        "required": False,
        "default": "1:1",
        "min": None,
        "max": None,
        "step": None,
        "options": ["1:1", "2:3", "3:2", "16:9", "9:16"],
        "description": "Shape (width to height ratio) of the picture.",
    }


def test_the_wire_type_reads_it_without_leftovers() -> None:
    for model in ModelList.model_validate(CATALOG).data:
        assert model.model_extra == {}
