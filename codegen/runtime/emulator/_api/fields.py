"""The fields of what an emulator shows: ids, times, and those of the rows that it remembers."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any


def new_id(prefix: str) -> str:
    """Return an id that nothing else has, such as `task_0b5c5a0d19d04bb1a9c3f2e7`."""
    return f"{prefix}_{secrets.token_hex(12)}"


def timestamp(seconds: float) -> str:
    """Return a time as the API writes it: ISO 8601 with milliseconds, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def row_fields(row: object, names: str) -> dict[str, Any]:
    """Return some fields of a row, named with spaces between, as the API shows them: what ends in `at` is a time."""
    values = {name: getattr(row, name) for name in names.split()}
    return {
        name: timestamp(value) if name.endswith("at") and value is not None else value for name, value in values.items()
    }
