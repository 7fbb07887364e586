"""Specs that were written for an earlier version of the format: what is compared with them has to understand them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..text.json_data import is_object


def in_todays_form(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a model spec or the platform spec as the format has it today.

    A list was one of objects, whose fields stood in `items` itself. Of categories, the format knew all but deadlines.
    """
    today = dict(data)
    if is_object(categories := data.get("categories")):
        today["categories"] = {name: _category(name, row) for name, row in categories.items()}
    if is_object(chat := data.get("chat")):
        today["chat"] = chat | _rows(chat, "fields")
    return today | _rows(data, "params")


_CATEGORIES: Mapping[str, Any] = {
    "image": {"text": {"en": "Image", "zh-Hant": "圖片"}, "results": ["image/png", "image/jpeg", "image/webp"]},
    "video": {"text": {"en": "Video", "zh-Hant": "影片"}, "results": ["video/mp4"]},
    "audio": {"text": {"en": "Audio", "zh-Hant": "音訊"}, "results": ["audio/wav"]},
    "chat": {"text": {"en": "Chat", "zh-Hant": "聊天"}, "operation": "chat.completions.create"},
}


def _category(name: str, row: Any) -> Any:
    return {**_CATEGORIES.get(name, {}), **row} if is_object(row) and "text" not in row else row


def _rows(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    rows = data.get(key)
    return {key: {name: _parameter(row) for name, row in rows.items()}} if is_object(rows) else {}


def _parameter(row: Any) -> Any:
    items = row.get("items") if is_object(row) else None
    if not is_object(items) or isinstance(items.get("type"), str):
        return row
    return {**row, "items": {"type": "object", "fields": items}}
