"""What this machine has seen to be true, as hashes in the user's cache folder: it lets a run skip work.

A fact is the name of an empty file, so there is nothing in it that could be wrong; without a folder nothing is known.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_MOST = 1000


Fact = tuple[str, ...]


def known(fact: Fact) -> bool:
    """Return whether a fact was noted on this machine."""
    try:
        return (_folder() / _name(fact)).exists()
    except (OSError, RuntimeError):
        return False


def note(facts: Iterable[Fact]) -> None:
    """Note facts; the oldest are forgotten."""
    with suppress(OSError, RuntimeError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        for fact in facts:
            (folder / _name(fact)).touch()
        noted = sorted((path.stat().st_mtime, path) for path in folder.iterdir())
        for _, path in noted[:-_MOST]:
            path.unlink()


def _name(fact: Fact) -> str:
    return hashlib.sha256(json.dumps(fact).encode()).hexdigest()


def _folder() -> Path:
    """Return the folder, where the system keeps such things; `RuntimeError` where the user has no home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "rivya-codegen", "facts")
