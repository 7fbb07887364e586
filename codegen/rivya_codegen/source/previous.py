"""What lies in the output folder: the outputs of the last run, and what nobody generated."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path, PurePosixPath

from ..text.json_data import is_object
from ..text.portable_paths import is_plain
from .settings import LEAVING, MANIFEST

_LEFT = (
    *("__pycache__", "*.egg-info", ".mypy_cache", ".pytest_cache", ".ruff_cache"),
    *(".gitignore", ".gitkeep", ".ds_store", "thumbs.db"),
)
"""Names that tools and systems leave wherever they look, in lower case; none of them is shipped."""

_BUILT = frozenset({".git", "python/build", "python/dist"})
"""What may lie in the output folder beside the outputs: a repository of its own, and what a build of it leaves."""


@dataclass(frozen=True, slots=True)
class Previous:
    """What lies in the output folder."""

    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """The files that the last run wrote, as far as they are still there, and its manifest."""
    listed: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the manifest says that the last run wrote: path → hash. It may say anything."""
    strays: tuple[str, ...] = ()
    """What lies there beside them."""


def load_previous(output: Path) -> Previous:
    """Return what lies in the output folder; of strays in a folder that is not ours one is enough of maybe millions."""
    found = read_outputs(output, [MANIFEST])
    listed = read_listed(found.get(MANIFEST, b"{}"))
    found |= read_outputs(output, listed)
    strays = (path for path in _walk(output) if path not in found)
    return Previous(found, listed, tuple(sorted(strays)) if listed else tuple(islice(strays, 1)))


def read_listed(text: bytes) -> Mapping[str, str]:
    """Return the outputs that a manifest lists, path → hash; none where it is none of ours that can be read."""
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    ours = is_object(manifest) and str(manifest.get("generator")).startswith("rivya-codegen")
    outputs = manifest.get("outputs") if ours else None
    return outputs if is_object(outputs) and all(isinstance(value, str) for value in outputs.values()) else {}


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
