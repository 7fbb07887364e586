"""The ids of whatever an emulator makes."""

from __future__ import annotations

import secrets


def new_id(prefix: str) -> str:
    """Return an id that nothing else has, such as `task_0b5c5a0d19d04bb1a9c3f2e7`."""
    return f"{prefix}_{secrets.token_hex(12)}"
