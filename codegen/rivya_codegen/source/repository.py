"""Where a path lies in its git repository: what reports name files by, and where the usual folders are looked for."""

from __future__ import annotations

import os
from pathlib import Path


def repository_of(path: Path) -> Path | None:
    """Return the root of the repository that a path lies in.

    Links in the path are not followed: a link inside of a repository does not make its target the place.
    """
    place = Path(os.path.abspath(path))
    return next((folder for folder in (place, *place.parents) if os.path.lexists(folder / ".git")), None)


def name_in_repository(file: str) -> str:
    """Return the name by which GitHub and code scanning know a file: its path from the root of the repository.

    That of the working directory counts, then that of the file; a file outside of any keeps its name.
    """
    place = Path(os.path.abspath(file))
    for root in (repository_of(Path()), repository_of(place)):
        if root is not None and place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    return file


def project_folder() -> Path:
    """Return the nearest folder with specs, from the working directory up to the root of its repository."""
    try:
        here = Path.cwd()
    except OSError:  # a working directory that is gone; whatever needs it says so
        return Path()
    root = repository_of(here)
    candidates = (here, *here.parents) if root else (here,)
    for folder in candidates:
        if (folder / "specs" / "platform.yaml").is_file():
            return Path(os.path.relpath(folder, here))
        if folder == root:
            break
    return Path()
