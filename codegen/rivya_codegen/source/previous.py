"""What lies in the output folder: the outputs of the last run, and what nobody generated."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from ..text.json_data import is_object
from ..text.portable_paths import is_plain
from .settings import LEAVING, MANIFEST

_LEFT = (
    *("__pycache__", "*.egg-info", ".mypy_cache", ".pytest_cache", ".ruff_cache"),
    *(".gitignore", ".gitkeep", ".ds_store", "thumbs.db"),
)
"""Names that tools and systems leave wherever they look, in lower case; none of them is shipped."""

_BUILT = frozenset({".git", "python/build", "python/dist"})
"""What may lie in the output folder beside the outputs: a repository of its own, and what building the package leaves."""


def load_previous(output: Path) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the manifest with the files that it lists, as far as they are there, and the paths of all others.

    In a folder that is not ours one such path is enough, and there may be millions.
    """
    found = read_outputs(output, [MANIFEST])
    listed = read_manifest(found).get("outputs", {})
    found |= read_outputs(output, listed)
    strays = (path for path in _walk(output) if path not in found)
    return found, tuple(sorted(strays)) if listed else tuple(islice(strays, 1))


def read_manifest(previous: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Return the manifest of the last run, or an empty one where there is none of ours that can be read."""
    try:
        manifest = json.loads(previous.get(MANIFEST, b"{}"))
    except (ValueError, RecursionError):
        return {}
    ours = is_object(manifest) and str(manifest.get("generator")).startswith("rivya-codegen")
    outputs = manifest.get("outputs") if ours else None
    listed = is_object(outputs) and all(isinstance(value, str) for value in outputs.values())
    return manifest if listed else {}


def read_outputs(output: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """Return those of the files that are there. Links are not followed: what they point at is not ours."""
    plain = ((path, output / path) for path in paths if is_plain(path))
    return {path: file.read_bytes() for path, file in plain if file.is_file() and not linked_part(file, output)}


def linked_part(target: Path, folder: Path) -> Path | None:
    """Return the part of a path below a folder that is a link, the last one first; none where no part is one."""
    parts = (target, *target.parents[: len(target.relative_to(folder).parts) - 1])
    return next((part for part in parts if part.is_symlink()), None)


def _walk(output: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(output):
        root = Path(folder).relative_to(output)
        links = [name for name in folders if Path(folder, name).is_symlink()]
        kept = [name for name in folders if not _is_left_out((root / name).as_posix()) and not name.startswith(LEAVING)]
        folders[:] = sorted(name for name in kept if name not in links)
        for name in sorted((*names, *(link for link in links if link in kept))):
            if not _is_left_out(path := (root / name).as_posix()):
                yield path


def _is_left_out(path: str) -> bool:
    """Return whether a path in the output folder is a cache, or made by building the package: nobody asks for it."""
    return path in _BUILT or any(fnmatchcase(PurePosixPath(path).name.casefold(), left) for left in _LEFT)
