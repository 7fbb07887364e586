"""The API keys that an emulator knows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

READY_KEY = "rvya_sk_emulator"

KeyState = Literal["active", "revoked", "expired"]
STATES: tuple[KeyState, ...] = get_args(KeyState)


@dataclass(frozen=True, slots=True)
class Key:
    """An API key: the scopes that it was made with, all where None, and whether it still works."""

    scopes: Collection[str] | None = None
    state: KeyState = "active"

    def allows(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes
