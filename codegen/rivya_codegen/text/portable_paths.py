"""Names of files that every system can hold: none that Windows takes for a device, or would write otherwise."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

_DEVICES = frozenset(
    [
        *("con", "prn", "aux", "nul", "conin$", "conout$"),
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
    ]
)
_RESERVED = frozenset('<>:"/\\|?*')
_LONGEST_NAME = 200
_LONGEST_PATH = 400


def is_portable_name(name: str) -> bool:
    """Return whether every system can hold a file or folder of this name, whatever ending is added to it."""
    return (
        name.partition(".")[0].rstrip(" ").casefold() not in _DEVICES
        and not name.endswith((".", " "))
        and name.isprintable()
        and not _RESERVED & set(name)
        and 0 < len(name.encode("utf-8", "replace")) <= _LONGEST_NAME
    )


def is_portable_path(path: str) -> bool:
    """Return whether that is so of each part of a path."""
    return len(path) <= _LONGEST_PATH and all(map(is_portable_name, PurePosixPath(path).parts))


def is_plain(path: str) -> bool:
    """Return whether a path leads below its folder on every system, and not into what belongs to version control."""
    pure = PurePosixPath(path)
    return is_portable_path(path) and str(pure) == path and ".git" not in map(str.casefold, pure.parts)


def one_name(path: str) -> str:
    """Return what all paths have in common that some file system, or Python's `import`, takes for the same."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
