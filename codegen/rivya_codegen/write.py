"""The last end that touches the disk: all files or none, and a comparison for `check` and `diff`."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .inputs import display_name
from .load import MANIFEST, Source
from .manifest import read_manifest
from .problems import Location, Problem, ProblemsFound


def changed_files(previous: Mapping[str, bytes], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that are new or differ from what lies in the output folder."""
    return {path: content for path, content in files.items() if previous.get(path) != content}


def refused_targets(output: Path, source: Source, paths: Iterable[str], *, force: bool = False) -> Iterator[Problem]:
    """Yield a problem for each output that would land outside the folder, or on something this program did not write."""
    known = read_manifest(source.previous).get("outputs", {})
    for path in paths:
        target = output / path
        link = next((parent for parent in _between(target, output) if parent.is_symlink()), None)
        if link is not None or target.is_symlink():
            yield Problem(Location(str(link or target)), "output-link")
        elif target.is_dir():
            yield Problem(Location(display_name(target)), "output-directory")
        elif target.exists() and path not in known and path != MANIFEST and not force:
            yield Problem(Location(display_name(target)), "output-foreign")


def _between(target: Path, output: Path) -> Iterator[Path]:
    for parent in target.parents:
        if parent == output:
            return
        yield parent


def write_tree(output: Path, changed: Mapping[str, bytes], stale: list[str]) -> None:
    """Write the changed files and remove the stale ones; when anything fails, the folder is as it was.

    Raises:
        ProblemsFound: The folder cannot be written to.
    """
    made = not output.exists()
    try:
        output.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".rivya-", dir=output) as staging:
            _stage(Path(staging), changed)
            _replace(output, Path(staging), list(changed), stale)
        _remove_empty_folders(output, stale)
    except OSError as error:
        if made:
            shutil.rmtree(output, ignore_errors=True)
        place = Location(display_name(Path(error.filename or output)))
        raise ProblemsFound([Problem(place, "file-not-writable", {"detail": error.strerror or str(error)})]) from error


def _stage(staging: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        target = staging / "new" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _replace(output: Path, staging: Path, changed: list[str], stale: list[str]) -> None:
    """Move files into place one by one, keeping what was there until all are; on a failure put everything back."""
    placed: list[Path] = []
    kept: list[tuple[Path, Path]] = []
    try:
        for path in [*changed, *stale]:
            target, backup = output / path, staging / "old" / path
            if target.exists():
                backup.parent.mkdir(parents=True, exist_ok=True)
                os.replace(target, backup)
                kept.append((backup, target))
            if path not in stale:
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(staging / "new" / path, target)
                placed.append(target)
    except BaseException:  # Ctrl-C too: half a tree is worse than none
        for target in placed:
            target.unlink()
        for backup, target in kept:
            os.replace(backup, target)
        raise


def _remove_empty_folders(output: Path, stale: list[str]) -> None:
    for path in stale:
        folder = (output / path).parent
        while folder != output and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def unified_diff(previous: Mapping[str, bytes], changed: Mapping[str, bytes], stale: list[str]) -> Iterator[str]:
    """Yield the difference between the output folder and a run, as `diff -u` prints it."""
    for path in sorted([*changed, *stale]):
        old = previous.get(path, b"").decode("utf-8", "replace").splitlines()
        new = changed.get(path, b"").decode("utf-8", "replace").splitlines()
        before = f"a/{path}" if path in previous else "/dev/null"
        after = f"b/{path}" if path in changed else "/dev/null"
        yield from difflib.unified_diff(old, new, before, after, lineterm="")
