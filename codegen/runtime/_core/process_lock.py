"""The one lock of a process. Nothing waits while it is held; a forked process has its own, which nobody holds."""

from __future__ import annotations

import os
from threading import Lock

_lock = Lock()


def process_lock() -> Lock:
    """Return the lock of this process."""
    return _lock


def _renew() -> None:
    global _lock  # noqa: PLW0603 - whoever held it at the fork is not in this process
    _lock = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
