"""Who may come in, to which operation, and how often: the keys, the rate limit and the switch."""

from __future__ import annotations

import math
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from ..._spec.tables import Operation, Platform
from .errors import ApiError

READY_KEY = "rvya_sk_emulator"

KeyState = Literal["active", "revoked", "expired"]
STATES: tuple[KeyState, ...] = get_args(KeyState)
STATE_ERRORS = {
    "revoked": ("api_key_revoked", "This key was revoked."),
    "expired": ("api_key_expired", "This key has expired."),
}


@dataclass(frozen=True, slots=True)
class Key:
    """An API key.

    Args:
        scopes: Those that it was made with; all where `None`.
        state: Whether it still works.
    """

    scopes: Collection[str] | None = None
    state: KeyState = "active"

    def allows(self, scope: str) -> bool:
        """Tell whether the key was made with a scope.

        Args:
            scope: The scope.

        Returns:
            Whether it was.
        """
        return self.scopes is None or scope in self.scopes


@dataclass(slots=True)
class RateLimit:
    """A limit on the requests of a key in each window of time, which begins with a request.

    Args:
        requests: So many, at least 1.
        seconds: The length of the window.

    Raises:
        ValueError: A number is out of range.
    """

    requests: int
    seconds: float
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict[str, tuple[float, int]])

    def __post_init__(self) -> None:
        if not self.requests >= 1 or not 0 < self.seconds < math.inf:
            raise ValueError(
                f"RateLimit({self.requests}, {self.seconds}): give at least one request, "
                "and a finite number of seconds above 0"
            )

    def wait(self, key: str, now: float) -> float:
        """Count a request.

        Args:
            key: The key that it comes with.
            now: The time, in seconds since 1970.

        Returns:
            Seconds until the key may come again; 0 when the request is admitted.
        """
        begin, count = self._windows.get(key, (now, 0))
        if now >= begin + self.seconds:
            begin, count = now, 0
        if count >= self.requests:
            return begin + self.seconds - now
        self._windows[key] = (begin, count + 1)
        return 0

    def forget(self) -> None:
        """Begin anew, as if no request had come."""
        self._windows.clear()


@dataclass(slots=True)
class Access:
    """What a request has to pass before its handler. Tests may change it at any time.

    Args:
        keys: The keys that exist.
        limit: The limit on the requests of each key, if there is one.
        disabled: Whether the API is switched off.
    """

    keys: dict[str, Key]
    limit: RateLimit | None = None
    disabled: bool = False


def admit(
    platform: Platform, access: Access, operation: Operation[object], headers: Mapping[str, str], now: float
) -> None:
    """Let a request in.

    Raises:
        ApiError: the API is switched off, the key is missing, unknown, no longer valid or without the scope of the
            operation, or it came too often.
    """
    if access.disabled:
        raise ApiError("public_api_disabled", "The API is switched off.")
    if operation.scope is None:
        return
    name, key = _key(platform, access, headers)
    if key.state != "active":
        raise ApiError(*STATE_ERRORS[key.state])
    if not key.allows(operation.scope):
        raise ApiError("api_scope_denied", f"This key lacks the scope {operation.scope}.")
    wait = access.limit.wait(name, now) if access.limit else 0
    if wait:
        seconds = max(1, math.ceil(wait))
        raise ApiError("rate_limited", "Too many requests.", headers={"Retry-After": str(seconds)})


def _key(platform: Platform, access: Access, headers: Mapping[str, str]) -> tuple[str, Key]:
    header, wanted = platform.authorization_header, platform.authorization_scheme
    scheme, _, given = headers.get(header, "").partition(" ")
    given = given.strip()
    if scheme.lower() != wanted.lower() or not given:
        raise ApiError("api_key_missing", f"The request needs the header {header}: {wanted} <API key>.")
    for name, key in list(access.keys.items()):
        if secrets.compare_digest(given.encode(), name.encode()):
            return name, key
    raise ApiError("api_key_invalid", "This is not a key of the emulator.")
