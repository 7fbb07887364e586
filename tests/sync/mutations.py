"""Every way in which one fact of a catalogue entry can change: the path of the fact in the spec, and the new entry."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

Entry = dict[str, Any]
Mutation = tuple[str, Entry]

_PLAIN: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "display_name": ("name", lambda value: f'{value} 新: {{#}} "quoted"'),
    "base_credits": ("credits.base", lambda value: value + 0.5),
    "billing_type": ("credits.billing", lambda value: "METERED" if value != "METERED" else "FIXED"),
    "supported_modes": ("modes", lambda value: [*value, "text-to-image"]),
    "max_prompt_length": ("prompt.max_length", lambda value: 7000 if value is None else value + 1),
    "api_status": ("availability", lambda value: "studio_only" if value != "studio_only" else "available"),
    "api_input_status": (
        "input_status",
        lambda value: "available_text" if value != "available_text" else "available_url_input",
    ),
}
_NUMBERS = {"default": None, "min": -1, "max": 10_000_000_000, "step": None}


def mutations(entry: Entry) -> Iterator[Mutation]:
    """Yield each change of one fact."""
    for key, (path, change) in _PLAIN.items():
        yield path, entry | {key: change(entry[key])}
    if "url" not in entry["supported_api_inputs"]:
        inputs = [*entry["supported_api_inputs"], "url"]
        yield "inputs", entry | {"supported_api_inputs": inputs, "url_input_supported": True}
    if not entry["requires_files_api"]:
        yield "files_api", entry | {"requires_files_api": True}
    for index, param in enumerate(entry["params"]):
        yield from (_at(entry, index, path, new) for path, new in _of_parameter(param))
        yield f"params.{param['key']}", entry | {"params": entry["params"][:index] + entry["params"][index + 1 :]}
    if entry["category"] != "chat":
        added = {"key": "new_one", "type": "number", "required": False, "default": 1, "min": 0, "max": 2, "step": 0.5}
        yield "params.new_one", entry | {"params": [*entry["params"], added]}
    yield from _of_references(entry)
    yield from _of_chat(entry)


def _at(entry: Entry, index: int, path: str, new: Entry) -> Mutation:
    return path, entry | {"params": [*entry["params"][:index], new, *entry["params"][index + 1 :]]}


def _of_parameter(param: Entry) -> Iterator[Mutation]:
    place = f"params.{param['key']}"
    yield f"{place}.required", param | {"required": not param["required"]}
    yield f"{place}.nullable", param | {"nullable": not param.get("nullable")}
    if param["type"] == "select":
        options = param["options"]
        yield f"{place}.options", param | {"options": [*options, "1:7"]}
        if others := [option for option in options if option != param["default"]]:
            yield f"{place}.default", param | {"default": others[-1]}
            yield f"{place}.options", param | {"options": [option for option in options if option != others[0]]}
    if param["type"] == "number":
        for name, value in _NUMBERS.items():
            if param[name] != value:
                yield f"{place}.{name}", param | {name: value}
    if param["type"] in ("text", "boolean"):
        kept = {"key": param["key"], "type": "select", "required": param["required"], "options": ["a", "b"]}
        yield place, kept


def _of_references(entry: Entry) -> Iterator[Mutation]:
    media = entry["reference_media"]
    if media is None:
        return
    most = media["max_files"]
    yield "references.max_files", entry | {"reference_media": media | {"max_files": (most or 0) + 1}}
    for index, limit in enumerate(media["limits"]):
        place = f"references.files.{limit['kind']}"
        for name, fact, value in (
            ("max_bytes", "max_size", 3 * 1024 * 1024 + 512),
            ("max_bytes", "max_size", None),
            ("mime_types", "mime_types", (limit["mime_types"] or [])[1:] or None),
        ):
            if limit[name] != value:
                new = copy.deepcopy(entry)
                new["reference_media"]["limits"][index][name] = value
                yield f"{place}.{fact}", new
    others = [kind for kind in ("image", "video", "audio") if kind not in entry["file_kinds"]]
    if others:
        kinds = [*entry["file_kinds"], others[0]]
        yield (
            f"references.files.{others[0]}",
            entry
            | {
                "file_kinds": kinds,
                "reference_media": media | {"kinds": kinds},
            },
        )
    if len(entry["file_kinds"]) > 1:
        kinds = entry["file_kinds"][:-1]
        limits = [limit for limit in media["limits"] if limit["kind"] in kinds]
        yield (
            f"references.files.{entry['file_kinds'][-1]}",
            entry
            | {
                "file_kinds": kinds,
                "reference_media": media | {"kinds": kinds, "limits": limits},
            },
        )
    yield "references", entry | {"reference_media": None, "file_kinds": []}


def _of_chat(entry: Entry) -> Iterator[Mutation]:
    for name, value in (entry["chat_capabilities"] or {}).items():
        if name == "reasoning_effort":
            new: object = ["low"] if value != ["low"] else ["high"]
        else:
            new = not value
        yield f"chat.{name}", entry | {"chat_capabilities": entry["chat_capabilities"] | {name: new}}
