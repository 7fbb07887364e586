"""From the facts of a page to the data of a spec: in the order of the format, with a none where the page says nothing.

Nones stay, so that a merge can tell "there is none" from "not said".
"""

from __future__ import annotations

import re
from datetime import date

from ..text.json_data import is_list, is_object
from ..yaml_text.paths import Data, value_at
from .facts import PageFacts

_SOURCE = "https://rivya.ai/docs/api/models/{id}"


def state(facts: PageFacts, reviewed: date) -> Data:
    """Return what a page states, in the form of a spec."""
    data: Data = {
        "id": facts.id,
        "name": facts.name,
        "category": facts.category,
        "availability": facts.availability,
        "input_status": facts.input_status,
        "inputs": facts.inputs,
        "files_api": facts.files_api,
        "credits": facts.credits,
        "prompt": facts.prompt,
        "params": _parameters(facts),
        "references": facts.references,
        "chat": facts.chat,
        "errors": facts.errors,
        "examples": facts.examples,
        "source": {"url": _SOURCE.format(id=facts.id), "reviewed": reviewed},
        "undocumented": [f"params.{key}.items" for key in _arrays(facts) if not _says_items(facts, key)],
        "text": {
            facts.locale: {
                "summary": facts.summary,
                "params": facts.parameters.descriptions,
                "reference_rule": facts.rule,
                "notices": facts.notices,
            }
        },
    }
    return data | {name: stand_in for name, stand_in in _stand_ins(facts).items() if name in facts.guessed}


def _stand_ins(facts: PageFacts) -> Data:
    """Return what the format needs in place of a category or text that the page does not say in words we know."""
    return {"category": facts.category or "image", "text": {facts.locale: {"summary": facts.name}}}


def _arrays(facts: PageFacts) -> list[str]:
    return [key for key, parameter in facts.parameters.facts.items() if parameter["type"] == "array"]


def _says_items(facts: PageFacts, key: str) -> bool:
    """Tell whether rows or the words for the array name each field that the items of the request have."""
    words = set(re.findall(r"\w+", facts.parameters.descriptions.get(key, ""), re.ASCII))
    fields: Data = facts.parameters.facts[key]["items"] or {}
    return (_items(facts, key) or {}).keys() <= words | fields.keys()


def _parameters(facts: PageFacts) -> Data:
    arrays = _arrays(facts)
    return {
        key: {**parameter, "items": {**(_items(facts, key) or {}), **(parameter["items"] or {})} or None}
        if key in arrays
        else parameter
        for key, parameter in facts.parameters.facts.items()
    }


def _items(facts: PageFacts, key: str) -> Data | None:
    """Return the fields that the items of an array have in the minimal request, each with the type it has there."""
    value = value_at(facts.examples, ("minimal", "params", key))
    items = [item for item in value if is_object(item)] if is_list(value) else []
    fields = {name: value for item in items for name, value in item.items()}
    types = {bool: "boolean", int: "number", float: "number"}
    return {
        name: {
            "type": next((word for kind, word in types.items() if isinstance(value, kind)), "text"),
            "required": all(name in item for item in items),
        }
        for name, value in fields.items()
    } or None
