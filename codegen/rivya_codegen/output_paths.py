"""The paths of outputs: which ones are plain, which names belong to other tools, and which artefact makes a path."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import PurePosixPath

from .artefacts import ARTEFACTS, RUNTIME, TYPES, Artefact
from .portable import is_portable_path

_TAKEN = (
    *(
        "__pycache__",
        "*.py[cod]",
        "*.egg-info",
        "*.egg",
        "*.egg-link",
        "*.dist-info",
        "*.pth",
        "pkg-info",
        "pyvenv.cfg",
    ),
    *(".git", "git~[0-9]", ".gitattributes", ".gitignore", ".gitmodules", ".hg", ".svn"),
    ".rivya-*",
)
"""Names that Python, its installers, version control or this program would take for their own, in lower case."""

_LEFT = (
    *("__pycache__", "*.egg-info", ".mypy_cache", ".pytest_cache", ".ruff_cache"),
    *(".gitignore", ".gitkeep", ".ds_store", "thumbs.db"),
)
"""Names that tools and systems leave wherever they look, in lower case; none of them is shipped."""

_BUILT = frozenset({".git", "python/build", "python/dist"})
"""What may lie in the output folder beside the outputs: a repository of its own, and what building the package leaves."""


def is_plain(path: str) -> bool:
    """Return whether a path leads below its folder on every system, and not into what belongs to version control."""
    pure = PurePosixPath(path)
    return is_portable_path(path) and str(pure) == path and ".git" not in map(str.casefold, pure.parts)


def taken_name(path: str) -> str | None:
    """Return the part of a path that other tools would take for their own, if there is one."""
    parts = PurePosixPath(path).parts
    return next((part for part in parts if any(fnmatchcase(one_name(part), taken) for taken in _TAKEN)), None)


def one_name(path: str) -> str:
    """Return what all paths have in common that some file system, or Python's `import`, takes for the same."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def is_left_out(path: str) -> bool:
    """Return whether a path in the output folder is a cache, or made by building the package: nobody asks for it."""
    return path in _BUILT or any(fnmatchcase(PurePosixPath(path).name.casefold(), left) for left in _LEFT)


def makes(artefacts: Iterable[Artefact], path: str) -> bool:
    """Return whether an artefact of the table, or of these in addition, has outputs with such a path."""
    if not is_plain(path):
        return False
    pattern = _pattern(tuple(artefact.output for artefact in (*ARTEFACTS, *artefacts)))
    return path == TYPES or path.startswith(f"{RUNTIME}/") or pattern.fullmatch(path) is not None


@cache
def _pattern(outputs: tuple[str, ...]) -> re.Pattern[str]:
    fields = [string.Formatter().parse(output) for output in outputs]
    texts = [
        "".join(re.escape(text) + ("[^/]+" if name is not None else "") for text, name, *_ in row) for row in fields
    ]
    return re.compile("|".join(texts))
