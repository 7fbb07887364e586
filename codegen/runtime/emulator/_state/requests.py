"""What clients sent, for tests to look at; in memory, as it is of one emulator and not of its state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

KEPT_REQUESTS = 10_000


class RecordedRequest(NamedTuple):
    """One request as it arrived: header names in lower case, the key masked, and how much of its body was read."""

    method: str
    path: str
    headers: Mapping[str, str]
    body_size: int
